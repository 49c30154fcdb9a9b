"""What is wrong between links that are sound by themselves (FAQ, “CORS issue”)."""

from typing import Final

from wizard.problems.entry import Entry

_CORS: Final = "Onboarding FAQ, “CORS issue”"

ENTRIES: Final = (
    Entry(
        "chain.incomplete",
        "The profile “{profile}” has no UserPool to judge by.",
        "Its setup stopped before the pool was made.",
        "Finish it: anon-wizard setup --profile {profile!q}. Or name a key set (--jwks URL).",
        "README, “The chain”",
    ),
    Entry(
        "chain.other_pool",
        "The token is for another UserPool: its key “{kid}” is in the key set of {pool}.",
        "A client accepts tokens of its own pool only; a browser calls the refusal a CORS error.",
        "Use the webapp client of that pool, or a token of this pool's identity provider.",
        _CORS,
        "documented",
        unsaid={"pool": "POOL"},
    ),
    Entry(
        "chain.key_withdrawn",
        "The key “{kid}” was in the key set before, and is not any more.",
        "It was withdrawn or rotated away; tokens signed with it stopped working that moment.",
        "Issue the token anew, with the key that signs now. When you rotate, keep the old key in "
        "the set until its last token has expired.",
        _CORS,
        "documented",
    ),
    Entry(
        "chain.user_differs",
        "The token is for “{user}”, and the back end's ANON_APP_USER_ID is “{app_user}”.",
        "The back end then asks for a user who was never linked: 404 or 500, "
        "“Error translating external user id”.",
        "Set ANON_APP_USER_ID to the user that was linked.",
        "Onboarding FAQ, “Backend app”",
        "documented",
    ),
)

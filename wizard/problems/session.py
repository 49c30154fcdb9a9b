"""What goes wrong once a user is linked, or should be (FAQ, Backend app; contract, Errors)."""

from typing import Final

from wizard.problems.entry import Entry

_BACKEND: Final = "Onboarding FAQ, “Backend app”"
_AMAZON: Final = "Onboarding FAQ, “Amazon”"
_LINK: Final = "docs.anon.com, Link"

ENTRIES: Final = (
    Entry(
        "session.not_linked",
        "Anon has no session of the user “{user}” at {app}.",
        "The user was never linked, or the back end's ANON_APP_USER_ID is not the id in the token "
        "that was linked.",
        "Link the user through your front end and the Chrome extension (anon-wizard setup does it "
        "for the test user), and compare the two ids character for character.",
        _BACKEND,
        "documented",
        heard=(
            "Error translating external user id: 404 - Not Found",
            "Error translating external user id: 500 - Internal Server",
            "Error translating external user id",
            "ERR_TUNNEL_CONNECTION_FAILED",
            "SessionNotFoundError",
        ),
    ),
    Entry(
        "session.revoked",
        "The session of the user “{user}” at {app} has ended.",
        "It was saved once, and the app has logged the user out since.",
        "Let the user log in again through the Link page.",
        _LINK,
        "documented",
        heard=("session … is revoked: log in again", "session status: revoked"),
    ),
    Entry(
        "session.cannot_be_asked",
        "Whether the user is linked cannot be asked here.",
        "Anon documents getSessionStatus as a method of its SDKs only, not as an HTTP call, and "
        "the wizard does not guess a path.",
        "Ask with the SDK in your back end: getSessionStatus({{ app, appUserId }}).",
        _LINK,
        "documented",
        undecided=True,
    ),
    Entry(
        "link.amazon_closes",
        "Amazon's sign-in page opens and closes by itself.",
        "The user has a saved session: Anon checks it, and no login is needed. This is expected.",
        "Nothing to do: the user is linked.",
        _AMAZON,
        "documented",
        heard=(
            "Auto-closing sign-in page for users with existing sessions",
            "sign-in page briefly appears before automatically closing",
            "sign-in page opens and closes by itself",
            "sign-in page … closes … after a few seconds",
        ),
    ),
    Entry(
        "link.client_missing",
        "Anon cannot tell the client from the token.",
        "The token is of your own identity provider. Only tokens that Anon issues carry the claim "
        "sdkClientId.",
        "Pass clientId yourself when you ask for the link: the webapp client's id.",
        _LINK,
        "documented",
        heard=("could not parse sdkClientId from AppUserIdToken",),
    ),
    Entry(
        "link.url_transient",
        "GET /link/url answered 500.",
        "It does so now and then, and the next try works; Anon's own script retries as well.",
        "Ask again, four or five times with growing pauses. The wizard does it by itself.",
        _LINK,
        "documented",
        heard=(
            "GET /link/url … 500",
            "/link/url … 500 (Internal Server Error)",
            "/link/url … status code 500",
            "Failed to get link url … 500",
        ),
    ),
)

"""The questions of Anon's FAQ that are no errors: what to do, and which command does it."""

from typing import Final

from wizard.problems.entry import Entry

ENTRIES: Final = (
    Entry(
        "faq.backend",
        "You want your back end to act for a user.",
        "The user links the account first, in your front end and the Chrome extension; that saves "
        "the session at Anon, and your back end uses it by the user's appUserId.",
        "Link the test user with anon-wizard setup, then give your back end ANON_API_KEY and "
        "ANON_APP_USER_ID: anon-wizard env.",
        "Onboarding FAQ, “How do I use Anon to automate actions via my backend app?”",
        "documented",
        heard=("How do I use Anon to automate actions via my backend app", "automate actions"),
    ),
    Entry(
        "faq.another_user",
        "You want another example user and token.",
        "A token is made with the signing key of the pool's key set; the example (mock) set is for "
        "testing only.",
        "Mint one: anon-wizard token mint --user ID. Put it into ANON_APP_USER_ID_TOKEN, and the "
        "same id into ANON_APP_USER_ID.",
        "Onboarding FAQ, “How do I generate a new example_app_user_id and token?”",
        "documented",
        heard=(
            "How do I generate a new example_app_user_id and token",
            "only provided one example user",
            "generate another example app user",
            "generate additional example appUserIdTokens",
        ),
    ),
    Entry(
        "faq.another_pool",
        "You want another UserPool or SdkClient.",
        "One organization may have several. A pool has one key set; a client belongs to one pool.",
        "anon-wizard pool add --jwks …, then client add --kind webapp --pool ID. Apps name their "
        "client (ANON_SDKCLIENT_ID), so set that anew: anon-wizard env --write FILE.",
        "Onboarding FAQ, “Could I create another UserPool or SdkClient?”",
        "documented",
        heard=("Could I create another UserPool or SdkClient", "re-set that value"),
    ),
    Entry(
        "faq.own_identity_provider",
        "You want to use your own identity provider.",
        "A UserPool names the key set that tokens are checked with, and a client belongs to one "
        "pool: a new provider needs a new pool and a new client.",
        "anon-wizard pool add --jwks URL, then client add --kind webapp, and put the new client's "
        "id into every app: anon-wizard env --write FILE.",
        "Onboarding FAQ, “How do I use my own identity provider?”",
        "documented",
        heard=("How do I use my own identity provider", "switching to a new identity provider"),
    ),
    Entry(
        "faq.own_tokens",
        "You make tokens yourself, without an OAuth provider.",
        "That is fine: host your own key set. A token needs the user's id in “sub” (or the pool's "
        "id claim) and the “kid” of its key in the header.",
        "anon-wizard jwks new --out DIR makes key and set; publish the set at "
        "https://yourcompany.ai/.well-known/jwks.json, and create the pool over it.",
        "Onboarding FAQ, “What if I create JWTs without going through an OAuth provider?”",
        "documented",
        heard=(
            "What if I create JWTs without going through an OAuth provider",
            "host your own JWKS",
        ),
    ),
    Entry(
        "faq.no_oidc",
        "You have an in-house auth system, without OpenID Connect.",
        "OpenID Connect is not required. What counts is a signed JWT whose key is in a public key "
        "set.",
        "anon-wizard jwks new makes the key set, and anon-wizard token verify tells whether your "
        "own tokens would be accepted.",
        "General FAQs, “Do we need to use OpenID Connect (OIDC)?”",
        "documented",
        heard=("Do we need to use OpenID Connect", "in-house auth system"),
    ),
    Entry(
        "faq.production",
        "You are done testing, and want to go to production.",
        "Anon makes a prod API key when you ask by Slack or e-mail; pool and clients are created "
        "anew there.",
        "anon-wizard handoff checks what can be checked, and writes what to send to Anon.",
        "Onboarding FAQ, “How do I use Anon in prod environment?”",
        "documented",
        heard=("How do I use Anon in prod environment", "prod API key"),
    ),
)

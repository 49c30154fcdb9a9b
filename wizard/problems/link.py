"""What can go wrong while an end user links an account (contract, Linking)."""

from typing import Final

from wizard.problems.entry import Entry

_LINK = "Onboarding FAQ, “Connection flow”"
_CORS = "Onboarding FAQ, “CORS issue”"
_BLOCKED = "has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present"

ENTRIES: Final = (
    Entry(
        "link.unproven",
        "The link could not be proven.",
        "{reason}",
        "Link the user in the browser, then run the same command again.",
        _LINK,
        unsaid={"reason": "The Link page reports success, but Anon does not know of a session."},
        undecided=True,
    ),
    Entry(
        "link.deadline",
        "Nobody finished the link within {span}.",
        "The Link page did not come back to the wizard.",
        "Open the link again (--link-timeout SECONDS gives more time).",
        _LINK,
        undecided=True,
    ),
    Entry(
        "link.cancelled",
        "The link was called off on the Link page.",
        "The page came back without a login.",
        "Open the link again.",
        _LINK,
        undecided=True,
    ),
    Entry(
        "link.bad_input",
        "The Link page came back with bad_input.",
        "A parameter is wrong: the app id, the redirect URL or the state.",
        "Check app and redirect URL.",
        _LINK,
        "documented",
        heard=(
            "error_code=bad_input",
            "bad_input",
        ),
    ),
    Entry(
        "link.bad_authorization",
        "The Link page came back with bad_authorization.",
        "The client or the token was refused: the service client's id instead of the webapp "
        "client's, another pool's client, or a token whose kid is not in the pool's key set.",
        "Check that client, pool and token belong together.",
        _CORS,
        "documented",
        heard=(
            "error_code=bad_authorization",
            "bad_authorization",
        ),
    ),
    Entry(
        "link.anon_internal_error",
        "The Link page came back with anon_internal_error.",
        "Something failed on Anon's side.",
        "Try again; if it stays, write to support@anon.com.",
        _LINK,
        "documented",
        heard=(
            "error_code=anon_internal_error",
            "anon_internal_error",
        ),
    ),
    Entry(
        "link.failed",
        "The Link page came back with an error: {words}",
        "Anon documents no such code.",
        "Try again; if it stays, write to support@anon.com.",
        _LINK,
        unsaid={"words": "(here stand its own words)"},
    ),
    Entry(
        "link.no_extension",
        "The Link page does not find the Chrome extension.",
        "It is not installed in this browser, or its id is not the one the page was given "
        "(chromeExtensionId).",
        "Install it, copy its id from chrome://extensions, and give it as chromeExtensionId "
        "(ANON_CHROME_EXTENSION_ID). Anon's own is lbgbplnejdpahfnmphghjlbedpjjbgd.",
        _LINK,
        "documented",
        heard=(
            "extension not detected",
            "extension is not installed",
            "Could not establish connection. Receiving end does not exist",
            "Invalid extension id",
        ),
    ),
    Entry(
        "link.redirect_refused",
        "Anon refuses the redirect URL {url}.",
        "Redirect URLs may have to be registered with the webapp client.",
        "Ask Anon to register it, or give the redirect URL of your own app (--redirect-url URL).",
        _LINK,
        "inferred",
        heard=(
            "redirectUrl is not registered",
            "invalid redirectUrl",
        ),
    ),
    Entry(
        "link.not_let_in",
        "Anon does not let this client and this token in to {app}: 401.",
        "In a browser this very answer shows as a CORS error. The client is the service client or "
        "another pool's, the token is not from that pool's key set, or its kid is not in it.",
        "Use the webapp client of the pool whose key set signs the token.",
        _CORS,
        "documented",
        heard=(
            _BLOCKED,
            "account/api/v1/appIntegration?id=… from origin … has been blocked by CORS policy",
            f"at … account/api/v1/appIntegration?id=… from origin … {_BLOCKED}",
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading",
            "appIntegration … due to access control checks",
            "appIntegration … is not allowed by Access-Control-Allow-Origin",
            "No 'Access-Control-Allow-Origin' header is present",
            "blocked by CORS policy",
            "CORS issue",
            "CORS error",
        ),
    ),
    Entry(
        "link.cors_elsewhere",
        "A CORS error, and not of Anon's Link page.",
        "The Link page asks …/account/api/v1/appIntegration, and this error is about another "
        "address.",
        "Let the server at that address allow your page's origin. If it is one of Anon's, ask it "
        "from your back end: an API key has no place in a browser.",
        _CORS,
        "inferred",
        heard=(
            "Access to fetch at … from origin … has been blocked by CORS policy",
            "Access to XMLHttpRequest at … from origin … has been blocked by CORS policy",
            f"Access to fetch at … from origin … {_BLOCKED}",
            f"Access to XMLHttpRequest at … from origin … {_BLOCKED}",
        ),
    ),
    Entry(
        "link.wrong_state",
        "That is not the answer to this link.",
        "Its state does not carry the wizard's nonce, or it was used before.",
        "Finish the link that is open now, and paste the whole address it ends at.",
        _LINK,
    ),
    Entry(
        "link.no_port",
        "No port on 127.0.0.1 could be opened to wait for the Link page.",
        "{reason}",
        "Free a port, or give the redirect URL of your own app (--redirect-url URL).",
        _LINK,
        unsaid={"reason": "The system says: (here stands what)."},
    ),
)

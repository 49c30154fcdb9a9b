"""What Anon's API answers when it does not do what was asked (contract, Errors)."""

from typing import Final

from wizard.problems.entry import Entry

_ENDPOINTS = "Onboarding FAQ, “Anon endpoints”"
_API = "docs.anon.com, API reference"

ENTRIES: Final = (
    Entry(
        "key.refused",
        "Anon refuses the key: {status} {words}.",
        "The credential in “Authorization: Bearer …” is missing, expired, of another environment "
        "or of the wrong kind (generation 1 wants a session token, generation 2 an API key).",
        "Paste the key again, for {environment}, in full.",
        _ENDPOINTS,
        "documented",
        heard=(
            "401 Unauthorized",
            '"error": "Unauthorized"',
            "Unauthorized",
        ),
        unsaid={"status": "401 or 403", "words": "(here stand its own words)"},
    ),
    Entry(
        "key.may_not_create",
        "The key is known, but may not create things: {status} {words}.",
        "Creating needs an Admin's credential or a service client's key; "
        "a ReadOnly member may only look.",
        "Ask an Admin of your organization for a key.",
        _API,
        "documented",
        unsaid={"status": "403", "words": "(here stand its own words)"},
    ),
    Entry(
        "api.upstream",
        "Anon answers: Upstream error.",
        "In Anon's FAQ this is what a missing, expired or wrong kind of credential looks like.",
        "Check the key: “Authorization: Bearer <session_token>” (G1) or the API key (G2).",
        _ENDPOINTS,
        "documented",
        heard=("Upstream error",),
    ),
    Entry(
        "api.jwks_unreadable",
        "Anon could not read the key set: {words}",
        "Anon's servers download the JWKS when the UserPool is created. "
        "The URL is not public, or does not answer with JSON.",
        "Publish the key set without a login; open the URL in a private window to see it as "
        "Anon does.",
        _ENDPOINTS,
        "documented",
        heard=(
            "error decoding response body: expected value at line 1 column 1",
            "error decoding response body",
            "expected value at line 1 column 1",
        ),
        unsaid={"words": "(here stand its own words)"},
    ),
    Entry(
        "api.not_found",
        "Anon does not know this {what}: 404.",
        "The id is of another organization or environment, or it was removed.",
        "Check the id and the environment.",
        _API,
        "inferred",
        unsaid={"what": "object"},
    ),
    Entry(
        "api.conflict",
        "Anon answers 409: {words}",
        "Something with these properties exists already.",
        "Use another name, or adopt the existing one.",
        _API,
        unsaid={"words": "(here stand its own words)"},
    ),
    Entry(
        "api.invalid",
        "Anon does not accept the request: {status} {words}",
        "A value in the request is missing or of the wrong form.",
        "Compare the values with what Anon expects.",
        _API,
        unsaid={"status": "400 or 422", "words": "(here stand its own words)"},
    ),
    Entry(
        "api.busy",
        "Anon asks to wait: {status}.",
        "Too many requests, or the service is being restarted.",
        "Try again in {seconds} seconds.",
        _API,
        exit_code=3,
        heard=("429 Too Many Requests",),
        unsaid={"status": "429 or 503"},
    ),
    Entry(
        "api.server_error",
        "Anon answers {status}: {words}",
        "Something failed on Anon's side.",
        "Try again in a moment; if it stays, write to support@anon.com with the time.",
        _API,
        exit_code=3,
        heard=(
            "502 Bad Gateway",
            "503 Service Unavailable",
            "504 Gateway Time-out",
        ),
        unsaid={"status": "500 or more", "words": "(here stand its own words)"},
    ),
    Entry(
        "api.wrong_shape",
        "The answer of {host} is not what the API gives: {words}",
        "Something else answers at this address: a login page, a proxy, another product.",
        "Check the base URL.",
        _API,
        exit_code=3,
        unsaid={"words": "(here stands what it has)"},
    ),
    Entry(
        "ledger.answer_lost",
        "A request to create {kind} “{name}” was sent at {at}, and its answer was lost: "
        "its state is unknown.",
        "Anon may have made it or not; it documents no way to list, so nobody can look it up.",
        "If you know its id, give that (--adopt {kind}=ID). Else create another (--create-another "
        "{kind}); this one is then listed as perhaps left over.",
        "README, “Nothing made twice”",
    ),
    Entry(
        "ledger.adopted_differs",
        "The {kind} {id} is not the one that was asked for.",
        "It exists, but {difference}.",
        "Adopt another id, or create another {kind}.",
        "README, “Nothing made twice”",
        unsaid={"difference": "it differs from the request"},
    ),
    Entry(
        "ledger.adopted_key",
        "The service client {id} was adopted, but its key cannot be read again.",
        "Anon shows a service client's key once, when it is created.",
        "If you have its key, give it (--service-key-file FILE). Else create another service "
        "client (--create-another service).",
        "README, “Nothing made twice”",
        "documented",
    ),
    Entry(
        "pool.differs",
        "The UserPool {id} is not what was asked for: {difference}.",
        "The server answered with another pool than the request described.",
        "Check the base URL; if it is right, write to support@anon.com.",
        _API,
    ),
    Entry(
        "client.wrong_kind",
        "The client {id} is a {actual} client where a {wanted} client belongs.",
        "Front ends take the id of the webapp client; the service client is for back ends. "
        "Early templates of Anon's mixed the two up.",
        "Use the one whose auth.type fits: userPool for webapp, apiKey for service. In a saved "
        "profile: anon-wizard client use ID.",
        "Onboarding FAQ, “CORS issue”",
        "documented",
        heard=("webapp SdkClient, not the service SdkClient",),
        unsaid={"actual": "service", "wanted": "webapp"},
    ),
    Entry(
        "client.other_pool",
        "The client {id} belongs to another UserPool: {pool}.",
        "A webapp client is bound to exactly one UserPool; tokens of any other pool are refused, "
        "and a browser calls that a CORS error.",
        "Create a webapp client for this pool.",
        "Onboarding FAQ, “CORS issue”",
        "documented",
    ),
    Entry(
        "client.key_refused",
        "Anon refuses the key of the service client {id}.",
        "A service client's key is shown once, when the client is made; this one was replaced or "
        "withdrawn since. The profile's own key still stands.",
        "Make another service client, and bring its key to your apps: "
        "anon-wizard client add --kind service --use --write-apps --profile {profile!q}",
        _ENDPOINTS,
        "inferred",
    ),
)

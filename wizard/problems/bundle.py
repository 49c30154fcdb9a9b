"""What can be wrong with the credentials that Anon hands over (contract, Credentials bundle)."""

from typing import Final

from wizard.problems.entry import Entry

_IMPORT = "README, “What Anon sent you”"
_CORS = "Onboarding FAQ, “CORS issue”"

ENTRIES: Final = (
    Entry(
        "bundle.unreadable",
        "{path} cannot be read as a credentials bundle.",
        "{reason}",
        "Give a folder of the files, a .env, a JSON document, a 1Password item as “op item get "
        "--format json” prints it, or op://vault/item.",
        _IMPORT,
        exit_code=2,
        unsaid={
            "path": "PLACE",
            "reason": "There is no such file, it is too large, or it is not what it is called.",
        },
    ),
    Entry(
        "bundle.empty",
        "{path} holds no value that is known.",
        "Values are told by their shape (a key, a token, a client's document) and by their "
        "names, such as backend_api_key or ANON_SDKCLIENT_ID.",
        "Check that it is what Anon sent you; the file names of the example help.",
        _IMPORT,
        exit_code=2,
        unsaid={"path": "PLACE"},
    ),
    Entry(
        "bundle.misnamed",
        "{where} holds the {actual} client, though it is called {wanted}.",
        "Which client it is stands in it (auth.type): userPool for the webapp client, apiKey for "
        "the service client. Front ends take the webapp client's id.",
        "Nothing to do here: it is used for what it is. Have the file renamed.",
        _CORS,
        "documented",
        unsaid={"where": "FILE", "actual": "service", "wanted": "webapp"},
    ),
    Entry(
        "bundle.other_environment",
        "The bundle is for {theirs}, and this setup is for {ours}.",
        "Ids and keys of one environment mean nothing in another.",
        "Go back and choose that environment, or take the bundle for {ours}.",
        _IMPORT,
        unsaid={"theirs": "ENVIRONMENT", "ours": "ANOTHER"},
    ),
    Entry(
        "bundle.doubled",
        "The bundle holds two different values: {label}.",
        "One stands in {first}, the other in {second}.",
        "The first one is used. If it is the wrong one, take it out and import again.",
        _IMPORT,
        unsaid={"label": "LABEL", "first": "ONE PLACE", "second": "ANOTHER"},
    ),
)

"""What is wrong in the user's own app: its variables, its packages, its repository.

Documented by Anon: which variable holds what, which client goes where, “type”: “module”.
"""

from typing import Final

from wizard.problems.entry import Entry

_CORS: Final = "Onboarding FAQ, “CORS issue”"
_BACKEND: Final = "Onboarding FAQ, “Backend app”"
_ENV: Final = "README, “Variables”"
_SECRETS: Final = "README, “Where secrets lie”"
_PROD: Final = "README, “To production”"

_VALUES: Final = (
    Entry(
        "app.service_id",
        "{place}: {name} holds the id of the service client.",
        "Front ends take the webapp client's id. Early templates of Anon's took it from "
        "serviceSdkClient.json; a browser then reports a CORS error.",
        "Set it to the webapp client's id: {wanted}.",
        _CORS,
        "documented",
        unsaid={"wanted": "ID"},
    ),
    Entry(
        "app.old_client",
        "{place}: {name} holds the id of another client of yours, not of the one in use.",
        "It belongs to the UserPool {pool}. After a change of the identity provider or the pool, "
        "apps need the new client's id.",
        "Set it to {wanted}, or choose that client: anon-wizard client use {actual!q}.",
        _CORS,
        "documented",
        unsaid={"wanted": "ID", "actual": "OTHER-ID"},
    ),
    Entry(
        "app.unknown_client",
        "{place}: {name} is {actual}, which is no client of the profile “{profile}”.",
        "It is a client of another environment, organization or profile; tokens of this profile's "
        "pool are refused there, and a browser calls that a CORS error.",
        "Set it to {wanted}.",
        _CORS,
        "documented",
        unsaid={"wanted": "ID", "actual": "OTHER-ID"},
    ),
    Entry(
        "app.other_environment",
        "{place}: {name} is “{actual}”, and the profile “{profile}” is for {wanted}.",
        "Ids and keys of one environment mean nothing in another.",
        "Set it to {wanted}, or switch the profile.",
        _ENV,
        "documented",
        unsaid={"actual": "ANOTHER ENVIRONMENT", "wanted": "ENVIRONMENT"},
    ),
    Entry(
        "app.other_key",
        "{place}: {name} is not the key of the profile's service client.",
        "The key of another client or environment, or one that was replaced.",
        "Write the profile's: anon-wizard env --write {path!q}.",
        _ENV,
    ),
    Entry(
        "app.other_base_url",
        "{place}: {name} is {actual}, and this profile's Anon is at {wanted}.",
        "The local sandbox remembers its port, but another program may have taken it since.",
        "Set it to {wanted}.",
        "README, “The local sandbox”",
        unsaid={"actual": "ANOTHER URL", "wanted": "URL"},
    ),
    Entry(
        "app.missing_variable",
        "{place}: {name} is missing or empty.",
        "The app reads it, and without it Anon is asked with nothing.",
        "Add it: anon-wizard env --write {path!q}.",
        _ENV,
    ),
    Entry(
        "app.prefix_missing",
        "{place}: the front end does not see {name}.",
        "{framework} hands only variables with the prefix {prefix} to the browser; all others are "
        "undefined there.",
        "Add {prefixed} with the same value.",
        "docs.anon.com, Web SDK",
        "documented",
        heard=(
            "import.meta.env.ANON_… undefined",
            "process.env.ANON_… undefined",
            "ANON_SDKCLIENT_ID … undefined",
            "ANON_ENV … undefined",
            "ANON_APP_USER_ID_TOKEN … undefined",
            "clientId is undefined",
        ),
        unsaid={"framework": "Your framework", "prefixed": "PREFIX_NAME"},
    ),
)

_SECRETS_OPEN: Final = (
    Entry(
        "app.public_secret",
        "{place}: {name} puts a secret into the browser.",
        "{framework} copies variables with the prefix {prefix} into what every visitor downloads. "
        "An API key must stay on your server.",
        "Remove that line, keep the key under ANON_API_KEY on the server alone, "
        "and replace the key: it may have been read.",
        _SECRETS,
        "documented",
        unsaid={"framework": "Your framework"},
    ),
    Entry(
        "app.secret_in_git",
        "{path} is in git, and holds {name}.",
        "Whoever can read the repository, now or later, has the key; removing the file does not "
        "remove it from the history.",
        "Replace the key, then: git rm --cached {path!q}, and add it to .gitignore.",
        _SECRETS,
    ),
    Entry(
        "app.secret_in_history",
        "git remembers {path} with a secret that is still in use: commit {commit}.",
        "Removing or ignoring a file does not take it out of the commits before; whoever can read "
        "the repository can read it there.",
        "Replace the key: anon-wizard client add --kind service makes a client with a new one. A "
        "test token ends by itself.",
        _SECRETS,
    ),
    Entry(
        "app.secret_in_source",
        "{place} holds {what}.",
        "What lies in the repository is copied, built and shared; a key in it goes along.",
        "Take it from the environment, and replace the key.",
        _SECRETS,
        unsaid={"what": "a secret"},
    ),
    Entry(
        "app.not_ignored",
        "{path} holds {name}, and git does not ignore it.",
        "The next “git add .” puts it into the repository.",
        "Add it to .gitignore.",
        _SECRETS,
    ),
    Entry(
        "app.open_to_others",
        "{path} holds {name}, and others on this machine can read it.",
        "Its permissions are {mode}.",
        "Make it yours alone: chmod 600 {path!q}.",
        _SECRETS,
    ),
)

_PACKAGES: Final = (
    Entry(
        "app.not_esm",
        "{place} uses import or export, and {package} does not say “type”: “module”.",
        "Node reads .js files as CommonJS unless the nearest package.json says otherwise. It says: "
        "SyntaxError: Unexpected token 'export'.",
        'Add "type": "module" to {package}.',
        _BACKEND,
        "documented",
        heard=(
            "SyntaxError: Unexpected token 'export'",
            "SyntaxError: Unexpected token export",
            "SyntaxError: Unexpected token 'import'",
            "Cannot use import statement outside a module",
            'To load an ES module, set "type": "module" in the package.json',
            "To load an ES module, set … in the package.json",
            "ERR_REQUIRE_ESM",
            "require() of ES Module … not supported",
        ),
        unsaid={"package": "package.json"},
    ),
    Entry(
        "app.package_unreadable",
        "{path} is not JSON that can be read.",
        "{reason}",
        "Mend it: npm and Node cannot read it either.",
        _BACKEND,
        unsaid={"reason": "It is cut, or breaks the rules of JSON."},
    ),
    Entry(
        "app.npm_scope",
        "{place} does not tell npm where @anon packages come from.",
        "Anon's SDKs are private packages. Without a registry for the scope npm asks the public "
        "one, and gets 401 or 404.",
        "Add the line that Anon sent you, “@anon:registry=https://…/”, to .npmrc.",
        "docs.anon.com, Installation",
        "documented",
        heard=(
            "404 Not Found - GET … @anon%2f",
            "404 Not Found - GET … @anon/",
            "404 Not Found: @anon/",
            "'@anon/… is not in this registry",
            "'@anon/… is not in the npm registry",
            "ERR_PNPM_FETCH_404 … @anon",
            "Couldn't find package \"@anon/",
            "@anon… Not found",
        ),
    ),
    Entry(
        "app.npm_token",
        "{place} has no token for the registry of the @anon packages.",
        "Anon's SDKs are private packages, and npm needs NPM_TOKEN to read them.",
        "Add //{registry}/:_authToken=${{NPM_TOKEN}} to .npmrc, and set NPM_TOKEN.",
        "docs.anon.com, Installation",
        "documented",
        heard=(
            "401 Unauthorized - GET … @anon%2f",
            "401 Unauthorized - GET … @anon/",
            "ERR_PNPM_FETCH_401 … @anon",
            "npm ERR! code E401",
            "npm error code E401",
            "Failed to replace env in config: ${NPM_TOKEN}",
        ),
        unsaid={"registry": "REGISTRY"},
    ),
    Entry(
        "app.npm_token_unset",
        "{place} takes its token from {name}, which is not set here.",
        "npm reads variables of its own environment alone, never a .env file.",
        "Set it where npm install runs: export {name}=….",
        "docs.anon.com, Installation",
        "documented",
    ),
    Entry(
        "app.node_old",
        "Node {actual} is too old for {place}.",
        "{reason}",
        "Install a supported release of Node; {wanted} or later.",
        "nodejs.org, Releases",
        unsaid={
            "actual": "VERSION",
            "place": "your app",
            "wanted": "NEWER VERSION",
            "reason": "What the app uses needs a newer one, or that release gets no fixes any "
            "more.",
        },
    ),
)

_FOLDER: Final = (
    Entry(
        "app.no_folder",
        "{path} is not a folder that can be looked at.",
        "{reason}",
        "Name the folder of your app (anon-wizard doctor --app DIR).",
        _ENV,
        exit_code=2,
        unsaid={
            "path": "FOLDER",
            "reason": "It cannot be found, is no folder, or you may not look into it.",
        },
    ),
    Entry(
        "app.not_all_seen",
        "Not all of {path} was looked at.",
        "{reason}",
        "Name the folder of the app itself, without data and builds.",
        _ENV,
        unsaid={
            "path": "FOLDER",
            "reason": "It holds more files than are looked at, or some that you may not read.",
        },
    ),
    Entry(
        "app.link_not_followed",
        "{path} is a link, and what it leads to was not looked at.",
        "A link in a folder may lead to anything, so none is followed. This one leads to {target}.",
        "Look there as well, if your app reads it: anon-wizard doctor --app {folder}.",
        _ENV,
    ),
    Entry(
        "app.hard_coded",
        "{place} names {value} in the code.",
        "It stays behind when you switch the environment: the app then talks to one Anon with the "
        "ids of another.",
        "Take it from the environment (ANON_ENV).",
        _PROD,
        "documented",
        unsaid={"value": "an environment or its host"},
    ),
    Entry(
        "app.git_unavailable",
        "git could not be asked about {path}.",
        "{reason}",
        "Run git status there by yourself.",
        _SECRETS,
        unsaid={"path": "FILE", "reason": "It is not installed, or did not answer in time."},
    ),
)

ENTRIES: Final = (*_VALUES, *_SECRETS_OPEN, *_PACKAGES, *_FOLDER)

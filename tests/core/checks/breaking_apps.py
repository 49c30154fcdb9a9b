"""Apps that are broken in one place each, and apps that are well."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.core.checks.breaking import Bench, Breaks, Fault
from tests.core.checks.patients import package

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.core.checks.patients import Patient

KEY = "anon_Qx7" + "Zp9Kd3Wm5Tb8" * 4
"""Shaped like a key of generation 2; nobody's."""

NPMRC = "@anon:registry=https://npm.anon.example/\n//npm.anon.example/:_authToken=${NPM_TOKEN}\n"
ANONS = {"dependencies": {"@anon/sdk-typescript": "^1"}}

BACK_END = {
    "package.json": package(type="module"),
    "index.js": "import fs from 'node:fs';\nexport const anon = process.env.ANON_API_KEY;\n",
    ".env": "# Anon\nANON_ENV=local\nANON_BASE_URL=<url>\nANON_API_KEY=<key>\n"
    "ANON_APP_USER_ID=<user>\n",
}
VITE = {
    "package.json": package(type="module", devDependencies={"vite": "^5"}),
    "src/main.js": "import { link } from './link.js';\n",
    ".env": "VITE_ANON_ENV=local\nVITE_ANON_BASE_URL=<url>\nVITE_ANON_SDKCLIENT_ID=<webapp>\n"
    "VITE_ANON_APP_USER_ID_TOKEN=<token>\n",
}


def with_files(files: Mapping[str, str], **changed: str) -> dict[str, str]:
    """Give an app with some files changed; ``_env="…"`` is ``.env``, ``index_js`` ``index.js``."""
    named = {name.replace("_", "."): text for name, text in changed.items()}
    return {**files, **named}


def git(patient: Patient, *words: str) -> None:
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=m")
    subprocess.run(["git", *settings, *words], cwd=patient.folder, check=True, capture_output=True)


def _in_git(patient: Patient, _bench: Bench) -> None:
    git(patient, "init", "-q")
    git(patient, "add", "-f", ".")


def _not_ignored(patient: Patient, _bench: Bench) -> None:
    git(patient, "init", "-q")


def _open(patient: Patient, _bench: Bench) -> None:
    (patient.folder / ".env").chmod(0o644)


def _in_gits_past(patient: Patient, _bench: Bench) -> None:
    """Commit the secrets, then do what people do about it: untrack and ignore the file."""
    _in_git(patient, _bench)
    git(patient, "commit", "-qm", "all")
    git(patient, "rm", "-q", "--cached", ".env")
    patient.write({".gitignore": ".env\n"})
    git(patient, "add", ".gitignore")
    git(patient, "commit", "-qm", "ignored")


def _linked_from_outside(patient: Patient, _bench: Bench) -> None:
    (patient.folder / ".env").rename(patient.folder.parent / "env")
    (patient.folder / ".env").symlink_to(patient.folder.parent / "env")


def _linked_inside(patient: Patient, _bench: Bench) -> None:
    (patient.folder / "api" / ".env").symlink_to("../.env")


def _old_client(patient: Patient, _bench: Bench) -> None:
    """Change the pool as the FAQ tells, and forget the app."""
    from wizard.model import Client, Pool

    pool = patient.another_pool()
    client = patient.another_client(pool.id)
    old = patient.profile
    pools = (*old.pools, Pool(pool.id, pool.name, "mock", pool.jwks_uri))
    clients = (*old.clients, Client(client.id, client.name, "webapp", pool.id))
    patient.profile = old._replace(pools=pools, clients=clients)
    patient.save(pool_id=pool.id, webapp_id=client.id)


def _other_users_token(patient: Patient, _bench: Bench) -> None:
    token = patient.sandbox.issue_token("somebody-else").reveal()
    patient.write({".env": f"ANON_APP_USER_ID=<user>\nANON_APP_USER_ID_TOKEN={token}\n"})


def _nothing(_patient: Patient, _bench: Bench) -> None:
    return


def _app(
    name: str, code: str, row: str, app: Mapping[str, str], breaks: Breaks = _nothing
) -> Fault:
    return Fault(name, code, row, breaks, app=app)


APPS = (
    _app("the service client's id in a front end", "app.service_id", "app.client",
         with_files(VITE, _env="VITE_ANON_SDKCLIENT_ID=<service>\n")),
    _app("the FAQ's own name for it, and the service client's id", "app.service_id", "app.client",
         with_files(BACK_END, _env="SDK_CLIENT_ID='<service>'\n")),
    _app("a client after the pool was changed", "app.old_client", "app.client",
         with_files(VITE, _env="VITE_ANON_SDKCLIENT_ID=<webapp>\n"), _old_client),
    _app("a client of nobody's", "app.unknown_client", "app.client",
         with_files(VITE, _env="VITE_ANON_SDKCLIENT_ID=0000-1111\n")),
    _app("another environment", "app.other_environment", "app.environment",
         with_files(BACK_END, _env="ANON_ENV=sandbox\n")),
    _app("another base URL", "app.other_base_url", "app.base_url",
         with_files(BACK_END, _env="ANON_ENV=local\nANON_BASE_URL=http://127.0.0.1:1\n")),
    _app("another key", "app.other_key", "app.key",
         with_files(BACK_END, _env=f"ANON_API_KEY={KEY}\n")),
    _app("the back end names another user", "token.user_differs", "app.user",
         with_files(BACK_END, _env="ANON_APP_USER_ID=somebody-else\n")),
    _app("token and back end name different users", "token.user_differs", "app.user", BACK_END,
         _other_users_token),
    _app("the last of two lines is wrong", "app.service_id", "app.client",
         with_files(VITE, _env="VITE_ANON_SDKCLIENT_ID=<webapp>\n"
                    "VITE_ANON_SDKCLIENT_ID=<service>\n")),
    _app("a local file goes before and is wrong", "app.service_id", "app.client",
         {**VITE, ".env.local": "VITE_ANON_SDKCLIENT_ID=<service>\n"}),
    _app("Windows line ends and quotes around the service id", "app.service_id", "app.client",
         with_files(VITE, _env='export VITE_ANON_SDKCLIENT_ID="<service>"\r\nX=1\r\n')),
    _app("another spelling of the variable", "app.service_id", "app.client",
         with_files(VITE, _env="VITE_ANON_SDK_CLIENT_ID=<service>\n")),
    _app("the service id in an Expo app", "app.service_id", "app.client",
         {"package.json": package(dependencies={"expo": "52"}),
          ".env": "EXPO_PUBLIC_ANON_SDKCLIENT_ID=<service>\n"}),
    _app("a variables file in a workspace's package", "app.service_id", "app.client",
         {"package.json": package(workspaces=["apps/*"]),
          **{f"apps/api/{name}": text for name, text in BACK_END.items()},
          "apps/web/package.json": package(dependencies={"next": "15"}),
          "apps/web/app/page.tsx": "process.env.NEXT_PUBLIC_ANON_SDKCLIENT_ID",
          "apps/web/.env.local": "NEXT_PUBLIC_ANON_SDKCLIENT_ID=<service>\n"}),
    _app("a linked file of the app's own", "token.user_differs", "app.user",
         {**with_files(BACK_END, _env="ANON_APP_USER_ID=somebody-else\n"),
          "api/package.json": package()}, _linked_inside),
    _app("variables behind a link to elsewhere", "app.link_not_followed", "app.folder",
         BACK_END, _linked_from_outside),
    _app("a key to be replaced", "app.missing_variable", "app.values",
         with_files(BACK_END, _env="ANON_API_KEY=REPLACE_ME\n")),
    _app("a placeholder that was never replaced", "app.missing_variable", "app.values",
         with_files(BACK_END, _env="ANON_API_KEY=<your key here>\n")),
    _app("an empty value", "app.missing_variable", "app.values",
         with_files(VITE, _env="VITE_ANON_SDKCLIENT_ID=\n")),
    _app("no prefix in a Vite app", "app.prefix_missing", "app.prefix",
         with_files(VITE, _env="ANON_ENV=local\nANON_SDKCLIENT_ID=<webapp>\n")),
    _app("no prefix in a React app", "app.prefix_missing", "app.prefix",
         with_files({"package.json": package(dependencies={"react-scripts": "5"})},
                    _env="ANON_SDKCLIENT_ID=<webapp>\n")),
    _app("no prefix in a Next app", "app.prefix_missing", "app.prefix",
         with_files({"package.json": package(dependencies={"next": "15"}),
                     "app.tsx": "process.env.NEXT_PUBLIC_ANON_SDKCLIENT_ID"},
                    _env="ANON_SDKCLIENT_ID=<webapp>\n")),
    _app("no prefix in a Plasmo app", "app.prefix_missing", "app.prefix",
         with_files({"package.json": package(dependencies={"plasmo": "0.9"})},
                    _env="ANON_SDKCLIENT_ID=<webapp>\n")),
    _app("the prefix of the framework before", "app.prefix_missing", "app.prefix",
         with_files(VITE, _env="REACT_APP_ANON_ENV=local\nREACT_APP_ANON_SDKCLIENT_ID=<webapp>\n")),
    _app("the key under SvelteKit's prefix", "app.public_secret", "app.public_secrets",
         with_files(VITE, _env="PUBLIC_ANON_API_KEY=<key>\n")),
    _app("the key under a public prefix", "app.public_secret", "app.public_secrets",
         with_files(VITE, _env="VITE_ANON_API_KEY=<key>\n")),
    _app("the key under a public name that hides it", "app.public_secret", "app.public_secrets",
         with_files(VITE, _env="NEXT_PUBLIC_BACKEND=<key>\n")),
    _app("a key in the code", "app.secret_in_source", "app.source_secrets",
         {**BACK_END, "client.ts": f'const key = "{KEY}";\n'}),
    _app("the profile's key in the code", "app.secret_in_source", "app.source_secrets",
         {**BACK_END, "client.py": 'KEY = "<key>"\n'}),
    _app("a key in the notes", "app.secret_in_source", "app.source_secrets",
         {**BACK_END, "README.md": f"curl -H 'Authorization: Bearer {KEY}' https://x\n"}),
    _app("a key in a template", "app.secret_in_source", "app.source_secrets",
         {**BACK_END, ".env.example": "ANON_API_KEY=<key>\n"}),
    _app("a key in a Dockerfile", "app.secret_in_source", "app.source_secrets",
         {**BACK_END, "Dockerfile": "FROM node\nENV ANON_API_KEY=<key>\n"}),
    _app("secrets in git's past", "app.secret_in_history", "app.git_history",
         BACK_END, _in_gits_past),
    _app("secrets in git", "app.secret_in_git", "app.git", BACK_END, _in_git),
    _app("secrets that git does not ignore", "app.not_ignored", "app.git", BACK_END, _not_ignored),
    _app("secrets that others can read", "app.open_to_others", "app.permissions", BACK_END, _open),
    _app("package.json is broken", "app.package_unreadable", "app.packages",
         {**BACK_END, "package.json": "{ nope"}),
    _app("package.json has comments", "app.package_unreadable", "app.packages",
         {**BACK_END, "package.json": '{\n  // mine\n  "type": "module"\n}\n'}),
    _app("a byte order mark before a package without type", "app.not_esm", "app.modules",
         {**BACK_END, "package.json": f"\ufeff{package()}"}),
    _app("the FAQ's Unexpected token 'export'", "app.not_esm", "app.modules",
         {**BACK_END, "package.json": package()}),
    _app("TypeScript that compiles to ES modules", "app.not_esm", "app.modules",
         {"package.json": package(scripts={"start": "tsc && node dist/index.js"}),
          "tsconfig.json": '{ // modules\n "compilerOptions": { "module": "ESNext" } }',
          "index.ts": "export {};\n"}),
    _app("an old Node is pinned", "app.node_old", "app.node", {**BACK_END, ".nvmrc": "v14.21\n"}),
    _app("a newer Node is wanted", "app.node_old", "app.node",
         {**BACK_END, "package.json": package(type="module", engines={"node": ">=99"})}),
    _app("no registry for @anon", "app.npm_scope", "app.npm",
         {"package.json": package(type="module", **ANONS)}),
    _app("no token for the registry", "app.npm_token", "app.npm",
         {"package.json": package(type="module", **ANONS),
          ".npmrc": "@anon:registry=https://npm.anon.example/\n"}),
    _app("the token's variable is not set", "app.npm_token_unset", "app.npm",
         {"package.json": package(type="module", **ANONS), ".npmrc": NPMRC}),
    _app("a host in the code", "app.hard_coded", "app.hosts",
         {**BACK_END, "anon.js": "export const base = 'https://svc.sandbox.anon.com';\n"}),
    _app("a host between comments", "app.hard_coded", "app.hosts",
         {**BACK_END, "anon.js": "/* base */ const base = 'https://svc.sandbox.anon.com'; // x\n"}),
    _app("an environment in the code", "app.hard_coded", "app.hosts",
         {**VITE, "src/anon.ts": "new AnonLink({ environment: 'prod', clientId });\n"}),
)  # fmt: skip

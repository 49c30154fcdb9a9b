"""Twenty and more set-ups in which nothing is wrong: chains of every kind, apps of every kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.core.checks.breaking_apps import ANONS, BACK_END, NPMRC, VITE, git
from tests.core.checks.patients import package

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.core.checks.patients import Patient


@dataclass(frozen=True)
class Well:
    """A healthy set-up: a kind of chain, and perhaps an app."""

    name: str
    kind: Mapping[str, Any] = field(default_factory=dict)
    app: Mapping[str, str] = field(default_factory=dict)
    more: Callable[[Patient], Mapping[str, Any] | None] = lambda _patient: None


def _committed(patient: Patient) -> None:
    git(patient, "init", "-q")
    git(patient, "add", ".")
    git(patient, "commit", "-qm", "all")


def _second_pool(patient: Patient) -> None:
    from wizard.model import Pool

    pool = patient.another_pool()
    patient.save(pools=(*patient.profile.pools, Pool(pool.id, pool.name, "mock", pool.jwks_uri)))


SUPABASE = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzdXBhYmFzZSIsInJvbGUiOiJhbm9uIn0.c2lnbmF0dXJl"

OTHER = "11111111-2222-4333-8444-555555555555"
HOST = "https://svc.sandbox.anon.com"

CHAINS = (
    Well("the mock key set"),
    Well("tokens with ES256", {"alg": "ES256"}),
    Well("tokens with EdDSA", {"alg": "EdDSA"}),
    Well("a key set of one's own", {"source": "url"}),
    Well("an Anon-hosted pool", {"source": "hosted"}),
    Well("the user's id in email", {"id_claim": "email"}),
    Well("generation 1, with a session token", {"generation": 1}),
    Well("the rehearsal of production", {"environment": "local-prod"}),
    Well("no service client yet", {"service": False}),
    Well("another app", {"app": "amazon"}),
    Well("two pools", more=_second_pool),
    Well(
        "the shell has the profile's own values",
        more=lambda patient: {
            "environ": {
                "ANON_API_KEY": patient.service_key,
                "ANON_APP_USER_ID_TOKEN": patient.token,
                "ANON_SDKCLIENT_ID": patient.profile.webapp_id,
                "ANON_ENV": "local",
                "ANON_APP_USER_ID": "",
                "HOME": str(patient.folder),
            }
        },
    ),
)

FRONT = "ENV=local\n{0}ANON_SDKCLIENT_ID=<webapp>\n{0}ANON_APP_USER_ID_TOKEN=<token>\n"


def _front(prefix: str) -> str:
    return f"{prefix}ANON_{FRONT.format(prefix)}"


APPS = (
    Well("a Node back end", app=BACK_END),
    Well("a Vite front end", app=VITE),
    Well("a React front end", app={
        "package.json": package(dependencies={"react-scripts": "5"}),
        "src/index.js": "import React from 'react';\n",
        ".env": _front("REACT_APP_"),
    }),
    Well("a Next app that is server and browser", app={
        "package.json": package(dependencies={"next": "15"}),
        "app/page.tsx": "const id = process.env.NEXT_PUBLIC_ANON_SDKCLIENT_ID;\n",
        ".env.local": _front("NEXT_PUBLIC_") + "ANON_API_KEY=<key>\nANON_APP_USER_ID=<user>\n",
    }),
    Well("a Next app that speaks to Anon on the server alone", app={
        "package.json": package(dependencies={"next": "15"}),
        ".env": "ANON_ENV=local\nANON_SDKCLIENT_ID=<webapp>\nANON_API_KEY=<key>\n",
    }),
    Well("a Plasmo extension", app={
        "package.json": package(dependencies={"plasmo": "0.9"}),
        ".env": "PLASMO_PUBLIC_ANON_ENV=local\nPLASMO_PUBLIC_ANON_CLIENT_ID=<webapp>\n"
        "PLASMO_PUBLIC_ANON_USER_ID_TOKEN=<token>\n",
    }),
    Well("an iOS app", app={
        "App/Anon.xcconfig": "ANON_ENV = local\nANON_CLIENT_ID = <webapp>\n",
        "App/App.swift": "import SwiftUI\n",
    }),
    Well("front end and back end in one repository, secrets ignored", app={
        **{f"backend/{name}": text for name, text in BACK_END.items()},
        **{f"frontend/{name}": text for name, text in VITE.items()},
        ".gitignore": ".env\n.env.*\n!.env.example\n",
        "frontend/.env.example": "VITE_ANON_SDKCLIENT_ID=\nVITE_ANON_APP_USER_ID_TOKEN=\n",
    }, more=_committed),
    Well("CommonJS that says so", app={
        "package.json": package(),
        "index.js": "const fs = require('fs');\nmodule.exports = {};\n",
        "jest.config.js": "export default {};\n",
    }),
    Well("TypeScript run by tsx", app={
        "package.json": package(devDependencies={"tsx": "4"}, scripts={"start": "tsx index.ts"}),
        "tsconfig.json": '{"compilerOptions": {"module": "ESNext"}}',
        "index.ts": "export {};\n",
    }),
    Well("Anon's packages, with registry and token", app={
        "package.json": package(type="module", **ANONS), ".npmrc": NPMRC,
    }, more=lambda patient: {"environ": {"NPM_TOKEN": "t" * 20, "HOME": str(patient.folder)}}),
    Well("other services that sound alike", app={
        **VITE,
        ".env.local": f"VITE_SUPABASE_ANON_KEY={SUPABASE}\nNEXT_PUBLIC_ANON_API_KEY={SUPABASE}\n"
        "VITE_API_KEY=AIzaSyD-public-by-design\n",
        "src/pay.ts": "paypal({ environment: 'sandbox' });\n<img crossorigin='anonymous'>\n",
        "src/ids.ts": "const anon_user_identifier_for_analytics_events = 1;\n",
    }),
    Well("values that point at others, and old spellings", app={
        **VITE, ".env": "ANON_SDKCLIENT_ID=<webapp>\nVITE_ANON_SDKCLIENT_ID=$ANON_SDKCLIENT_ID\n"
        "export ANON_ENV='local' # the sandbox\nVITE_ANON_ENV=\"local\"\n",
    }),
    Well("packages of others, with all their faults", app={
        **VITE,
        "node_modules/x/index.js": "export const host = 'https://svc.sandbox.anon.com';\n",
        "node_modules/x/.env": "VITE_ANON_API_KEY=anon_Ab1234567890123456789012345678\n",
        "dist/bundle.js": "fetch('https://svc.prod.anon.com')\n",
    }),
    Well("files for production and for tests beside it", app={
        **VITE,
        ".env.production": f"VITE_ANON_ENV=prod\nVITE_ANON_SDKCLIENT_ID={OTHER}\n",
        ".env.test": f"VITE_ANON_ENV=local\nVITE_ANON_SDKCLIENT_ID={OTHER}\n",
    }),
    Well("empty defaults, and a local file over them", app={
        "package.json": package(dependencies={"next": "15"}),
        "app/page.tsx": "const id = process.env.NEXT_PUBLIC_ANON_SDKCLIENT_ID;\n",
        ".env": "NEXT_PUBLIC_ANON_ENV=sandbox\nNEXT_PUBLIC_ANON_SDKCLIENT_ID=\n",
        ".env.local": _front("NEXT_PUBLIC_"),
    }),
    Well("copies that were kept", app={
        **VITE,
        ".env.old": f"VITE_ANON_ENV=sandbox\nVITE_ANON_SDKCLIENT_ID={OTHER}\n",
        ".env.backup": f"VITE_ANON_SDKCLIENT_ID={OTHER}\n",
    }),
    Well("a line that a later one replaces", app={
        **VITE, ".env": f"VITE_ANON_SDKCLIENT_ID={OTHER}\nVITE_ANON_SDKCLIENT_ID=<webapp>\n",
    }),
    Well("hosts in comments, notes, locks, builds and tests", app={
        **BACK_END,
        "README.md": f"{HOST}\n",
        "anon.js": f"// {HOST}\n/*\n * environment: 'sandbox'\n */\nexport const x = 1;\n",
        "anon.py": f'"""Speaks to {HOST}."""\n',
        "yarn.lock": f'"{HOST}"\n',
        "package-lock.json": f'{{"anon": "{HOST}"}}',
        ".next/static/x.js": f"'{HOST}'\n",
        "tests/anon.test.js": f"const anon = '{HOST}';\n",
    }),
    Well("deployments of other environments", app={
        **BACK_END,
        "docker-compose.yml": "services:\n  api:\n    environment:\n      ANON_ENV: sandbox\n",
        "k8s/api.yaml": "env:\n  - name: ANON_ENV\n    value: prod\n",
        "Dockerfile": "FROM node\nENV ANON_ENV=prod\n",
    }),
    Well("a server in a package that is built with Vite", app={
        "package.json": package(
            type="module", dependencies={"@remix-run/node": "2"}, devDependencies={"vite": "5"}
        ),
        "app/root.tsx": "export default 1;\n",
        ".env": BACK_END[".env"],
    }),
    Well("another prefix, opened in Vite's settings", app={
        **VITE,
        ".env": _front("REACT_APP_"),
        "vite.config.ts": "export default { envPrefix: ['VITE_', 'REACT_APP_'] };\n",
    }),
    Well("Windows line ends, a byte order mark, quotes, spaces", app={
        **BACK_END,
        ".env": "\ufeffexport ANON_ENV=\"local\"\r\nANON_API_KEY = '<key>'  # mine\r\n",
        "package.json": f"\ufeff{package(type='module')}",
    }),
    Well("ids of others under names that are not Anon's", app={
        **BACK_END,
        ".env": f"{BACK_END['.env']}CLIENT_ID={OTHER}\nGOOGLE_CLIENT_ID={OTHER}\nUSER_ID=x\n",
    }),
    Well("another service's sandbox, beside somebody's anon key", app={
        **BACK_END,
        "clients.ts": "createClient(url, process.env.SUPABASE_ANON_KEY);\n"
        "paypal({ environment: 'sandbox' });\n",
    }),
    Well("nothing of Anon's yet", app={"README.md": "# New\n"}),
)  # fmt: skip

"""Making an error happen: the very calls that lead to it, and the words that come back.

Each gives lines of text: what was asked, then what was answered.

Must never: call anything but the lab's sandbox.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from wizard.http import exchange
from wizard.profiles.children import run
from wizard.steps.clients import service_key_name
from wizard.steps.user_token import TOKEN
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.http import Response
    from wizard.lab.bench import Bench

_NODE_SECONDS: Final = 10.0
_NO_GUESSING: Final = "--no-experimental-detect-module"


def json_call(bench: Bench, key: str) -> str:
    """Ask the management API with a key, and give what it answers."""
    url = f"{bench.sandbox.url}/org/userPool/{bench.healthy.pool_id}"
    return _words("GET", exchange("GET", url, headers={"Authorization": f"Bearer {key}"}))


def make_pool(bench: Bench) -> str:
    """Create a UserPool with the sandbox's own key set, and give what is answered."""
    answer = exchange(
        "POST",
        f"{bench.sandbox.url}/org/userPool",
        headers={"Authorization": f"Bearer {bench.sandbox.keys['local'].reveal()}"},
        json={
            "name": "lab users",
            "description": "",
            "authorization": {"jwksUri": bench.sandbox.jwks_uri},
        },
    )
    return _words("POST", answer)


def back_end(bench: Bench, user: str, app: str) -> str:
    """Ask for a browser with the user's session, as a back end's SDK does first."""
    key = bench.secrets[service_key_name(bench.healthy.service_id)].reveal()
    answer = exchange(
        "POST",
        f"{bench.sandbox.url}/account/api/v1/cdpUrl",
        headers={"Authorization": f"Bearer {key}"},
        json={"apps": [app], "appUserId": user, "proxy": {}},
    )
    return _words("POST", answer)


def browser(bench: Bench) -> str:
    """Ask what the Link page asks; an answer without CORS headers is told as a browser tells it."""
    from wizard.profiles.secrets import FileSecrets

    origin = bench.sandbox.link_origin
    token = FileSecrets(bench.home).get(bench.healthy.name, TOKEN)
    url = f"{bench.sandbox.url}/account/api/v1/appIntegration"
    answer = exchange(
        "GET",
        url,
        params={"id": "instagram"},
        headers={
            "Origin": origin,
            "Authorization": f"Bearer {token.reveal() if token else ''}",
            "x-anon-client-id": bench.profile.webapp_id,
        },
    )
    if "access-control-allow-origin" in answer.headers:
        return _words("GET", answer)
    return (
        f"GET {url}?id=instagram\n{answer.status}, without a header that lets {origin} read it.\n"
        f"A browser says: Access to fetch at '{url}?id=instagram' from origin '{origin}' has been "
        "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the "
        "requested resource."
    )


def node(bench: Bench) -> str:
    """Run the app with Node, where there is one; else give the words it would print."""
    file = str(bench.folder / "index.js")
    try:
        done = run(["node", file], b"", _NODE_SECONDS, apart=True)
        if not done.code:  # a Node that guesses the kind of the file: it is told not to
            done = run(["node", _NO_GUESSING, file], b"", _NODE_SECONDS, apart=True)
    except (OSError, subprocess.TimeoutExpired):
        return "SyntaxError: Unexpected token 'export'\n(as Node says it; there is none here)"
    said = done.stderr.decode("utf-8", "replace").splitlines()
    words = next((printable(line) for line in said if "SyntaxError" in line), "It runs.")
    return f"node index.js\n{words}"


def _words(method: str, answer: Response) -> str:
    said = printable(answer.body.decode("utf-8", "replace"), 300)
    return f"{method} {printable(answer.url)}\n{answer.status} {said}"

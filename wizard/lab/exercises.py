"""The errors that can be practised: one value each, in the FAQ's order.

Knows: how each error comes about, and what a person would see of it.
Must never: show words that were not really answered, but for a browser's, which say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.lab import seeing
from wizard.lab.bench import APP, USER, link, make_client, make_pool, unlink
from wizard.lab.seeing import back_end, browser, json_call, node
from wizard.model import Client, Secret
from wizard.sandbox.running import JWKS_PATH
from wizard.steps.key import API_KEY
from wizard.steps.user_token import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.lab.bench import Bench


@dataclass(frozen=True, slots=True)
class Exercise:
    """One error. ``title`` is the FAQ's. ``code`` is what the doctor or ``explain`` must name.

    ``spoil`` breaks the bench, ``see`` does what leads to the error and gives the words one gets,
    ``cure`` does what the fix says. ``teaches``: what to remember, in a sentence.
    """

    id: str
    title: str
    code: str
    teaches: str
    spoil: Callable[[Bench], object]
    see: Callable[[Bench], str]
    cure: Callable[[Bench], object]


def _as_it_was(bench: Bench) -> None:
    bench.put_back()


def _other_pools_client(bench: Bench) -> None:
    pool = make_pool(bench.api)
    client = make_client(bench.api, {"application": {"userPoolId": pool.id}})
    known = (*bench.profile.clients, Client(client.id, client.name, "webapp", pool.id))
    bench.change(webapp_id=client.id, clients=known)


def _foreign_token(bench: Bench) -> None:
    from wizard.identity.keys import generate
    from wizard.identity.tokens import mint

    bench.keep(TOKEN, mint(generate("ES256", "our-new-identity-provider"), user_id=USER))


def _token_without_kid(bench: Bench) -> None:
    import base64

    _, payload, signature = bench.secrets[TOKEN].reveal().split(".")
    bare = base64.urlsafe_b64encode(b'{"alg":"RS256","typ":"JWT"}').rstrip(b"=").decode()
    bench.keep(TOKEN, Secret(f"{bare}.{payload}.{signature}"))


def _commonjs(bench: Bench) -> None:
    bench.write("package.json", '{\n  "name": "lab",\n  "version": "1.0.0"\n}\n')


def _other_user(bench: Bench) -> None:
    text = (bench.folder / ".env").read_text(encoding="utf-8")
    bench.write(".env", text.replace(f"_USER_ID={USER}", "_USER_ID=grace"))


def _refused_key(bench: Bench) -> None:
    bench.keep(API_KEY, Secret(_FOREIGN_KEY))


def _upstream(bench: Bench) -> None:
    _refused_key(bench)
    bench.sandbox.switch_on("upstream-error=/org/userPool*")


def _login_page(bench: Bench) -> None:
    bench.sandbox.switch_on(f"html={JWKS_PATH}")


def _never_linked(bench: Bench) -> None:
    unlink(bench, _OTHER_APP)
    bench.change(app=_OTHER_APP)


def _never_linked_and(fault: str) -> Callable[[Bench], None]:
    def spoil(bench: Bench) -> None:
        _never_linked(bench)
        bench.sandbox.switch_on(fault)

    return spoil


def _ask_for_session(bench: Bench) -> str:
    return back_end(bench, USER, _OTHER_APP)


def _link_it(bench: Bench) -> None:
    for fault in bench.sandbox.health().get("faults", ()):
        bench.sandbox.switch_off(fault)
    link(bench, _OTHER_APP)


def _front_end(bench: Bench) -> None:
    text = '{\n  "name": "lab",\n  "type": "module",\n  "devDependencies": { "vite": "5" }\n}\n'
    bench.write("package.json", text)
    bench.write(".env", f"ANON_ENV=local\nANON_SDKCLIENT_ID={bench.healthy.webapp_id}\n")


_FOREIGN_KEY: Final = "anon_of-another-environment"
_OTHER_APP: Final = "linkedin"
_CREDENTIAL: Final = "Send “Authorization: Bearer …” with a credential of this very environment."
_LINK_FIRST: Final = "A back end can only act for a user who was linked at that very app."

EXERCISES: Final = (
    Exercise(
        "unauthorized",
        "Creating UserPool: Unauthorized",
        "key.refused",
        _CREDENTIAL,
        _refused_key,
        lambda bench: json_call(bench, _FOREIGN_KEY),
        _as_it_was,
    ),
    Exercise(
        "upstream",
        "Creating UserPool: Upstream error",
        "key.refused",
        _CREDENTIAL,
        _upstream,
        lambda bench: json_call(bench, _FOREIGN_KEY),
        _as_it_was,
    ),
    Exercise(
        "jwks-not-public",
        "Creating UserPool: error decoding response body",
        "jwks.html",
        "Anon's servers fetch the key set themselves: it must be public, and JSON.",
        _login_page,
        seeing.make_pool,
        _as_it_was,
    ),
    Exercise(
        "cors-service-client",
        "CORS issue: the service client in the front end",
        "client.wrong_kind",
        "Front ends take the webapp client's id. The browser's CORS error is a 401.",
        lambda bench: bench.change(webapp_id=bench.healthy.service_id),
        browser,
        _as_it_was,
    ),
    Exercise(
        "cors-other-pool",
        "CORS issue: a client of another UserPool",
        "client.other_pool",
        "A client belongs to one pool. A new pool needs a new client, and every app its id.",
        _other_pools_client,
        browser,
        _as_it_was,
    ),
    Exercise(
        "cors-no-kid",
        "CORS issue: a token without “kid”",
        "token.no_kid",
        "The header's “kid” tells Anon which key of the set verifies the token.",
        _token_without_kid,
        browser,
        _as_it_was,
    ),
    Exercise(
        "cors-foreign-token",
        "CORS issue: a token of another identity provider",
        "token.unknown_kid",
        "The token's key must be in the key set of the client's pool.",
        _foreign_token,
        browser,
        _as_it_was,
    ),
    Exercise(
        "export",
        "SyntaxError: Unexpected token 'export'",
        "app.not_esm",
        "Say “type”: “module” in package.json.",
        _commonjs,
        node,
        _as_it_was,
    ),
    Exercise(
        "translate-404",
        "Error translating external user id: 404 - Not Found",
        "token.user_differs",
        "The back end's ANON_APP_USER_ID is the user in the token that was linked.",
        _other_user,
        lambda bench: back_end(bench, "grace", APP),
        _as_it_was,
    ),
    Exercise(
        "never-linked",
        "Error translating external user id: the user was never linked",
        "session.not_linked",
        _LINK_FIRST,
        _never_linked,
        _ask_for_session,
        _link_it,
    ),
    Exercise(
        "translate-500",
        "Error translating external user id: 500 - Internal Server",
        "session.not_linked",
        _LINK_FIRST,
        _never_linked_and("translate-500"),
        _ask_for_session,
        _link_it,
    ),
    Exercise(
        "tunnel",
        "ERR_TUNNEL_CONNECTION_FAILED",
        "session.not_linked",
        _LINK_FIRST,
        _never_linked_and("tunnel"),
        _ask_for_session,
        _link_it,
    ),
    Exercise(
        "prefix",
        "The front end does not see the variables",
        "app.prefix_missing",
        "Build tools hand only variables with their prefix to the browser.",
        _front_end,
        lambda _bench: "import.meta.env.ANON_SDKCLIENT_ID is undefined (shown as Vite would)",
        _as_it_was,
    ),
)

"""Every way in which the sandbox fails on purpose, and which of them are switched on.

Knows: the exact words of Anon's FAQ. A fault is one value in ``FAULTS``; adding one is one entry.
Must never: be on unless somebody asked for it; nothing here survives a restart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.sandbox import choices
from wizard.sandbox.fault_acts import (
    Act,
    drop,
    drop_after,
    first,
    redirect,
    reply,
    reply_html,
    wait,
)

if TYPE_CHECKING:
    from collections.abc import Callable

POOL: Final = "/org/userPool"
INTEGRATION: Final = "/account/api/v1/appIntegration"
CDP: Final = "/account/api/v1/cdpUrl"
LINK_URL: Final = "/link/url"

FAQ_JWKS: Final = "error decoding response body: expected value at line 1 column 1"
FAQ_404: Final = "Error translating external user id: 404 - Not Found"
FAQ_500: Final = "Error translating external user id: 500 - Internal Server"
FAQ_TUNNEL: Final = "ERR_TUNNEL_CONNECTION_FAILED"
NO_CLIENT_ID: Final = "could not parse sdkClientId from AppUserIdToken"

LONGEST_DELAY: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Rule:
    """Which requests a fault meets, and what it does.

    An empty method means any, and a path that ends in ``*`` any that begins so.
    """

    method: str
    path: str
    act: Act

    def meets(self, method: str, path: str) -> bool:
        """Tell whether this request is meant."""
        if self.method not in ("", method):
            return False
        return path.startswith(self.path[:-1]) if self.path.endswith("*") else path == self.path


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``rule`` reads the argument (a wrong one: ``ValueError``).

    A rule of None means that the endpoint itself asks ``Faults.has``.
    """

    name: str
    argument: str
    imitates: str
    rule: Callable[[str], Rule | None]

    @property
    def usage(self) -> str:
        """Give it as it is written on the command line: ``delay=SECONDS:PATH``."""
        if not self.argument.startswith("["):
            return f"{self.name}={self.argument}" if self.argument else self.name
        return f"{self.name}[={self.argument[1:]}"


def _answers(method: str, path: str, status: int, words: str) -> Callable[[str], Rule]:
    return lambda argument: Rule(method, _path(argument or path), reply(status, words))


def _at_path(act: Act) -> Callable[[str], Rule]:
    return lambda argument: Rule("", _path(argument), act)


def _by_name(argument: str) -> None:
    if argument:
        raise ValueError("it takes no argument")


def _path(argument: str) -> str:
    if not argument:
        raise ValueError("it needs a path, for instance /org/userPool")
    return argument if argument.startswith("/") else f"/{argument}"


def _status(argument: str) -> Rule:
    code, _, path = argument.partition(":")
    if not (code.isascii() and code.isdigit() and 400 <= int(code) <= 599):
        raise ValueError("it needs CODE:PATH with a code from 400 to 599")
    headers = {"retry-after": "1"} if code in {"429", "503"} else {}
    return Rule("", _path(path), reply(int(code), f"status {code} on purpose", headers))


def _delay(argument: str) -> Rule:
    seconds, _, path = argument.partition(":")
    try:
        length = float(seconds)
    except ValueError:
        length = math.nan
    if not 0 <= length <= LONGEST_DELAY:
        raise ValueError("it needs SECONDS:PATH with 0 to 3600 seconds")
    return Rule("", _path(path), wait(length))


def _transient(argument: str) -> Rule:
    act = reply(500, "Internal Server Error")
    if not argument:
        return Rule("GET", LINK_URL, act)
    if not (argument.isascii() and argument.isdigit() and 1 <= int(argument) <= 1000):
        raise ValueError("it needs a count from 1 to 1000, or nothing for always")
    return Rule("GET", LINK_URL, first(int(argument), act))


_SIGN_IN = "https://login.invalid/"

_ALL: Final = (
    Fault(
        "unauthorized",
        "[PATH]",
        "FAQ, creating a UserPool: “Unauthorized” (PATH: at another call)",
        _answers("", POOL, choices.REFUSED_STATUS, "Unauthorized"),
    ),
    Fault(
        "upstream-error",
        "[PATH]",
        "FAQ, creating a UserPool: “Upstream error” (PATH: at another call)",
        _answers("", POOL, choices.REFUSED_STATUS, "Upstream error"),
    ),
    Fault(
        "jwks-unreadable",
        "",
        f"FAQ, creating a UserPool: “{FAQ_JWKS}”",
        _answers("POST", POOL, choices.JWKS_STATUS, FAQ_JWKS),
    ),
    Fault(
        "cors",
        "",
        "FAQ, CORS issue: appIntegration answers 401 without CORS headers",
        _answers("GET", INTEGRATION, 401, "Unauthorized"),
    ),
    Fault(
        "translate-404",
        "",
        f"FAQ, backend app: “{FAQ_404}”",
        _answers("POST", CDP, choices.TRANSLATE_STATUS, FAQ_404),
    ),
    Fault(
        "translate-500",
        "",
        f"FAQ, backend app: “{FAQ_500}”",
        _answers("POST", CDP, 500, FAQ_500),
    ),
    Fault(
        "tunnel",
        "",
        f"FAQ, backend app: “{FAQ_TUNNEL}”",
        _answers("POST", CDP, 502, FAQ_TUNNEL),
    ),
    Fault(
        "amazon-auto-close",
        "",
        "FAQ, Amazon: the sign-in page opens and closes by itself, as with a saved session",
        _by_name,
    ),
    Fault(
        "no-client-in-token",
        "",
        f"Contract, Errors: “{NO_CLIENT_ID}”",
        _answers("GET", LINK_URL, 400, NO_CLIENT_ID),
    ),
    Fault(
        "link-url-500",
        "[COUNT]",
        "Contract, Endpoints: GET /link/url answers a transient 500 (COUNT: so many times)",
        _transient,
    ),
    Fault(
        "redirect-refused",
        "",
        "Inferred: a redirect URL that is not registered with the client is refused",
        _answers("GET", LINK_URL, 400, "redirectUrl is not registered with this client"),
    ),
    Fault(
        "extension-not-detected",
        "",
        "Contract, Errors: the Link page does not find the Chrome extension",
        _by_name,
    ),
    Fault(
        "bad-input",
        "",
        "Contract, Linking: the Link page comes back with error_code=bad_input",
        _by_name,
    ),
    Fault(
        "bad-authorization",
        "",
        "Contract, Linking: the Link page comes back with error_code=bad_authorization",
        _by_name,
    ),
    Fault(
        "anon-internal-error",
        "",
        "Contract, Linking: the Link page comes back with error_code=anon_internal_error",
        _by_name,
    ),
    Fault(
        "session-not-found",
        "",
        "Contract, Endpoints: getSession fails with SessionNotFoundError",
        _answers("GET", "/_sandbox/sessions/one", 404, "SessionNotFoundError"),
    ),
    Fault(
        "session-revoked",
        "",
        "Contract, Endpoints: getSessionStatus says revoked: the user must log in again",
        _by_name,
    ),
    Fault(
        "lost-answer",
        "PATH",
        "Network: the request is carried out, then the connection drops",
        _at_path(drop_after),
    ),
    Fault(
        "dropped",
        "PATH",
        "Network: the connection drops, and nothing is carried out",
        _at_path(drop),
    ),
    Fault("delay", "SECONDS:PATH", "Network: the answer takes this long", _delay),
    Fault("status", "CODE:PATH", "Network: an answer with this status, 400 to 599", _status),
    Fault(
        "html",
        "PATH",
        "Network: a login page where JSON is expected (a proxy, a key set behind a login)",
        _at_path(reply_html()),
    ),
    Fault(
        "redirect",
        "PATH",
        "Network: a redirect to a sign-in page on another host",
        _at_path(redirect(_SIGN_IN)),
    ),
)

FAULTS: Final = MappingProxyType({fault.name: fault for fault in _ALL})


class Faults:
    """The faults that are switched on, in the order in which they were."""

    def __init__(self, specs: tuple[str, ...] = ()) -> None:
        self._on: dict[tuple[str, str], Rule | None] = {}
        for spec in specs:
            self.switch_on(spec)

    def switch_on(self, spec: str) -> None:
        """Switch on ``NAME`` or ``NAME=ARG``. Raises ``sandbox.fault``."""
        name, argument = read(spec)
        self._on[name, argument] = _rule(name, argument)

    def switch_off(self, spec: str) -> bool:
        """Switch off ``NAME`` (all of it) or ``NAME=ARG``; tell whether any of it was on."""
        name, _, argument = spec.partition("=")
        meant = [key for key in self._on if key[0] == name and argument in ("", key[1])]
        for key in meant:
            del self._on[key]
        return bool(meant)

    def clear(self) -> None:
        """Switch all off."""
        self._on.clear()

    def has(self, name: str) -> bool:
        """Tell whether a fault that an endpoint asks for is on."""
        return any(on == name for on, _ in self._on)

    def act_on(self, method: str, path: str) -> Act | None:
        """Give what is done to this request, None if it is left alone."""
        for rule in self._on.values():
            if rule is not None and rule.meets(method, path):
                return rule.act
        return None

    def specs(self) -> list[str]:
        """Give what is on, as ``NAME`` or ``NAME=ARG``."""
        return [f"{name}={argument}" if argument else name for name, argument in self._on]


def read(spec: str) -> tuple[str, str]:
    """Take ``NAME[=ARG]`` apart and check it. Raises ``sandbox.fault``."""
    name, _, argument = spec.partition("=")
    _rule(name, argument)
    return name, argument


def _rule(name: str, argument: str) -> Rule | None:
    if name not in FAULTS:
        raise ProblemError(
            problem("sandbox.fault", name=name, reason="There is none of that name.")
        )
    try:
        return FAULTS[name].rule(argument)
    except ValueError as error:
        reason = f"Its argument does not fit: {error}."
        raise ProblemError(problem("sandbox.fault", name=name, reason=reason)) from None

"""Where Anon is: the environments by name, and any other base URL (contract, Hosts).

Knows: base URLs, and what each environment lets a check expect.
Must never: resolve a name or open a connection.
"""

from __future__ import annotations

from typing import Final

from wizard.model import ProblemError, Record
from wizard.problems import problem


class Environment(Record):
    """One place that speaks Anon's contract.

    ``local``: the sandbox this program brings, whose base URL is known once it runs.
    ``rehearsal``: stands in for production, so address checks skip. ``prod``: the real thing.
    ``private``: on this machine or network, where http and private addresses are allowed.
    """

    name: str
    label: str
    base_url: str = ""
    local: bool = False
    rehearsal: bool = False
    prod: bool = False
    private: bool = False


NAMED: Final = (
    Environment("local", "local sandbox", local=True, private=True),
    Environment(
        "local-prod", "local rehearsal of production", local=True, rehearsal=True, private=True
    ),
    Environment("sandbox", "Anon sandbox", "https://svc.sandbox.anon.com"),
    Environment("prod", "PRODUCTION", "https://svc.prod.anon.com", prod=True),
)


def environment(value: str) -> Environment:
    """Give the environment of that name or base URL; anything else is a problem."""
    for each in NAMED:
        if each.name == value or each.base_url == value.rstrip("/") != "":
            return each
    return _by_url(value)


def known(value: str) -> Environment | None:
    """Give the environment of that name or base URL; None for anything else, such as nothing."""
    try:
        return environment(value)
    except ProblemError:
        return None


def _by_url(value: str) -> Environment:
    """Take another base URL; plain http only to this machine (our choice: a key travels in it)."""
    from urllib.parse import urlsplit

    wrong = ProblemError(problem("environment.not_a_url", value=value))
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    plain = value.isascii() and value.isprintable() and " " not in value
    extra = parts.username or parts.password or parts.query or parts.fragment
    private = _is_loopback(host)
    scheme_fits = parts.scheme == "https" or (parts.scheme == "http" and private)
    if not (plain and host and scheme_fits) or extra:
        raise wrong
    base_url = value.rstrip("/")
    return Environment(base_url, parts.netloc, base_url, private=private)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

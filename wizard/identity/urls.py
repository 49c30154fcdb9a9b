"""Whether a key set's URL is one that Anon could be given, before anything is looked up.

Knows: the spellings that fool one reader and not another.
Must never: resolve a name or send anything.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from wizard.identity.addresses import hidden_ipv4, why_not_public
from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from wizard.model import Problem

_LONGEST: Final = 2048
_ODD: Final = "it is an address in an odd spelling"
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)
_QUAD: Final = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})")
_BRACKETED: Final = re.compile(r"\[[0-9a-f:.]+\](?::\d*)?", re.IGNORECASE)  # and no zone
_NUMBER: Final = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE)
_INNER_NAMES: Final = frozenset(
    {"local", "localhost", "internal", "localdomain", "lan", "intranet", "corp", "home", "private"}
    | {"arpa", "invalid", "onion"}
)


def check(url: str, *, allow_private: bool = False) -> SplitResult:
    """Give the parts of a URL that may be fetched.

    Raises ``ProblemError``: ``jwks.url`` (cannot be fetched at all), ``jwks.not_public``,
    ``jwks.not_https``.
    """
    parts = _plain(url)
    host = parts.hostname or ""
    if allow_private:
        if _is_oddly_spelled(host):
            raise _refused(f"its host, {host}, is an address in an odd spelling")
        return parts
    reason = _why_inner(host)
    if reason:
        raise ProblemError(not_public(host, reason))
    if parts.scheme == "http":
        raise ProblemError(problem("jwks.not_https"))
    return parts


def not_public(host: str, reason: str) -> Problem:
    """Give the problem of a host that Anon's servers cannot reach."""
    if reason.startswith(f"{host} is "):
        reason = f"it{reason.removeprefix(host)}"
    return problem("jwks.not_public", host=host, reason=reason)


def _plain(url: str) -> SplitResult:
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise _refused("it holds characters that no URL has (a host name has an xn-- form)")
    if len(url) > _LONGEST:
        raise _refused(f"it has more than {_LONGEST} characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused("its host or its port is malformed") from None
    if parts.scheme not in {"https", "http"}:
        raise _refused("it does not start with https://")
    if "@" in parts.netloc:
        raise _refused("it carries a user name or a password")
    if not parts.hostname or port == 0 or not _is_host(parts):
        raise _refused("its host is missing or malformed")
    return parts


def _is_host(parts: SplitResult) -> bool:
    if "[" in parts.netloc:
        return _is_ipv6(parts)
    return all(_LABEL.fullmatch(label) for label in _labels(parts.hostname or ""))


def _is_ipv6(parts: SplitResult) -> bool:
    if not _BRACKETED.fullmatch(parts.netloc):
        return False
    try:
        return isinstance(ip_address(parts.hostname or ""), IPv6Address)
    except ValueError:
        return False


def _is_oddly_spelled(host: str) -> bool:
    """Tell what one reader takes for an IPv4 address, and another for a different one or a name."""
    if _QUAD.fullmatch(host):
        return any(int(number) > 255 for number in host.split("."))
    return bool(_NUMBER.fullmatch(_labels(host)[-1]))


def _labels(host: str) -> list[str]:
    return host.lower().removesuffix(".").split(".")


def _why_inner(host: str) -> str:
    """Say why a host can be no public one, from its spelling alone."""
    if _is_oddly_spelled(host):
        return _ODD
    if ":" in host or _QUAD.fullmatch(host):
        return _why_address(host)
    labels = _labels(host)
    if len(labels) == 1:
        return "a name without a dot is known in its own network only"
    if labels[-1] in _INNER_NAMES:
        return f"names under .{labels[-1]} are known in their own network only"
    return ""


def _why_address(host: str) -> str:
    address = ip_address(host)
    if isinstance(address, IPv6Address) and hidden_ipv4(address):
        return _ODD
    return why_not_public(host)


def _refused(reason: str) -> ProblemError:
    return ProblemError(problem("jwks.url", reason=reason))

"""Which proxy the environment asks for.

Knows: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY, as Python's ``urllib`` reads them.
Must never: send anything for this machine itself through a proxy, or show a proxy's password.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from wizard.http.unsent import NotSentError
from wizard.problems import problem


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy's address without its credentials, and these beside it."""

    url: str
    host: str
    credentials: tuple[str, str] | None = field(default=None, repr=False)


def is_loopback(host: str) -> bool:
    """Tell whether ``host`` (a name or a literal address) is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")  # RFC 6761 §6.3


def proxy_for(scheme: str, host: str) -> Proxy | None:
    """Give the proxy for requests to ``host``, or None.

    Raises ``network.proxy`` where the environment names one that cannot be used.
    """
    if is_loopback(host):
        return None
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    named = proxies.get(scheme) or proxies.get("all")
    return _read(named, host) if named and not proxy_bypass(host) else None


def _read(named: str, target: str) -> Proxy:
    try:
        parts = urlsplit(named if "://" in named else f"http://{named}")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise _unusable(target, "Its address in the environment is not a URL.") from None
    host = parts.hostname
    if parts.scheme not in {"http", "https"} or not host or not host.isascii():
        raise _unusable(target, "Only http:// and https:// proxies can be used, not the one named.")
    literal = f"[{host}]" if ":" in host else host
    credentials = (
        (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    )
    return Proxy(f"{parts.scheme}://{literal}:{port}", f"{literal}:{port}", credentials)


def _unusable(target: str, reason: str) -> NotSentError:
    return NotSentError(problem("network.proxy", host=target, reason=reason))

"""Which problem a network fault is: told by the exception's type and number, never by its text.

Knows: what sockets, TLS, proxies and httpcore raise, and which entry of the catalogue that is.
Must never: show ``str(exception)``, which may hold the request's query or a header.
"""

from __future__ import annotations

import errno
import socket
import ssl
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import httpcore

from wizard.http.budget import OutOfTimeError
from wizard.http.wire import CONNECT_SECONDS
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.http.budget import Budget
    from wizard.http.proxies import Proxy
    from wizard.model import Problem

_OFFLINE: Final = frozenset(
    {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
)
_TIMEOUTS: Final = (OutOfTimeError, TimeoutError, httpcore.TimeoutException)

# OpenSSL's X509_V_ERR_… numbers.
_CERTIFICATE: Final[Mapping[int, str]] = MappingProxyType(
    {
        9: "Its certificate is not valid yet. Is this machine's clock right?",
        10: "Its certificate has expired (or this machine's clock is wrong).",
        18: "Its certificate is self-signed: nobody this system trusts vouches for it.",
        19: "Its certificate comes from an authority that this system does not know "
        "(a self-signed one in the chain).",
        20: "Its certificate comes from an authority that this system does not know.",
        21: "Its certificate comes from an authority that this system does not know.",
        23: "Its certificate has been revoked.",
        62: "Its certificate is for another name.",
        64: "Its certificate is for another address.",
    }
)
_HANDSHAKE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "WRONG_VERSION_NUMBER": "It does not speak TLS at this port. Is it an http:// address?",
        "HTTP_REQUEST": "It does not speak TLS at this port. Is it an http:// address?",
        "RECORD_LAYER_FAILURE": "It does not speak TLS at this port. Is it an http:// address?",
        "UNSUPPORTED_PROTOCOL": "It speaks only versions of TLS that are no longer safe.",
        "TLSV1_ALERT_PROTOCOL_VERSION": "It and this system share no version of TLS.",
        "TLSV13_ALERT_CERTIFICATE_REQUIRED": "It asks for a client certificate.",
        "UNEXPECTED_EOF_WHILE_READING": "It closed the connection during the TLS handshake.",
    }
)


def name_fault(error: Exception, host: str, proxy: Proxy | None, budget: Budget) -> Problem:
    """Give the problem that ``error`` is, for an exchange with ``host``.

    ``proxy`` is the one on the way, if any: until the request is sent, what fails is the way to it.
    """
    cause = _innermost(error)
    if isinstance(cause, ssl.SSLError) and not isinstance(cause, TimeoutError):
        return problem("network.tls", host=host, reason=_tls_reason(cause))
    if proxy is not None and not budget.sent:
        return problem("network.proxy", host=host, reason=_proxy_reason(cause, proxy))
    if isinstance(cause, _TIMEOUTS):
        return _timeout(host, budget)
    if isinstance(cause, OSError):
        return _broken(cause, host, budget)
    # httpcore wraps h11's complaint about what arrived; a text means the connection ended early.
    garbled = bool(error.args) and isinstance(error.args[0], Exception)
    code = "network.not_http" if garbled and not budget.answered else "network.broken"
    return problem(code, host=host)


def _innermost(error: Exception) -> Exception:
    """Give what httpcore wrapped: it keeps the original as the first argument."""
    inner = error.args[0] if error.args else None
    return inner if isinstance(inner, OSError) else error


def _timeout(host: str, budget: Budget) -> Problem:
    if budget.sent:
        return problem("network.read_timeout", host=host, seconds=f"{budget.seconds:g}")
    seconds = min(budget.seconds, CONNECT_SECONDS)
    return problem("network.connect_timeout", host=host, seconds=f"{seconds:g}")


def _unresolved(error: socket.gaierror, host: str) -> Problem:
    offline = error.errno == socket.EAI_AGAIN and not _has_route()
    return problem("network.offline" if offline else "network.unknown_host", host=host)


def _has_route() -> bool:
    """Tell whether this machine has a way out: to connect a UDP socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address of nobody's
        except OSError:
            return False
    return True


def _broken(error: OSError, host: str, budget: Budget) -> Problem:
    if isinstance(error, socket.gaierror):
        return _unresolved(error, host)
    if error.errno == errno.ETIMEDOUT:
        return _timeout(host, budget)
    if error.errno in _OFFLINE:
        return problem("network.offline", host=host)
    if error.errno == errno.ECONNREFUSED:
        return problem("network.refused", host=host)
    return problem("network.broken", host=host)


def _tls_reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        number = getattr(error, "verify_code", 0)
        return _CERTIFICATE.get(
            number, f"Its certificate is not accepted (OpenSSL's reason {number})."
        )
    if isinstance(error, ssl.SSLEOFError):
        return _HANDSHAKE["UNEXPECTED_EOF_WHILE_READING"]
    reason = error.reason or "unknown"
    return _HANDSHAKE.get(reason, f"The TLS handshake failed: {reason}.")


def _proxy_reason(cause: Exception, proxy: Proxy) -> str:
    if isinstance(cause, httpcore.ProxyError):
        return _tunnel_refused(proxy, str(cause.args[0])[:3])
    if isinstance(cause, socket.gaierror):
        return f"The proxy's host {proxy.host} is not known."
    if isinstance(cause, ConnectionRefusedError):
        return f"The proxy {proxy.host} refuses the connection."
    if isinstance(cause, _TIMEOUTS):
        return f"The proxy {proxy.host} did not open a way in time."
    return f"The connection to the proxy {proxy.host} broke."


def _tunnel_refused(proxy: Proxy, status: str) -> str:
    if status == "407":
        return f"The proxy {proxy.host} asks for a user name and a password (407)."
    return f"The proxy {proxy.host} refuses to connect there ({status})."

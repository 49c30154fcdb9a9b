"""What is put on the wire: the address taken apart, the headers, the body.

Knows: URL syntax (RFC 3986) and the headers that every request of ours carries.
Must never: let a URL or a header through that could be read in two ways.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit

import httpcore

from wizard.http.body import ACCEPTED
from wizard.http.unsent import NotSentError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = "/%:@!$&'()*+,;=~"  # stands in a path as it is (RFC 3986 §3.3), escapes included


def take_apart(url: str) -> SplitResult:
    """Give the parts of ``url``; raises ``network.address`` for all but a plain http(s) address."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0 and _plain(url, parts)
    except ValueError:
        parts, usable = SplitResult("", "", "", "", ""), False
    if not usable:
        raise NotSentError(problem("network.address", address=without_query(url)))
    return parts


def _plain(url: str, parts: SplitResult) -> bool:
    known = parts.scheme in {"http", "https"} and url.isprintable()
    return known and parts.netloc.isascii() and not set(parts.netloc) & set("@ \\%")


def build(
    method: str,
    parts: SplitResult,
    params: Mapping[str, str],
    headers: Mapping[str, str],
    document: Any,
) -> httpcore.Request:
    """Give the request; ``document`` is its JSON body, None for none.

    Raises ``ValueError``, which does not hold the value, for a header that HTTP does not allow.
    """
    content = None if document is None else json.dumps(document).encode()
    sent = {"Host": parts.netloc, "Accept": "application/json", "Accept-Encoding": ACCEPTED}
    if content is not None:
        sent |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
    return httpcore.Request(
        method,
        httpcore.URL(
            scheme=parts.scheme,
            host=parts.hostname or "",
            port=parts.port,
            target=_target(parts, params),
        ),
        headers=[_header(name, value) for name, value in {**sent, **headers}.items()],
        content=content,
    )


def _target(parts: SplitResult, params: Mapping[str, str]) -> str:
    path = quote(parts.path or "/", safe=_KEPT)
    asked = quote(parts.query, safe=_KEPT + "?")
    added = urlencode(params, quote_via=quote)
    query = "&".join(part for part in (asked, added) if part)
    return f"{path}?{query}" if query else path


def _header(name: str, value: str) -> tuple[str, str]:
    if not (value.isascii() and value.isprintable()) or value != value.strip():
        raise ValueError(f"the header {name} holds characters that HTTP does not allow")
    return name, value


def without_query(url: str) -> str:
    """Give an address without what may be secret in it: user name, password, query, fragment."""
    bare = url.partition("?")[0].partition("#")[0]
    scheme, separator, rest = bare.partition("://")
    hidden, at, shown = rest.rpartition("@")  # a badly quoted password may hold a slash
    return f"{scheme}{separator}{'…' if hidden else ''}{at}{shown}"

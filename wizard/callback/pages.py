"""The fixed pages that the browser sees when it comes back.

Knows: their words, and the headers that keep them harmless.
Must never: put one byte of a request into an answer.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from wizard.resources import read_text


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its status line's words, and what it says."""

    status: str
    title: str
    text: str


DONE: Final = Page(
    "200 OK",
    "Back to the terminal",
    "The wizard has heard from the Link page and shows there how it ended. You can close this tab.",
)
NOT_OURS: Final = Page(
    "400 Bad Request",
    "Not the answer to this link",
    "The wizard is still waiting. Finish the Link page that it opened last, or return to the "
    "terminal and open it again.",
)
USED: Final = Page(
    "410 Gone",
    "Already received",
    "The wizard has this answer, or no longer waits for it. Return to the terminal; "
    "you can close this tab.",
)
NOT_FOUND: Final = Page("404 Not Found", "Nothing here", "Return to the terminal.")
NOT_ALLOWED: Final = Page("405 Method Not Allowed", "Not that way", "Return to the terminal.")
TOO_LONG: Final = Page("431 Request Header Fields Too Large", "Too long", "Return to the terminal.")


@cache
def answer(page: Page, *, head: bool = False) -> bytes:
    """Give the whole HTTP answer; ``head`` leaves the body out, and nothing else."""
    body = _html(page)
    lines = (
        f"HTTP/1.1 {page.status}",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
        f"Content-Security-Policy: {_policy()}",
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
        "Referrer-Policy: no-referrer",
        "Cache-Control: no-store",
        "Connection: close",
        *(("Allow: GET, HEAD",) if page is NOT_ALLOWED else ()),
    )
    return "\r\n".join((*lines, "", "")).encode() + (b"" if head else body)


def _html(page: Page) -> bytes:
    template = read_text("link_done.html")
    return template.replace("{{title}}", page.title).replace("{{text}}", page.text).encode()


def _policy() -> str:
    """Allow the page's own style sheet by its hash (CSP3 §2.3.1) and its empty icon, no more."""
    style = re.search(r"<style>(.*?)</style>", read_text("link_done.html"), re.DOTALL)
    digest = hashlib.sha256((style[1] if style else "").encode()).digest()
    source = f"'sha256-{base64.b64encode(digest).decode()}'"
    return (
        f"default-src 'none'; style-src {source}; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )

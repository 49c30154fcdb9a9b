"""The Link page's address as a QR code, for a phone's camera.

Knows: how a QR code is drawn with half blocks, and when a window is too small for it.
Must never: draw half of one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import urlsplit

from textual import on
from textual.binding import Binding
from textual.containers import Center
from textual.message import Message
from textual.widgets import Static

from screens.over import Over
from screens.plain import lines, plain
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from screens.signs import Signs

_BLOCKS: Final = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
"""Two modules, one above the other, as one character: a dark module is the ground."""

_QUIET: Final = 2  # light modules around the code; scanners cope with less than the standard's 4
_AROUND: Final = 5  # rows that the words below it take


class _Made(Message):
    """The code is there: rows of modules, 1 is dark."""

    def __init__(self, modules: list[list[int]]) -> None:
        super().__init__()
        self.modules = modules


class QrScreen(Over[None]):
    """A QR code over the page; any of Esc, Enter and q closes it."""

    CSS_PATH = assets() / "later.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", show=False)]

    def __init__(self, url: str, signs: Signs) -> None:
        super().__init__()
        self._url = url
        self._signs = signs
        self._modules: list[list[int]] = []

    def compose(self) -> ComposeResult:
        """Give the place for the code and the words below it."""
        with Center():
            yield Static(classes="code", markup=False)
        with Center():
            yield Static(classes="told", markup=False)

    def on_mount(self) -> None:
        """Make the code in a thread: it can take a second."""
        self.run_worker(
            partial(self._make, self._url), name="qr", description="making a QR code", thread=True
        )

    def _make(self, url: str) -> None:
        import segno

        code = segno.make_qr(url, error="l")
        self.post_message(
            _Made([[int(dark) for dark in row] for row in code.matrix_iter(border=_QUIET)])
        )

    @on(_Made)
    def _keep(self, event: _Made) -> None:
        self._modules = event.modules
        self._draw()

    def on_resize(self) -> None:
        """Draw it, or say that it does not fit."""
        if self._modules:
            self._draw()

    def _draw(self) -> None:
        columns, rows = len(self._modules[0]), -(-len(self._modules) // 2)
        fits = columns <= self.size.width and rows + _AROUND <= self.size.height
        told, code = self.query_one(".told", Static), self.query_one(".code", Static)
        code.display = fits and self._signs.unicode
        if code.display:
            code.update(_drawn(self._modules))
            told.update(plain(f"{_remark(self._url)}Esc closes it."))
        else:
            size = f"{columns}\N{MULTIPLICATION SIGN}{rows + _AROUND}"
            told.update(plain(f"The QR code needs a window of {size} (UTF-8). Esc closes this."))


def _remark(url: str) -> str:
    host = urlsplit(url).hostname or ""
    if host in {"localhost", "127.0.0.1", "::1"}:
        return "This address is on this machine: another device cannot open it. "
    return ""


def _drawn(modules: Sequence[Sequence[int]]) -> Content:
    blank = [0] * len(modules[0])
    rows = [*modules, blank] if len(modules) % 2 else list(modules)
    return lines(
        plain("".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True)))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )

"""What is being done, and for how long: one line while a step runs.

Knows: the spinner's four frames and the clock.
Must never: cost anything while nothing runs.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widgets import Static

from screens.plain import plain

if TYPE_CHECKING:
    from textual.timer import Timer

    from screens.signs import Signs

_FRAME: Final = 0.25  # seconds
_TELLS_SECONDS: Final = 2  # from which on the elapsed time is told


class BusyLine(Static):
    """Shows what the step says while it runs."""

    def __init__(self, signs: Signs) -> None:
        super().__init__(classes="busy", markup=False)
        self._signs = signs
        self._words = ""
        self._began = 0.0
        self._ends: float | None = None
        self._timer: Timer | None = None

    def start(self, words: str) -> None:
        """Begin to count."""
        self._words = words
        self._began = monotonic()
        self._ends = None
        self._timer = self.set_interval(_FRAME, self._draw, name="spinner")
        self._draw()

    def say(self, words: str) -> None:
        """Tell what is being done now."""
        self._words = words
        if self._timer:
            self._draw()

    def count_down(self, seconds: float) -> None:
        """Tell from now on how much of ``seconds`` is left, not how many have passed."""
        self._ends = monotonic() + seconds

    def stop(self) -> None:
        """End; the line is empty again."""
        if self._timer:
            self._timer.stop()
            self._timer = None
        self.update()

    def _draw(self) -> None:
        seconds = monotonic() - self._began
        frame = 0 if self.app.animation_level == "none" else int(seconds / _FRAME) % 4
        self.update(
            Content.assemble(
                plain(self._signs.spinner[frame], "$accent"),
                " ",
                plain(self._words),
                plain(f"{self._clock(int(seconds))}   esc cancels", "$muted"),
            ),
            layout=False,  # it has its row; the page around it stays as it is
        )

    def _clock(self, seconds: int) -> str:
        if self._ends is None:
            return f"  {seconds} s" if seconds >= _TELLS_SECONDS else ""
        left = max(0, int(self._ends - monotonic()))
        return f"  {left // 60}:{left % 60:02} left"

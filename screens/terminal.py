"""What a terminal does to a program: bytes that are no text, stops, and going away.

Knows: Textual's driver for POSIX terminals, which takes the first and the last for a defect.
Must never: stop reading because of what somebody pasted, or write to a terminal that is gone.
"""

from __future__ import annotations

import signal
import termios
from codecs import getincrementaldecoder
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable

    from screens.app import WizardApp


_INTERRUPT: Final = b"\x03"


class Lenient:
    """A decoder of what comes from a terminal, whatever comes.

    Bytes that are no text are passed over. So is a Ctrl-C with more behind it in one go: no person
    presses that; it is a part of something pasted, or of a binary file.
    """

    def __init__(self, encoding: str) -> None:
        self._decoder = getincrementaldecoder(encoding)("ignore")

    def decode(self, raw: bytes, final: bool = False) -> str:
        """Give the text in these bytes."""
        meant = raw[:-1].replace(_INTERRUPT, b"") + raw[-1:]
        return self._decoder.decode(meant, final)


def _lenient(encoding: str) -> Callable[[], Lenient]:
    return partial(Lenient, encoding)


# Textual decodes strictly: one byte of another alphabet in a paste would end its input thread, and
# a new one would take the rest of the paste for keys.
linux_driver.getincrementaldecoder = _lenient  # type: ignore[attr-defined, assignment]  # it is no part of its interface

LEAVING_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class TerminalDriver(LinuxDriver):
    """Textual's driver, but input that is not UTF-8 is passed over, and a lost terminal ends it."""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            self._app.call_later(cast("WizardApp", self._app).leave, 128 + signal.SIGHUP)

    def _get_terminal_size(self) -> tuple[int, int]:
        """Ask the terminal: COLUMNS and LINES may be another one's, and never follow a resize."""
        try:
            rows, columns = termios.tcgetwinsize(self.fileno)
        except termios.error:
            rows = columns = 0
        return (columns, rows) if columns and rows else super()._get_terminal_size()

    def _sigcont_application(self, *_signal: object) -> None:
        """Draw again after a stop: after Ctrl-Z, or one that nobody announced (SIGSTOP).

        A terminal that goes away continues its programs, too (POSIX, XBD 11.1.10): nobody was
        stopped then, and a second pair of threads over the same terminal would never end.
        """
        if not self._must_signal_resume:
            if not self._draws() or not self._is_there():
                return
            self.suspend_application_mode()
        super()._sigcont_application()

    def _draws(self) -> bool:
        return self._writer_thread is not None and self._writer_thread.is_alive()

    def _is_there(self) -> bool:
        try:
            termios.tcgetattr(self.fileno)
        except termios.error:
            return False
        return True

    def write(self, data: str) -> None:
        """Write, as long as somebody reads: the writer's queue is bounded, and would block us."""
        if self._draws() and self._writer_thread:
            if not cast("WizardApp", self._app).signs.unicode:
                from wizard.ascii import drawn

                data = drawn(data)
            self._writer_thread.write(data)

    def close(self) -> None:
        """Let the writer finish, where it still lives."""
        if self._draws() and self._writer_thread:
            self._writer_thread.stop()


def leave_on_signals(app: WizardApp, loop: AbstractEventLoop) -> None:
    """Make the signals that end a program end the app, so that it gives the terminal back."""
    for number in LEAVING_SIGNALS:
        loop.add_signal_handler(number, app.leave, 128 + number)

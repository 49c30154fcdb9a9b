"""The address on this machine that the Link page comes back to.

Knows: which request is the answer to our link, and that it counts once, for ten minutes.
Must never: let a HEAD, a wrong state or another Host use anything up.
"""

from __future__ import annotations

import queue
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.callback import pages
from wizard.callback.returns import LinkReturn, new_state, read_query, read_return, same_nonce
from wizard.callback.server import HOST, LoopbackServer
from wizard.model import CancelledByUserError, ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

PORT: Final = 4011
VALID: Final = 600.0
"""Seconds that a state counts; ``extend`` gives more."""
_PATH: Final = "/callback"
_TRIED: Final = 20  # ports above the preferred one; then any that is free
_LOOK: Final = 0.1  # seconds between two looks at the user's cancel


class CallbackListener:
    """Listens on 127.0.0.1 for the one redirect that carries our nonce. A context manager.

    ``port`` is tried first, then those above it, then any. Raises ``link.no_port`` on entry. What
    comes with a wrong state is refused, and the listener goes on waiting.
    """

    def __init__(
        self,
        port: int = PORT,
        *,
        valid: float = VALID,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.state: Final = new_state()
        """The JSON text that the Link page must bring back."""
        self._preferred = port
        self._clock = clock
        self._ends = clock() + valid
        self._returns: queue.SimpleQueue[LinkReturn] = queue.SimpleQueue()
        self._used = False
        self._authority = ""
        self._server: LoopbackServer | None = None

    def __enter__(self) -> Self:
        listening = _listen(self._preferred)
        self._authority = f"{HOST}:{listening.getsockname()[1]}"
        self._server = LoopbackServer(listening, self._answer)
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.stop()

    @property
    def redirect_url(self) -> str:
        """The address to give to Anon; it holds the port that was really taken."""
        return f"http://{self._authority}{_PATH}"

    def extend(self, seconds: float = VALID) -> None:
        """Let the state count for ``seconds`` from now."""
        self._ends = self._clock() + seconds

    def wait(
        self, timeout: float, cancelled: Callable[[], bool] = lambda: False
    ) -> LinkReturn | None:
        """Give how the Link page ended, or None when ``timeout`` seconds brought nothing.

        Raises ``CancelledByUserError`` soon after ``cancelled()`` turns true.
        """
        ends = time.monotonic() + timeout
        while True:
            if cancelled():
                raise CancelledByUserError
            left = ends - time.monotonic()
            try:
                return self._returns.get(timeout=max(min(left, _LOOK), 0))
            except queue.Empty:
                if left <= 0:
                    return None

    def _answer(self, raw: bytes | None) -> bytes:
        if raw is None:
            return pages.answer(pages.TOO_LONG)
        request = _read(raw)
        if request is None:
            return pages.answer(pages.NOT_OURS)
        head = request.method == "HEAD"
        return pages.answer(self._page(request, head=head), head=head)

    def _page(self, request: _Request, *, head: bool) -> pages.Page:
        if request.host != self._authority:
            return pages.NOT_OURS
        if request.method not in {"GET", "HEAD"}:
            return pages.NOT_ALLOWED
        if request.path != _PATH:
            return pages.NOT_FOUND
        try:
            params = read_query(request.query)
        except ValueError:
            return pages.NOT_OURS
        return self._judged(params, head=head)

    def _judged(self, params: Mapping[str, str], *, head: bool) -> pages.Page:
        if not same_nonce(params.get("state", ""), self.state):
            return pages.NOT_OURS
        if self._used or self._clock() >= self._ends:
            return pages.USED
        if not head:
            self._used = True
            self._returns.put(read_return(params))
        return pages.DONE


def _listen(preferred: int) -> socket.socket:
    reason = ""
    for port in (*range(preferred, min(preferred + _TRIED, 65_536)), 0):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((HOST, port))
            listening.listen(256)
        except OSError as error:
            listening.close()
            reason = error.strerror or ""
        else:
            return listening
    raise ProblemError(problem("link.no_port", reason=f"The system says: {reason}."))


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    query: str
    host: str


def _read(raw: bytes) -> _Request | None:
    """Read a request's head (RFC 9112 §3): None for what is none, or names no host or two."""
    if not raw.isascii():
        return None
    first, *fields = raw.decode("ascii").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or words[2] not in {"HTTP/1.1", "HTTP/1.0"} or words[1][:1] != "/":
        return None
    pairs = [line.partition(":") for line in fields]
    hosts = [value.strip() for name, _colon, value in pairs if name.lower() == "host"]
    if len(hosts) != 1 or not all(name and name == name.strip() for name, _, _ in pairs):
        return None
    path, _mark, query = words[1].partition("?")
    return _Request(words[0], path, query, hosts[0])

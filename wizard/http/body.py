"""Reading a body without trusting its size.

Knows: how much of a body may be kept, packed and unpacked.
Must never: unpack more than is allowed, whatever a small packed body promises.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ACCEPTED: Final = "gzip, identity"
"""What to ask for in Accept-Encoding: nothing else is understood."""


class TooLargeError(Exception):
    """The body is larger than allowed."""


class UnreadableError(Exception):
    """The body is packed in a way that was not asked for, or is no proper gzip (RFC 1952)."""


class CutOffError(Exception):
    """A packed body ended too soon."""


class _Unpacking(Protocol):
    def feed(self, chunk: bytes, room: int) -> bytes: ...
    def finish(self) -> None: ...


class _Plain:
    def feed(self, chunk: bytes, room: int) -> bytes:
        return chunk[:room]

    def finish(self) -> None:
        pass


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        self._begun = False

    def feed(self, chunk: bytes, room: int) -> bytes:
        self._begun = True
        try:
            unpacked = self._stream.decompress(chunk, room)
        except zlib.error:
            raise UnreadableError from None
        if self._stream.unused_data:
            raise UnreadableError
        return unpacked

    def finish(self) -> None:
        if self._begun and not self._stream.eof:
            raise CutOffError


_UNPACKINGS: Final[dict[str, Callable[[], _Unpacking]]] = {
    "": _Plain,
    "identity": _Plain,
    "gzip": _Gzip,
    "x-gzip": _Gzip,
}


def read_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Give the whole body, unpacked; ``encoding`` is the Content-Encoding header.

    Raises ``TooLargeError`` once more than ``limit`` bytes arrived or came out of the packing,
    ``UnreadableError`` and ``CutOffError``. Keeps at most ``limit`` bytes and one chunk.
    """
    unpacking = _UNPACKINGS.get(encoding.strip().lower(), _refuse)()
    body = bytearray()
    arrived = 0
    for chunk in chunks:
        arrived += len(chunk)
        body += unpacking.feed(chunk, limit + 1 - len(body))
        if max(arrived, len(body)) > limit:
            raise TooLargeError
    unpacking.finish()
    return bytes(body)


def _refuse() -> _Unpacking:
    raise UnreadableError

"""Profile names, and the file names they become.

Knows: which names are allowed, and a reversible spelling of each that every file system can hold.
Must never: let two names share a file, on a file system that ignores case either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.model import Problem

LONGEST: Final = 64
"""Characters in a profile's name."""

_PLAIN: Final = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_.")
_PLAIN_BYTES: Final = 200  # of a file name; 255 is what file systems hold
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz-_"
_CODE_POINTS: Final = 0x110000


def check_name(value: str) -> Problem | None:
    """Tell why ``value`` can't name a profile: 1 to 64 visible characters, no space at the ends."""
    fits = 1 <= len(value) <= LONGEST and value.isprintable() and value == value.strip()
    return None if fits else problem("profile.name", value=value)


def encode(name: str) -> str:
    """Give the file name (ASCII, lower case, at most 247 bytes, no extension) for ``name``.

    Capitals, spaces and other scripts are percent-encoded byte by byte. Where that is too long, the
    name is packed: ``=`` and its code points as one number, which fits for any 64 characters.
    """
    spelled = "".join(
        chr(byte) if byte in _PLAIN and (byte != 0x2E or place) else f"%{byte:02x}"
        for place, byte in enumerate(name.encode("utf-8", "surrogatepass"))
    )
    return spelled if len(spelled) <= _PLAIN_BYTES else f"={_packed(name)}"


def decode(file_name: str) -> str | None:
    """Give the name whose file name this is; None: no name is spelled so."""
    unspell = _unpacked if file_name.startswith("=") else _unquoted
    try:
        name = unspell(file_name)
    except ValueError:
        return None
    return name if encode(name) == file_name else None


def named_by(files: Iterable[str], extension: str) -> Iterator[str]:
    """Give the names whose files these are; other files are passed over."""
    stems = (file.removesuffix(extension) for file in files if file.endswith(extension))
    return (name for stem in stems if (name := decode(stem)) is not None)


def _unquoted(file_name: str) -> str:
    if "%" not in file_name:
        return file_name
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(file_name).decode("utf-8", "surrogatepass")


def _packed(name: str) -> str:
    number = 1  # keeps a leading zero from vanishing
    for character in name:
        number = number * _CODE_POINTS + ord(character)
    digits = []
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def _unpacked(file_name: str) -> str:
    number = 0
    for digit in file_name[1:]:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    characters = []
    while number >= _CODE_POINTS:
        number, code_point = divmod(number, _CODE_POINTS)
        characters.append(chr(code_point))
    return "".join(reversed(characters))

"""The credentials that Anon hands over: a folder, a ``.env``, a JSON document, a 1Password item.

``read(place)`` gives what is in it, each value recognised by its shape (``read_pasted``: in a
text); ``answers_of`` turns that into answers of the setup. The layout is undocumented (contract,
The credentials bundle), so any layout is taken in which the values can be told apart.
Must never: guess at a value that has no shape and no name, or show one unmasked.
"""

from __future__ import annotations

from wizard.profiles.bundle.answers import answers_of, other_environment
from wizard.profiles.bundle.entries import is_document
from wizard.profiles.bundle.reading import Bundle, Found, Kind, read, read_pasted

__all__ = [
    "Bundle",
    "Found",
    "Kind",
    "answers_of",
    "is_document",
    "other_environment",
    "read",
    "read_pasted",
]

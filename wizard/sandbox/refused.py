"""The one way an endpoint says no.

Knows: that every refusal is a status and a JSON object ``{"error": words}``.
Must never: carry a credential or a traceback in its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class RefusedError(Exception):
    """An endpoint refuses: ``status`` is the HTTP status, ``words`` the text of ``error``."""

    def __init__(self, status: int, words: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(words)
        self.status: Final = status
        self.words: Final = words
        self.headers: Final = dict(headers or {})

"""References to secrets that lie in 1Password (developer.1password.com, “Secret references”).

Knows: their form.
Must never: load anything heavy; forms check with it what is typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wizard.model import Secret

_SCHEME: Final = "op://"
_REFERENCE: Final = _SCHEME + r"[^/\s]+(?: [^/\s]+)*(?:/[^/\x00-\x1f\x7f]+){2,3}"


def is_reference(secret: Secret) -> bool:
    """Tell whether this is ``op://vault/item/[section/]field`` and no secret itself."""
    text = secret.reveal()
    if not text.startswith(_SCHEME):
        return False
    import re

    return re.fullmatch(_REFERENCE, text) is not None

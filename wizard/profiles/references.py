"""References to secrets that lie in 1Password (developer.1password.com, “Secret references”).

Knows: their form.
Must never: load anything heavy; forms check with it what is typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wizard.model import Secret

_REFERENCE: Final = re.compile(r"op://[^/\s]+(?: [^/\s]+)*(?:/[^/\x00-\x1f\x7f]+){2,3}")


def is_reference(secret: Secret) -> bool:
    """Tell whether this is ``op://vault/item/[section/]field`` and no secret itself."""
    return _REFERENCE.fullmatch(secret.reveal()) is not None

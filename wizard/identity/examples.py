"""Keys that everybody has: published as examples, private halves and all.

Knows: their RFC 7638 thumbprints, and where they are printed.
Must never: be taken for complete: a key that is not here may still be somebody else's.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wizard.identity.jwk import public_members, thumbprint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.identity.jwks import KeySet

PUBLISHED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs": "RFC 7517, appendix A",
        "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s": "RFC 7517, appendix A",
        "IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8": "RFC 7515, appendix A.2",
        "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U": "RFC 7515, appendix A.3",
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k": "RFC 8037, appendix A",
        "oGDmHqCJ7yzMkWEkrlZVHkvrHIyQwtlDmeq5ForUHeY": "the debugger at jwt.io",
        "19J8y7Zprt2-QKLjF2I5pVk0OELX6cY2AfaAv1LC_w8": "the debugger at jwt.io",
    }
)
"""By thumbprint: where the key's private half is printed."""


def thumbprints(key_set: KeySet) -> dict[str, str]:
    """Give the thumbprint of each usable key of a set, and the key's name for people."""
    return {
        thumbprint(public_members(row.key)): row.name for row in key_set.rows if row.key is not None
    }

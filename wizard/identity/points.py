"""Whether a key is really a point of its curve, and one that is safe to verify with.

OpenSSL answers the first for P-256, but not for Ed25519, and never the second.
Knows: FIPS 186-5 (P-256), RFC 8032 §5.1 (Ed25519).
"""

from __future__ import annotations

from typing import Final

_P256: Final = 2**256 - 2**224 + 2**192 + 2**96 - 1
_P256_B: Final = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B

_P25519: Final = 2**255 - 19
_D25519: Final = -121665 * pow(121666, -1, _P25519) % _P25519

# The second coordinates of the eight points whose order divides 8; two of each pair differ in sign.
_ORDER_EIGHT: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER: Final = frozenset({0, 1, _P25519 - 1, _ORDER_EIGHT, _P25519 - _ORDER_EIGHT})


def on_p256(x: bytes, y: bytes) -> bool:
    """Say whether the coordinates are in range and solve y² = x³ - 3x + b."""
    left, right = int.from_bytes(x, "big"), int.from_bytes(y, "big")
    if left >= _P256 or right >= _P256:
        return False
    return (right * right - (left * left * left - 3 * left + _P256_B)) % _P256 == 0


def on_ed25519(encoded: bytes) -> bool:
    """Say whether 32 bytes are the one canonical encoding of a point (RFC 8032 §5.1.3)."""
    y = _second_coordinate(encoded)
    if y >= _P25519:
        return False
    square = (y * y - 1) * pow(_D25519 * y * y + 1, -1, _P25519) % _P25519
    return square == 0 or pow(square, (_P25519 - 1) // 2, _P25519) == 1


def small_order_on_ed25519(encoded: bytes) -> bool:
    """Say whether the point's order divides 8: anybody can sign for such a key."""
    return _second_coordinate(encoded) % _P25519 in _SMALL_ORDER


def _second_coordinate(encoded: bytes) -> int:
    return int.from_bytes(encoded, "little") & (2**255 - 1)

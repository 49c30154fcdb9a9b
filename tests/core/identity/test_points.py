from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from wizard.identity.points import on_ed25519, on_p256, small_order_on_ed25519

P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
P25519 = 2**255 - 19

# The eight points whose order divides 8, as draft-ietf-lwig-curve-representations lists them.
SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]


def test_points_of_real_keys_are_on_their_curve() -> None:
    for _ in range(5):
        numbers = generate_private_key(SECP256R1()).public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        assert on_p256(x, y)
        assert not on_p256(y, x)
        key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        assert on_ed25519(key)
        assert not small_order_on_ed25519(key)


@given(st.integers(0, 2**256 - 1), st.integers(0, 2**256 - 1))
def test_random_coordinates_are_not_on_p256(x: int, y: int) -> None:
    assert not on_p256(x.to_bytes(32, "big"), y.to_bytes(32, "big"))


def test_a_coordinate_must_be_smaller_than_the_field() -> None:
    x = 5  # a small x of the curve, so that x + p still fits 32 bytes
    y = pow((x**3 - 3 * x + P256_B) % P256, (P256 + 1) // 4, P256)
    assert on_p256(x.to_bytes(32, "big"), y.to_bytes(32, "big"))
    assert not on_p256((x + P256).to_bytes(32, "big"), y.to_bytes(32, "big"))


def test_the_field_itself_is_no_coordinate() -> None:
    root = pow(P256_B, (P256 + 1) // 4, P256).to_bytes(32, "big")
    assert on_p256(bytes(32), root)
    assert not on_p256(P256.to_bytes(32, "big"), root)


def test_a_second_coordinate_must_be_smaller_than_the_field_too() -> None:
    x = 0xD7325D7646CD60D80A92738CEB345F844CFFAF35841022CAB176F692DE8DE1D7  # its y is 5
    assert on_p256(x.to_bytes(32, "big"), (5).to_bytes(32, "big"))
    assert not on_p256(x.to_bytes(32, "big"), (5 + P256).to_bytes(32, "big"))


def test_the_two_points_with_one_first_coordinate_are_on_ed25519() -> None:
    assert on_ed25519((1).to_bytes(32, "little"))
    assert on_ed25519((P25519 - 1).to_bytes(32, "little"))


P256_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B


@pytest.mark.parametrize("encoded", SMALL)
def test_points_of_small_order_are_known(encoded: str) -> None:
    assert small_order_on_ed25519(bytes.fromhex(encoded))


@pytest.mark.parametrize("y", [P25519, P25519 + 1, 2**255 - 1])
def test_an_encoding_that_is_not_canonical_is_no_point(y: int) -> None:
    assert not on_ed25519(y.to_bytes(32, "little"))


def test_half_of_all_encodings_are_no_points() -> None:
    assert not on_ed25519((2).to_bytes(32, "little"))  # RFC 8032's curve has no point with y = 2
    assert on_ed25519((3).to_bytes(32, "little"))

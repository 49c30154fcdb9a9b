from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.identity.strict_json import DEEPEST, JsonError, parse

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    # No lone surrogates: they are refused, and tried below.
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text('abc\\"é', max_size=3), inner),
    max_leaves=20,
)


@given(values)
def test_sound_json_is_read_as_python_reads_it(value: Any) -> None:
    assert parse(json.dumps(value).encode()) == value
    assert parse(json.dumps(value, ensure_ascii=False, indent=1).encode()) == value


@given(st.binary(max_size=60))
def test_arbitrary_bytes_never_raise_anything_else(raw: bytes) -> None:
    try:
        parse(raw)
    except JsonError:
        return
    json.loads(raw)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"[1,]", "not_json"),
        (b"{'a': 1}", "not_json"),
        (b'"a\nb"', "not_json"),
        (b"\xc2\xa0{}", "not_json"),
        (b"01", "trailing_bytes"),
        (b"{} {}", "trailing_bytes"),
        (b"{}\0", "trailing_bytes"),
        (b"\xff", "not_utf8"),
        (b'"\xed\xa0\x80"', "not_utf8"),
        ("{}".encode("utf-16"), "not_utf8"),
        ('{"a":1}'.encode("utf-16-le"), "not_utf8"),
        ("[1]".encode("utf-16-be"), "not_utf8"),
        ("[1]".encode("utf-16-le"), "not_utf8"),
        (b"[" * 100 + b"[]," * 50 + b"[]" + b"]" * 100, "too_deep"),
        (b'{"a":' * 101 + b"1" + b"}" * 101, "too_deep"),
        (b"[" + b"[]," * 50 + b"[" * 100 + b"]" * 101, "too_deep"),
        (b"\xef\xbb\xbf{}", "bom"),
        (b'{"a":1,"a":1}', "duplicate_member"),
        (b'{"a":1,"\\u0061":2}', "duplicate_member"),
        (b'[{"x":{"a":1,"b":2,"a":3}}]', "duplicate_member"),
        (b"NaN", "not_a_number"),
        (b'{"a":[-Infinity]}', "not_a_number"),
        (b"1e999", "giant_number"),
        (b"-1E400", "giant_number"),
        (b"9" * 309, "giant_number"),
        (b"9" * 100_000, "giant_number"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "too_deep"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
        (b'{"\\"":"' + b"[{" * 200, "not_json"),
        (b'"\\ud800"', "lone_surrogate"),
        (b'{"a":["\\uD83D\\u0041"]}', "lone_surrogate"),
        (b'{"\\udc00":1}', "lone_surrogate"),
    ],
)
def test_each_fault_has_its_name(raw: bytes, fault: str) -> None:
    with pytest.raises(JsonError) as caught:
        parse(raw)
    assert caught.value.fault == fault


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * DEEPEST + b"]" * DEEPEST,
        b"[" * 99 + b"[]," * 50 + b"[]" + b"]" * 99,
        b"9" * 308,
        b'"' + b"[" * 500 + b'"',
        b'["\\"[[["' + b',"{"' * 200 + b"]",
        b'"\\ud83d\\ude00"',
        b'"\\\\ud800"',
        b" \t\r\n1 \n",
    ],
)
def test_what_only_looks_wrong_is_read(raw: bytes) -> None:
    assert parse(raw) == json.loads(raw)


def test_the_repeated_name_is_told() -> None:
    with pytest.raises(JsonError) as caught:
        parse(b'{"a":1,"b":2,"b":3}')
    assert caught.value.detail == "b"

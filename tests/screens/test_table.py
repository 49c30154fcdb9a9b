"""Tables of words: whatever the width, a row is not torn apart."""

from __future__ import annotations

import pytest

from screens.plain import plain
from screens.table import Table

ID = "5f2b8c1e-90d4-4a7b-8e36-c1d2e3f4a5b6"
ROWS = (
    ("API key", "anon_…FaY1", "1Password, backend_api_key"),
    ("Webapp client id", ID, "1Password, webAppSdkClient.json"),
)


def drawn(width: int) -> list[str]:
    table = Table("held")
    table.show([plain(cell) for cell in row] for row in ROWS)
    return [line.plain.rstrip() for line in table._drawn(width)]


def test_there_is_room_for_all_columns() -> None:
    assert drawn(100) == [
        f"API key           {'anon_…FaY1':<36}  1Password, backend_api_key",
        f"Webapp client id  {ID}  1Password, webAppSdkClient.json",
    ]


def test_the_last_column_is_folded_where_some_room_is_left() -> None:
    assert drawn(78) == [
        f"API key           {'anon_…FaY1':<36}  1Password,",
        f"{'':54}  backend_api_key",
        f"Webapp client id  {ID}  1Password,",
        f"{'':54}  webAppSdkClient.json",
    ]


def test_a_word_without_room_beside_the_others_stands_whole_below_them() -> None:
    assert drawn(74)[2:] == [
        f"Webapp client id  {ID}",
        f"{'':18}1Password, webAppSdkClient.json",
    ]


@pytest.mark.parametrize("length", [40, 61, 74])
def test_an_address_is_never_broken_where_it_has_room_on_a_line(length: int) -> None:
    address = f"https://{'a' * (length - 8)}"
    table = Table("facts")
    table.show([[plain("Service client"), plain(ID)], [plain("JWKS"), plain(address)]])
    assert any(address in line.plain for line in table._drawn(74))


def test_the_last_column_stands_below_where_next_to_none_is_left() -> None:
    assert drawn(66) == [
        "API key           anon_…FaY1",
        "                  1Password, backend_api_key",
        f"Webapp client id  {ID}",
        "                  1Password, webAppSdkClient.json",
    ]

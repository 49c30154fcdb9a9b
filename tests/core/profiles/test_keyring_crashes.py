"""A writer of keyring secrets is killed at every moment. The keyring is a dict here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.model import Secret
from wizard.profiles import keyring
from wizard.profiles.keyring import KeyringSecrets

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.profiles.home import Home

KEY = Secret("anon_canary")


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Give what the keyring holds."""
    held: dict[str, str] = {}

    def answer(verb: str, item: str, value: str = "") -> str | None:
        if verb == "set":
            held[item] = value
        return held.pop(item, None) if verb == "delete" else held.get(item)

    def call(_deadline: float, *calls: tuple[str, ...]) -> list[str | None]:
        return [answer(*each) for each in calls]

    monkeypatch.setattr(keyring, "call", call)
    return held


class KilledError(BaseException):
    """Stands for SIGKILL: nothing of ours may handle it."""


def kill_at(monkeypatch: pytest.MonkeyPatch, moment: int, *, after: bool) -> None:
    """Kill the writer before or after its ``moment``-th write to keyring or disk."""
    count = 0

    def counted(act: Callable[..., object]) -> Callable[..., object]:
        def acting(*arguments: object) -> object:
            nonlocal count
            count += 1
            if count == moment and not after:
                raise KilledError
            done = act(*arguments)
            if count == moment:
                raise KilledError
            return done

        return acting

    for name in ("call", "write_object", "remove_private"):
        monkeypatch.setattr(keyring, name, counted(getattr(keyring, name)))


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("moment", range(1, 8))
def test_a_crash_leaves_the_old_secrets_or_the_new_and_nothing_in_the_end(
    home: Home,
    items: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    moment: int,
    after: bool,
) -> None:
    secrets = KeyringSecrets(home)
    old = {"api_key": Secret("old"), "token": Secret("old too")}
    new = {"api_key": Secret("new"), "token": Secret("new too")}
    secrets.put("acme", old)
    with monkeypatch.context() as patched:
        kill_at(patched, moment, after=after)
        try:
            secrets.put("acme", new)
        except KilledError:
            pass
        else:
            assert moment > 6
    found = {name: secrets.get("acme", name) for name in secrets.names("acme")}
    assert found in (old, new)
    secrets.put("acme", new)
    assert {name: secrets.get("acme", name) for name in secrets.names("acme")} == new
    assert len(items) == 1
    secrets.delete("acme")
    assert items == {}


@pytest.mark.parametrize("moment", range(1, 4))
def test_a_deletion_that_was_cut_off_is_finished_by_the_next(
    home: Home, items: dict[str, str], monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    secrets = KeyringSecrets(home)
    secrets.put("acme", {"api_key": KEY})
    with monkeypatch.context() as patched:
        kill_at(patched, moment, after=False)
        with pytest.raises(KilledError):
            secrets.delete("acme")
    secrets.delete("acme")
    assert items == {}
    assert not Path(home.keyring_items("acme")).exists()

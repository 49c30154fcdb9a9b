from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.model import ProblemError, Secret
from wizard.profiles.home import Home
from wizard.profiles.keys import environment_of, remember_key

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = Secret("anon_canary")


def test_a_key_is_bound_to_its_environment_for_good(home: Home) -> None:
    assert environment_of(home, KEY) is None
    remember_key(home, KEY, "sandbox")
    remember_key(home, KEY, "sandbox")
    assert environment_of(home, KEY) == "sandbox"
    with pytest.raises(ProblemError) as refused:
        remember_key(home, KEY, "prod")
    assert refused.value.problem.code == "key.other_environment"
    assert "sandbox" in refused.value.problem.symptom
    assert environment_of(home, KEY) == "sandbox"
    assert environment_of(home, Secret("anon_other")) is None


def test_the_key_itself_is_not_kept_and_two_homes_keep_different_marks(
    home: Home, tmp_path: Path
) -> None:
    other = Home.find({"ANON_WIZARD_HOME": str(tmp_path / "other")})
    remember_key(home, KEY, "sandbox")
    remember_key(other, KEY, "sandbox")
    ours, theirs = Path(home.keys()).read_text(), Path(other.keys()).read_text()
    assert "canary" not in ours
    assert not {line for line in ours.splitlines() if "sandbox" in line} & set(theirs.splitlines())


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"salt": "zz", "keys": {}}', b'{"salt": "00", "keys": {}}']
)
def test_a_list_that_is_not_understood_lets_no_key_pass(home: Home, content: bytes) -> None:
    remember_key(home, KEY, "sandbox")
    Path(home.keys()).write_bytes(content)
    acts: tuple[Callable[[], object], ...] = (
        lambda: environment_of(home, KEY),
        lambda: remember_key(home, KEY, "prod"),
    )
    for act in acts:
        with pytest.raises(ProblemError) as refused:
            act()
        assert refused.value.problem.code == "store.corrupt"
    assert Path(home.keys()).read_bytes() == content

"""A record is what ``typing.NamedTuple`` would make of it."""

from __future__ import annotations

import copy
import pickle
from typing import NamedTuple

import pytest

from wizard.model import Record


class Ours(Record):
    """A place."""

    name: str
    port: int = 4010

    def told(self) -> str:
        """Say it."""
        return f"{self.name}:{self.port}"

    @property
    def is_high(self) -> bool:
        """Tell whether everybody may listen there."""
        return self.port > 1023


class Theirs(NamedTuple):
    """A place."""

    name: str
    port: int = 4010


def test_a_record_is_a_named_tuple_with_its_defaults() -> None:
    assert tuple(Ours("here")) == Theirs("here") == ("here", 4010)
    assert Ours("here") == Ours(name="here", port=4010)
    assert repr(Ours("here")) == "Ours(name='here', port=4010)"
    assert (Ours._fields, Ours._field_defaults) == (Theirs._fields, Theirs._field_defaults)
    assert Ours.__doc__ == Theirs.__doc__
    assert Ours.__module__ == Theirs.__module__


def test_a_record_keeps_its_methods_and_properties() -> None:
    assert Ours("here", 80).told() == "here:80"
    assert Ours("here").is_high
    assert not Ours("here", 80).is_high


def test_a_record_can_be_replaced_copied_and_sent_elsewhere() -> None:
    here = Ours("here")
    assert here._replace(port=80) == Ours("here", 80)
    assert copy.deepcopy(here) == pickle.loads(pickle.dumps(here)) == here  # noqa: S301 — our own


def test_a_record_takes_no_member_that_it_does_not_have() -> None:
    with pytest.raises(TypeError):
        Ours("here", flag=True)  # type: ignore[call-arg]  # that is what is tried
    with pytest.raises(AttributeError):
        Ours("here").port = 80  # type: ignore[misc]  # likewise

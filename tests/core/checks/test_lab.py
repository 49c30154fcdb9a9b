"""The lab: each error is seen for real, found by the doctor, cured, and gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.checks.registry import first_broken
from wizard.explain import explain
from wizard.lab import EXERCISES, Bench, Course, Exercise, open_lab
from wizard.model import CancelledByUserError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with open_lab() as made:
        yield made


def reported(bench: Bench) -> str:
    """Give the code that is told first: a failure, else a remark."""
    rows = list(bench.examine())
    row = first_broken(rows) or next((row for row in rows if row.state == "warn"), None)
    return row.problem.code if row and row.problem else ""


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_an_error_is_made_seen_diagnosed_and_cured(bench: Bench, exercise: Exercise) -> None:
    bench.put_back()
    assert reported(bench) == ""
    exercise.spoil(bench)
    words = exercise.see(bench)
    assert explain(words).problem is not None, words
    assert reported(bench) == exercise.code
    exercise.cure(bench)
    assert reported(bench) == ""


def test_an_exercise_can_be_done_again(bench: Bench) -> None:
    for exercise in (each for each in EXERCISES if each.code == "session.not_linked"):
        for _ in range(2):
            bench.put_back()
            exercise.spoil(bench)
            assert reported(bench) == exercise.code
            exercise.cure(bench)
            assert reported(bench) == ""


def test_a_course_that_is_closed_does_nothing_more() -> None:
    course = Course()
    course.open()
    course.make(EXERCISES[0])
    course.close()
    course.close()
    with pytest.raises(CancelledByUserError):
        course.make(EXERCISES[0])
    with pytest.raises(CancelledByUserError):
        course.open()


def test_the_lab_leaves_nothing_behind() -> None:
    with open_lab() as bench:
        folder = bench.folder.parent
        assert folder.is_dir()
    assert not folder.exists()

"""The same steps without a full screen: line by line, or without asking at all.

Knows: how to drive ``flow`` from answers and, where there is someone to ask, from questions.
Must never: hold logic of a step, or write to stdout (that is the result's).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from wizard import flow
from wizard.model import Answers, ProblemError
from wizard.problems import problem
from wizard.steps import STEPS

if TYPE_CHECKING:
    from wizard.context import Context
    from wizard.flow import Progress
    from wizard.model import Choice, Field, Problem, Step, Value

Remedy = Literal["again", "leave", "stop"]


class Person(Protocol):
    """Someone who can be asked."""

    def begin(self, step: Step, number: int, of: int) -> None:
        """Hear which step begins."""

    def ask(self, field: Field, choices: tuple[Choice, ...], default: str) -> Value:
        """Answer one question; the value has passed ``field.check``."""

    def remedy(self, trouble: Problem, *, may_leave: bool) -> Remedy:
        """See what went wrong, and say how to go on."""

    def done(self, step: Step) -> None:
        """Hear that a step is proven."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a run came, and what stopped it or could not be proven."""

    progress: Progress
    problems: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        """Tell whether every step was gone through and the profile is saved."""
        return self.progress.step is None


def run(context: Context, progress: Progress, person: Person | None) -> Outcome:
    """Go through all steps. Without a ``person`` nothing is asked."""
    while (step := progress.step) is not None:
        try:
            if person:
                person.begin(step, len(progress.drafts), len(STEPS))
            progress = _answered(step, progress, person)
            reached = flow.advance(context, progress)
        except ProblemError as stopped:
            remedied = _after(step, progress, stopped.problem, person, context)
            if remedied is None:
                return Outcome(progress, (*progress.draft.notes, stopped.problem))
            progress = remedied
            continue
        progress = reached
        if person:
            person.done(step)
    return Outcome(progress, progress.draft.notes)


def _answered(step: Step, progress: Progress, person: Person | None) -> Progress:
    """Fill in what this step asks; a field that is not shown is not asked for."""
    for field in step.fields:
        answers = flow.settled(step, progress)
        if not field.shown(answers, progress.draft):
            continue
        choices = field.choices_for(answers, progress.draft)
        known = progress.answers.get(field.name)
        if known is None and person:
            default = answers.text(field.name)
            progress = flow.answer(progress, field.name, person.ask(field, choices, default))
        elif field.name in answers and not field.secret:
            _check(field, choices, answers.text(field.name))
    return progress


def _check(field: Field, choices: tuple[Choice, ...], value: str) -> None:
    """Stop at an answer that cannot be one, before it is used."""
    wrong = field.check(value)
    if wrong:
        raise ProblemError(wrong)
    closed = choices and not any(choice.free for choice in choices)
    if closed and value not in {choice.value for choice in choices}:
        known = ", ".join(choice.value for choice in choices)
        raise ProblemError(
            problem("usage.not_a_choice", value=value, label=field.label, choices=known)
        )


def _after(
    step: Step, progress: Progress, trouble: Problem, person: Person | None, context: Context
) -> Progress | None:
    """Say how to go on after a problem; None: not at all."""
    remedy = person.remedy(trouble, may_leave=step.leave is not None) if person else "leave"
    if remedy == "leave" and step.leave:
        return flow.leave(context, progress, step.leave(progress.draft, progress.answers, trouble))
    return _forgotten(step, progress) if remedy == "again" else None


def _forgotten(step: Step, progress: Progress) -> Progress:
    """Forget what was typed at this step, so that it is asked again; else all it was told."""
    told = {field.name for field in step.fields} & set(progress.answers)
    names = {name for name in told if progress.answers[name].source == "typed"} or told
    kept = {name: answer for name, answer in progress.answers.items() if name not in names}
    return replace(progress, answers=Answers(kept))

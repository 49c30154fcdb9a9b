"""The same steps without a full screen: line by line, or without asking at all.

Knows: how to drive ``flow`` from answers and, where there is someone to ask, from questions.
Must never: hold logic of a step, or write to stdout (that is the result's).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from wizard import flow
from wizard.model import Answers, ProblemError
from wizard.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from wizard.context import Context
    from wizard.flow import Progress
    from wizard.model import Choice, Draft, Field, Problem, Step, Value

Remedy = Literal["again", "leave", "stop"]


class Person(Protocol):
    """Someone who can be asked."""

    def begin(self, step: Step, number: int, of: int) -> None:
        """Hear which step begins."""

    def ask(self, field: Field, choices: tuple[Choice, ...], default: Value) -> Value:
        """Answer one question; the value has passed ``field.check``.

        ``default`` is a secret where one was given before: whoever asks must not show it.
        """

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


def run(
    context: Context,
    progress: Progress,
    person: Person | None,
    reached: Draft | None = None,
    on_the_way: Callable[[Progress], None] = lambda _progress: None,
) -> Outcome:
    """Go through all steps. Without a ``person`` nothing is asked.

    ``reached`` is what an interrupted setup had proven: nobody has to link twice for it.
    ``on_the_way`` hears of each step that begins, with all that was answered up to then.
    """
    before = Answers()  # what was answered at this step when it failed: nothing is typed twice
    while (step := progress.step) is not None:
        try:
            if person:
                person.begin(step, len(progress.drafts), len(STEPS))
            progress = _answered(context, step, progress, person, before)
            on_the_way(progress)
            further = _further(context, step, progress, reached)
        except ProblemError as stopped:
            remedied = _after(step, progress, stopped.problem, person, context)
            if remedied is None:
                return Outcome(progress, (*progress.draft.notes, stopped.problem))
            before, progress = progress.answers, remedied
            continue
        before, progress = Answers(), further
        if person:
            person.done(step)
    return Outcome(progress, progress.draft.notes)


def _further(context: Context, step: Step, progress: Progress, reached: Draft | None) -> Progress:
    """Make this link; what a changed answer costs is said before."""
    told = flow.costs(progress)
    for field in step.fields:
        if field.name in told:
            context.say(f"{field.label}: {told[field.name]}")
    taken_up = reached and step.done(reached) and flow.take_up(context, progress, reached)
    return taken_up or flow.advance(context, progress)


def _answered(
    context: Context, step: Step, progress: Progress, person: Person | None, before: Answers
) -> Progress:
    """Fill in what this step asks, and keep it; a field that is not shown is not asked for."""
    stored = _stored(context, step, progress) if person and not before else ()
    for field in step.fields:
        answers = flow.settled(step, progress)
        if not field.shown(answers, progress.draft):
            continue
        if field.name in stored and field.name not in progress.answers:
            context.say(f"{field.label}: the stored one")
            continue
        choices = field.choices_for(answers, progress.draft)
        known = progress.answers.get(field.name)
        if known is None and person:
            default = before[field.name].value if field.name in before else ""
            default = default or answers.text(field.name)
            progress = flow.answer(progress, field.name, person.ask(field, choices, default))
            if progress.draft.profile:
                flow.keep(context.home, progress)
        elif field.name in answers and (wrong := flow.unfit(field, answers, progress.draft)):
            raise ProblemError(wrong)
    return progress


def _stored(context: Context, step: Step, progress: Progress) -> Collection[str]:
    """Name the fields whose answers lie in the secret store, where there was an earlier run."""
    answers = flow.settled(step, progress)
    return step.stored(context, progress.draft, answers) if progress.ground else ()


def _after(
    step: Step, progress: Progress, trouble: Problem, person: Person | None, context: Context
) -> Progress | None:
    """Say how to go on after a problem; None: not at all."""
    remedy = person.remedy(trouble, may_leave=step.leave is not None) if person else "leave"
    if remedy == "leave" and step.leave:
        return flow.leave(context, progress, step.leave(progress.draft, progress.answers, trouble))
    if remedy != "again":
        return None
    asked = step.mends.get(trouble.code)
    if asked and person:
        return flow.answer(progress, asked.name, person.ask(asked, asked.choices, ""))
    return _forgotten(step, progress)


def _forgotten(step: Step, progress: Progress) -> Progress:
    """Forget what was typed at this step, so that it is asked again; else all it was told."""
    told = {field.name for field in step.fields} & set(progress.answers)
    names = {name for name in told if progress.answers[name].source == "typed"} or told
    kept = {name: answer for name, answer in progress.answers.items() if name not in names}
    return progress._replace(answers=Answers(kept))

"""Going through the steps: next, back, resume, plan. Plain functions over ``STEPS``.

Knows: the order, and what a run of the setup has reached.
Must never: ask, print or draw; both front ends use it, and so do tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.model import Answers, Draft, Plan, ProblemError, Record
from wizard.problems import problem
from wizard.steps import STEPS
from wizard.steps.environment import BESIDE, profile_name
from wizard.steps.promotion import CONFIRM

if TYPE_CHECKING:
    from collections.abc import Collection

    from wizard.changing import Ground
    from wizard.context import Context
    from wizard.model import Field, ObjectKind, Problem, Step, Value
    from wizard.profiles.home import Home


class Progress(Record):
    """How far a setup has come: the drafts before each step that was run, and all answers.

    ``drafts[i]`` is what was proven when step ``i`` began; the last one is what is proven now.
    ``ground`` is the most that was ever proven on this way, here or before. ``proves`` is what a
    saved profile holds, as long as that is proven again and nothing more: no other answer, no new
    object, no new link. Where such a proof ends midway, there is nothing to go on with.
    """

    answers: Answers = Answers()
    drafts: tuple[Draft, ...] = (Draft(),)
    ground: Ground | None = None
    proves: Draft | None = None

    @property
    def draft(self) -> Draft:
        """What is proven now."""
        return self.drafts[-1]

    @property
    def step(self) -> Step | None:
        """The step one stands at; None when all are done."""
        here = len(self.drafts) - 1
        return STEPS[here] if here < len(STEPS) else None


def answer(progress: Progress, name: str, value: Value) -> Progress:
    """Take one answer."""
    return progress._replace(answers=progress.answers.put(name, value), proves=None)


def beside(progress: Progress, names: Collection[str]) -> Progress:
    """Give a setup of another profile, for which none of these names is proposed."""
    answers = progress.answers
    if answers.text("profile") in names:  # a flag or a variable says what is used here
        answers = answers.without("profile")
    return progress._replace(answers=answers.put(BESIDE, "\n".join(names), "default"))


def advance(context: Context, progress: Progress) -> Progress:
    """Run the step one stands at; the progress that comes back stands at the next one."""
    step = progress.step
    if step is None:
        return progress
    draft = step.run(context, progress.draft, settled(step, progress))
    return _on(context, progress, draft)


def leave(context: Context, progress: Progress, draft: Draft) -> Progress:
    """Go on without the link one stands at, with the draft that its step's ``leave`` gave."""
    return _on(context, progress._replace(proves=None), draft)


def _on(context: Context, progress: Progress, draft: Draft) -> Progress:
    from wizard.changing import Ground

    progress = _with_earlier(context, progress, draft)
    ground = progress.ground
    if ground is None or not ground.holds(draft):
        ground = Ground(draft, progress.answers)
    proves = progress.proves
    if proves and _exceeds(draft, proves):
        proves = None
    reached = progress._replace(drafts=(*progress.drafts, draft), ground=ground, proves=proves)
    if reached.step is not None:
        keep(context.home, reached)
    return reached


def _exceeds(draft: Draft, saved: Draft) -> bool:
    """Tell whether something was made, chosen or linked that the saved profile does not hold."""
    for part in ("pool", "webapp", "service"):
        now, before = getattr(draft, part), getattr(saved, part)
        if now and (before is None or now.id != before.id):
            return True
    return saved.link is None and draft.link is not None and draft.link.status == "active"


def _with_earlier(context: Context, progress: Progress, draft: Draft) -> Progress:
    """Where this profile was set up before, let that answer what nobody did, and be the ground."""
    if progress.ground and progress.ground.draft.profile == draft.profile:
        return progress
    from wizard.earlier import completed, earlier

    before = earlier(context.home, draft.profile, draft.promoted_from, context.say)
    if before.ground is None or not before.ground.holds(draft):
        return progress
    answers = completed(progress.answers, before.answers)
    return progress._replace(answers=answers, ground=before.ground)


def keep(home: Home, progress: Progress) -> None:
    """Keep what was answered and proven, so that the next start can go on from here.

    That production is meant is said anew each time. Raises what ``drafts.save`` raises.
    """
    from wizard.profiles.drafts import save

    if progress.proves:
        return
    draft, answers = _farthest(progress), progress.answers.without(CONFIRM.name, BESIDE)
    if BESIDE in progress.answers and "profile" not in answers:
        answers = answers.put("profile", draft.profile, "default")
    save(home, draft, answers)


def named(home: Home, progress: Progress) -> Progress:
    """Give a setup that is left at its first step the name it has there, so that it can be kept.

    Not where nothing was typed yet, or where something of that name is there: it would be lost.
    """
    from wizard.paths import is_file
    from wizard.profiles.names import check_name

    answers = settled(STEPS[0], progress)
    name = answers.text("profile") or profile_name(answers)
    typed = any(answer.source == "typed" for answer in progress.answers.values())
    if progress.draft.profile or not typed or check_name(name):
        return progress
    if is_file(home.profile(name)) or is_file(home.draft(name)):
        return progress
    return progress._replace(drafts=(progress.draft._replace(profile=name),))


def _farthest(progress: Progress) -> Draft:
    """Give the most that was proven, as long as every answer it stands on is what it was."""
    ground, here = progress.ground, progress.draft
    if ground is None or not ground.holds(here):
        return here
    fell = any(_falls(step, progress, ground) for step in STEPS)
    return here if fell or _proven(here) >= _proven(ground.draft) else ground.draft


def _falls(step: Step, progress: Progress, ground: Ground) -> bool:
    from wizard.changing import lost

    answers = _then_and_now(step, progress, ground)
    return any(lost(ground.draft, each, *answers) for each in step.fields)


def _proven(draft: Draft) -> int:
    """Count the links that stand."""
    return sum(step.done(draft) for step in STEPS)


def back(progress: Progress) -> Progress:
    """Stand at the step before; its answers are kept, and what was created stays known."""
    if len(progress.drafts) == 1:
        return progress
    now, before = progress.drafts[-1], progress.drafts[-2]
    kept = before._replace(created=now.created, reused=now.reused)
    return progress._replace(drafts=(*progress.drafts[:-2], kept))


def resume(context: Context, progress: Progress, reached: Draft) -> Progress:
    """Prove again what an interrupted setup had reached; stop at the first link that is open.

    Nothing is made twice, so this only asks Anon whether everything is still there. A problem on
    the way ends it: the progress then stands at the step that has it.
    """
    from wizard.changing import Ground

    progress = progress._replace(ground=Ground(reached, progress.answers))
    while (step := progress.step) is not None and step.done(reached):
        try:
            further = take_up(context, progress, reached)
        except ProblemError:
            break
        if further is None:
            break
        progress = further
    return progress


def take_up(context: Context, progress: Progress, reached: Draft) -> Progress | None:
    """Prove one link again that an interrupted setup had reached; None: only a person can."""
    step = progress.step
    if step is None or step.take_up is None:
        return advance(context, progress)
    draft = step.take_up(context, progress.draft, reached, settled(step, progress))
    return None if draft is None else _on(context, progress, draft)


def stands(progress: Progress, kind: ObjectKind) -> bool:
    """Tell whether this very run has found or made such an object, by the answers as they are."""
    made = (*progress.draft.created, *progress.draft.reused)
    return any(each.kind == kind for each in made) and not costs(progress)


def costs(progress: Progress) -> dict[str, str]:
    """Say, by field of the step one stands at, what another answer than before costs."""
    step, ground = progress.step, progress.ground
    if step is None or ground is None:
        return {}
    from wizard.changing import cost

    answers = _then_and_now(step, progress, ground)
    told = {asked.name: cost(ground.draft, asked, *answers) for asked in step.fields}
    return {name: words for name, words in told.items() if words}


def _then_and_now(step: Step, progress: Progress, ground: Ground) -> tuple[Answers, Answers]:
    """Give a step's answers as they were, and as they are: what is proposed is an answer, too."""
    return settled(step, progress._replace(answers=ground.answers)), settled(step, progress)


def shown_fields(step: Step, progress: Progress) -> tuple[Field, ...]:
    """Give the questions that this step asks now."""
    answers = settled(step, progress)
    return tuple(asked for asked in step.fields if asked.shown(answers, progress.draft))


def settled(step: Step, progress: Progress) -> Answers:
    """Give the answers with this step's defaults filled in, in the order of its fields.

    What was typed into a field that is no longer shown does not count, where nothing stands on it;
    it is there again with the field.
    """
    answers = progress.answers
    for asked in step.fields:
        if _is_hidden(asked, step, answers, progress.draft):
            answers = answers.without(asked.name)
        elif asked.name not in answers:
            default = asked.default(answers, progress.draft)
            if default:
                answers = answers.put(asked.name, default, "default")
    return answers


def _is_hidden(asked: Field, step: Step, answers: Answers, draft: Draft) -> bool:
    typed = asked.name in answers and answers[asked.name].source == "typed"
    goes = not asked.decides and asked not in step.mends.values()
    return typed and goes and not asked.shown(answers, draft)


def plan(context: Context, progress: Progress) -> Plan:
    """Give every creating request that the steps from here on would send, and what they lack."""
    whole = Plan((), progress.draft)
    while (step := progress.step) is not None:
        lacks = whole.lacks + _unfit(step, progress)
        part = Plan((), whole.draft)
        if step.plan:
            part = step.plan(context, whole.draft, settled(step, progress))
        whole = Plan(whole.requests + part.requests, part.draft, lacks + part.lacks)
        progress = progress._replace(drafts=(*progress.drafts, whole.draft))
    return whole


def _unfit(step: Step, progress: Progress) -> tuple[Problem, ...]:
    answers, draft = settled(step, progress), progress.draft
    given = (field for field in shown_fields(step, progress) if field.name in answers)
    return tuple(wrong for field in given if (wrong := unfit(field, answers, draft)))


def unfit(field: Field, answers: Answers, draft: Draft) -> Problem | None:
    """Tell what keeps an answer from being one; of a secret only its use can tell."""
    if field.secret:
        return None
    value, choices = answers.text(field.name), field.choices_for(answers, draft)
    wrong, values = field.check(value), [choice.value for choice in choices]
    if wrong or not choices or value in values or any(choice.free for choice in choices):
        return wrong
    return problem("usage.not_a_choice", value=value, label=field.label, choices=", ".join(values))

"""What was answered and proven before a setup was interrupted.

Knows: ids and answers, by profile.
Must never: hold a secret (they lie in the secret store), or stop a setup: what can't be read is
passed over with a word.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wizard.model import Answer, Answers, Draft, ProblemError, Secret, Source
from wizard.problems import problem
from wizard.profiles.files import locked, remove_private, sweep_beside
from wizard.profiles.json_files import read_object, write_object
from wizard.profiles.names import named_by
from wizard.profiles.shape import ShapeError, plain, shaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.model import Problem
    from wizard.profiles.home import Home

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A setup that can go on: the draft without its secrets, and the answers that are none."""

    draft: Draft
    answers: Answers


@dataclass(frozen=True, slots=True)
class _PlainAnswer:
    value: str
    source: Source


def save(home: Home, draft: Draft, answers: Answers) -> None:
    """Keep how far ``draft.profile`` has come; secrets in either are left out.

    Raises what ``write_private`` and ``locked`` raise.
    """
    path = home.draft(draft.profile)
    content = {"version": VERSION, "draft": plain(draft), "answers": _plain_answers(answers)}
    with locked(home.state_lock()):
        sweep_beside(path)
        write_object(path, content)


def load(
    home: Home, profile: str, tell: Callable[[Problem], None] | None = None
) -> Interrupted | None:
    """Give the interrupted setup of ``profile``, or None.

    ``tell`` hears ``draft.ignored`` of one that can't be read.
    """
    try:
        content = read_object(home.draft(profile))
        return None if content is None else _interrupted(content, profile)
    except ProblemError as error:
        reason = error.problem.cause
    except ShapeError as error:
        reason = error.reason
    if tell:
        tell(problem("draft.ignored", profile=profile, reason=reason))
    return None


def forget(home: Home, profile: str) -> None:
    """Remove the interrupted setup of ``profile``; no matter if there is none."""
    path = home.draft(profile)
    with locked(home.state_lock()):
        remove_private(path)
        sweep_beside(path)


def interrupted(home: Home) -> tuple[str, ...]:
    """Give the profiles whose setup was interrupted, newest first."""
    ages: dict[str, int] = {}
    with suppress(OSError):
        for name in named_by(os.listdir(home.drafts()), ".json"):
            with suppress(OSError):  # it was ended since
                ages[name] = os.lstat(home.draft(name)).st_mtime_ns
    return tuple(sorted(ages, key=lambda name: (ages[name], name), reverse=True))


def _interrupted(content: dict[str, Any], profile: str) -> Interrupted:
    if content.get("version") != VERSION:
        raise ShapeError("It was written by another version of anon-wizard.")
    draft = shaped(Draft, content.get("draft"), "draft")
    if draft.profile != profile:
        raise ShapeError("It is that of another profile.")
    return Interrupted(draft, _answers(content.get("answers")))


def _plain_answers(answers: Answers) -> dict[str, dict[str, str]]:
    return {
        name: {"value": answer.value, "source": answer.source}
        for name, answer in answers.items()
        if not isinstance(answer.value, Secret)
    }


def _answers(content: object) -> Answers:
    if not isinstance(content, dict):
        raise ShapeError("“answers” is not a table.")
    answers = {name: shaped(_PlainAnswer, answer, name) for name, answer in content.items()}
    return Answers({name: Answer(answer.value, answer.source) for name, answer in answers.items()})

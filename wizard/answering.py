"""Who answers a question: flag, environment, answers file, or a credentials bundle.

Knows: the order of precedence (cli.md, “Values of setup”) and how a secret is read from a file.
Must never: take a secret from the command line itself, or say one aloud.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from wizard.model import Answers, ProblemError, Secret
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wizard.model import Draft, Field, Source, Step, Value


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that may answer. ``flags`` holds plain texts; a secret's flag names a file.

    ``imported`` comes from a credentials bundle, secrets included.
    """

    flags: Mapping[str, str] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict)
    file: Mapping[str, str] = field(default_factory=dict)
    imported: Mapping[str, Value] = field(default_factory=dict)


def collect(fields: Iterable[Field], sources: Sources) -> Answers:
    """Give each field its first answer by precedence; fields that nobody answers are left out."""
    answers = Answers()
    for asked in fields:
        found = _first(asked, sources)
        if found:
            answers = answers.put(asked.name, *found)
    return answers


def _first(asked: Field, sources: Sources) -> tuple[Value, Source] | None:
    flag = sources.flags.get(asked.name)
    if flag == "" and not asked.optional:
        message = f"The flag {asked.flag} is empty."
        raise ProblemError(problem("usage.wrong", message=message))
    if flag is not None:
        return (read_secret(flag) if asked.secret else flag), "flag"
    if asked.env and (value := sources.environ.get(asked.env)):
        return (Secret(value) if asked.secret else value), "environment"
    if not asked.secret and (value := sources.file.get(asked.name)):
        return value, "answers file"
    if given := sources.imported.get(asked.name):
        return given, "import"
    return None


_BEHIND_A_BUNDLE: Final = frozenset({"import", "profile", "default"})


def with_bundle(answers: Answers, given: Mapping[str, Value]) -> Answers:
    """Add what a bundle answers, where nothing that comes before it does (cli.md).

    What was typed comes before it, too. So does the environment, whoever said it: a bundle is
    asked for once that one is settled.
    """
    for name, value in given.items():
        known = answers.get(name)
        free = known is None or not known.value or known.source in _BEHIND_A_BUNDLE
        if free and name != "environment":
            answers = answers.put(name, value, "import")
    return answers


def read_secret(path: str) -> Secret:
    """Read a secret from a file, or from stdin where ``path`` is ``-``."""
    from wizard.reading import read_text

    return Secret(read_text(path).strip())


def read_answers(path: str, fields: Iterable[Field]) -> dict[str, str]:
    """Read an answers file (TOML): one ``name = "value"`` a line, names as in ``Field.name``.

    Secrets are refused there: a file of answers is meant to be shared.
    """
    import tomllib

    from wizard.reading import read_text

    known = {asked.name: asked for asked in fields}
    try:
        document = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as wrong:
        raise _bad_answers(path, printable(wrong)) from None
    for name, value in document.items():
        if name not in known:
            raise _bad_answers(path, f"There is no answer named “{printable(name)}”.")
        if known[name].secret:
            raise _bad_answers(path, f"“{name}” is a secret and does not belong in it.")
        if not isinstance(value, str):
            raise _bad_answers(path, f"The value of “{name}” is not a text in quotes.")
    return document


def _bad_answers(path: str, reason: str) -> ProblemError:
    return ProblemError(problem("usage.answers", path=path, reason=reason))


def announce_kept(
    steps: Iterable[Step], reached: Draft, answers: Answers, say: Callable[[str], None]
) -> None:
    """Tell what an interrupted setup answers that was never proven: it may be what went wrong."""
    for asked in (asked for step in steps if not step.done(reached) for asked in step.fields):
        answer = answers.get(asked.name)
        if answer and answer.source == "profile" and asked.flag:
            said = f"{asked.label}: {printable(answers.text(asked.name))}"
            say(f"From the interrupted setup: {said} ({asked.flag} says otherwise)")


def announce(fields: Iterable[Field], answers: Answers, say: Callable[[str], None]) -> None:
    """Tell which variables of the environment decide, so that none does so in silence."""
    for asked in fields:
        answer = answers.get(asked.name)
        if answer and answer.source == "environment":
            shown: Any = "set" if isinstance(answer.value, Secret) else printable(answer.value)
            say(f"{asked.env} from the environment decides “{asked.label}”: {shown}")

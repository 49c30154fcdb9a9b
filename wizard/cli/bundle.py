"""``setup --import``: a credentials bundle, shown masked for a yes, then given as answers.

Must never: use a value that was not shown, or show a secret unmasked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from wizard.cli.asking import agreed
from wizard.cli.render import problem_text
from wizard.model import CancelledByUserError
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.cli.command import Call
    from wizard.model import Problem, Value
    from wizard.profiles.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Imported:
    """What a bundle answers, by field, and what must be told about it."""

    answers: Mapping[str, Value] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()


NOTHING: Final = Imported()


def bundle_of(call: Call, user: str) -> Imported:
    """Read the bundle, show it, and ask for a yes where somebody is there to give it.

    ``user`` is the test user that was asked for, who need not be the example one. Raises
    ``bundle.…``, ``op.…``, and ``CancelledByUserError`` for a no.
    """
    from wizard.profiles.bundle import answers_of, read

    bundle = read(call.options.bundle)
    _show(call, bundle)
    asked = not (call.options.yes or call.options.dry_run)
    if asked and not agreed("Use these values?"):
        raise CancelledByUserError
    return Imported(answers_of(bundle, user), bundle.notes)


def _show(call: Call, bundle: Bundle) -> None:
    rows = bundle.rows()
    width = max(len(label) for label, _, _ in rows)
    call.say("The bundle holds:")
    for label, value, where in rows:
        call.say(f"  {label:<{width}}  {value}  ({where})")
    if bundle.passed_over:
        call.say(f"  Not used: {', '.join(map(printable, bundle.passed_over))}")
    for note in bundle.notes:
        call.say(problem_text(note, noted=True))

"""A person at line prompts: the accessible way, one line at a time.

Knows: how to ask one question in words.
Must never: move the cursor, redraw, tell a state by colour, or echo a secret.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.cli.render import problem_text
from wizard.model import Answers, CancelledByUserError, Draft, Secret
from wizard.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.headless import Remedy
    from wizard.model import Choice, Field, Problem, Step, Value


class LinePerson:
    """Asks on stderr, reads from stdin; ``?`` gives help, end of input leaves."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say

    def begin(self, step: Step, number: int, of: int) -> None:
        """Head a step with its number, name and purpose."""
        self.say("")
        self.say(f"Step {number} of {of}: {step.title}")
        self.say(wrapped(step.purpose, hanging=0))

    def ask(self, field: Field, choices: tuple[Choice, ...], default: Value) -> Value:
        """Ask until the answer fits; ``?`` tells more, ``-`` takes an optional answer back."""
        offered = choices or field.choices
        default = default or field.default(Answers(), Draft())
        while True:
            value = self._asked(field, offered, default)
            if value == "?":
                self.say(wrapped(field.help, hanging=0))
                continue
            if not value and field.optional:
                return ""
            wrong = field.check(value)
            if value and wrong is None:
                return Secret(value) if field.secret else value
            self.say(wrong.symptom if wrong else "An answer is needed here (? for help).")

    def _asked(self, field: Field, choices: tuple[Choice, ...], default: Value) -> str:
        if isinstance(default, Secret):
            return self._hidden(f"{field.label} (Enter: the same as before): ") or default.reveal()
        return self._choose(field, choices, default) if choices else self._line(field, default)

    def remedy(self, trouble: Problem, *, may_leave: bool) -> Remedy:
        """Show the problem whole, and ask how to go on."""
        self.say(problem_text(trouble))
        ways = "[t]ry again, [g]o on without, [q]uit" if may_leave else "[t]ry again, [q]uit"
        while True:
            word = self._read(f"{ways} [t]: ").lower() or "t"
            if word.startswith("t"):
                return "again"
            if word.startswith("q"):
                return "stop"
            if word.startswith("g") and may_leave:
                return "leave"

    def done(self, step: Step) -> None:
        """Say in words that the step is proven."""
        self.say(f"Done: {step.title}.")

    def _choose(self, field: Field, choices: tuple[Choice, ...], default: str) -> str:
        self.say(field.label)
        for number, choice in enumerate(choices, start=1):
            hint = f" ({choice.hint})" if choice.hint else ""
            self.say(f"  {number}. {choice.label}{hint}")
        values = [choice.value for choice in choices]
        shown = values.index(default) + 1 if default in values else default or 1
        word = self._read(f"Number, or ? for help [{shown}]: ") or str(shown)
        if word.isdecimal() and not 1 <= int(word) <= len(choices):
            self.say(f"The numbers go from 1 to {len(choices)}.")
            return self._choose(field, choices, default)
        if not word.isdecimal():
            return word
        chosen = choices[int(word) - 1]
        return (
            self._read(f"{chosen.label} ({field.placeholder}): ") if chosen.free else chosen.value
        )

    def _line(self, field: Field, default: str) -> str:
        if field.secret:
            return self._hidden(f"{field.label} (not shown while you type): ")
        may_be_none = field.optional and not field.default(Answers(), Draft())
        none = "; - for none" if may_be_none else ""
        hint = f" [{default}{none}]" if default else " (optional)" if field.optional else ""
        word = self._read(f"{field.label}{hint}: ") or default
        return "" if may_be_none and word == "-" else word

    def _hidden(self, prompt: str) -> str:
        from getpass import getpass

        try:
            return getpass(prompt, stream=sys.stderr).strip()
        except EOFError:
            raise CancelledByUserError from None
        except UnicodeDecodeError:  # what is no text is passed over
            return ""

    def _read(self, prompt: str) -> str:
        print(prompt, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            self.say("")
            raise CancelledByUserError
        return line.strip()

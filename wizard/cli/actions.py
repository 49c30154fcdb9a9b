"""Commands that do several things: ``anon-wizard profile list``, ``… client add`` and so on.

Knows: how a word after the command finds its module, which is loaded only when it is named.
Must never: load the module of an action that was not chosen (the shell prompt waits).
"""

from __future__ import annotations

from argparse import _SubParsersAction
from typing import TYPE_CHECKING, Any

from wizard.cli.commands import loaded
from wizard.cli.parse import Parser, add_globals
from wizard.model import Record

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Sequence

    from wizard.cli.command import Call, Command, Result


class Action(Record):
    """One thing a command does: the word, one line of help, and a module like a command's."""

    name: str
    summary: str
    module: str


def add_actions(parser: ArgumentParser, actions: Sequence[Action | Command]) -> None:
    """Let ``parser`` take one of the actions, each with flags of its own and the global ones."""
    chosen = parser.add_subparsers(
        dest="action",
        required=True,
        metavar="|".join(action.name for action in actions),
        parser_class=_ActionParser,
    )
    for action in actions:
        chosen.add_parser(
            action.name, module=action.module, help=action.summary, description=action.summary
        )


def learn_along(parser: ArgumentParser, words: Iterable[str]) -> None:
    """Let every parser that the words lead through learn its flags, before anything is parsed."""
    for word in words:
        found = _subparsers(parser).get(word)
        if found:
            found.learn()
            parser = found


def _subparsers(parser: ArgumentParser) -> dict[str, _ActionParser]:
    """Give the parsers of the actions that ``parser`` knows by now."""
    for group in parser._actions:  # noqa: SLF001 — argparse tells of its subparsers nowhere else
        if isinstance(group, _SubParsersAction):
            return dict(group.choices)
    return {}


def run_action(call: Call, actions: Sequence[Action]) -> Result:
    """Do what was chosen."""
    module = next(action.module for action in actions if action.name == call.options.action)
    return loaded(module).run(call)


class _ActionParser(Parser):
    """A parser that is set up, and learns its flags from its module, once the action is chosen."""

    def __init__(self, *, module: str, **options: Any) -> None:
        self._module = module
        self._options = options
        self._knows_flags = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._module})"  # argcomplete shows those not yet set up

    def parse_known_args(  # type: ignore[override]  # argparse's overloads say no more than this
        self, args: Sequence[str] | None = None, namespace: Namespace | None = None
    ) -> tuple[Namespace, list[str]]:
        self.learn()
        return super().parse_known_args(args, namespace)

    def learn(self) -> None:
        """Take the flags of the module and the global ones, once."""
        if not self._knows_flags:
            self._knows_flags = True
            super().__init__(**self._options)
            loaded(self._module).arguments(self)
            add_globals(self)

"""What ``profile delete`` and ``undo`` share: foresee, ask, remove, and tell what stays.

Must never: remove anything before it was agreed to, or be silent about what the server keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.asking import confirm
from wizard.cli.command import Result
from wizard.environments import environment
from wizard.profiles.lifecycle import delete, removal
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from wizard.cli.command import Call
    from wizard.profiles.lifecycle import Removal
    from wizard.profiles.remote import Remote


def add_yes(parser: ArgumentParser) -> None:
    """Let ``parser`` take ``--yes``."""
    parser.add_argument("--yes", "-y", action="store_true", help="do not ask")


def remove(call: Call, name: str) -> Result:
    """Remove the profile ``name`` here, once that is agreed to."""
    planned = removal(call.home, name)
    for line in _stays(planned):
        call.say(line)
    question = f"Remove the profile “{printable(name)}”, its secrets and its journal here?"
    confirm(call, question, word=name if _is_prod(planned) else "")
    delete(call.home, name)
    text = "\n".join((f"Removed here: the profile {printable(name)}", *_stays(planned)))
    return Result(data=_as_json(planned), text=text)


def _is_prod(planned: Removal) -> bool:
    return bool(planned.environment) and environment(planned.environment).prod


def _as_json(planned: Removal) -> dict[str, object]:
    return {
        "profile": planned.profile,
        "removed": ["profile", "secrets", "journal", "draft", "proofs"],
        "unbound": list(planned.folders),
        "filled": list(planned.filled),
        "remote": [each.as_json() for each in planned.remote],
    }


def _stays(planned: Removal) -> Iterator[str]:
    if planned.remote:
        yield "Stays at Anon, which documents no way to delete:"
        yield from (_remote_line(each) for each in planned.remote)
    if planned.filled:
        yield "Files that keep its values until you change them:"
        yield from (f"  {printable(path)}" for path in planned.filled)


def _remote_line(each: Remote) -> str:
    known = f"  {each.kind:<9} {printable(each.id or '(id not known)')}  {printable(each.name)}"
    return f"{known}  perhaps left over (asked for at {each.at})" if each.doubtful else known

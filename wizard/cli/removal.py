"""What ``profile delete`` and ``undo`` share: foresee, ask, remove, and tell what stays.

Must never: remove anything before it was agreed to, or be silent about what the server keeps.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.cli.asking import confirm
from wizard.cli.command import Result
from wizard.environments import known
from wizard.profiles.lifecycle import delete, removal
from wizard.profiles.store import ProfileStore
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
    asks = not call.options.yes
    for line in _stays(planned) if asks else ():
        call.say(line)
    question = f"Remove the profile “{printable(name)}”, its secrets and its journal here?"
    confirm(call, question, word=name if _is_prod(planned) else "")
    delete(call.home, name)
    read = asks and sys.stdout.isatty()  # it stands right above, then
    stays = () if read else _stays(planned)
    lines = (f"Removed here: the profile {printable(name)}", *_went(call, planned), *stays)
    return Result(data=_as_json(planned), text="\n".join(lines))


def _is_prod(planned: Removal) -> bool:
    place = known(planned.environment)
    return place is not None and place.prod


def _as_json(planned: Removal) -> dict[str, object]:
    return {
        "profile": planned.profile,
        "removed": ["profile", "secrets", "journal", "draft", "proofs"],
        "wasActive": planned.active,
        "unbound": list(planned.folders),
        "filled": list(planned.filled),
        "remote": [each.as_json() for each in planned.remote],
    }


def _went(call: Call, planned: Removal) -> Iterator[str]:
    """Tell what has changed beside the profile itself."""
    yield from (f"No longer bound: {printable(folder)}" for folder in planned.folders)
    if planned.active:
        others = ProfileStore(call.home).names()
        how = "anon-wizard profile use NAME" if others else "anon-wizard setup"
        yield f"No profile is active now. Choose another: {how}"


def _stays(planned: Removal) -> Iterator[str]:
    if planned.remote:
        at_anon = "Stays at Anon, which documents no way to delete:"
        yield "Stays in the local sandbox:" if planned.stays_local else at_anon
        yield from (_remote_line(each) for each in planned.remote)
    if planned.filled:
        yield "Files that keep its values until you change them:"
        yield from (f"  {printable(path)}" for path in planned.filled)


def _remote_line(each: Remote) -> str:
    told = f"  {each.kind:<9} {printable(each.id or '(id not known)')}  {printable(each.name)}"
    return f"{told}  perhaps left over (asked for at {each.at})" if each.doubtful else told

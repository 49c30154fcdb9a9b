"""After a promotion: each variable that must change in the apps, shown, and written on a yes.

Knows: ``setup --from`` ends here; ``--yes`` is a yes to this too.
Must never: write without a yes, or show a secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.cli.asking import agreed, interactive
from wizard.cli.command import Result
from wizard.handoff.changes import apply
from wizard.handoff.promotion import app_changes, knows_apps
from wizard.profiles.store import ProfileStore
from wizard.text import command, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wizard.cli.command import Call
    from wizard.handoff.changes import Change, Written
    from wizard.model import Draft


def with_apps(call: Call, draft: Draft, result: Result) -> Result:
    """Give the setup's result with what became of the apps. Raises what ``app_changes`` raises."""
    foreseen = app_changes(call.home, draft.profile)
    for line in _shown(foreseen):
        call.say(line)
    done = _written(call, draft.profile, foreseen)
    data = {
        **(result.data or {}),
        "promotedFrom": draft.promoted_from,
        "apps": [_as_json(change, done) for change in foreseen],
    }
    troubles = tuple(each.trouble for each in done if each.trouble)
    known = knows_apps(call.home, draft.promoted_from)
    text = "\n".join((result.text, "", *_closing(draft, foreseen, done, known=known)))
    if not troubles:
        return result._replace(data=data, text=text)
    noted = result.problems if result.status == "ok" else result.noted
    problems = (*result.problems, *troubles)
    return Result("partial", data, problems, text, exit_code=1, noted=noted)


def _shown(foreseen: Sequence[Change]) -> Iterator[str]:
    """Give the diff; secrets are masked in it."""
    for change in foreseen:
        yield f"\n--- {printable(change.path)}"
        for line in change.lines:
            yield f"-{line.name}={printable(line.before)}"
            if line.after is None:
                yield "  (production has no such value: remove this line by hand)"
            else:
                yield f"+{line.name}={printable(line.after)}"


def _written(call: Call, promoted: str, foreseen: Sequence[Change]) -> list[Written]:
    able = [change for change in foreseen if change.names or change.trouble]
    if not able or not _wanted(call):
        return []
    profile = ProfileStore(call.home).load(promoted)
    return [apply(call.home, profile, change) for change in able]


def _wanted(call: Call) -> bool:
    if call.options.yes:
        return True
    return interactive() and agreed("\nWrite these changes into your apps' files?")


def _as_json(change: Change, done: Sequence[Written]) -> dict[str, Any]:
    its = next((each for each in done if each.change is change), None)
    return {
        "path": str(change.path),
        "changed": [line.name for line in change.lines if line.after is not None],
        "byHand": [line.name for line in change.lines if line.after is None],
        "written": its is not None and its.trouble is None,
        "backup": str(its.backup) if its and its.backup else None,
        "problem": its.trouble.code if its and its.trouble else None,
    }


def _closing(
    draft: Draft, foreseen: Sequence[Change], done: Sequence[Written], *, known: bool
) -> Iterator[str]:
    fill = command("anon-wizard", "env", "--profile", draft.profile, "--write", "FILE")
    yield f"Promoted from “{printable(draft.promoted_from)}”, which is kept as it was."
    if known and not foreseen:
        yield "Every variable of ours in your apps is production's already."
    elif not foreseen:
        yield "No app of yours is known. Name it: anon-wizard handoff --app DIR,"
        yield f"or fill a file: {fill}"
    for each in done:
        if each.trouble is None:
            yield f"Changed {printable(each.change.path)}: {', '.join(each.change.names)}"
    if foreseen and not done:
        yield f"Nothing was written. Later: {fill}"
    look = command("anon-wizard", "handoff", "--profile", draft.profile)
    yield f"See where it stands: {look}"

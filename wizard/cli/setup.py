"""``anon-wizard setup``: the same steps without a full screen.

Knows: its flags, which are the steps' fields and a few of its own.
Must never: ask with ``--yes``, or put anything but the result on stdout.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from wizard import answering, flow, headless
from wizard.cli.bundle import NOTHING, bundle_of
from wizard.cli.command import Result
from wizard.cli.decisions import add_decisions, decisions_of
from wizard.cli.names import completes_names
from wizard.cli.resuming import setup_command
from wizard.cli.signals import SignalledError
from wizard.context import LinkWishes
from wizard.model import CancelledByUserError, Draft, ProblemError
from wizard.problems import problem
from wizard.steps import STEPS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from wizard.cli.command import Call, Status
    from wizard.context import Context, LinkGuide
    from wizard.flow import Progress
    from wizard.headless import Outcome, Person
    from wizard.model import Answers, CreateRequest, Field

FIELDS: Final = tuple(field for step in STEPS for field in step.fields)
_DEFAULT_TIMEOUT: Final = 600.0


def arguments(parser: ArgumentParser) -> None:
    """Add a flag for each field that has one, and setup's own."""
    asked = parser.add_argument_group("answers (asked for, or defaulted with --yes)")
    for field in FIELDS:
        if field.flag and field.flag != "--profile":
            flag = asked.add_argument(
                field.flag, dest=field.name, metavar=_metavar(field), help=_help(field)
            )
            if field.flag == "--from":  # the one that names a saved profile
                completes_names(flag)
    asked.add_argument("--answers", metavar="FILE", help="read answers from a TOML file")
    asked.add_argument("--import", dest="bundle", metavar="FILE|DIR",
        help="take over the credentials that Anon sent (also .env, JSON, op://…)")  # fmt: skip
    runs = parser.add_argument_group("how it runs")
    add = runs.add_argument
    add("--yes", "-y", action="store_true", help="never ask; take defaults")
    add(
        "--dry-run",
        action="store_true",
        help="show what would be created and what is lacking, and send nothing",
    )
    add("--skip-link", action="store_true", help="leave the link for later")
    add("--link-timeout", metavar="SECONDS", type=_seconds, default=_DEFAULT_TIMEOUT,
        help="how long to wait for the link (default 600)")  # fmt: skip
    add("--no-browser", action="store_true", help="show the link's address, open nothing")
    add_decisions(runs)


def run(call: Call) -> Result:
    """Run the setup; the profile is saved at its end."""
    options = call.options
    interactive = not options.yes and not options.dry_run
    if interactive and not sys.stdin.isatty():
        raise ProblemError(problem("usage.terminal_setting"))
    progress, reached = _start(call)
    person, guide = _front(call, interactive=interactive)
    world = _world(call, guide, interactive=interactive)
    if options.dry_run:
        return _planned(world, progress)
    outcome = _run(call, world, progress, person, reached)
    result = _result(world, outcome)
    return _with_apps(call, outcome, result) if outcome.complete else result


def _run(
    call: Call, world: Context, progress: Progress, person: Person | None, reached: Draft | None
) -> Outcome:
    """Go through the steps; whoever leaves in the middle is told how to go on."""
    way = [progress]
    try:
        outcome = headless.run(world, progress, person, reached, way.append)
    except (CancelledByUserError, SignalledError):
        call.say(f"\nNothing is lost. Go on with: {setup_command(call.options, way[-1].answers)}")
        raise
    stopped = outcome.progress.step
    if stopped and outcome.problems[-1].exit_code != 2:  # wrong usage fails the same way again
        told = setup_command(call.options, outcome.progress.answers)
        call.say(f"Stopped at “{stopped.title}”; what was proven is kept. Go on with: {told}")
    return outcome


def _start(call: Call) -> tuple[Progress, Draft | None]:
    """Collect the answers by precedence; an earlier run of the same profile answers last.

    Beside where to begin, gives what an interrupted setup had reached.
    """
    from wizard.earlier import completed, earlier
    from wizard.steps.environment import profile_name

    options = call.options
    file = answering.read_answers(options.answers, FIELDS) if options.answers else {}
    flags = _flags(options)
    bundle = bundle_of(call, flags.get("user", "")) if options.bundle else NOTHING
    first = answering.Sources(flags, call.environ, file, imported=bundle.answers)
    answers = _bound(call, answering.collect(FIELDS, first))
    name = answers.text("profile") or profile_name(answers)
    before = earlier(call.home, name, answers.text("promoted_from"), call.say)
    answers = completed(answers, before.answers)
    answering.announce(FIELDS, answers, call.say)
    if before.reached:
        answering.announce_kept(STEPS, before.reached, answers, call.say)
    return flow.Progress(answers, (Draft(notes=bundle.notes),), before.ground), before.reached


def _bound(call: Call, answers: Answers) -> Answers:
    """Let a bound folder name the profile, unless something said which one or where."""
    from wizard.profiles.resolution import resolve_here

    decided = any(name in answers for name in ("profile", "environment", "promoted_from"))
    here = None if decided else resolve_here(call.home, call.environ)
    if here is None:
        return answers
    call.say(here.why())
    return answers.put("profile", here.name, "profile")


def _flags(options: Namespace) -> dict[str, str]:
    given = {field.name: getattr(options, field.name, None) for field in FIELDS}
    return {name: value for name, value in given.items() if value is not None}


def _front(call: Call, *, interactive: bool) -> tuple[Person | None, LinkGuide]:
    from wizard.cli.guides import LineGuide, SilentGuide
    from wizard.cli.lines import LinePerson

    if not interactive:
        return None, SilentGuide(call.say)
    person = LinePerson(call.say)
    return person, LineGuide(person, call.environ, opens=not call.options.no_browser)


def _world(call: Call, guide: LinkGuide, *, interactive: bool) -> Context:
    from wizard.cli.composition import context

    options = call.options
    return replace(
        context(call.home, guide, say=call.say),
        link=LinkWishes(options.skip_link, options.link_timeout),
        decisions=decisions_of(options),
        unattended=not interactive,
    )


# --- results --------------------------------------------------------------------------------------


def _planned(world: Context, progress: Progress) -> Result:
    from wizard.cli.composition import planning

    planned = flow.plan(planning(world), progress)
    profile = progress.answers.text("profile")
    plan = [_request_as_json(request, profile) for request in planned.requests]
    lines = [f"{each['method']} {each['path']}  ({each['kind']})" for each in plan]
    told = "Would create, in this order:\n  " + "\n  ".join(lines) if plan else "Nothing to create."
    status: Status = "problem" if planned.lacks else "ok"
    return Result(status, {"plan": plan}, planned.lacks, told)


def _request_as_json(request: CreateRequest, profile: str) -> dict[str, Any]:
    from wizard.ledger import planned_name

    body = {"name": planned_name(profile or "local", request.kind), **request.body}
    return {"method": "POST", "path": request.path, "kind": request.kind, "body": body}


def _result(world: Context, outcome: Outcome) -> Result:
    draft, problems = outcome.progress.draft, outcome.problems
    data = as_json(draft)
    if not outcome.complete:
        code = problems[-1].exit_code
        return Result("problem", data, problems, exit_code=code, noted=problems[:-1])
    unproven = draft.link is not None and draft.link.status in {"unproven", "failed"}
    from wizard.cli.summary import summary

    status: Status = "partial" if unproven else "ok"
    text = summary(world, draft)
    failed = draft.link is not None and draft.link.status == "failed"
    noted = problems[:-1] if failed else problems  # what failed the link was told last
    return Result(status, data, problems, text, exit_code=1 if unproven else 0, noted=noted)


def _with_apps(call: Call, outcome: Outcome, result: Result) -> Result:
    """Go on with the apps where a tested profile was promoted."""
    draft = outcome.progress.draft
    if not draft.promoted_from:
        return result
    from wizard.cli.promotion import with_apps

    return with_apps(call, draft, result)


def as_json(draft: Draft) -> dict[str, Any]:
    """Give ``data`` of ``setup --json`` (cli.md, Output); what is not known yet is null."""
    pool, user, link = draft.pool, draft.user, draft.link
    return {
        "profile": draft.profile or None,
        "environment": draft.environment or None,
        "organizationId": draft.organization_id or None,
        "userPoolId": pool.id if pool else None,
        "jwksUri": pool.jwks_uri or None if pool else None,
        "webappClientId": draft.webapp.id if draft.webapp else None,
        "serviceClientId": draft.service.id if draft.service else None,
        "appUserId": user.id if user else None,
        "kid": user.kid or None if user else None,
        "link": link.as_json() if link else None,
        "created": [{"kind": made.kind, "id": made.id} for made in draft.created],
        "reused": [{"kind": made.kind, "id": made.id} for made in draft.reused],
        "path": draft.saved or None,
    }


# --- the forms of flags ---------------------------------------------------------------------------


def _metavar(field: Field) -> str:
    if field.secret:
        return "FILE"
    values = [choice.value.upper() if choice.free else choice.value for choice in field.choices]
    return field.metavar or "|".join(values)


def _help(field: Field) -> str:
    told = field.label
    if field.secret:
        told += f"; a file, or - for stdin{f' (or {field.env})' if field.env else ''}"
    elif field.env:
        told += f" (or {field.env})"
    return told.replace("%", "%%")


def _seconds(text: str) -> float:
    from argparse import ArgumentTypeError

    if not text.isdecimal() or int(text) > 86_400:
        raise ArgumentTypeError(f"“{text}” is not a number of seconds up to 86400")
    return float(text)

"""``anon-wizard env``: the profile's values as variables, for a shell, a file or an app.

Knows: what is printed, what is written, and when a secret is masked.
Must never: show a secret on a terminal unasked, or give out what does not belong together.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.cli.chosen import announce_unused, loaded
from wizard.cli.command import Result
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.formats import FORMATS
from wizard.profiles.frameworks import FRAMEWORKS, PLAIN, assignments, unknown
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from wizard.cli.command import Call
    from wizard.model import Problem, Profile
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.variables import Values


def arguments(parser: ArgumentParser) -> None:
    """Add the forms, the frameworks, and the file to write."""
    add = parser.add_argument
    add("--format", choices=tuple(FORMATS), help="the form (default dotenv)")
    add("--framework", choices=tuple(FRAMEWORKS), help="that framework's variables, by its names")
    add(
        "--write",
        metavar="FILE",
        help="fill FILE in place; only the values of ours change (a snippet: a new file)",
    )
    add("--gitignore", action="store_true", help="with --write: let git ignore FILE first")
    add("--snippet", choices=("web", "node", "curl"), help="code with the profile's values")
    add("--show-secrets", action="store_true", help="do not mask secrets on a terminal")


def run(call: Call) -> Result:
    """Print, write, or give a snippet."""
    options = call.options
    _refuse_misfits(options)
    profile = loaded(call)
    framework = FRAMEWORKS.get(options.framework, PLAIN)
    masked = _is_masked(call)
    values = _values(call, profile, resolved=not masked)
    if options.snippet:
        from wizard.cli.env.snippet import given

        return given(call, profile, values, framework)
    if options.write:
        from wizard.cli.env.writing import written

        return written(call, profile, values, framework)
    return _printed(call, profile, values, framework, masked=masked)


def _refuse_misfits(options: Namespace) -> None:
    """Refuse a flag that would be passed over in silence."""
    misfits = (
        (options.snippet and options.format, "--snippet gives code, which has no --format."),
        (options.snippet and options.gitignore, "--snippet writes no secret: no --gitignore."),
        (options.gitignore and not options.write, "--gitignore belongs to --write FILE."),
    )
    for misfit, message in misfits:
        if misfit:
            raise ProblemError(problem("usage.wrong", message=message))


def _is_masked(call: Call) -> bool:
    """Tell whether secrets are masked: on a terminal and in the envelope, unless asked for."""
    options = call.options
    if options.snippet:
        return True
    if options.write or options.show_secrets:
        return False
    return bool(options.json or sys.stdout.isatty())


def _values(call: Call, profile: Profile, *, resolved: bool) -> Values:
    """Give the profile's values, of which nothing speaks against the other."""
    from wizard.profiles.coherence import refuse_mixture
    from wizard.profiles.secrets import open_secrets
    from wizard.profiles.variables import values_of

    secrets = open_secrets(profile.secret_store, call.home)
    values = values_of(profile, secrets, resolved=resolved)
    announce_unused(call, values)
    for remark in refuse_mixture(call.home, profile, values.token):
        call.say(remark)
    return values


def _printed(
    call: Call, profile: Profile, values: Values, framework: Framework, *, masked: bool
) -> Result:
    given = assignments(values, framework)
    pairs = [(each.name, each.masked if masked else each.text) for each in given]
    notes = _notes(profile, values, framework)
    form = call.options.format or "dotenv"
    seen = sys.stdout.isatty() and not call.options.json
    if seen and (masked or form == "dotenv"):  # the other forms escape by themselves
        pairs = [(name, printable(value)) for name, value in pairs]
    if seen and masked:
        call.say("Secrets are masked on a terminal; --show-secrets shows them.")
    text = FORMATS[form](pairs)
    return Result(data=dict(pairs), problems=notes, text=text, exit_code=0)


def _notes(profile: Profile, values: Values, framework: Framework) -> tuple[Problem, ...]:
    missing = unknown(values, framework)
    if not missing:
        return ()
    return (problem("env.incomplete", names=", ".join(missing), profile=profile.name),)

"""``anon-wizard``: the full-screen wizard; the only place in the core that names the screens.

Knows: when a full screen can work, and what is said after it.
Must never: load the screens without a terminal, or a heavy library before the first picture.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.cli.command import Result
from wizard.flow import Progress
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.resources import ROOT
from wizard.steps import STEPS, TITLES
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Mapping

    from screens.app import WizardApp
    from wizard.cli.command import Call
    from wizard.context import Context, LinkGuide
    from wizard.model import Problem
    from wizard.profiles.drafts import Interrupted
    from wizard.profiles.resolution import Resolved

_HEAVY: Final = (
    "wizard.api",
    "wizard.callback",
    "wizard.identity.fetch",
    "wizard.identity.judge",
    "wizard.ledger",
    "wizard.profiles.drafts",
    "wizard.profiles.proofs",
    "wizard.profiles.secrets",
    "wizard.profiles.store",
    "wizard.sandbox.starting",
    *(f"wizard.steps.{step}" for step in TITLES),
)
"""What the steps will load; fetched in a thread once somebody presses a key."""


_USUAL: Final = (700, 10, 10)
"""Python's own thresholds; ``wizard.cli`` has raised them for commands that end soon."""


_TURN: Final = 0.0005
"""Seconds that a thread may keep the others waiting: those that read keys and write pictures."""


def arguments(parser: ArgumentParser) -> None:
    """Add nothing: the full screen asks for all it needs."""
    del parser


def run(call: Call) -> Result:
    """Open the full screen; give what there is to say after it."""
    require_terminal(call.environ)
    require_own_screens()
    gc.disable()  # until the first picture stands: what is made until then stays
    sys.setswitchinterval(_TURN)
    notices: list[Problem] = []
    app = _app(call._replace(home=call.home._replace(tell=notices.append)))
    logging.getLogger("asyncio").addHandler(logging.NullHandler())  # it would print tracebacks
    threading.excepthook = lambda _failed: None  # likewise
    app.run()
    for notice in dict.fromkeys(notices):
        call.home.tell(notice)
    return _after(call, app)


def require_terminal(environ: Mapping[str, str]) -> None:
    """Refuse to start where nobody could see or answer (threats, Terminal)."""
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output"), (sys.stderr, "messages")):
        if stream is None or stream.closed or not stream.isatty():
            raise _no_terminal(f"Its {name} (std{_SHORT[name]}) is not a terminal.")
    kind = environ.get("TERM", "")
    if kind in {"", "dumb"}:
        raise _no_terminal(f"TERM is “{kind}”: this terminal cannot be drawn on.")


_SHORT: Final = {"input": "in", "output": "out", "messages": "err"}


def _no_terminal(reason: str) -> ProblemError:
    return ProblemError(problem("usage.no_terminal", reason=reason))


def require_own_screens() -> None:
    """Refuse to start with somebody else's package named “screens” (it is a common name)."""
    spec = find_spec("screens")
    origin = Path(spec.origin) if spec and spec.origin else None
    if origin is None or origin.parent.parent != ROOT:
        raise ProblemError(problem("install.mixed", path=origin or "nowhere"))


_TELLTALES: Final = ("TEXTUAL", "TEXTUAL_LOG")
"""Variables that make Textual write or send each key that is pressed, a typed secret's too."""


def _app(call: Call) -> WizardApp:
    for name in _TELLTALES:
        os.environ.pop(name, None)
    from screens.app import Beginning, WizardApp

    if call.options.no_color:
        os.environ["NO_COLOR"] = "1"  # where Textual looks for it

    def make_context(
        say: Callable[[str], None], cancelled: Callable[[], bool], guide: LinkGuide
    ) -> Context:
        from wizard.cli.composition import context

        return context(call.home, guide, say=say, cancelled=cancelled)

    return WizardApp(
        make_context,
        Beginning(_fresh(call), _interrupted(call), call.home, partial(_in_use, call)),
        tidy=_tidy,
        warm_up=_warm_up,
        heeds_signals=True,
    )


_SETTINGS: Final = {"ANON_WIZARD_HOME"}
"""Variables of ours that answer no question."""


def _fresh(call: Call) -> Progress:
    """Give the answers that the environment and ``--profile`` have for a new setup."""
    name = call.options.profile
    if not name and not any(each.startswith("ANON_") for each in call.environ.keys() - _SETTINGS):
        return Progress()
    from wizard import answering

    fields = [field for step in STEPS for field in step.fields]
    answers = answering.collect(fields, answering.Sources(environ=call.environ))
    return Progress(answers.put("profile", name, "flag") if name else answers)


def _in_use(call: Call) -> Resolved | None:
    """Tell which profile counts here, as it does for every command; asked in a thread."""
    from wizard.profiles.resolution import resolve

    return resolve(call.home, call.environ, call.options.profile)


def _interrupted(call: Call) -> Interrupted | None:
    """Give the setup that was interrupted last, or that of the profile that was named.

    One in which something was proven comes before those that were barely begun.
    """
    if not os.path.isdir(call.home.drafts()):  # noqa: PTH112 — Path's raises where we may not look
        return None
    from wizard.profiles import drafts

    named = call.options.profile
    newest: Interrupted | None = None
    for name in (named,) if named else drafts.interrupted(call.home):
        found = drafts.load(call.home, name, lambda trouble: call.say(trouble.symptom))
        if found and found.draft.key_proof:
            return found
        newest = newest or found
    return newest


def _tidy() -> None:
    """Throw away what the start has left behind, and never look at the rest of it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_USUAL)
    gc.enable()


def _warm_up() -> None:
    from importlib import import_module

    for name in _HEAVY:
        import_module(name)
    gc.freeze()  # keys are answered meanwhile: none waits for a look at any of this


def _after(call: Call, app: WizardApp) -> Result:
    """Say how to go on; a crash is told without its locals, a signal ends as a signal does."""
    draft = app.reached
    if (draft.profile or app.left_a_setup) and not draft.saved:
        from wizard.cli.resuming import full_screen_command

        profile = draft.profile or call.options.profile or ""
        call.say(f"Nothing is lost. Go on with: {full_screen_command(profile)}")
    if app.crash:
        from wizard.cli.run import crash_problem

        return Result("problem", problems=(crash_problem(app.crash),), exit_code=1)
    code = app.return_code or 0
    if draft.saved:
        return Result(text=f"Profile “{printable(draft.profile)}”: {draft.saved}", exit_code=code)
    return Result("cancelled" if code else "ok", exit_code=code)

"""``anon-wizard sandbox``: the local Anon sandbox by itself, until Ctrl-C.

Knows: what a person or a script needs to use it.
Must never: show a key of anything but this sandbox, whose keys are worthless; leave a fault on in
a sandbox that it only joined.
"""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final, NoReturn

from wizard.cli.command import Result
from wizard.cli.render import emit
from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator
    from types import FrameType

    from wizard.cli.command import Call
    from wizard.sandbox import Running

_LOOK_EVERY: Final = 0.5
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class _StoppedError(Exception):
    """A signal asks to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number: Final = number


def arguments(parser: ArgumentParser) -> None:
    """Add the flags."""
    add = parser.add_argument
    add("--port", type=int, metavar="PORT", help="default 4010, or the state's own; 0: any")
    add("--state", metavar="FILE", help="where it remembers (SQLite); :memory: forgets at the end")
    add(
        "--fault",
        action="append",
        default=[],
        metavar="NAME[=ARG]",
        help="fail in this way; may be given several times",
    )
    add("--list-faults", action="store_true", help="tell what each fault imitates")
    add(
        "--auth",
        choices=("any", "session-token", "api-key"),
        default="any",
        help="which kind of credential is accepted (default: any)",
    )


def run(call: Call) -> Result:
    """List the faults, or run a sandbox until a signal ends it."""
    if call.options.list_faults:
        return _list_faults()
    _check(call)
    try:
        with _signals(), _running(call) as running:
            emit(_told(running), as_json=call.options.json)
            call.say("Ctrl-C ends it." if not running.attached else "Ctrl-C leaves it.")
            _wait(running)
    except _StoppedError as stopped:
        return Result("cancelled", exit_code=128 + stopped.number, lines=())


def _list_faults() -> Result:
    from wizard.sandbox.known_faults import FAULTS

    known = tuple(FAULTS.values())
    width = max(len(fault.usage) for fault in known)
    rows = [f"{fault.usage:<{width}}  {fault.imitates}" for fault in known]
    faults = [
        {"name": fault.name, "argument": fault.argument, "imitates": fault.imitates}
        for fault in known
    ]
    return Result(data={"faults": faults}, text="\n".join(rows))


def _check(call: Call) -> None:
    from wizard.sandbox.faults import read

    for spec in call.options.fault:
        read(spec)
    port = call.options.port
    if port is not None and not 0 <= port <= 65_535:
        raise ProblemError(problem("usage.wrong", message="--port takes 0 to 65535."))


@contextmanager
def _running(call: Call) -> Iterator[Running]:
    """Start a sandbox, or join the one over this state and switch the faults on in it."""
    from wizard.sandbox import LocalSandbox, ensure

    options = call.options
    if options.state == ":memory:":
        with LocalSandbox(":memory:", options.port, options.fault, options.auth) as running:
            yield running
        return
    path = _state(call)
    with ExitStack() as stack:
        running = ensure(path, options.port, faults=options.fault, auth=options.auth)
        stack.callback(running.close)
        if running.attached:
            _join(stack, running, call, path)
        yield running


def _state(call: Call) -> str:
    return call.options.state or call.home.sandbox()


def _join(stack: ExitStack, running: Running, call: Call, path: str) -> None:
    """Use another's sandbox: where and how it runs stays as it is, our faults go when we go."""
    auth, port = running.health()["auth"], int(running.url.rpartition(":")[2])
    if call.options.auth not in ("any", auth):
        raise _runs_otherwise(path, f"--auth {auth}")
    if call.options.port not in (None, 0, port):
        raise _runs_otherwise(path, f"--port {port}")
    for fault in call.options.fault:
        running.switch_on(fault)
        stack.callback(_switch_off, running, fault)


def _runs_otherwise(path: str, flag: str) -> ProblemError:
    return ProblemError(problem("sandbox.runs_otherwise", path=path, flag=flag))


def _switch_off(running: Running, fault: str) -> None:
    with suppress(ProblemError):  # the other one may be gone by now
        running.switch_off(fault)


def _told(running: Running) -> Result:
    data = {
        "url": running.url,
        "linkUrl": f"{running.link_origin}/link",
        "jwksUri": running.jwks_uri,
        "attached": running.attached,
        "organizations": dict(running.organizations),
        "keys": {name: key.reveal() for name, key in running.keys.items()},
        "sessionTokens": {name: key.reveal() for name, key in running.session_tokens.items()},
    }
    return Result(data=data, text="\n".join(_lines(running)))


def _lines(running: Running) -> Iterator[str]:
    joined = " (it runs already; this joins it)" if running.attached else ""
    yield f"The local Anon sandbox answers at {running.url}{joined}"
    yield f"  Link page      {running.link_origin}/link"
    yield f"  Mock key set   {running.jwks_uri}"
    yield f"  All calls      {running.url}/_sandbox/openapi.json"
    for name, organization in running.organizations.items():
        yield ""
        yield f"  {name}"
        yield f"    organization   {organization}"
        yield f"    API key        {running.keys[name].reveal()}"
        yield f"    session token  {running.session_tokens[name].reveal()}"
    yield ""
    yield "  These keys are worthless: they open this sandbox on this machine, and nothing else."


@contextmanager
def _signals() -> Iterator[None]:
    """Let a signal end the wait, so that the sandbox ends well and stdout gets one document."""

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        raise _StoppedError(number)

    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait(running: Running) -> NoReturn:
    """Wait for a signal; raises ``sandbox.ended`` if the sandbox goes first."""
    while running.alive():
        time.sleep(_LOOK_EVERY)
    raise ProblemError(problem("sandbox.ended", url=running.url))

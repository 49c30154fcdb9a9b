"""The wizard opened at any of its steps, with nothing behind it: ``standing.py STEP [WORK]``.

What was proven before the step is made up, and so is what each step's run gives: at once, and
without touching a network. Everything else is the wizard's own, its start above all. ``WORK`` runs
in a thread from the first key on: ``key`` makes keys, ``request`` waits for a server that never
answers; ``libraries`` is what the wizard does then by itself.
"""

from __future__ import annotations

import socket
import sys
from functools import cache
from typing import TYPE_CHECKING

import wizard.steps
from wizard.model import Client, Draft, Link, Made, Pool, Secret, TestUser

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.context import Context
    from wizard.flow import Progress
    from wizard.model import Answers, Step

_STEPS = wizard.steps.STEPS

_POOL = Pool(
    "pool-1", "bench-userPool-00000000", "url", "https://acme.example/.well-known/jwks.json"
)
_WEBAPP = Client("webapp-1", "bench-webapp-00000000", "webapp", _POOL.id)
_SERVICE = Client("service-1", "bench-service-00000000", "service")
_MADE = (Made("userPool", _POOL.id), Made("webapp", "webapp-1"), Made("service", "service-1"))

_PROVEN: dict[str, Callable[[Draft], Draft]] = {
    "environment": lambda draft: draft._replace(
        profile="bench", environment="local", base_url="http://127.0.0.1:9"
    ),
    "key": lambda draft: draft._replace(
        api_key=Secret("anon_bench"), key_proof="accepted", secret_store="file"
    ),
    "pool": lambda draft: draft._replace(pool=_POOL, created=_MADE[:1]),
    "clients": lambda draft: draft._replace(
        webapp=_WEBAPP, service=_SERVICE, service_key=Secret("anon_bench"), created=_MADE
    ),
    "user": lambda draft: draft._replace(user=TestUser("ada", Secret("e.y.J"), "kid-1")),
    "link": lambda draft: draft._replace(link=Link("instagram", "skipped")),
    "save": lambda draft: draft._replace(saved="/home/ada/bench.toml"),
}


class _AtOnce(type(wizard.steps.STEPS)):  # type: ignore[misc]  # the wizard's own list of steps
    """The wizard's steps, each as late as it loads them."""

    def __getitem__(self, at: int) -> Step:
        return _at_once(at)


@cache
def _at_once(at: int) -> Step:
    step = _STEPS[at]
    prove = _PROVEN[step.id]

    def run(_context: Context, draft: Draft, _answers: Answers) -> Draft:
        return prove(draft)

    return step._replace(run=run)


def stand_at(name: str) -> Progress:
    """Give what stands at the step of that id."""
    from wizard.flow import Progress

    drafts = [Draft()]
    for step in wizard.steps.TITLES:
        if step == name:
            break
        drafts.append(_PROVEN[step](drafts[-1]))
    return Progress(drafts=tuple(drafts))


def _make_keys() -> None:
    from wizard.identity.keys import generate

    while True:
        generate("RS256")


def _ask_in_vain() -> None:
    from wizard.api import AnonApi
    from wizard.model import ProblemError

    with socket.create_server(("127.0.0.1", 0)) as silent:
        while True:
            api = AnonApi(f"http://127.0.0.1:{silent.getsockname()[1]}", Secret("anon_bench"))
            try:
                api.get_user_pool("pool-1")
            except ProblemError:
                continue


def main(place: str, work: str = "libraries") -> None:
    """Open it, as ``anon-wizard`` does."""
    wizard.steps.STEPS = _AtOnce()  # type: ignore[misc]  # made up
    from wizard.cli import full_screen, program

    load = full_screen._warm_up
    works = {"libraries": load, "key": _make_keys, "request": _ask_in_vain, "nothing": lambda: None}
    full_screen._warm_up = works[work]
    full_screen._fresh = lambda call: stand_at(place)  # noqa: ARG005 — what it stands in for
    sys.argv[1:] = []
    program()


if __name__ == "__main__":
    main(*sys.argv[1:])

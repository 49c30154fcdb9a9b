"""Other programs, installed for the comparison: only by ``--peers``, and never with a budget.

Knows: where each is had: PyPI into an environment that is thrown away, a Debian package unpacked
beside it, npm into a folder. What can't be had here is told, and left out.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.bench import process
from tests.bench.experiment import Experiment
from tests.bench.experiments.commands import PASS
from tests.bench.experiments.first_screen import HELLO, WIZARD, opened
from tests.bench.first_paint import WIZARD_SHOWS
from tests.bench.room import Room, program, python
from tests.bench.row import Row, Take
from tests.bench.terminal import Silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.bench.experiment import Subjects
    from tests.bench.row import Observation

PATIENCE: Final = 600
"""Seconds that one installation may take."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program of others: how it is installed below a folder, and what is measured of it.

    ``installed`` gives the command. ``tells`` are the arguments of its quickest answer, ``opens``
    those of its first screen, and ``shows`` is what that says; empty: it has none.
    """

    name: str
    installed: Callable[[Path], str]
    tells: tuple[str, ...] = ("--version",)
    shows: str = ""
    opens: tuple[str, ...] = ()


class _Outside(Room):
    """The same room for what is installed: nothing of this checkout comes before its own."""

    def environ(self, home: Path, **more: str) -> dict[str, str]:
        """Give the environment of a run, without our place in it."""
        given = super().environ(home, **more)
        return {name: text for name, text in given.items() if name != "PYTHONPATH"}


def _pip(package: str, beside: tuple[str, ...], folder: Path) -> str:
    environment = folder / package
    _run(sys.executable, "-m", "venv", str(environment))
    pip = str(environment / "bin/python"), "-m", "pip", "--disable-pip-version-check"
    _run(*pip, "install", "--quiet", package, *beside)
    return str(environment / "bin" / package)


def _debian(package: str, folder: Path) -> str:
    below = folder / package
    below.mkdir()
    _run("apt-get", "download", package, folder=below)
    _run("dpkg-deb", "-x", *(str(each) for each in below.glob("*.deb")), str(below))
    return str(below / "usr/bin" / package)


def _npm(package: str, command: str, folder: Path) -> str:
    below = folder / command
    _run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(below), package)
    return str(below / "node_modules/.bin" / command)


def _run(*words: str, folder: Path | None = None) -> None:
    """Install something; ``OSError`` or ``SubprocessError`` where that can't be done here."""
    subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)


PEERS: Final = (
    # posting 2.11 has Textual 6.1, which tree-sitter 0.26 ends with a segmentation fault.
    Peer("posting", partial(_pip, "posting", ("tree-sitter<0.26",)), ("--help",), "Collection"),
    Peer("harlequin", partial(_pip, "harlequin", ()), shows="Query Editor"),
    Peer("gh", partial(_debian, "gh")),
    Peer(
        "@posthog/wizard",
        partial(_npm, "@posthog/wizard", "wizard"),
        shows="Select your framework",
        opens=("--no-telemetry",),
    ),
)


@dataclass(frozen=True, slots=True)
class Had:
    """The commands of what answers and of what opens here, by name; and what is to be said."""

    answers: dict[str, str]
    opens: dict[str, list[str]]
    told: tuple[str, ...]


def had(folder: Path) -> Had:
    """Install all that can be had here, and try each once."""
    room = _Outside(folder)
    answers: dict[str, str] = {}
    opens: dict[str, list[str]] = {}
    told: list[str] = []
    for peer in PEERS:
        try:
            command = peer.installed(folder)
            _answer(room, peer, command)()
            answers[peer.name] = command
            if peer.shows:
                opened(room, [command, *peer.opens], peer.shows)()
                opens[peer.name] = [command, *peer.opens]
        except (OSError, subprocess.SubprocessError) as stopped:
            told.append(f"{peer.name}: not to be had here ({_why(stopped)})")
        except SystemExit as failed:
            told.append(f"{peer.name}: does not work here ({failed})")
        except Silent as silent:
            why = str(silent).partition("\n")[0]
            told.append(f"{peer.name}: its first screen does not come up here ({why})")
    return Had(answers, opens, tuple(told))


def _answer(room: Room, peer: Peer, command: str) -> Callable[[], Observation]:
    home = room.home()
    return partial(process.run, [command, *peer.tells], room.environ(home), home)


def _why(stopped: Exception) -> str:
    said = getattr(stopped, "stderr", None) or str(stopped).encode()
    lines = bytes(said).decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:120] if lines else type(stopped).__name__


def experiments(folder: Path) -> tuple[Experiment, ...]:
    """Install what can be had, and give what is measured of it: beside the same references."""
    there = had(folder)
    answers = [peer for peer in PEERS if peer.name in there.answers]
    opens = [peer for peer in PEERS if peer.name in there.opens]
    shown = [WIZARD, *(peer.name for peer in opens)]
    return (
        Experiment(
            "peers: first screen",
            7,
            partial(_first_screens, there, opens),
            tuple(_row(f"{name}: first screen", name, HELLO, "ready") for name in shown),
        ),
        Experiment(
            "peers: quickest answer",
            11,
            partial(_answers, there, answers),
            tuple(
                _row(" ".join((each.name, *each.tells)), each.name, PASS, "wall")
                for each in answers
            ),
            lambda _room: list(there.told),
        ),
    )


def _row(what: str, name: str, beside: str, metric: str) -> Row:
    return Row(what, Take(name, metric), Take(beside, metric), None, "")


@contextmanager
def _first_screens(there: Had, peers: Sequence[Peer], room: Room) -> Iterator[Subjects]:
    outside = _Outside(room.folder)
    yield {
        HELLO: opened(room, program("hello"), "Hello, world"),
        WIZARD: opened(room, room.wizard(), WIZARD_SHOWS),
        **{peer.name: opened(outside, there.opens[peer.name], peer.shows) for peer in peers},
    }


@contextmanager
def _answers(there: Had, peers: Sequence[Peer], room: Room) -> Iterator[Subjects]:
    home, outside = room.home(), _Outside(room.folder)
    yield {
        PASS: partial(process.run, python("-c", "pass"), room.environ(home), home),
        **{peer.name: _answer(outside, peer, there.answers[peer.name]) for peer in peers},
    }

"""A key followed wherever it goes: the forms it may take, and the places to look for it."""

from __future__ import annotations

import json
import shutil
import stat
import sys
from base64 import b64encode, urlsafe_b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from wizard.resources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.conftest import Program

BROWSER = """#!{python}
import json, os, sys
with open({seen!r}, "w") as file:
    json.dump([sys.argv, dict(os.environ), open("/proc/self/cmdline").read()], file)
sys.path.insert(0, {root!r})
from wizard.sandbox import walk
walk(sys.argv[1])
"""


def forms(secret: str) -> set[bytes]:
    """Give what a secret looks like: itself, quoted for a URL or in JSON, backwards, in base64.

    In base64 it looks different at each of three offsets; what its neighbours decide is left out.
    """
    raw = secret.encode()
    plain = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
    plain |= {secret.replace("/", "\\/"), secret[::-1], raw.hex()}
    encoded = {
        encode(b"\0" * offset + raw)[-(-offset * 8 // 6) : (offset + len(raw)) * 8 // 6]
        for encode in (b64encode, urlsafe_b64encode)
        for offset in range(3)
    }
    return {form.encode() for form in plain} | encoded


def found(secret: str, *texts: bytes) -> bool:
    """Tell whether one of the texts holds the secret in some form."""
    return any(form in text for form in forms(secret) for text in texts)


def files_with(secret: str, folders: Iterable[Path]) -> list[Path]:
    """Give the files that hold the secret, or are named by it."""
    paths = [path for folder in folders for path in folder.rglob("*")]
    assert not any(found(secret, str(path).encode()) for path in paths)
    return [path for path in paths if path.is_file() and found(secret, path.read_bytes())]


def is_private(path: Path) -> bool:
    """Tell whether a file and its folder are their owner's alone."""
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)]
    return modes == [0o600, 0o700]


class Trail:
    """Where a run of the program may leave a secret: files, and the programs it starts."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program = program
        self.folder = folder
        evidence = folder.with_name("evidence")
        evidence.mkdir()
        self.seen = evidence / "browser.json"
        self._calls = evidence / "execve.txt"
        self._browser = browser = evidence / "browser"
        (folder / "tmp").mkdir(parents=True)
        words = {"python": sys.executable, "seen": str(self.seen), "root": str(ROOT)}
        browser.write_text(BROWSER.format(**words))
        browser.chmod(0o700)

    def environ(self) -> dict[str, str]:
        """Give the variables that make everything talk, and to places that are looked at."""
        return {
            "BROWSER": str(self._browser),
            "TMPDIR": str(self.folder / "tmp"),
            "TEXTUAL": "debug",
            "TEXTUAL_LOG": str(self.folder / "textual.log"),
        }

    def watched(self, command: list[str]) -> list[str]:
        """Give the command under strace, where there is one: it tells what programs are given."""
        strace = shutil.which("strace")
        if strace is None:
            return command
        told = ("-e", "trace=execve", "-v", "-s", "100000", "-o", str(self._calls))
        return [strace, "-f", "-qq", *told, *command]

    def started(self) -> Iterator[bytes]:
        """Give what each program that was started could see, but for the first: the wizard."""
        if self._calls.exists():
            yield from self._calls.read_bytes().splitlines()[1:]
        if self.seen.exists():
            yield self.seen.read_bytes()

    def check(self, secret: str, *shown: bytes, kept: bool = True) -> None:
        """See that the secret lies in the store's file (where it came so far) and nowhere else."""
        assert not found(secret, *shown)
        assert not found(secret, *self.started())
        places = files_with(secret, (self.program.home, self.program.folder, self.folder))
        names = [path.name for path in places]
        assert names in ([["acme.json"]] if kept else [[], ["acme.json"]]), places
        for path in places:
            assert path.parent == self.program.home / "wizard" / "data" / "secrets"
            assert is_private(path)

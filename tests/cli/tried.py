"""A profile that was set up and tried on this machine, and an app that was filled from it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.conftest import KeyHost, key_host, signing_key

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program, Ran
    from wizard.identity.keys import SigningKey

__all__ = ["Tried", "key_host", "signing_key", "states", "tested"]


@dataclass(frozen=True)
class Tried:
    """A profile in ``local`` with a key set of one's own, and an app that was filled from it."""

    program: Program
    app: Path
    pem: Path

    @property
    def wizard(self) -> Path:
        """Where the wizard keeps its files."""
        return self.program.home / "wizard"

    def signs(self) -> tuple[str, ...]:
        """Give the flags that sign a test token with one's own key."""
        return ("--signing-key", str(self.pem), "--kid", "mine")

    def handoff(self, *words: str, **environ: str) -> Ran:
        return self.program("handoff", "--json", *words, **environ)

    def env(self) -> dict[str, str]:
        lines = (self.app / ".env").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def tested(program: Program, key_host: KeyHost, signing_key: SigningKey) -> Tried:
    """Give a profile that was set up and tried, as far as this machine goes."""
    pem = program.folder / "key.pem"
    pem.write_text(signing_key.private_pem().reveal())
    own = ("--jwks", key_host.url, "--signing-key", str(pem), "--kid", signing_key.kid)
    ran = program("setup", "--env", "local", "--yes", "--json", *own)
    assert ran.code == 0, ran.err
    app = program.folder / "app"
    (app / "src").mkdir(parents=True)
    subprocess.run(["git", "init", "-q"], cwd=app, check=True)
    (app / ".gitignore").write_text(".env\n")
    (app / "src/link.ts").write_text(
        'import AnonLink from "@anon/sdk-web-link-typescript";\n'
        "const config = { environment: import.meta.env.VITE_ANON_ENV,\n"
        '  redirectUrl: "http://localhost:3000/linked", companyName: "Acme Robotics",\n'
        '};\nconst more = { companyLogo: "http://localhost:3000/logo.png" }; // AnonLink\n'
    )
    assert program("env", "--write", str(app / ".env")).code == 0
    return Tried(program, app, pem)


def states(ran: Ran) -> dict[str, str]:
    return {each["id"]: each["state"] for each in ran.json()["data"]["checks"]}


def say_all(tested: Tried) -> None:
    """Let somebody settle everything that is asked."""
    asked = [name for name, state in states(tested.handoff()).items() if state == "ask"]
    assert asked
    for name in asked:
        note = "instagram" if name == "plan.apps" else "Looked at it, all is well."
        assert tested.handoff("--check", name, "--note", note, "--by", "Ada").code == 0

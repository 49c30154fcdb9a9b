"""``profile import --replace`` and a changed key, killed or failed at every call to the disk.

A seeded sample runs by default; the whole set with ``ANON_WIZARD_TORTURE=1``.
"""

from __future__ import annotations

import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.profiles.home import Home
from wizard.resources import ROOT
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program, Ran
    from wizard.sandbox import Running

TOOL = ROOT.parent / "shared" / "tools" / "crash_save.py"
WHOLE = "ANON_WIZARD_TORTURE" in os.environ
FAULTS = ("KILL", "ENOSPC", "EIO", "EROFS", "EDQUOT") if WHOLE else ("KILL", "ENOSPC")
STORAGE = (
    "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,unlink,unlinkat,ftruncate,"
    "fchmod,chmod,mkdir,openat,flock,close"
)

needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
needs_tool = pytest.mark.skipif(
    not TOOL.exists(), reason="needs ../shared/tools/crash_save.py beside the checkout"
)

EXPORTED = """# handed on
version = 1
environment = "local"
base_url = "http://127.0.0.1:4010"
generation = 2
secret_store = "file"
pool_id = "pool-1"
webapp_id = "web-1"
service_id = "srv-1"
user_id = "{user}"

[[pools]]
id = "pool-1"
name = "acme-userPool-1"
source = "hosted"

[[clients]]
id = "web-1"
name = "acme-webapp-1"
kind = "webapp"
pool_id = "pool-1"

[[clients]]
id = "srv-1"
name = "acme-service-1"
kind = "service"
"""


# --- a profile ------------------------------------------------------------------------------------


def importing(program: Program, user: str) -> str:
    """Give the shell's words that import a profile of that user in place of what there is."""
    file = program.folder / f"{user}.toml"
    file.write_text(EXPORTED.format(user=user))
    return wizard(program, "profile", "import", str(file), "--profile", "acme", "--replace")


def wizard(program: Program, *arguments: str) -> str:
    """Give the shell's words for one run in the program's own home."""
    own = {"HOME", "ANON_WIZARD_HOME", "PYTHONPATH"}
    environ = [f"{name}={value}" for name, value in program.environ().items() if name in own]
    return shlex.join(("env", *environ, *program.command(*arguments)))


def crash_save(program: Program, fault: str, *options: str) -> str:
    """Run the tool over an import that replaces a profile; give its verdict."""
    place = program.home / "wizard"
    file = Home.find({"ANON_WIZARD_HOME": str(place)}).profile("acme")
    done = subprocess.run(
        [
            *(sys.executable, TOOL, "--dir", place, "--file", file, "--mode", "--again"),
            *("--set", importing(program, "ada"), "--cmd", importing(program, "bob")),
            *("--check", wizard(program, "profile", "show", "--profile", "acme")),
            *("--fault", fault, *options),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@needs_tool
@needs_strace
@pytest.mark.torture
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", FAULTS)
def test_an_import_leaves_the_old_profile_or_the_new_and_is_never_stuck(
    program: Program, fault: str
) -> None:
    options = ("--random", "30") if WHOLE else ("--step", "7" if fault == "KILL" else "4")
    told = crash_save(program, fault, *options)
    assert told.endswith("ok")
    assert int(told.split()[1]) >= 3, told
    assert not re.search("torn|missing|empty|stuck|loss|perm|other", told)


def test_the_same_import_writes_the_same_bytes_each_time(program: Program) -> None:
    file = Path(Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")}).profile("acme"))
    written = set()
    for _ in range(3):
        subprocess.run(importing(program, "ada"), shell=True, check=True, capture_output=True)  # noqa: S602 — quoted above
        written.add(file.read_bytes())
    assert len(written) == 1
    assert b"# handed on" in written.pop()


# --- a key, and the keyring item with the file that names it --------------------------------------

KEYRING = """
import json, os
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError
PLACE = os.environ["FAKE_KEYRING"]
class Keyring(KeyringBackend):
    priority = 9
    def items(self):
        return json.load(open(PLACE)) if os.path.exists(PLACE) else {}
    def keep(self, items):
        with open(PLACE + ".new", "w") as file:
            json.dump(items, file)
        os.replace(PLACE + ".new", PLACE)
    def set_password(self, service, item, value):
        self.keep(self.items() | {item: value})
    def get_password(self, service, item):
        return self.items().get(item)
    def delete_password(self, service, item):
        items = self.items()
        if items.pop(item, None) is None:
            raise PasswordDeleteError("gone")
        self.keep(items)
"""

READ_KEY = """
import os, sys
from wizard.profiles.home import Home
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import ProfileStore
home = Home.find(os.environ)
key = open_secrets(ProfileStore(home).load("acme").secret_store, home).get("acme", "api_key")
sys.stdout.write(key.reveal() if key else "none")
"""


class Keeper:
    """A profile whose secrets lie in a keyring that is a file outside the wizard's home."""

    def __init__(self, program: Program, sandbox: Running, place: Path) -> None:
        self.program = program
        self.sandbox = sandbox
        self.place = program.home / "wizard"
        self.kept = place / "keyring.json"
        (place / "fake.py").write_text(KEYRING)
        self.environ = {
            "PYTHONPATH": f"{ROOT}:{place}",
            "PYTHON_KEYRING_BACKEND": "fake.Keyring",
            "FAKE_KEYRING": str(self.kept),
        }
        self._snapshot = place / "snapshot"

    def words(self, store: str) -> tuple[str, ...]:
        """Give the arguments of a setup that keeps its secrets in that store."""
        fixed = ("--yes", "--json", "--profile", "acme", "--jwks", "hosted", "--skip-link")
        return ("setup", "--env", self.sandbox.url, "--secret-store", store, *fixed)

    def setup(self, key: str, store: str = "keyring") -> Ran:
        """Set it up with that key, or again with another."""
        return self.program(*self.words(store), ANON_API_KEY=key, **self.environ)

    def strace(self, key: str, store: str, *how: str) -> subprocess.CompletedProcess[bytes]:
        """Do the same under strace."""
        return subprocess.run(
            ["strace", "-f", "-qq", *how, *self.program.command(*self.words(store))],
            env=self.program.environ(ANON_API_KEY=key, **self.environ),
            cwd=self.program.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )

    def key(self) -> str:
        """Give the key that is stored for the profile, where the profile says it is."""
        done = subprocess.run(
            [sys.executable, "-c", READ_KEY],
            env=self.program.environ(**self.environ),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def items(self) -> int:
        """Give how many items of the profile the keyring holds.

        The probe's worthless item may be among the others, where that very moment was the last.
        """
        return sum(name.startswith("acme ") for name in json.loads(self.kept.read_text()))

    def remember(self) -> None:
        """Take what is there now as the state that each crash begins with."""
        shutil.copytree(self.place, self._snapshot / "home")
        shutil.copy(self.kept, self._snapshot / "keyring.json")

    def restore(self) -> None:
        """Go back to it."""
        shutil.rmtree(self.place)
        shutil.copytree(self._snapshot / "home", self.place)
        shutil.copy(self._snapshot / "keyring.json", self.kept)

    def moments(self, key: str, store: str, trace: Path) -> list[tuple[str, int]]:
        """Give the calls to the disk in the wizard's home, as (call, its how-manieth)."""
        self.strace(key, store, "-y", "-o", str(trace), "-e", f"trace={STORAGE}")
        seen: Counter[tuple[str, str]] = Counter()
        found: list[tuple[str, int]] = []
        for line in trace.read_text(errors="replace").splitlines():
            call = re.match(r"(\d+)\s+(\w+)\(", line)
            if call is None:
                continue
            seen[call[1], call[2]] += 1
            if str(self.place) in line and "O_RDONLY" not in line and ".pyc" not in line:
                found.append((call[2], seen[call[1], call[2]]))
        return sorted(set(found))


@pytest.fixture
def keeper(program: Program, tmp_path: Path) -> Iterator[Keeper]:
    """Give a profile that was set up with the sandbox's first key, in the keyring."""
    place = tmp_path / "outside"
    (place / "snapshot").mkdir(parents=True)
    with LocalSandbox() as sandbox:
        keeper = Keeper(program, sandbox, place)
        first = keeper.setup(sandbox.keys["local"].reveal())
        assert first.code == 0, first.err
        keeper.remember()
        yield keeper


def service_key(keeper: Keeper) -> str:
    """Give another key that this organization accepts: that of the service client."""
    held = json.loads(keeper.kept.read_text())
    (values,) = (json.loads(text) for text in held.values())
    return str(next(value for name, value in values.items() if name.startswith("service_key")))


@needs_strace
@pytest.mark.torture
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("store", ["keyring", "file"], ids=["another key", "into a file"])
def test_a_change_of_the_key_or_of_its_store_leaves_the_old_pair_or_the_new(
    keeper: Keeper, tmp_path: Path, store: str
) -> None:
    old = keeper.sandbox.keys["local"].reveal()
    new = service_key(keeper)
    moments = keeper.moments(new, store, tmp_path / "trace")
    assert len(moments) > 20
    chosen = moments if WHOLE else random.Random(4).sample(moments, 3)  # noqa: S311 — a sample
    keeper.restore()
    assert keeper.key() == old
    ends: Counter[str] = Counter()
    for call, number in chosen:
        keeper.restore()
        inject = f"inject={call}:signal=SIGKILL:when={number}"
        keeper.strace(new, store, "-o", "/dev/null", "-e", f"trace={call}", "-e", inject)
        key = keeper.key()
        assert key in {old, new}, (call, number)
        ends["new" if key == new else "old"] += 1
        again = keeper.setup(new, store)
        assert again.code == 0, (call, number, again.out)
        assert again.json()["data"]["created"] == [], (call, number)
        assert keeper.key() == new, (call, number)
        assert keeper.items() == (store == "keyring"), (call, number)
    print(f"{len(chosen)} of {len(moments)} points, {dict(ends)}, 0 bad")  # noqa: T201 — the torture's result

"""The system's keyring, played by backends that behave well or badly, in the real child process."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.model import ProblemError, Secret
from wizard.profiles import keyring, keyring_calls
from wizard.profiles.belongings import keep_secrets_only_in
from wizard.profiles.keyring import KeyringSecrets, trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.profiles.home import Home

KEY = Secret("anon_canary")

BACKENDS = """
import json, os, sys, threading, time
from base64 import b64decode, b64encode
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError
HERE = os.path.join(os.path.dirname(__file__), "items.json")

class Good(KeyringBackend):
    priority = 9
    def items(self):
        return json.load(open(HERE)) if os.path.exists(HERE) else {}
    def keep(self, items):
        json.dump(items, open(HERE, "w"))
    def set_password(self, service, item, value):
        self.keep(self.items() | {item: b64encode(value.encode()).decode()})
    def get_password(self, service, item):
        found = self.items().get(item)
        return found and b64decode(found).decode()
    def delete_password(self, service, item):
        items = self.items()
        if items.pop(item, None) is None:
            raise PasswordDeleteError("gone")
        self.keep(items)

class Noisy(Good):
    def set_password(self, service, item, value):
        print("unlocking ...", value); print(value, file=sys.stderr); os.write(1, b"junk")
        threading.Thread(target=time.sleep, args=(600,)).start()
        super().set_password(service, item, value)

class Nosy(Good):
    def set_password(self, service, item, value):
        seen = [sys.argv, dict(os.environ), open("/proc/self/cmdline").read(), sys.path[0]]
        json.dump(seen, open(HERE + ".seen", "w"))
        super().set_password(service, item, value)

class Asking(Good):
    def get_password(self, service, item):
        import getpass
        return getpass.getpass()

class Hung(Good):
    def get_password(self, service, item):
        time.sleep(600)

class Losing(Good):
    def set_password(self, service, item, value): pass

class Forgetful(Good):
    kept = {}
    def items(self): return self.kept
    def keep(self, items): Forgetful.kept = items

class Changing(Good):
    def get_password(self, service, item):
        return "something else"

class Odd(Good):
    def get_password(self, service, item):
        return b"bytes"

class Locked(Good):
    def set_password(self, service, item, value):
        raise KeyringLocked("locked " + value)

class Absent(Good):
    def set_password(self, service, item, value):
        raise InitError("no bus " + value)

class Failing(Good):
    def set_password(self, service, item, value):
        raise RuntimeError("failed on " + value)

class Dying(Good):
    def set_password(self, service, item, value):
        os.kill(os.getpid(), 9)

class PlaintextKeyring(Good): pass

class Unsafe(Good):
    scheme = "no encyption"

class Undeletable(Good):
    def delete_password(self, service, item):
        raise RuntimeError("not now")
"""


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Choose the backend by its class; give the file that the good one keeps its items in."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "fakes.py").write_text(BACKENDS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))
    monkeypatch.delenv("PYTHONWARNINGS", raising=False)

    def choose(name: str) -> Path:
        place = name if "." in name else f"fakes.{name}"
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", place)
        return tmp_path / "lib" / "items.json"

    return choose


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the patience of tests that are about a backend which never answers."""
    monkeypatch.setattr(keyring, "SECONDS", 1.5)


def items(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return found


def test_secrets_lie_in_the_keyring_and_nowhere_else(
    home: Home, backend: Callable[[str], Path]
) -> None:
    kept = backend("Good")
    secrets = KeyringSecrets(home)
    assert secrets.get("acme", "api_key") is None
    secrets.put("acme", {"api_key": KEY})
    secrets.put("acme", {"token": Secret("t")})
    assert secrets.get("acme", "api_key") == KEY
    assert secrets.names("acme") == ("api_key", "token")
    assert len(items(kept)) == 1
    files = [path for path in Path(home.data).rglob("*") if path.is_file()]
    assert not any(b"canary" in path.read_bytes() for path in files)
    secrets.remove("acme", "token")
    assert secrets.names("acme") == ("api_key",)
    secrets.delete("acme")
    assert items(kept) == {}
    assert not Path(home.keyring_items("acme")).exists()
    assert "keyring" in secrets.where()


def test_profiles_of_two_homes_share_a_keyring_without_meeting(
    home: Home, backend: Callable[[str], Path], tmp_path: Path
) -> None:
    backend("Good")
    from wizard.profiles.home import Home as Place

    other = KeyringSecrets(Place.find({"ANON_WIZARD_HOME": str(tmp_path / "other")}))
    KeyringSecrets(home).put("acme", {"api_key": KEY})
    other.put("acme", {"api_key": Secret("theirs")})
    other.delete("acme")
    assert KeyringSecrets(home).get("acme", "api_key") == KEY


def test_a_working_keyring_has_no_trouble_and_keeps_nothing_of_the_trial(
    backend: Callable[[str], Path],
) -> None:
    kept = backend("Good")
    assert trouble() is None
    assert items(kept) == {}


def test_a_backend_that_prints_and_leaves_threads_does_no_harm(
    home: Home, backend: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    backend("Noisy")
    KeyringSecrets(home).put("acme", {"api_key": KEY})
    assert KeyringSecrets(home).get("acme", "api_key") == KEY
    assert capfd.readouterr() == ("", "")


BAD = {
    "keyring.backends.fail.Keyring": "No keyring service runs in this session.",
    "keyring.backends.null.Keyring": "The configured keyring (null) keeps nothing.",
    "PlaintextKeyring": "The configured keyring (PlaintextKeyring) stores secrets as plain text.",
    "Unsafe": "The configured keyring (Unsafe) stores secrets as plain text.",
    "Locked": "It is locked.",
    "Absent": "No keyring service runs in this session.",
    "Failing": "It failed (RuntimeError).",
    "Dying": "The program that talks to it broke off.",
    "nowhere.Keyring": "It failed (ModuleNotFoundError).",
}
LYING = {
    "Losing": "What was written could not be read back.",
    "Forgetful": "What was written could not be read back.",
    "Odd": "What was written could not be read back.",
    "Changing": "What it gives back is not what was stored.",
}


@pytest.mark.parametrize(("name", "reason"), BAD.items())
def test_a_keyring_that_cannot_be_used_is_told_with_its_reason(
    home: Home, backend: Callable[[str], Path], name: str, reason: str
) -> None:
    kept = backend(name)
    assert trouble() == reason
    with pytest.raises(ProblemError) as refused:
        KeyringSecrets(home).put("acme", {"api_key": KEY})
    problem = refused.value.problem
    assert problem.code == "secrets.unavailable"
    assert problem.cause == reason
    assert problem.exit_code == 4
    assert "canary" not in str(problem)
    assert items(kept) == {}
    assert not Path(home.secrets("acme")).exists()


@pytest.mark.parametrize(("name", "reason"), LYING.items())
def test_a_keyring_that_loses_what_it_takes_is_found_out(
    home: Home, backend: Callable[[str], Path], name: str, reason: str
) -> None:
    backend(name)
    assert trouble() is not None
    with pytest.raises(ProblemError) as refused:
        KeyringSecrets(home).put("acme", {"api_key": KEY})
    assert refused.value.problem.code == "secrets.lost"
    assert refused.value.problem.cause == reason


@pytest.mark.usefixtures("hasty")
def test_a_hung_keyring_is_killed_and_told(home: Home, backend: Callable[[str], Path]) -> None:
    backend("Hung")
    reason = trouble()
    assert reason is not None
    assert reason.startswith("It did not answer within 3 seconds")
    with pytest.raises(ProblemError) as refused:
        KeyringSecrets(home).put("acme", {"api_key": KEY})
    assert refused.value.problem.cause == reason


def test_the_keyring_gets_three_seconds_in_all() -> None:
    assert keyring_calls.SECONDS == 3.0


@pytest.mark.usefixtures("hasty")
def test_a_keyring_that_asks_on_the_terminal_finds_none(
    home: Home, backend: Callable[[str], Path]
) -> None:
    backend("Asking")
    with pytest.raises(ProblemError) as refused:
        KeyringSecrets(home).put("acme", {"api_key": KEY})
    assert refused.value.problem.code in {"secrets.unavailable", "secrets.lost"}


def test_the_child_gets_no_secret_in_arguments_or_environment_and_no_path_of_ours(
    home: Home,
    backend: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = backend("Nosy")
    monkeypatch.setenv("ANON_API_KEY", "anon_canary")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keyring.py").write_text("raise SystemExit('an app folder is not to be imported')")
    KeyringSecrets(home).put("acme", {"api_key": KEY})
    seen = kept.with_name("items.json.seen").read_text()
    assert "canary" not in seen
    assert json.loads(seen)[3] != str(Path(keyring_calls.__file__).parent)


def test_keyring_is_never_imported_into_the_wizard_itself(backend: Callable[[str], Path]) -> None:
    backend("Good")
    trouble()
    assert "keyring" not in sys.modules


# --- what is left over, and what somebody else did ---------------------------------------------


@pytest.fixture
def undeleted(home: Home, backend: Callable[[str], Path]) -> Path:
    """Replace a secret whose old item will not go; give the file of both items."""
    kept = backend("Undeletable")
    secrets = KeyringSecrets(home)
    secrets.put("acme", {"api_key": Secret("old")})
    secrets.put("acme", {"api_key": KEY})
    return kept


def test_an_item_that_will_not_go_now_is_remembered_and_said_on_deleting(
    home: Home, backend: Callable[[str], Path], undeleted: Path
) -> None:
    secrets = KeyringSecrets(home)
    assert secrets.get("acme", "api_key") == KEY
    with pytest.raises(ProblemError) as refused:
        secrets.delete("acme")
    assert refused.value.problem.code == "secrets.unavailable"
    assert len(items(undeleted)) == 2
    backend("Good")
    secrets.delete("acme")
    assert items(undeleted) == {}


def test_what_would_not_go_goes_when_the_store_is_tidied_though_nothing_is_changed(
    home: Home, backend: Callable[[str], Path], undeleted: Path
) -> None:
    KeyringSecrets(home).tidy("acme")
    assert len(items(undeleted)) == 2
    backend("Good")
    keep_secrets_only_in(home, "acme", "keyring")
    assert len(items(undeleted)) == 1
    assert KeyringSecrets(home).get("acme", "api_key") == KEY


def test_an_item_that_somebody_removed_reads_as_no_secret(
    home: Home, backend: Callable[[str], Path]
) -> None:
    kept = backend("Good")
    secrets = KeyringSecrets(home)
    secrets.put("acme", {"api_key": KEY})
    kept.unlink()
    assert secrets.get("acme", "api_key") is None
    secrets.put("acme", {"api_key": Secret("new")})
    assert secrets.get("acme", "api_key") == Secret("new")


def test_an_item_is_asked_for_once_and_its_follower_again(
    home: Home, backend: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend("Good")
    asked: list[tuple[str, ...]] = []

    def counted(deadline: float, *calls: tuple[str, ...]) -> list[str | None]:
        asked.extend(calls)
        return keyring_calls.call(deadline, *calls)

    KeyringSecrets(home).put("acme", {"api_key": KEY, "token": KEY})
    monkeypatch.setattr(keyring, "call", counted)
    secrets = KeyringSecrets(home)
    assert secrets.names("acme") == ("api_key", "token")
    assert secrets.get("acme", "api_key") == secrets.get("acme", "token") == KEY
    assert [verb for verb, *_ in asked] == ["get"]
    KeyringSecrets(home).put("acme", {"token": Secret("new")})
    assert secrets.get("acme", "token") == Secret("new")


def test_a_list_of_items_that_is_not_understood_is_never_overwritten(
    home: Home, backend: Callable[[str], Path]
) -> None:
    backend("Good")
    secrets = KeyringSecrets(home)
    secrets.put("acme", {"api_key": KEY})
    path = Path(home.keyring_items("acme"))
    path.write_text('{"version": 1, "current": 3}')
    with pytest.raises(ProblemError) as refused:
        secrets.put("acme", {"api_key": KEY})
    assert refused.value.problem.code == "store.corrupt"
    assert path.read_text() == '{"version": 1, "current": 3}'

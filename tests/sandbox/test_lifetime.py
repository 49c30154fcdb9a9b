"""Starting, attaching, ending: one sandbox per state file, and none that outlives its starter."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.conftest import caller
from wizard.model import ProblemError
from wizard.resources import ROOT
from wizard.sandbox import LocalSandbox, ensure, foreseen, starting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.sandbox import Running

PATIENCE = 20.0


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    """Give where a state may lie; what was started over it is stopped."""
    path = tmp_path / "data" / "sandbox.sqlite"
    yield path
    running = starting._held.pop(path, None)
    if running:
        running.close()


def answers(url: str) -> bool:
    from wizard.sandbox.calls import health

    return bool(health(url))


def test_it_is_gone_at_the_end_of_the_with() -> None:
    with LocalSandbox() as running:
        assert answers(running.url)
    assert not answers(running.url)


def test_a_fixture_that_is_told_nonsense_says_so_in_words() -> None:
    with pytest.raises(ValueError, match="api-key"):
        LocalSandbox(auth="apikey")
    with pytest.raises(ProblemError, match=r"sandbox\.fault: “corse” cannot be switched on"):
        LocalSandbox(faults=("corse",)).__enter__()


def test_two_sandboxes_in_memory_know_nothing_of_each_other() -> None:
    with LocalSandbox() as one, LocalSandbox() as other:
        assert one.url != other.url
        assert one.keys["local"] != other.keys["local"]


def test_both_organizations_have_an_admin_and_a_read_only_member(sandbox: Running) -> None:
    assert sandbox.organizations.keys() == {"local", "local-prod"}
    for credentials in (sandbox.keys, sandbox.session_tokens, sandbox.read_only_keys):
        assert credentials.keys() == {"local", "local-prod"}
    assert sandbox.keys["local"].reveal().startswith("anon_")
    assert sandbox.session_tokens["local"].reveal().count(".") == 2


def test_no_repr_shows_a_key(sandbox: Running) -> None:
    for key in (sandbox.keys["local"], sandbox.session_tokens["local"], sandbox.password):
        assert key.reveal() not in repr(sandbox)


def test_ensure_gives_the_same_one_while_it_answers(state: Path) -> None:
    first = ensure(state, 0)
    assert ensure(state) is first
    assert not first.attached


def test_ensure_starts_another_when_it_is_gone(state: Path) -> None:
    first = ensure(state, 0)
    first.close()
    second = ensure(state)
    assert second.url == first.url
    assert second.keys["local"] == first.keys["local"]
    assert answers(second.url)


def test_a_state_remembers_its_port_and_its_keys(state: Path) -> None:
    with LocalSandbox(state) as first:
        pass
    with LocalSandbox(state, port=None) as second:
        assert (second.url, second.keys, second.organizations) == (
            first.url,
            first.keys,
            first.organizations,
        )


def test_a_port_that_a_stranger_took_is_left_and_the_new_one_remembered(state: Path) -> None:
    with LocalSandbox(state) as first:
        port = int(first.url.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)):
        second = ensure(state)
        assert second.url != first.url
        second.close()
        assert foreseen(state).url == second.url
        with LocalSandbox(state, port=None) as third:
            assert third.url == second.url
    with LocalSandbox(state, port=None) as fourth:
        assert fourth.url == first.url


def test_what_points_at_the_sandbox_itself_moves_with_it(state: Path) -> None:
    with LocalSandbox(state) as first:
        anon = caller(first)
        own, hosted = anon.pool(), anon.hosted_pool()
    for start in range(2):  # away, and back
        with LocalSandbox(state, port=0 if start == 0 else int(first.url.rpartition(":")[2])) as at:
            pool = caller(at)("GET", f"/org/userPool/{own['id']}").json
            assert pool == {
                **own,
                "authorization": {**own["authorization"], "jwksUri": at.jwks_uri},
            }
            assert caller(at)("GET", f"/org/userPool/{hosted['id']}").json == hosted


def test_a_port_that_was_asked_for_and_is_taken_is_a_problem() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        with pytest.raises(ProblemError) as taken, LocalSandbox(port=port):
            pass
    assert taken.value.problem.code == "sandbox.port_taken"
    assert str(port) in taken.value.problem.symptom


def test_a_fixture_over_a_state_in_use_is_a_problem(state: Path) -> None:
    with LocalSandbox(state), pytest.raises(ProblemError) as held, LocalSandbox(state):
        pass
    assert held.value.problem.code == "sandbox.state"


def test_nothing_is_made_by_looking_ahead(state: Path) -> None:
    planned = foreseen(state)
    assert planned.url == "http://127.0.0.1:4010"
    assert planned.organizations.keys() == {"local", "local-prod"}
    assert not state.parent.exists()


# --- other processes ------------------------------------------------------------------------------

STARTER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from wizard.sandbox import ensure
running = ensure(Path(sys.argv[2]), 0)
print(running.url, running.attached, running.keys["local"].reveal(), flush=True)
sys.stdin.read()
"""


def starter(state: Path, **environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STARTER, str(ROOT), str(state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environ},
    )


def said(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    return process.stdout.readline().split()


def end(process: subprocess.Popen[str]) -> None:
    process.communicate()


def test_a_second_starter_attaches_and_learns_the_keys(state: Path) -> None:
    first = starter(state)
    url, attached, key = said(first)
    assert attached == "False"
    running = ensure(state)
    assert running.attached
    assert (running.url, running.keys["local"].reveal()) == (url, key)
    running.close()
    assert answers(url), "who attached does not stop it"
    end(first)
    wait_until(lambda: not answers(url))


def test_of_many_starters_at_once_one_starts_it(state: Path) -> None:
    processes = [starter(state) for _ in range(5)]
    told = [said(process) for process in processes]
    assert len({url for url, _, _ in told}) == 1
    assert sorted(attached for _, attached, _ in told) == ["False", *["True"] * 4]
    for process in processes:
        end(process)


def test_whoever_is_left_starts_it_again_on_the_same_port(state: Path) -> None:
    first = starter(state)
    url, _, key = said(first)
    assert ensure(state).attached
    end(first)
    wait_until(lambda: not answers(url))
    again = ensure(state)
    assert not again.attached
    assert (again.url, again.keys["local"].reveal()) == (url, key)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_dies_with_its_starter_however_that_one_dies(state: Path, number: int) -> None:
    process = starter(state)
    url = said(process)[0]
    process.send_signal(number)
    process.wait()
    wait_until(lambda: not answers(url))
    process.communicate()


def test_no_secret_is_in_its_command_line_or_environment(state: Path) -> None:
    canary = "canary-9f3a61"
    process = starter(state, ANON_API_KEY=canary, NPM_TOKEN=canary, AWS_SECRET_ACCESS_KEY=canary)
    key = said(process)[2]
    (child,) = children(process.pid)
    seen = b"".join(Path(f"/proc/{child}/{name}").read_bytes() for name in ("cmdline", "environ"))
    assert canary.encode() not in seen
    assert key.encode() not in seen
    end(process)


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()]


def test_a_folder_that_looks_like_the_program_is_not_imported(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = tmp_path / "app" / "wizard"
    evil.mkdir(parents=True)
    (evil / "__init__.py").write_text("raise SystemExit('imported the wrong folder')")
    monkeypatch.chdir(evil.parent)
    assert answers(ensure(state, 0).url)


# --- the state file -------------------------------------------------------------------------------


def test_the_state_is_for_its_owner_alone(state: Path) -> None:
    before = os.umask(0)
    try:
        with LocalSandbox(state):
            modes = {
                path.name: stat.S_IMODE(path.stat().st_mode) for path in state.parent.iterdir()
            }
            assert stat.S_IMODE(state.parent.stat().st_mode) == 0o700
    finally:
        os.umask(before)
    assert state.name in modes
    assert set(modes.values()) == {0o600}


def test_a_looser_state_is_tightened(state: Path) -> None:
    with LocalSandbox(state):
        pass
    state.chmod(0o644)
    with LocalSandbox(state):
        assert stat.S_IMODE(state.stat().st_mode) == 0o600


def a_link(path: Path) -> None:
    target = path.parent / "target"
    target.write_bytes(b"mine")
    path.symlink_to(target)


def a_second_name(path: Path) -> None:
    path.write_bytes(b"")
    path.with_name("other").hardlink_to(path)


def junk(path: Path) -> None:
    path.write_bytes(b"no database, and long enough to be seen as none" * 100)


def newer(path: Path) -> None:
    import sqlite3

    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


@pytest.mark.parametrize("make", [a_link, a_second_name, junk, newer, os.mkfifo, os.mkdir])
def test_what_is_no_state_of_ours_is_refused_and_left_alone(
    state: Path, make: Callable[[Path], None]
) -> None:
    state.parent.mkdir()
    make(state)
    before = state.lstat()
    with pytest.raises(ProblemError) as refused:
        ensure(state)
    assert refused.value.problem.code == "sandbox.state"
    assert (state.lstat().st_ino, state.lstat().st_size) == (before.st_ino, before.st_size)


def test_a_state_nobody_may_write_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as refused:
        ensure(tmp_path / "file" / "sandbox.sqlite") if _file(tmp_path / "file") else None
    assert refused.value.problem.code == "sandbox.state"


def _file(path: Path) -> bool:
    path.write_bytes(b"")
    return True


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ("starlette", "uvicorn", "sqlite3", "httpcore", "cryptography", "jwt", "asyncio")
    code = f"import sys, wizard.sandbox; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"

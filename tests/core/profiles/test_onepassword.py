from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.model import ProblemError, Secret
from wizard.profiles import onepassword
from wizard.profiles.onepassword import resolve
from wizard.profiles.references import is_reference
from wizard.profiles.secrets import FileSecrets

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.profiles.home import Home

REFERENCE = "op://Team vault/Anon sandbox/backend_api_key"


@pytest.fixture
def op(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a program named “op” first on the PATH; give the file it notes its arguments in."""

    def install(body: str) -> Path:
        folder, seen = tmp_path / "bin", tmp_path / "seen"
        folder.mkdir()
        script = folder / "op"
        script.write_text(
            f"#!{sys.executable}\nimport os, sys, time\n"
            f"open({str(seen)!r}, 'a').write(repr((sys.argv[1:], dict(os.environ))))\n"
            f"{body}\n"
        )
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return seen

    return install


@pytest.mark.parametrize("text", [REFERENCE, "op://v/i/f", "op://v/i/section/f", "op://v/i/f?a=b"])
def test_a_reference_is_told_from_a_secret(text: str) -> None:
    assert is_reference(Secret(text))


@pytest.mark.parametrize(
    "text",
    ["anon_key", "op://v/i", "op://", "op://v//f", "op://v/i/f\n", " op://v/i/f", "OP://v/i/f"],
)
def test_anything_else_is_a_secret_and_given_back_as_it_is(text: str) -> None:
    assert not is_reference(Secret(text))
    assert resolve(Secret(text)) == Secret(text)


def test_a_reference_is_kept_and_resolved_when_it_is_needed(
    home: Home, op: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANON_API_KEY", "anon_canary")
    seen = op("print('anon_from_1password')")
    secrets = FileSecrets(home)
    secrets.put("acme", {"api_key": Secret(REFERENCE)})
    assert secrets.reference("acme", "api_key") == REFERENCE
    assert secrets.stored("acme", "api_key") == Secret(REFERENCE)
    assert not seen.exists()
    assert secrets.get("acme", "api_key") == Secret("anon_from_1password")
    told = seen.read_text()
    assert repr(["read", "--no-newline", REFERENCE]) in told
    assert "canary" not in told
    assert b"from_1password" not in Path(home.secrets("acme")).read_bytes()


def test_a_plain_secret_has_no_reference(home: Home) -> None:
    secrets = FileSecrets(home)
    secrets.put("acme", {"api_key": Secret("anon_key")})
    assert secrets.reference("acme", "api_key") is None
    assert secrets.reference("acme", "other") is None


SAID = "[ERROR] 2025/11/22 11:07:00 "


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("op.signed_out", f"sys.exit('{SAID}You are not currently signed in.')"),
        ("op.signed_out", f"sys.exit('{SAID}No accounts configured for use with 1Password CLI.')"),
        ("op.denied", f"sys.exit('{SAID}authorization prompt dismissed, please try again')"),
        ("op.denied", f"sys.exit('{SAID}403: Forbidden')"),
        ("op.failed", f"sys.exit('{SAID}\"Anon\" isn\\'t an item.\\x1b[2J')"),
        ("op.failed", "sys.exit(1)"),
        ("op.failed", "pass"),
        ("op.failed", "sys.stdout.buffer.write(b'\\xff')"),
        ("op.timeout", "time.sleep(600)"),
    ],
)
def test_each_way_that_op_says_no_is_told_apart(
    op: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, code: str, body: str
) -> None:
    monkeypatch.setattr(onepassword, "SECONDS", 1.0)
    op(body)
    with pytest.raises(ProblemError) as refused:
        resolve(Secret(REFERENCE))
    problem = refused.value.problem
    assert problem.code == code
    assert problem.exit_code == 4
    assert REFERENCE in problem.symptom
    assert "\x1b" not in problem.cause


def test_without_op_its_absence_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProblemError) as refused:
        resolve(Secret(REFERENCE))
    assert refused.value.problem.code == "op.missing"

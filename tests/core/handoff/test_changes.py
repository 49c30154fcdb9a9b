"""What a promotion changes in the apps, and what it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.core.handoff.ground import PROD_SERVICE_KEY, SERVICE_KEY, Ground
from wizard.handoff.changes import Change, apply, changes
from wizard.handoff.promotion import app_changes, beginning
from wizard.profiles import handoffs
from wizard.profiles.filled import Filled, filled, remember
from wizard.profiles.handoffs import Handoff, Sighting, Word
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.profiles.home import Home


def foreseen(ground: Ground) -> tuple[Change, ...]:
    """Promote, and say what the apps must change: they still hold the tested values."""
    ground.promote()
    ground.write_env()
    store = ProfileStore(ground.home)
    return changes(ground.home, [ground.app], store.load("acme"), store.load("acme-prod"))


def test_each_variable_that_must_change_is_told_and_secrets_are_masked(ground: Ground) -> None:
    (change,) = foreseen(ground)
    lines = {line.name: line for line in change.lines}
    assert set(lines) == {"ANON_ENV", "ANON_SDKCLIENT_ID", "ANON_API_KEY"}
    assert (lines["ANON_SDKCLIENT_ID"].before, lines["ANON_SDKCLIENT_ID"].after) == (
        "web-1",
        "web-9",
    )
    shown = repr(change.lines)
    assert SERVICE_KEY not in shown
    assert PROD_SERVICE_KEY not in shown


def test_foreseeing_writes_nothing_and_applying_writes_those_lines_alone(ground: Ground) -> None:
    (change,) = foreseen(ground)
    path = ground.app / ".env"
    before = path.read_text(encoding="utf-8")
    assert "web-1" in before
    done = apply(ground.home, ProfileStore(ground.home).load("acme-prod"), change)
    assert done.trouble is None
    after = path.read_text(encoding="utf-8")
    old, new = before.splitlines(), after.splitlines()
    assert [a.split("=")[0] for a, b in zip(old, new, strict=True) if a != b] == [
        "ANON_ENV",
        "ANON_SDKCLIENT_ID",
        "ANON_API_KEY",
    ]
    assert foreseen_again(ground) == ()


def foreseen_again(ground: Ground) -> tuple[Change, ...]:
    store = ProfileStore(ground.home)
    return changes(ground.home, [ground.app], store.load("acme"), store.load("acme-prod"))


def test_a_file_that_changed_meanwhile_is_left_alone(ground: Ground) -> None:
    (change,) = foreseen(ground)
    path = ground.app / ".env"
    path.write_text("ANON_ENV=mine\n", encoding="utf-8")
    done = apply(ground.home, ProfileStore(ground.home).load("acme-prod"), change)
    assert done.trouble is not None
    assert done.trouble.code == "promotion.changed_meanwhile"
    assert path.read_text(encoding="utf-8") == "ANON_ENV=mine\n"


def test_files_of_another_stage_and_templates_stay(ground: Ground) -> None:
    for name in (".env.development", ".env.test.local", ".env.sandbox", ".env.example"):
        ground.write(name, "ANON_SDKCLIENT_ID=web-1\n")
    assert [change.path.name for change in foreseen(ground)] == [".env"]


def test_a_file_outside_the_folders_that_was_filled_is_found(
    ground: Ground, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.env"
    elsewhere.write_text("ANON_SDKCLIENT_ID=web-1\n", encoding="utf-8")
    remember(ground.home, "acme", Filled(str(elsewhere), "node"))
    assert elsewhere in {change.path for change in foreseen(ground)}


def test_the_written_file_counts_as_filled_from_the_new_profile(ground: Ground) -> None:
    (change,) = foreseen(ground)
    apply(ground.home, ProfileStore(ground.home).load("acme-prod"), change)
    assert [each.path for each in filled(ground.home, "acme-prod")] == [str(change.path)]


def test_a_secret_is_not_written_where_git_would_take_it(ground: Ground) -> None:
    ground.write(".gitignore", "dist\n")
    (change,) = foreseen(ground)
    assert change.trouble is not None
    assert change.trouble.code == "env.not_ignored"
    done = apply(ground.home, ProfileStore(ground.home).load("acme-prod"), change)
    assert done.trouble == change.trouble
    assert "web-1" in (ground.app / ".env").read_text(encoding="utf-8")


def test_a_file_without_secrets_may_be_in_git(ground: Ground) -> None:
    ground.write("config.env", "ANON_SDKCLIENT_ID=web-1\n")
    ground.git("add", "config.env")
    found = {change.path.name: change for change in foreseen(ground)}
    assert found["config.env"].trouble is None


def test_what_production_has_no_value_for_is_left_for_a_person(ground: Ground) -> None:
    tested = ProfileStore(ground.home).load("acme")
    ground.promote()
    named = ground.promoted()._replace(environment="prod", base_url="https://svc.prod.anon.com")
    local = tested._replace(environment="local")
    ground.write(".env", f"ANON_BASE_URL={tested.base_url}\nANON_ENV=local\n")
    (change,) = changes(ground.home, [ground.app], local, named)
    by_hand = [line.name for line in change.lines if line.after is None]
    assert by_hand == ["ANON_BASE_URL"]


def test_without_a_promotion_there_is_nothing_to_change(ground: Ground) -> None:
    assert app_changes(ground.home, "acme") == ()


def test_a_promotion_begins_with_the_answers_and_none_of_the_ids(ground: Ground) -> None:
    answers = beginning(ground.home, "acme", "local-prod").answers
    told = {name: answers.text(name) for name in answers}
    assert told["promoted_from"] == "acme"
    assert told["profile"] == "acme-local-prod"
    assert (told["user"], told["app"]) == ("ada", "instagram")
    assert told["jwks"].startswith("https://acme.example")
    assert not set(told) & {"organization", "api_key", "confirm_prod"}
    assert not [value for value in told.values() if value in {"pool-1", "web-1", "srv-1"}]


# --- the record -----------------------------------------------------------------------------------


def test_a_record_is_kept_as_it_was(home: Home) -> None:
    record = Handoff(
        words=(Word("person.admin", "Ada", "Bob", 5),),
        seen=(Sighting("https://x.example/", ("a", "b"), 7),),
        folders=("/srv/app",),
        promoted_to="acme-prod",
    )
    handoffs.update(home, "acme", lambda _before: record)
    assert handoffs.read(home, "acme") == record
    assert handoffs.read(home, "other") == Handoff()


def test_a_key_set_that_looks_the_same_is_noted_once(home: Home) -> None:
    for at, kids in enumerate((("a",), ("a",), ("a", "b"), ("b", "a"), ("b",))):
        handoffs.saw(home, "acme", Sighting("https://x.example/", kids, at))
    assert [each.at for each in handoffs.read(home, "acme").seen] == [0, 2, 4]

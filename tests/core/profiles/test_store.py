from __future__ import annotations

import codecs
import os
import stat
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wizard.model import Client, Pool, ProblemError, Profile
from wizard.profiles import migrations
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from wizard.profiles.home import Home

ACME = Profile(
    name="acme-dev",
    environment="local",
    base_url="http://127.0.0.1:4010",
    organization_id="org_1",
    secret_store="file",
    pools=(Pool("pool_1", "users", "mock", "http://127.0.0.1:4010/jwks.json"),),
    clients=(
        Client("client_1", "front", "webapp", "pool_1"),
        Client("client_2", "back", "service"),
    ),
    pool_id="pool_1",
    webapp_id="client_1",
    service_id="client_2",
    user_id="demo-user",
    app="instagram",
)


@pytest.fixture
def store(home: Home) -> ProfileStore:
    return ProfileStore(home)


def code(refused: pytest.ExceptionInfo[ProblemError]) -> str:
    return refused.value.problem.code


def test_a_saved_profile_comes_back_as_it_was(store: ProfileStore) -> None:
    path = Path(store.save(ACME))
    assert store.load("acme-dev") == ACME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_saving_the_same_again_writes_the_same_bytes(store: ProfileStore) -> None:
    first = Path(store.save(ACME)).read_bytes()
    store.save(ACME._replace(app="amazon"))
    assert Path(store.save(ACME)).read_bytes() == first


@pytest.mark.parametrize(
    "name", ["Acme Dev", "acme dev", "käse.de", "日本語", "..", "😀" * 64, "a/b"]
)
def test_a_profile_may_be_named_in_any_script(store: ProfileStore, name: str) -> None:
    store.save(ACME._replace(name=name))
    store.use(name)
    assert store.names() == (name,)
    assert store.load(name).name == name
    assert store.active() == name


def test_names_that_differ_in_case_alone_are_two_profiles(store: ProfileStore) -> None:
    store.save(ACME._replace(name="acme"))
    store.save(ACME._replace(name="Acme", app="amazon"))
    assert store.names() == ("Acme", "acme")
    assert (store.load("acme").app, store.load("Acme").app) == ("instagram", "amazon")


@pytest.mark.parametrize("name", ["", " x", "a\nb", "a" * 65])
def test_a_name_that_cannot_be_is_refused_everywhere(store: ProfileStore, name: str) -> None:
    for act in (store.load, store.delete, lambda bad: store.save(ACME._replace(name=bad))):
        with pytest.raises(ProblemError) as refused:
            act(name)
        assert code(refused) == "profile.name"


def test_an_unknown_profile_is_named_beside_those_there_are(store: ProfileStore) -> None:
    store.save(ACME)
    for act in (store.load, store.use, store.delete, lambda name: store.copy(name, "new")):
        with pytest.raises(ProblemError) as refused:
            act("acme-prod")
        assert code(refused) == "profile.unknown"
        assert "acme-dev" in refused.value.problem.cause


# --- what people wrote into the file ----------------------------------------------------------


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def test_comments_and_unknown_fields_outlive_a_save(store: ProfileStore) -> None:
    path = Path(store.save(ACME))
    edit(
        path,
        ('environment = "local"', '# where\nenvironment = "local"  # the sandbox\nteam = "blue"'),
        ("[[pools]]", '# our users\n[[pools]]\nowner = "me"  # ask first'),
        ('\nid = "client_2"', '\nid = "client_2"\ntags = ["a", "b"]'),
    )
    pool = Pool("pool_2", "more", "hosted")
    renamed = ACME.pools[0]._replace(name="renamed")
    changed = ACME._replace(app="amazon", pools=(renamed, pool), pool_id="pool_2")
    text = Path(store.save(changed)).read_text("utf-8")
    for kept in ("# where", "# the sandbox", "# our users", "# ask first"):
        assert kept in text
    table = tomllib.loads(text)
    assert table["team"] == "blue"
    assert [pool.get("owner") for pool in table["pools"]] == ["me", None]
    assert table["clients"][1]["tags"] == ["a", "b"]
    assert store.load("acme-dev") == changed


def test_what_is_added_stands_apart_and_before_what_was_written_for_the_next(
    store: ProfileStore,
) -> None:
    path = Path(store.save(ACME))
    about = "# two clients: the front's,\n# and the back's"
    edit(
        path,
        ('id_claim = "sub"', 'id_claim = "sub"\n# its last line'),
        ("[[clients]]", f"{about}\n[[clients]]"),
    )
    path.write_text(f"{path.read_text('utf-8')}\n# mine\n[more]\nunknown = 1\n", "utf-8")
    more = ACME._replace(
        pools=(*ACME.pools, Pool("pool_2", "more", "hosted"), Pool("pool_3", "more", "hosted")),
        clients=(*ACME.clients, Client("client_3", "more", "service")),
    )
    text = Path(store.save(more)).read_text("utf-8")
    tables = [each.strip() for each in text.split("\n\n")]
    assert [each.splitlines()[0] for each in tables[1:]] == [
        *["[[pools]]"] * 3,
        about.splitlines()[0],
        *["[[clients]]"] * 2,
        "# mine",
    ]
    assert "# its last line" in tables[1]
    assert tables[4].startswith(f'{about}\n[[clients]]\nid = "client_1"')
    assert tables[-1] == "# mine\n[more]\nunknown = 1"


def test_the_lists_may_be_written_inline(store: ProfileStore, home: Home) -> None:
    path = Path(home.profile("acme-dev"))
    store.save(ACME)
    text = (
        'version = 1\nenvironment = "local"\nbase_url = "http://127.0.0.1:4010"\n'
        'pools = [{id = "pool_1", name = "users", source = "mock", mine = 7}]\n'
    )
    path.write_text(text)
    loaded = store.load("acme-dev")
    assert [pool.id for pool in loaded.pools] == ["pool_1"]
    store.save(loaded._replace(pools=(*loaded.pools, Pool("pool_2", "more", "hosted"))))
    assert [pool.id for pool in store.load("acme-dev").pools] == ["pool_1", "pool_2"]
    assert tomllib.loads(path.read_text())["pools"][0]["mine"] == 7


def test_a_mark_that_an_editor_put_first_is_no_damage(store: ProfileStore) -> None:
    path = Path(store.save(ACME))
    edit(path, ('environment = "local"', '# mine\nenvironment = "local"'))
    plain = path.read_bytes()
    path.write_bytes(codecs.BOM_UTF8 + plain)
    assert store.load("acme-dev") == ACME
    store.copy("acme-dev", "new")
    assert store.load("new") == ACME._replace(name="new")
    store.save(ACME)
    assert path.read_bytes() == plain


def test_the_order_of_the_lists_is_the_files(store: ProfileStore) -> None:
    path = Path(store.save(ACME))
    before = path.read_bytes()
    store.save(ACME._replace(clients=tuple(reversed(ACME.clients))))
    assert path.read_bytes() == before


def test_what_is_no_longer_there_leaves_the_file(store: ProfileStore) -> None:
    store.save(ACME)
    bare = ACME._replace(pools=(), clients=ACME.clients[1:], pool_id="", webapp_id="")
    store.save(bare)
    assert store.load("acme-dev") == bare
    store.save(ACME)
    assert sorted(client.id for client in store.load("acme-dev").clients) == [
        "client_1",
        "client_2",
    ]


def test_a_change_sees_what_others_saved_meanwhile(store: ProfileStore) -> None:
    store.save(ACME)

    def add(saved: Profile | None) -> Profile:
        assert saved is not None
        return saved._replace(pools=(*saved.pools, Pool("pool_9", "more", "hosted")))

    store.save(ACME._replace(app="amazon"))
    store.update("acme-dev", add)
    assert store.load("acme-dev").app == "amazon"
    assert len(store.load("acme-dev").pools) == 2
    store.update("new", lambda saved: ACME._replace(name="new", app=str(saved)))
    assert store.load("new").app == "None"


# --- files that are not understood ------------------------------------------------------------

BROKEN = {
    "empty": b"",
    "blank": b" \n",
    "a byte order mark alone": b"\xef\xbb\xbf",
    "UTF-16": "version = 1\n".encode("utf-16"),
    "not TOML": b"version = ",
    "not UTF-8": b"version = 1\n# \xff",
    "no version": b'environment = "local"\nbase_url = "x"\n',
    "version 0": b'version = 0\nenvironment = "local"\nbase_url = "x"\n',
    "version true": b'version = true\nenvironment = "local"\nbase_url = "x"\n',
    "no environment": b'version = 1\nbase_url = "x"\n',
    "a number for a text": b'version = 1\nenvironment = 1\nbase_url = "x"\n',
    "generation 3": b'version = 1\nenvironment = "e"\nbase_url = "x"\ngeneration = 3\n',
    "generation true": b'version = 1\nenvironment = "e"\nbase_url = "x"\ngeneration = true\n',
    "pools no list": b'version = 1\nenvironment = "e"\nbase_url = "x"\npools = 1\n',
    "pool no table": b'version = 1\nenvironment = "e"\nbase_url = "x"\npools = [1]\n',
    "pool without id": b'version = 1\nenvironment = "e"\nbase_url = "x"\n[[pools]]\nname = "n"\n',
    "an id twice": b'version = 1\nenvironment = "e"\nbase_url = "x"\n'
    + 2 * b'[[clients]]\nid = "i"\nname = "n"\nkind = "service"\n',
    "too deep": b"version = 1\nx = " + b"[" * 100_000,
    "huge": b"#" * (1 << 21),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_profile_that_is_not_understood_is_never_overwritten(
    store: ProfileStore, content: bytes
) -> None:
    path = Path(store.save(ACME))
    path.write_bytes(content)
    for act in (store.load, lambda _name: store.save(ACME), lambda name: store.put(name, b"#")):
        with pytest.raises(ProblemError) as refused:
            act("acme-dev")
        assert code(refused) == "profile.corrupt"
        assert refused.value.problem.exit_code == 4
        assert str(path) in refused.value.problem.symptom
    assert path.read_bytes() == content
    store.use("acme-dev")
    store.delete("acme-dev")
    assert store.names() == ()


def test_a_newer_profile_is_read_as_far_as_it_can_be_but_not_written(store: ProfileStore) -> None:
    path = Path(store.save(ACME))
    edit(path, ("version = 1", "version = 7\nshape = 'new'"))
    before = path.read_bytes()
    assert store.load("acme-dev") == ACME
    acts: tuple[Callable[[], object], ...] = (
        lambda: store.save(ACME),
        lambda: store.put("acme-dev", b"#"),
    )
    for act in acts:
        with pytest.raises(ProblemError) as refused:
            act()
        assert code(refused) == "profile.newer"
    assert path.read_bytes() == before
    edit(path, ('environment = "local"', "environment = ['local']"))
    with pytest.raises(ProblemError) as refused:
        store.load("acme-dev")
    assert code(refused) == "profile.newer"


def test_an_older_profile_is_migrated_when_it_is_saved_and_backed_up_first(
    store: ProfileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(store.save(ACME))
    edit(path, ('app = "instagram"', 'application = "instagram"  # mine'))
    before = path.read_bytes()

    def rename_application(table: MutableMapping[str, Any]) -> None:
        table["app"] = table.pop("application")

    monkeypatch.setattr(migrations, "MIGRATIONS", (rename_application,))
    assert store.load("acme-dev").app == "instagram"
    assert path.read_bytes() == before
    store.save(ACME._replace(user_id="other"))
    assert tomllib.loads(path.read_text())["version"] == 2
    assert store.load("acme-dev") == ACME._replace(user_id="other")
    assert path.with_name(f"{path.name}.v1").read_bytes() == before
    assert store.names() == ("acme-dev",)
    store.delete("acme-dev")
    assert list(path.parent.iterdir()) == []


# --- which one is active ----------------------------------------------------------------------


def test_none_is_active_until_one_is_used(store: ProfileStore) -> None:
    assert store.names() == ()
    assert store.active() is None
    store.save(ACME)
    assert store.active() is None
    store.use("acme-dev")
    assert store.active() == "acme-dev"


def test_deleting_the_active_profile_leaves_none_active(store: ProfileStore, home: Home) -> None:
    store.save(ACME)
    store.save(ACME._replace(name="other"))
    store.use("other")
    store.delete("acme-dev")
    assert store.active() == "other"
    store.delete("other")
    assert store.active() is None
    assert not Path(home.active()).exists()


def test_a_copy_keeps_comments_and_leaves_the_first_alone(store: ProfileStore) -> None:
    path = Path(store.save(ACME))
    edit(path, ('environment = "local"', '# mine\nenvironment = "local"'))
    store.copy("acme-dev", "new")
    assert store.names() == ("acme-dev", "new")
    assert Path(store.path("new")).read_bytes() == path.read_bytes()


def test_one_profile_is_not_overwritten_with_another(store: ProfileStore) -> None:
    store.save(ACME)
    store.save(ACME._replace(name="other", app="amazon"))
    with pytest.raises(ProblemError) as refused:
        store.copy("acme-dev", "other")
    assert code(refused) == "profile.exists"
    assert store.load("other").app == "amazon"


@pytest.mark.parametrize("pointer", [b"", b"gone\n", b"\xff\xfe", b"../../etc/passwd\n", b"a\nb\n"])
def test_a_pointer_to_nothing_means_that_none_is_active(
    store: ProfileStore, home: Home, pointer: bytes
) -> None:
    store.save(ACME)
    store.use("acme-dev")
    Path(home.active()).write_bytes(pointer)
    assert store.active() is None


def test_switching_looks_at_no_other_profile(
    store: ProfileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(ACME)

    def refuse(*_arguments: object) -> None:
        raise AssertionError("a folder was listed")

    for listing in ("listdir", "scandir"):
        monkeypatch.setattr(os, listing, refuse)
    store.use("acme-dev")
    assert store.active() == "acme-dev"


# --- paths that are not ours ------------------------------------------------------------------


def test_a_profile_that_is_no_plain_file_is_refused(
    store: ProfileStore, home: Home, plant: Callable[[Path], Path]
) -> None:
    target = plant(Path(home.profile("acme-dev")))
    for act in (store.load, store.use, store.delete, lambda _name: store.save(ACME)):
        with pytest.raises(ProblemError) as refused:
            act("acme-dev")
        assert code(refused) == "store.unsafe_path"
    assert target.read_bytes() == b"do not touch"


def test_a_pointer_that_is_no_plain_file_is_refused(
    store: ProfileStore, home: Home, plant: Callable[[Path], Path]
) -> None:
    store.save(ACME)
    target = plant(Path(home.active()))
    for act in (lambda: store.use("acme-dev"), store.active):
        with pytest.raises(ProblemError) as refused:
            act()
        assert code(refused) == "store.unsafe_path"
    assert target.read_bytes() == b"do not touch"

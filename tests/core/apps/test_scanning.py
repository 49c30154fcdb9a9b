"""Looking at an app's folder: bounded, without following anything, and reading what is there."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from wizard.apps import (
    App,
    env_sources,
    key_mentions,
    looks_like_a_key,
    nearest,
    npm_settings,
    packages,
    scan,
    switches,
    tree,
)
from wizard.apps.env_files import is_env_file
from wizard.model import ProblemError, Secret

if TYPE_CHECKING:
    from pathlib import Path

KEY = "anon_Qx7" + "Zp9Kd3Wm5Tb8" * 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "app"
    made.mkdir()
    return made


def written(folder: Path, **files: str) -> App:
    return with_files(folder, files)


def with_files(folder: Path, files: dict[str, str]) -> App:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return scan(folder)


# --- the walk -------------------------------------------------------------------------------------


def test_packages_of_others_and_builds_are_passed_over(folder: Path) -> None:
    names = ("node_modules/a/index.js", "dist/x.js", ".git/config", ".next/y.js", "src/a.js")
    assert with_files(folder, dict.fromkeys(names, "x")).files == ("src/a.js",)


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / ".env").write_text("ANON_API_KEY=secret", encoding="utf-8")
    (folder / "linked").symlink_to(outside)
    (folder / ".env").symlink_to(outside / ".env")
    (folder / "loop").symlink_to(folder)
    (folder / "dead").symlink_to(folder / "nowhere")
    app = scan(folder)
    assert app.files == ()
    assert app.text(".env") is None


def test_a_link_to_the_folder_itself_is_fine(folder: Path, tmp_path: Path) -> None:
    (folder / "a.js").write_text("x", encoding="utf-8")
    (tmp_path / "alias").symlink_to(folder)
    assert scan(tmp_path / "alias").files == ("a.js",)


def test_pipes_sockets_and_devices_are_left_alone(folder: Path) -> None:
    os.mkfifo(folder / ".env")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.fspath(folder / "sock.js"))
        app = scan(folder)
    assert app.files == ()
    assert app.raw(".env") is None


def test_huge_and_binary_files_have_no_text(folder: Path) -> None:
    (folder / "huge.js").write_bytes(b"x" * (tree.LARGEST + 1))
    (folder / "image.js").write_bytes(b"\x89PNG\0\0" + b"anon.com")
    app = scan(folder)
    assert app.text("huge.js") is None
    assert app.text("image.js") is None
    assert switches(app) == ()


def test_bytes_that_are_no_text_are_read_all_the_same(folder: Path) -> None:
    (folder / "latin.js").write_bytes(b"x = 'caf\xe9 svc.prod.anon.com'\n")
    assert switches(scan(folder))[0].environment == "prod"


def test_file_names_of_any_kind(folder: Path) -> None:
    for name in (b"a\nb.js", b"\xff.js", "\u202eevil.js".encode(), b"[red].js"):
        (folder / os.fsdecode(name)).write_text("'svc.prod.anon.com'", encoding="utf-8")
    app = scan(folder)
    assert len(app.files) == 4
    assert len(switches(app)) == 4


def test_too_many_files_are_said_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_FILES", 5)
    app = with_files(folder, {f"f{number}.js": "" for number in range(9)})
    assert len(app.files) == 5
    assert "more than 5 files" in app.unseen


def test_too_deep_is_said_so(folder: Path) -> None:
    deep = "/".join("d" * (tree.DEEPEST + 2))
    app = with_files(folder, {f"{deep}/x.js": "", "top.js": ""})
    assert app.files == ("top.js",)
    assert "deep" in app.unseen


def test_too_slow_is_said_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "SECONDS", -1.0)
    assert "seconds" in with_files(folder, {"a.js": "", "b.js": ""}).unseen


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(ProblemError) as refused:
            scan(path)
        assert refused.value.problem.code == "app.no_folder"


# --- packages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dependencies", "framework"),
    [
        ('{"vite": "5"}', "vite"),
        ('{"next": "15", "react": "19"}', "next"),
        ('{"react-scripts": "5"}', "react"),
        ('{"plasmo": "1", "vite": "5"}', "plasmo"),
        ('{"express": "4"}', "node"),
        ("[]", "node"),
    ],
)
def test_a_framework_is_told_by_its_dependency(
    folder: Path, dependencies: str, framework: str
) -> None:
    app = with_files(folder, {"package.json": f'{{"dependencies": {dependencies}}}'})
    assert packages(app)[0].framework.name == framework


def test_a_file_belongs_to_the_nearest_package(folder: Path) -> None:
    app = with_files(folder, {"package.json": "{}", "web/package.json": "{}", "web/a/.env": ""})
    found = packages(app)
    assert nearest(found, "web/a/.env") is found[1]
    assert nearest(found, "webs/.env") is found[0]


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '"x"', "[" * 5000])
def test_a_package_that_cannot_be_read_says_why(folder: Path, text: str) -> None:
    found = packages(with_files(folder, {"package.json": text}))[0]
    assert found.trouble
    assert found.dependencies == frozenset()


# --- files of variables ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", [".env", ".env.local", "prod.env", ".envrc", "App.xcconfig"])
def test_these_hold_variables(name: str) -> None:
    assert is_env_file(name)


@pytest.mark.parametrize("name", [".env.example", ".env.sample", "env.js", ".environment", "env"])
def test_these_do_not(name: str) -> None:
    assert not is_env_file(name)


def test_lines_are_numbered_and_known_by_any_of_their_names(folder: Path) -> None:
    text = "# one\n\nSDK_CLIENT_ID=a\nVITE_ANON_ENV='local'\nMINE=1\n"
    source = env_sources(with_files(folder, {".env": text}))[0]
    found = [(each.place, each.variable and each.variable.name) for each in source.settings]
    assert found == [
        (".env:3", "ANON_SDKCLIENT_ID"),
        (".env:4", "ANON_ENV"),
        (".env:5", None),
    ]


@pytest.mark.parametrize("value", ["", "<your id>", "YOUR API KEY HERE", "xxx", "changeme", "..."])
def test_words_that_stand_where_a_value_belongs_are_none(folder: Path, value: str) -> None:
    source = env_sources(with_files(folder, {".env": f"ANON_ENV={value}\n"}))[0]
    assert source.settings[0].is_empty


def test_a_value_is_not_in_what_is_printed_of_a_line(folder: Path) -> None:
    source = env_sources(with_files(folder, {".env": f"ANON_API_KEY={KEY}\n"}))[0]
    assert KEY not in repr(source)


# --- keys, npm ------------------------------------------------------------------------------------


def test_a_key_is_told_from_a_long_name() -> None:
    assert looks_like_a_key(f'x = "{KEY}"')
    assert looks_like_a_key("ory_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7")
    assert not looks_like_a_key("anon_user_identifier_for_analytics_events_2")
    assert not looks_like_a_key("anon_short1A")


def test_keys_in_the_code_are_found_with_their_place(folder: Path) -> None:
    files = {
        "a.ts": f"// key\nconst k = '{KEY}';\n",
        "b.py": "k = 'odd-but-known-value-1'\n",
        "c.js": "const pem = `-----BEGIN RSA PRIVATE KEY-----\nabc`;\n",
        "package-lock.json": f'"{KEY}"',
    }
    app = with_files(folder, files)
    found = key_mentions(app, (Secret("odd-but-known-value-1"), Secret("short")))
    assert [(each.place, each.what) for each in found] == [
        ("a.ts:2", "an API key"),
        ("b.py:1", "an API key"),
        ("c.js:1", "a private key"),
    ]


def test_keys_are_found_in_whatever_is_handed_on(folder: Path) -> None:
    names = ("README.md", "Dockerfile", "web/.env.example", "notes.ipynb", "api.http", "k8s.yaml")
    app = with_files(folder, dict.fromkeys(names, f"# key {KEY}\n"))
    assert {each.file for each in key_mentions(app)} == set(names)


def npm(folder: Path, text: str, user: str = "") -> tuple[str, bool, str]:
    app = with_files(folder, {"package.json": "{}", ".npmrc": text})
    found = npm_settings(app, packages(app)[0], user)
    return found.registry, found.has_token, found.variable


def test_npms_settings_are_read_as_npm_reads_them(folder: Path) -> None:
    scope = "@anon:registry=https://npm.example/private/\n"
    token = "//npm.example/private/:_authToken=${NPM_TOKEN}\n"
    assert npm(folder, scope + token) == ("npm.example/private", True, "NPM_TOKEN")
    assert npm(folder, scope, user=token) == ("npm.example/private", True, "NPM_TOKEN")
    assert npm(folder, f"# {scope}; {token}") == ("", False, "")
    assert npm(folder, scope + "//other.example/:_authToken=x\n")[1] is False
    assert npm(folder, scope + "//npm.example/:_authToken=npm_literal\n")[1:] == (True, "")
    assert npm(folder, "//registry.npmjs.org/:_authToken=x\n") == ("", True, "")


def test_a_package_below_takes_the_settings_above(folder: Path) -> None:
    files = {"package.json": "{}", "web/package.json": "{}", ".npmrc": "@anon:registry=https://n/"}
    app = with_files(folder, files)
    found = npm_settings(app, packages(app)[1])
    assert (found.file, found.registry) == (".npmrc", "n")


def test_the_word_anonymous_does_not_make_a_file_anons(folder: Path) -> None:
    pay = "paypal({ environment: 'sandbox' }) // crossorigin='anonymous'\n"
    assert switches(with_files(folder, {"pay.ts": pay})) == ()
    assert switches(with_files(folder, {"link.ts": "import '@anon/x'; " + pay})) != ()


def test_another_services_environment_in_the_same_file_is_not_anons(folder: Path) -> None:
    far = "\n" * 30
    pay = f"import '@anon/x';{far}paypal({{ environment: 'sandbox' }});\n"
    key = "createClient(process.env.SUPABASE_ANON_KEY); paypal({ environment: 'sandbox' });\n"
    link = f"import '@anon/x';{far}open({{ environment: 'sandbox',\n  appUserIdToken }});\n"
    app = with_files(folder, {"pay.ts": pay, "key.ts": key, "link.ts": link})
    assert [each.place for each in switches(app)] == ["link.ts:31"]


HOST = "https://svc.sandbox.anon.com"
COMMENTED = [
    ("a.ts", f"// {HOST}\n"),
    ("a.ts", f"const x = 1; // {HOST}\n"),
    ("a.ts", f"/*\n * {HOST}\n */\n"),
    ("a.tsx", f"return <p>{{/* {HOST} */}}</p>;\n"),
    ("a.ts", f"/* {HOST}\n"),
    ("a.html", f"<!-- {HOST}\n-->\n"),
    ("a.vue", f"<template><!-- {HOST} --></template>\n"),
    ("a.py", f"# {HOST}\n"),
    ("a.py", f"x = 1  # {HOST}\n"),
    ("a.py", f'"""Speaks to {HOST}.\n\nANON_ENV = \'sandbox\'\n"""\nx = 1\n'),
    ("a.yml", f"# {HOST}\nx: 1\n"),
    ("Dockerfile", "# ENV ANON_ENV=sandbox\n"),
]
SAID = [
    ("a.ts", f"const x = '{HOST}'; // anon\n"),
    ("a.ts", f"/* anon */ const x = '{HOST}';\n"),
    ("a.ts", f"const x = `{HOST}`;\n"),
    ("a.ts", f"const y = 'it//s'; const x = '{HOST}';\n"),
    ("a.ts", f"const y = 'a \\' // b'; const x = '{HOST}';\n"),
    ("a.ts", f'const y = "/*"; const x = "{HOST}";\n'),
    ("a.html", f'<script src="{HOST}/x.js"></script>\n'),
    ("a.py", f"x = '{HOST}'  # anon\n"),
    ("a.py", f"x = '#'; y = '{HOST}'\n"),
    ("a.yml", f"url: {HOST}\n"),
    ("a.sh", f"curl {HOST}#anchor\n"),
]


@pytest.mark.parametrize(("name", "text"), COMMENTED)
def test_a_comment_switches_nothing(folder: Path, name: str, text: str) -> None:
    assert switches(with_files(folder, {name: text})) == ()


@pytest.mark.parametrize(("name", "text"), SAID)
def test_what_stands_beside_a_comment_or_looks_like_one_counts(
    folder: Path, name: str, text: str
) -> None:
    assert len(switches(with_files(folder, {name: text}))) == 1


def test_lines_keep_their_numbers_when_comments_go(folder: Path) -> None:
    text = f"/* one\r\n two\u2028 */\r\n// four\nconst x = '{HOST}';\n"
    place = switches(with_files(folder, {"a.ts": text}))[0].number
    assert text.splitlines()[place - 1].startswith("const")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["/*", "<!--", "`", "'", '"', "\\", "//", '"""', "# ", "'\\"])
@pytest.mark.parametrize("name", ["a.ts", "a.py", "a.html"])
def test_a_file_full_of_beginnings_is_read_in_passing(folder: Path, name: str, text: str) -> None:
    anon = f"'{HOST}'\n"
    switches(with_files(folder, {name: anon + text * (900_000 // len(text))}))


DEPLOYED = [
    ("docker-compose.yml", "environment:\n  ANON_ENV: sandbox\n", 2),
    ("compose.yaml", "environment:\n  - VITE_ANON_ENV=sandbox\n", 2),
    ("k8s/web.yaml", "env:\n  - name: ANON_ENV\n    value: sandbox\n", 3),
    ("Dockerfile", 'FROM node\nENV ANON_ENV="sandbox"\n', 2),
    ("fly.toml", "[env]\nANON_ENV = 'sandbox'\n", 2),
    ("package.json", '{"scripts": {"start": "ANON_ENV=sandbox node index.js"}}', 1),
]


@pytest.mark.parametrize(("name", "text", "number"), DEPLOYED)
def test_a_deployments_environment_is_no_code(
    folder: Path, name: str, text: str, number: int
) -> None:
    found = switches(with_files(folder, {name: text}))
    assert [(each.number, each.environment, each.is_shipped) for each in found] == [
        (number, "sandbox", False)
    ]


@pytest.mark.parametrize(
    "name", ["__tests__/a.js", "tests/a.py", "src/a.test.ts", "e2e/a.ts", "test_a.py", "a_test.go"]
)
def test_tests_are_not_shipped(folder: Path, name: str) -> None:
    found = switches(with_files(folder, {name: f"x = '{HOST}'\n"}))
    assert [each.is_shipped for each in found] == [False]


def test_a_file_for_developers_alone_is_not_shipped(folder: Path) -> None:
    names = ("environment.ts", "environment.development.ts", "environment.prod.ts")
    app = with_files(folder, dict.fromkeys(names, "export const x = { anonEnv: 'sandbox' };\n"))
    assert {each.file: each.is_shipped for each in switches(app)} == {
        "environment.ts": True,
        "environment.development.ts": False,
        "environment.prod.ts": True,
    }


def test_only_what_counts_now_is_against_an_environment(folder: Path) -> None:
    files = {
        "a.ts": f"x = '{HOST}'\n",
        "b.ts": "env = process.env.ANON_ENV || 'sandbox'\n",
        "environment.prod.ts": "export const x = { anonEnv: 'prod' };\n",
    }
    found = switches(with_files(folder, files))
    assert [each.is_against("local") for each in found] == [True, False, False]
    assert [each.is_against("sandbox") for each in found] == [False, False, False]
    assert [each.is_against("prod") for each in found] == [True, False, False]


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        (".env", ""),
        (".env.local", ""),
        (".env.production", "production"),
        (".env.production.local", "production"),
        ("config/prod.env", "production"),
        ("Release.xcconfig", "production"),
        (".env.development", "development"),
        ("Debug.xcconfig", "development"),
        (".env.test", "tests"),
        (".env.old", "spare"),
        (".env.production.bak2", "spare"),
        (".env.sandbox", "development"),
        (".env.local~", "spare"),
        ("prod/.env", ""),
        ("product.env", ""),
    ],
)
def test_a_file_says_by_its_name_what_it_is_for(folder: Path, name: str, stage: str) -> None:
    assert env_sources(with_files(folder, {name: "A=1\n"}))[0].stage == stage

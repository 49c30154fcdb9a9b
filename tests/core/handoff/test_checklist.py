"""The checklist: all in order passes, and one thing out of order is exactly one item."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.core.handoff.ground import DAY, JWKS, KEY, OLD_KEY, SERVICE_KEY, SPARE, Ground
from wizard.handoff.checklist import ITEMS
from wizard.identity import base64url
from wizard.identity.tokens import mint
from wizard.profiles import handoffs, proofs
from wizard.profiles.handoffs import Sighting
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.handoff.item import Result

MACHINE = [each.id for each in ITEMS if each.kind == "machine"]
WITH_KEY = [each.id for each in ITEMS if each.kind == "with the prod key"]
PEOPLE = [each.id for each in ITEMS if each.kind == "person"]
RFC_7517_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    "use": "sig",
    "kid": "from-the-book",
}


def states(results: dict[str, Result]) -> dict[str, str]:
    return {name: each.row.state for name, each in results.items()}


def not_passed(results: dict[str, Result]) -> dict[str, str]:
    """Give what is not in order, without what was not reached because of it."""
    reached = {name: each for name, each in results.items() if not each.row.stands_on}
    return {name: state for name, state in states(reached).items() if state != "pass"}


def test_all_in_order_passes_every_item_that_needs_no_prod_key(ground: Ground) -> None:
    found = states(ground.results())
    assert {name: found[name] for name in MACHINE} == dict.fromkeys(MACHINE, "pass")
    assert {name: found[name] for name in PEOPLE} == dict.fromkeys(PEOPLE, "pass")
    assert {name: found[name] for name in WITH_KEY} == dict.fromkeys(WITH_KEY, "skip")


def test_all_in_order_passes_every_item_once_the_prod_key_is_there(ground: Ground) -> None:
    ground.promote()
    assert not_passed(ground.results()) == {}


def test_looking_sends_no_changing_request_to_anybody(ground: Ground) -> None:
    ground.promote()
    ground.results()
    seen = [*ground.anon.seen, *ground.production.seen, *ground.public.seen]
    assert seen
    assert [line for line in seen if not line.startswith("GET ")] == []


# --- one thing out of order -----------------------------------------------------------------------


def set_pool(ground: Ground, **changes: Any) -> None:
    profile = ground.profile()
    pool = profile.pools[0]._replace(**changes)
    ProfileStore(ground.home).save(profile._replace(pools=(pool,)))
    answer: dict[str, Any] = {"id": pool.id, "name": "x", "description": ""}
    if pool.jwks_uri:
        answer["authorization"] = {"jwksUri": pool.jwks_uri, "idClaim": "sub"}
    ground.anon.put("/org/userPool/pool-1", answer)


def set_client(ground: Ground, name: str, **auth: Any) -> None:
    ground.anon.put(f"/org/sdkClient/{name}", {"id": name, "name": "x", "auth": auth})


def register(ground: Ground, *urls: str) -> None:
    config = {"redirectUrls": list(urls)}
    set_client(ground, "web-1", type="userPool", userPoolId="pool-1", oauthConfig=config)


def add_key(ground: Ground, jwk: dict[str, Any]) -> None:
    ground.more_keys = [jwk]
    ground.publish()


def weak_key() -> dict[str, Any]:
    numbers = rsa.generate_private_key(65537, 1024).public_key().public_numbers()  # noqa: S505
    modulus = base64url.encode(numbers.n.to_bytes(128, "big"))
    return {"kty": "RSA", "n": modulus, "e": "AQAB", "kid": "weak"}


def nameless_key() -> dict[str, Any]:
    jwk: dict[str, Any] = SPARE.public_jwk()
    return {name: value for name, value in jwk.items() if name != "kid"}


def set_token(ground: Ground, **how: Any) -> None:
    """Give the test user another token: ``key``, ``life`` in seconds (None: for ever)."""
    key = how.get("key", KEY)
    token = mint(key, user_id="ada", now=ground.now, expires_in=how.get("life", 3_600))
    open_secrets("file", ground.home).put("acme", {"app_user_id_token": token})


def rotate_at_once(ground: Ground) -> None:
    seen = (
        Sighting(JWKS, (SPARE.kid,), int(ground.now - 30 * DAY)),
        Sighting(JWKS, (OLD_KEY.kid, KEY.kid), int(ground.now - 20 * DAY)),
    )
    handoffs.update(ground.home, "acme", lambda record: replace(record, seen=seen))


def never_rotate(ground: Ground) -> None:
    seen = (Sighting(JWKS, (OLD_KEY.kid, KEY.kid), int(ground.now - 20 * DAY)),)
    handoffs.update(ground.home, "acme", lambda record: replace(record, seen=seen))


def plan_apps(ground: Ground, note: str) -> None:
    def change(record: handoffs.Handoff) -> handoffs.Handoff:
        word = record.word("plan.apps")
        assert word
        return record.with_word(replace(word, note=note))

    handoffs.update(ground.home, "acme", change)


def no_longer_ignored(ground: Ground) -> None:
    ground.write(".gitignore", "dist\n")


def committed(ground: Ground) -> None:
    ground.git("add", "-f", ".env")


def public(path: str, status: int, kind: str = "text/html") -> Callable[[Ground], None]:
    def serve(ground: Ground) -> None:
        ground.public.answers[path] = (status, kind, b"<html></html>")

    return serve


Defect = tuple[str, str, str, "Callable[[Ground], object]"]

DEFECTS: list[Defect] = [
    ("http", "jwks.https", "jwks.not_https",
     lambda g: set_pool(g, jwks_uri="http://acme.example:8443/.well-known/jwks.json")),
    ("private address", "jwks.public", "jwks.not_public",
     lambda g: setattr(g, "address", "10.1.1.1")),
    ("login", "jwks.public", "jwks.status", public("/.well-known/jwks.json", 401)),
    ("redirect", "jwks.public", "jwks.redirect", public("/.well-known/jwks.json", 302)),
    ("hosted pool", "jwks.own", "handoff.not_own_keys",
     lambda g: set_pool(g, jwks_uri="", source="hosted")),
    ("published example", "jwks.own", "handoff.not_own_keys", lambda g: add_key(g, RFC_7517_KEY)),
    ("weak key", "jwks.sound", "jwks.rsa_too_small", lambda g: add_key(g, weak_key())),
    ("private key published", "jwks.sound", "jwks.private_key",
     lambda g: add_key(g, {**SPARE.public_jwk(), "d": "c2VjcmV0"})),
    ("no kid", "jwks.kid", "jwks.no_kid", lambda g: add_key(g, nameless_key())),
    ("rotated at once", "jwks.rotation", "handoff.no_overlap", rotate_at_once),
    ("another key's token", "token.sample", "token.unknown_kid", lambda g: set_token(g, key=SPARE)),
    ("expired token", "token.sample", "token.expired", lambda g: set_token(g, life=-3_600)),
    ("eternal token", "token.life", "token.no_expiry", lambda g: set_token(g, life=None)),
    ("token for years", "token.life", "handoff.token_lives_long",
     lambda g: set_token(g, life=700 * DAY)),
    ("token for seconds", "token.life", "handoff.token_lives_short",
     lambda g: set_token(g, life=90)),
    ("key refused", "key.accepted", "key.refused", lambda g: setattr(g.anon, "key", "anon_other")),
    ("another key set", "pool.same", "handoff.pool_differs",
     lambda g: g.anon.put("/org/userPool/pool-1", {"id": "pool-1", "name": "x", "description": "",
         "authorization": {"jwksUri": "https://other.example/jwks.json"}})),
    ("service client in the webapp's place", "client.webapp", "client.wrong_kind",
     lambda g: set_client(g, "web-1", type="apiKey")),
    ("another pool's client", "client.webapp", "client.other_pool",
     lambda g: set_client(g, "web-1", type="userPool", userPoolId="pool-2")),
    ("webapp client in the service's place", "client.service", "client.wrong_kind",
     lambda g: set_client(g, "srv-1", type="userPool", userPoolId="pool-1")),
    ("published key", "app.public_secrets", "app.public_secret",
     lambda g: g.write_env(VITE_ANON_API_KEY="anon_Published2Key4For6Everybody8To0See")),
    ("key in the code", "app.source_secrets", "app.secret_in_source",
     lambda g: g.add_line('const key = "anon_InThe4Code5For6Everybody7WhoReads8It";')),
    ("committed", "app.secrets_in_git", "app.secret_in_git", committed),
    ("not ignored", "app.env_ignored", "app.not_ignored", no_longer_ignored),
    ("localhost", "app.redirects", "handoff.redirect",
     lambda g: g.add_line('const back = { redirectUrl: "http://localhost:3000/linked" };')),
    ("not registered", "app.redirects", "handoff.redirect",
     lambda g: register(g, "https://acme.example/other")),
    ("localhost registered", "app.redirects", "handoff.redirect",
     lambda g: register(g, "https://acme.example/linked", "http://localhost:3000/")),
    ("http redirect in a variable", "app.redirects", "handoff.redirect",
     lambda g: g.write_env(LINK_REDIRECT_URL="http://acme.example/linked")),
    ("placeholder", "company.name", "handoff.company_name",
     lambda g: g.write_env(VITE_ANON_COMPANY_NAME="Your Company")),
    ("empty name", "company.name", "handoff.company_name",
     lambda g: g.write_env(VITE_ANON_COMPANY_NAME="")),
    ("no logo there", "company.logo", "handoff.company_logo", public("/logo.png", 404)),
    ("logo is a page", "company.logo", "handoff.company_logo", public("/logo.png", 200)),
    ("logo on http", "company.logo", "handoff.company_logo",
     lambda g: g.write_env(VITE_ANON_COMPANY_LOGO="http://acme.example/logo.png")),
    ("old link", "link.proven", "handoff.link_not_proven",
     lambda g: proofs.update(g.home, "acme", **{"linked.instagram": int(g.now - 90 * DAY)})),
    ("planned and never linked", "link.proven", "handoff.link_not_proven",
     lambda g: plan_apps(g, "Instagram, amazon")),
    ("open file", "secrets.stored", "store.open_to_others",
     lambda g: Path(g.home.secrets("acme")).chmod(0o644)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "code", "break_it"),
    [defect[1:] for defect in DEFECTS],
    ids=[f"{defect[1]}: {defect[0]}" for defect in DEFECTS],
)
def test_one_thing_out_of_order_fails_exactly_its_item(
    ground: Ground, item: str, code: str, break_it: Callable[[Ground], object]
) -> None:
    break_it(ground)
    results = ground.results()
    before_the_key = {name: each for name, each in results.items() if name not in WITH_KEY}
    trouble = {n: s for n, s in not_passed(before_the_key).items() if s != "skip"}
    assert trouble == {item: "fail"}
    found = results[item].row.problem
    assert found is not None
    assert found.code == code


SWITCHES = {
    "SDK environment": ("src/more.ts", 'const c = { anon: 1, environment: "sandbox" };'),
    "fallback": ("src/more.ts", 'const e = process.env.VITE_ANON_ENV || "sandbox";'),
    "python fallback": ("back/more.py", 'env = os.environ.get("ANON_ENV", "sandbox")'),
    "base URL": ("src/more.ts", 'const base = "https://svc.sandbox.anon.com";'),
    "link origin": ("src/more.ts", 'const link = "https://link.svc.sandbox.anon.com";'),
    "iOS": ("ios/Link.swift", "let anon = AnonConfig(environment: .sandbox)"),
    "property list": ("ios/Info.plist", "<key>ANON_ENV</key>\n<string>sandbox</string>"),
    "extension": ("ext/manifest.json", '{"host_permissions": ["https://*.sandbox.anon.com/*"]}'),
    "local sandbox": ("src/more.ts", 'const anon = "http://127.0.0.1:4010";'),
}


@pytest.mark.parametrize("kind", SWITCHES)
def test_every_kind_of_sandbox_switch_is_found_with_file_and_line(
    ground: Ground, kind: str
) -> None:
    file, line = SWITCHES[kind]
    ground.write(file, f"\n{line}\n")
    results = ground.results()
    assert {n: s for n, s in not_passed(results).items() if n not in WITH_KEY} == {
        "app.switches": "fail"
    }
    place = f"{file}:{2 + line.count(chr(10))}"
    assert any(each.startswith(place) for each in results["app.switches"].row.places)


@pytest.mark.parametrize(
    "line",
    [
        'type Env = { environment: "sandbox" | "prod" };  // anon',
        'if (environment === "sandbox") { anon(); }',
        "const anon = { environment: process.env.VITE_ANON_ENV };",
        'const anon = { environment: "prod" };',
    ],
)
def test_what_a_variable_decides_is_no_switch(ground: Ground, line: str) -> None:
    ground.add_line(line)
    assert ground.results("app.switches")["app.switches"].row.state == "pass"


def test_a_variable_of_the_apps_own_that_names_the_sandbox_is_a_remark(ground: Ground) -> None:
    ground.write_env(UPSTREAM="https://svc.sandbox.anon.com")
    row = ground.results("app.switches")["app.switches"].row
    assert (row.state, row.problem and row.problem.code) == ("warn", "handoff.foreign_switch")


@pytest.mark.parametrize("item", PEOPLE)
def test_what_nobody_said_is_asked_and_nothing_else(ground: Ground, item: str) -> None:
    ground.forget_word(item)
    found = {n: s for n, s in not_passed(ground.results()).items() if n not in WITH_KEY}
    assert found == {item: "ask"}


def test_a_registered_redirect_passes(ground: Ground) -> None:
    register(ground, "https://acme.example/linked", "https://acme.example/other")
    row = ground.results("app.redirects")["app.redirects"].row
    assert row.state == "pass"
    assert "Registered with Anon: https://acme.example/other" in row.places


def test_a_rotation_that_nobody_saw_is_asked_about(ground: Ground) -> None:
    never_rotate(ground)
    found = {n: s for n, s in not_passed(ground.results()).items() if n not in WITH_KEY}
    assert found == {"jwks.rotation": "ask"}


def test_a_rotation_is_seen_by_looking_before_and_after(ground: Ground) -> None:
    never_rotate(ground)
    assert ground.results()["jwks.rotation"].row.state == "ask"
    ground.keys = [OLD_KEY, KEY, SPARE]
    ground.publish()
    assert ground.results("jwks.rotation")["jwks.rotation"].row.state == "pass"


def same_client(ground: Ground) -> None:
    ProfileStore(ground.home).save(ground.promoted()._replace(webapp_id="web-1"))
    ground.promote_env(ANON_SDKCLIENT_ID="web-1")


def prod_token(ground: Ground) -> None:
    token = mint(SPARE, user_id="ada", now=ground.now)
    open_secrets("file", ground.home).put("acme-prod", {"app_user_id_token": token})


PROD_DEFECTS: list[Defect] = [
    ("key refused", "prod.key", "key.refused", lambda g: setattr(g.production, "key", "anon_x")),
    ("same pool", "prod.pool", "handoff.same_ids",
     lambda g: ProfileStore(g.home).save(g.promoted()._replace(pool_id="pool-1",
         pools=(g.promoted().pools[0]._replace(id="pool-1"),)))),
    ("same client", "prod.clients", "handoff.same_ids",
     same_client),
    ("another key's token", "prod.user", "token.unknown_kid", prod_token),
    ("never linked", "prod.link", "handoff.link_not_proven",
     lambda g: proofs.update(g.home, "acme-prod", **{"linked.instagram": None})),
    ("old values", "prod.variables", "handoff.left_behind",
     lambda g: g.promote_env(ANON_API_KEY=SERVICE_KEY)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "code", "break_it"),
    [defect[1:] for defect in PROD_DEFECTS],
    ids=[f"{defect[1]}: {defect[0]}" for defect in PROD_DEFECTS],
)
def test_with_the_prod_key_one_thing_out_of_order_fails_exactly_its_item(
    ground: Ground, item: str, code: str, break_it: Callable[[Ground], object]
) -> None:
    ground.promote()
    break_it(ground)
    results = ground.results()
    assert not_passed(results) == {item: "fail"}
    found = results[item].row.problem
    assert found is not None
    assert found.code == code


def test_a_tested_key_that_still_works_is_asked_about(ground: Ground) -> None:
    ground.promote()
    ground.forget_word("prod.sandbox_key")
    assert not_passed(ground.results()) == {"prod.sandbox_key": "ask"}


def test_a_tested_key_that_anon_refuses_is_retired(ground: Ground) -> None:
    ground.promote()
    ground.forget_word("prod.sandbox_key")
    ground.anon.key = "anon_another"
    assert ground.results("prod.sandbox_key")["prod.sandbox_key"].row.state == "pass"


def test_without_a_network_nothing_of_anons_is_called_wrong(ground: Ground) -> None:
    nowhere = "http://127.0.0.1:1"
    profile = ground.profile()._replace(environment=nowhere, base_url=nowhere)
    ProfileStore(ground.home).save(profile)
    found = ground.results("key.accepted", "pool.same", "client.webapp", "client.service")
    assert set(states(found).values()) == {"warn"}
    assert all(each.row.text.startswith("Not proven") for each in found.values())


def test_without_an_app_what_is_in_it_is_asked_for(ground: Ground) -> None:
    look = replace(ground.look(), folders=())
    from wizard.handoff.checklist import go_through

    found = {each.item.id: each.row.state for each in go_through(look)}
    asked = {name for name, state in found.items() if state == "ask"}
    assert {name for name in asked if name.startswith(("app.", "company."))} == {
        name for name in MACHINE if name.startswith(("app.", "company."))
    }


def test_one_item_can_be_checked_again_alone(ground: Ground) -> None:
    results = ground.results("token.sample")
    assert list(results) == ["token.sample"]
    assert results["token.sample"].row.state == "pass"
    assert ground.anon.seen == []


def test_each_item_has_an_id_of_its_own_and_says_what_must_be_so() -> None:
    assert len({each.id for each in ITEMS}) == len(ITEMS)
    assert all(each.title and not each.title.endswith(".") for each in ITEMS)
    assert all(each.ask for each in ITEMS if each.kind == "person")
    order = [each.id for each in ITEMS]
    assert all(order.index(need) < order.index(each.id) for each in ITEMS for need in each.needs)


def test_a_row_is_what_scripts_were_promised_and_more(ground: Ground) -> None:
    row = ground.results("jwks.own")["jwks.own"].as_json()
    assert {"id", "state", "text", "problem", "kind", "evidence", "at"} <= set(row)
    assert json.dumps(row)

"""What a request costs the sandbox: statements sent to the database, and keys read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest

from wizard.sandbox import signing
from wizard.sandbox.app import make_app
from wizard.sandbox.faults import Faults
from wizard.sandbox.records import seed
from wizard.sandbox.store import open_store
from wizard.sandbox.world import make_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

    from starlette.types import ASGIApp, Message

PORT: Final = 4011


@dataclass(frozen=True)
class Caller:
    """Calls the app without a server between, and hears what the database is asked."""

    app: ASGIApp
    key: str
    said: list[str]

    async def __call__(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        raw = b"" if body is None else json.dumps(body).encode()
        headers = {"host": f"127.0.0.1:{PORT}", "authorization": f"Bearer {self.key}"}
        if raw:
            headers["content-type"] = "application/json"
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": raw, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        self.said.clear()
        await self.app(scope, receive, send)
        assert sent[0]["status"] == 200, sent
        answer: dict[str, Any] = json.loads(b"".join(each.get("body", b"") for each in sent[1:]))
        return answer

    def verbs(self) -> list[str]:
        """Give what the last call asked of the database, each statement by its verb and table."""
        words = [statement.replace("*", "").split() for statement in self.said]
        return [f"{each[0]} {_table(each)}" for each in words]


def _table(words: list[str]) -> str:
    before = {"FROM", "INTO", "UPDATE"}
    return next((to for word, to in pairwise(words) if word in before), "")


@pytest.fixture
def db() -> Iterator[Connection]:
    db = open_store(None)
    seed.plant(db)
    yield db
    db.close()


@pytest.fixture
def call(db: Connection) -> Caller:
    said: list[str] = []
    db.set_trace_callback(said.append)
    key = db.execute("SELECT value FROM credential WHERE kind = 'api-key'").fetchone()[0]
    return Caller(make_app(make_world(db, PORT, "any", Faults(()))), key, said)


async def test_a_request_costs_the_database_little(call: Caller) -> None:
    pool = await call("POST", "/org/userPool", {"name": "users", "description": ""})
    assert call.verbs() == ["SELECT credential", "INSERT pool"]
    await call("GET", f"/org/userPool/{pool['id']}")
    assert call.verbs() == ["SELECT credential", "SELECT pool"]
    asked = {"appUserId": "ada", "userPoolId": pool["id"]}
    await call("POST", "/org/appUserIdToken", asked)
    await call("POST", "/org/appUserIdToken", asked)
    assert call.verbs() == [
        "SELECT credential",
        "SELECT pool",
        "SELECT client",
        "SELECT signing_key",
    ]


async def test_a_signing_key_is_read_once(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = await call("POST", "/org/userPool", {"name": "users", "description": ""})
    asked = {"appUserId": "ada", "userPoolId": pool["id"]}
    await call("POST", "/org/appUserIdToken", asked)
    monkeypatch.setattr(signing, "load_private", None)  # a call of it would fail
    await call("POST", "/org/appUserIdToken", asked)

"""The sandbox's memory: one SQLite database, in a file or in memory only.

Knows: the tables, and that what was answered with 200 is on its way to the disk before.
Must never: be used from two threads, or open a file that ``state_file`` has not looked at.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from wizard.sandbox import state_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION: Final = 1

_TABLES: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE organization (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, environment TEXT UNIQUE
);
CREATE TABLE member (
    id TEXT PRIMARY KEY, organization_id TEXT NOT NULL, name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE, password BLOB NOT NULL, role TEXT NOT NULL
);
CREATE TABLE credential (
    value TEXT PRIMARY KEY, kind TEXT NOT NULL, organization_id TEXT NOT NULL,
    role TEXT NOT NULL, expires_at INTEGER
);
CREATE TABLE pool (
    id TEXT PRIMARY KEY, organization_id TEXT NOT NULL, name TEXT NOT NULL,
    description TEXT NOT NULL, jwks_uri TEXT, id_claim TEXT NOT NULL, key_set TEXT
);
CREATE INDEX pool_by_organization ON pool (organization_id);
CREATE TABLE client (
    id TEXT PRIMARY KEY, organization_id TEXT NOT NULL, name TEXT NOT NULL,
    description TEXT NOT NULL, pool_id TEXT
);
CREATE INDEX client_by_organization ON client (organization_id);
CREATE INDEX client_by_pool ON client (pool_id);
CREATE TABLE session (
    pool_id TEXT NOT NULL, app TEXT NOT NULL, app_user_id TEXT NOT NULL,
    organization_id TEXT NOT NULL, client_id TEXT NOT NULL,
    linked_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (pool_id, app, app_user_id)
);
CREATE INDEX session_by_user ON session (organization_id, app, app_user_id);
CREATE TABLE link (
    id TEXT PRIMARY KEY, organization_id TEXT NOT NULL, app TEXT NOT NULL,
    app_user_id TEXT NOT NULL, client_id TEXT NOT NULL, token TEXT NOT NULL,
    redirect_url TEXT NOT NULL, state TEXT NOT NULL, company_name TEXT NOT NULL,
    extension_id TEXT NOT NULL, stage TEXT NOT NULL, error_code TEXT NOT NULL,
    reason TEXT NOT NULL, made_at INTEGER NOT NULL
);
CREATE INDEX link_by_user ON link (organization_id, app, app_user_id);
CREATE TABLE integration (
    organization_id TEXT NOT NULL, id TEXT NOT NULL, display_name TEXT NOT NULL,
    icon_url TEXT NOT NULL, auth_url TEXT NOT NULL, check_url TEXT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE TABLE signing_key (
    kid TEXT PRIMARY KEY, owner TEXT NOT NULL, alg TEXT NOT NULL, private TEXT NOT NULL,
    made_at INTEGER NOT NULL, withdrawn INTEGER NOT NULL DEFAULT 0
);
"""


def open_store(path: Path | None) -> sqlite3.Connection:
    """Open the state for writing, making its tables if it is new; None keeps it in memory.

    Raises ``sandbox.state`` for a file that is no state, damaged, or of a newer version.
    """
    if path is None:
        return _with_tables(_connect(":memory:"))
    state_file.prepare(path)
    try:
        db = _connect(str(path))
        if _version(db) > VERSION:
            raise state_file.unusable(path, "A newer anon-wizard wrote it.")
        return _with_tables(db)
    except sqlite3.DatabaseError:
        raise state_file.unusable(path, "It is not a state of the sandbox, or damaged.") from None


def _connect(name: str) -> sqlite3.Connection:
    db = sqlite3.connect(name, isolation_level=None, cached_statements=256)
    # NORMAL with a write-ahead log survives kill -9 of this process: the kernel has the pages.
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
    return db


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _with_tables(db: sqlite3.Connection) -> sqlite3.Connection:
    if _version(db) < VERSION:
        with transaction(db):
            for statement in filter(str.strip, _TABLES.split(";")):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Run several statements so that all of them count, or none."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def meta(db: sqlite3.Connection, name: str) -> str:
    """Give a fact about the state itself (``port``, ``instance`` …), or an empty text."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def remember(db: sqlite3.Connection, name: str, value: str) -> None:
    """Write a fact about the state itself."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

"""A profile as TOML text that people may edit.

Knows: how text becomes a profile, and how a changed profile goes back into the text around it.
Must never: lose a comment or a field that it does not know.

The keys are the fields of ``model.Profile`` without its name, which is the file's; ``[[pools]]``
and ``[[clients]]`` are lists of tables.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from wizard.model import ProblemError, Profile
from wizard.problems import problem
from wizard.profiles.migrations import migrate, present_version
from wizard.profiles.shape import ShapeError, plain, shaped

if TYPE_CHECKING:
    from pathlib import Path

    from tomlkit import TOMLDocument


@dataclass(frozen=True, slots=True)
class Document:
    """What one profile's file says. ``version`` is the format it was written in."""

    text: str
    version: int
    profile: Profile


def read(path: Path, name: str, raw: bytes) -> Document:
    """Understand a profile's file; a newer format is read as far as it can be.

    Raises ``profile.corrupt``, or ``profile.newer`` where a newer format can't be read.
    """
    try:
        text = raw.decode("utf-8")
        table = tomllib.loads(text)
    except UnicodeDecodeError:
        raise corrupt(path, "It is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise corrupt(path, f"It is not TOML: {error}.") from None
    except RecursionError:
        raise corrupt(path, "It is nested too deeply.") from None
    version = _version(path, raw, table)
    migrate(table, version)
    try:
        return Document(text, version, shaped(Profile, {**table, "name": name}, "profile"))
    except ShapeError as error:
        if version > present_version():
            raise newer(path, version) from None
        raise corrupt(path, error.reason) from None


def _version(path: Path, raw: bytes, table: dict[str, Any]) -> int:
    version = table.get("version")
    if not raw.strip():
        raise corrupt(path, "It is empty.")
    if type(version) is not int or version < 1:
        raise corrupt(path, "“version” is missing, or not a whole number from 1.")
    return version


def written(path: Path, old: Document | None, profile: Profile) -> bytes:
    """Give the text for ``profile``: the old text with what differs changed, or a new one.

    Raises ``profile.newer``, and ``profile.corrupt`` for a layout that can't be edited so.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    if old and old.version > present_version():
        raise newer(path, old.version)
    try:
        document = tomlkit.parse(old.text) if old else _fresh()
        migrate(document, old.version if old else present_version())
        _merge(document, profile)
        raw = tomlkit.dumps(document).encode("utf-8")
    except (TOMLKitError, ValueError, TypeError):
        raise corrupt(path, "Its layout is one the wizard can't change without loss.") from None
    if read(path, profile.name, raw).profile != profile:
        raise corrupt(path, "Its layout is one the wizard can't change without loss.")
    return raw


def _fresh() -> TOMLDocument:
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("A profile of anon-wizard: ids and addresses, no secrets."))
    document.add("version", tomlkit.item(present_version()))
    return document


def _merge(document: TOMLDocument, profile: Profile) -> None:
    for field in fields(Profile):
        if field.name == "name":
            continue
        value = plain(getattr(profile, field.name))
        if isinstance(value, list):
            _merge_tables(document, field.name, value)
        elif document.get(field.name) != value:
            document[field.name] = value


def _merge_tables(document: TOMLDocument, key: str, items: list[dict[str, Any]]) -> None:
    """Bring the list of tables to ``items``; a table that keeps its id keeps all else it holds."""
    import tomlkit

    old = document.get(key, [])
    if [_known(table, item) for table, item in zip(old, items, strict=False)] == items == [
        _known(table, item) for table, item in zip(old, items, strict=False)
    ] and len(old) == len(items):
        return
    by_id = {table.get("id"): table for table in old}
    tables = tomlkit.aot()
    for item in items:
        table = by_id.get(item["id"]) or tomlkit.table()
        for name, value in item.items():
            if table.get(name) != value:
                table[name] = value
        tables.append(table)
    if key in document:
        document.remove(key)
    if items:
        document[key] = tables


def _known(table: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    return {name: table.get(name) for name in item}


def corrupt(path: Path, reason: str) -> ProblemError:
    """Give the failure of a profile that is not understood, and so not touched."""
    return ProblemError(problem("profile.corrupt", path=path, reason=reason))


def newer(path: Path, version: int) -> ProblemError:
    """Give the failure of a profile that only a newer program may write."""
    return ProblemError(problem("profile.newer", path=path, version=version))

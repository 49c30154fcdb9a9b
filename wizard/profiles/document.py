"""A profile as TOML text that people may edit.

Knows: how text becomes a profile, and how a changed profile goes back into the text around it.
Must never: lose a comment or a field that it does not know.

The keys are the fields of ``model.Profile`` without its name, which is the file's; ``[[pools]]``
and ``[[clients]]`` are lists of tables.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any, Final

from wizard.model import ProblemError, Profile, Record
from wizard.problems import problem
from wizard.profiles.migrations import migrate, present_version
from wizard.profiles.shape import ShapeError, plain, shaped
from wizard.profiles.toml_text import loads

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Item, Key, Table

    from wizard.paths import AnyPath

_FIXED: Final = "Its layout is one that the wizard can't change without loss."


class Document(Record):
    """What one profile's file says. ``version`` is the format it was written in."""

    raw: bytes
    version: int
    profile: Profile

    @property
    def text(self) -> str:
        """The TOML in it."""
        return text_of(self.raw)


def text_of(raw: bytes) -> str:
    """Give a file's text without the byte order mark that some editors put before it.

    It says nothing, and Python's own TOML refuses it: none is written back. Raises
    ``UnicodeDecodeError``.
    """
    return raw.removeprefix(BOM_UTF8).decode()


def read(path: AnyPath, name: str, raw: bytes) -> Document:
    """Understand a profile's file; a newer format is read as far as it can be.

    Raises ``profile.corrupt``, or ``profile.newer`` where a newer format can't be read.
    """
    try:
        text = text_of(raw)
        table = loads(text)
    except UnicodeDecodeError:
        raise corrupt(path, "It is not UTF-8 text.") from None
    except ValueError as error:
        raise corrupt(path, f"It is not TOML: {error}.") from None
    except RecursionError:
        raise corrupt(path, "It is nested too deeply.") from None
    version = _version(path, text, table)
    migrate(table, version)
    try:
        return Document(raw, version, _profile({**table, "name": name}))
    except ShapeError as error:
        if version > present_version():
            raise newer(path, version) from None
        raise corrupt(path, error.reason) from None


def _profile(table: dict[str, Any]) -> Profile:
    profile = shaped(Profile, table, "profile")
    for name, items in (("pools", profile.pools), ("clients", profile.clients)):
        if len({item.id for item in items}) < len(items):
            raise ShapeError(f"“{name}” names an id twice.")
    return profile


def _unordered(profile: Profile) -> Profile:
    """Give the profile with its lists in the order of ids: theirs in the file is the user's."""
    pools = sorted(profile.pools, key=lambda pool: pool.id)
    clients = sorted(profile.clients, key=lambda client: client.id)
    return profile._replace(pools=tuple(pools), clients=tuple(clients))


def _version(path: AnyPath, text: str, table: dict[str, Any]) -> int:
    version = table.get("version")
    if not text.strip():
        raise corrupt(path, "It is empty.")
    if type(version) is not int or version < 1:
        raise corrupt(path, "“version” is missing, or not a whole number from 1.")
    return version


def written(path: AnyPath, old: Document | None, profile: Profile) -> bytes:
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
        raise corrupt(path, _FIXED) from None
    if _unordered(read(path, profile.name, raw).profile) != _unordered(profile):
        raise corrupt(path, _FIXED)
    return raw


def _fresh() -> TOMLDocument:
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("A profile of anon-wizard: ids and addresses, no secrets."))
    document.add("version", tomlkit.item(present_version()))
    return document


def _merge(document: TOMLDocument, profile: Profile) -> None:
    for key, value in plain(profile).items():
        if key == "name":
            continue
        if isinstance(value, list):
            _merge_tables(document, key, value)
        elif document.get(key) != value:
            document[key] = value


def _merge_tables(document: TOMLDocument, key: str, items: list[dict[str, Any]]) -> None:
    """Bring a list of tables to ``items``, told apart by id; the tables keep their order."""
    import tomlkit
    from tomlkit.items import AoT

    wanted = {item["id"]: item for item in items}
    tables = document.get(key, tomlkit.aot())
    if not isinstance(tables, AoT):  # written as an array of inline tables
        wanted = {id_: {**_old(tables, id_), **item} for id_, item in wanted.items()}
        if [dict(table) for table in tables] == list(wanted.values()):
            return
        document.remove(key)
        tables = tomlkit.aot()
    for place in reversed(range(len(tables))):
        if tables[place]["id"] not in wanted:
            del tables[place]
    for table in tables:
        _fill(table, wanted.pop(table["id"]))
    for item in wanted.values():
        _append(tables, _fill(tomlkit.table(), item))
    _put(document, key, tables)


def _append(tables: Any, table: Table) -> None:
    """Add a table with a blank line before it, and let what stood after the last one stay last."""
    if tables:
        table.trivia.indent = "\n"
        for item in _cut_off(tables[-1].value.body):
            table.add(item)
    tables.append(table)


def _cut_off(body: list[tuple[Key | None, Item]]) -> list[Any]:
    """Take away what follows the first blank line after a table's last value, that line included.

    tomlkit holds it for the table's own, but people write it for what comes next.
    """
    from tomlkit.items import Whitespace

    end = next((at for at in reversed(range(len(body))) if body[at][0]), -1) + 1
    blank = (at for at in range(end, len(body)) if isinstance(body[at][1], Whitespace))
    start = next(blank, len(body))
    cut = [item for _key, item in body[start:]]
    del body[start:]
    return cut


def _put(document: TOMLDocument, key: str, tables: list[Any]) -> None:
    if tables and key not in document:
        document[key] = tables
    elif not tables:
        document.pop(key, None)


def _old(tables: list[dict[str, Any]], object_id: str) -> dict[str, Any]:
    return next((dict(table) for table in tables if table["id"] == object_id), {})


def _fill(table: Any, item: dict[str, Any]) -> Any:
    for name, value in item.items():
        if table.get(name) != value:
            table[name] = value
    return table


def corrupt(path: AnyPath, reason: str) -> ProblemError:
    """Give the failure of a profile that is not understood, and so not touched."""
    return ProblemError(problem("profile.corrupt", path=path, reason=reason))


def newer(path: AnyPath, version: int) -> ProblemError:
    """Give the failure of a profile that only a newer program may write."""
    return ProblemError(problem("profile.newer", path=path, version=version))

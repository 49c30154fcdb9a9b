"""The OpenAPI document: what the endpoints declare, in the words of OpenAPI 3.1."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from wizard.sandbox.choices import CHOICES
from wizard.sandbox.shapes import record, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.sandbox.endpoint import Endpoint, Mark
    from wizard.sandbox.shapes import Schema

_REFUSAL: Final = {"schema": record({"error": text(2_000)})}
_MARKS: Final[dict[Mark, str]] = {
    "D": "Documented by Anon.",
    "I": "Inferred from code that used Anon.",
    "U": "Undocumented by Anon: the path is the sandbox's choice.",
    "ours": "The sandbox's own; Anon has no such call.",
}


def document(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """Give the document for these endpoints."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in (one for one in endpoints if one.method != "OPTIONS"):
        path = re.sub(r":path}", "}", endpoint.path)
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The local Anon sandbox",
            "version": "1",
            "description": "What Anon leaves open, and what is done here:\n\n"
            + "\n".join(f"- {sentence}" for sentence in CHOICES),
        },
        "paths": paths,
        "components": {
            "securitySchemes": {"credential": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": endpoint.summary,
        "description": _MARKS[endpoint.mark],
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint)],
        "responses": _responses(endpoint),
    }
    if endpoint.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _published(endpoint.body)}},
        }
    if endpoint.credential in ("any", "creator"):
        operation["security"] = [{"credential": []}]
    elif endpoint.credential == "optional":
        operation["security"] = [{}, {"credential": []}]
    return operation


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)", endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": text()} for name in names]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.query is None:
        return []
    return [
        {"name": name, "in": "query", "required": name in endpoint.query["required"], "schema": it}
        for name, it in endpoint.query["properties"].items()
    ]


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    statuses = set(endpoint.also)
    if endpoint.query is not None or endpoint.body is not None:
        statuses |= {400}
    if endpoint.body is not None:
        statuses |= {413, 415, 422}
    if endpoint.credential != "none":
        statuses |= {401}
    if endpoint.credential == "creator":
        statuses |= {403}
    good = {"schema": _published(endpoint.answer or {})}
    return {
        "200": {"description": "OK", "content": {endpoint.media: good}},
        **{str(status): _other(status) for status in sorted(statuses)},
    }


def _other(status: int) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    return answer if status < 400 else {**answer, "content": {"application/json": _REFUSAL}}


def _published(schema: Schema) -> Schema:
    """Give a schema in which members that may be left out may be null too, as serde has it."""
    if "anyOf" in schema:
        return {"anyOf": [_published(option) for option in schema["anyOf"]]}
    if "properties" not in schema:
        return schema
    members = {name: _published(member) for name, member in schema["properties"].items()}
    for name in members.keys() - set(schema["required"]):
        members[name] = {"anyOf": [members[name], {"type": "null"}]}
    return {**schema, "properties": members}

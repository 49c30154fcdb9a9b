"""The OpenAPI document: what the endpoints declare, in the words of OpenAPI 3.1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wizard.sandbox.choices import CHOICES
from wizard.sandbox.shapes import record, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.sandbox.endpoint import Endpoint, Mark

_REFUSAL: Final = record({"error": text(2_000)})
_MARKS: Final[dict[Mark, str]] = {
    "D": "Documented by Anon.",
    "I": "Inferred from code that used Anon.",
    "U": "Undocumented by Anon: the path is the sandbox's choice.",
    "ours": "The sandbox's own; Anon has no such call.",
}


def document(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """Give the document for these endpoints."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
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
            "required": bool(endpoint.body["required"]),
            "content": {"application/json": {"schema": endpoint.body}},
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
    statuses = set(endpoint.refusals)
    if endpoint.query is not None or endpoint.body is not None:
        statuses |= {400}
    if endpoint.body is not None:
        statuses |= {413, 415, 422}
    if endpoint.credential != "none":
        statuses |= {401}
    if endpoint.credential == "creator":
        statuses |= {403}
    refusals = {str(status): _json_response("Refused", _REFUSAL) for status in sorted(statuses)}
    return {"200": _json_response("Done", endpoint.answer or {}), **refusals}


def _json_response(description: str, schema: Any) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}

"""Hypothesis strategies for what a document allows: calls of its operations, values of its schemas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.strategies import SearchStrategy
from schemathesis.core.result import Ok

from contract_tests.suite import strategies  # noqa: F401  registers the formats of the documents

DrawnCall: TypeAlias = schemathesis.Case[Any]


def calls_of(document: dict[str, Any]) -> dict[str, SearchStrategy[DrawnCall]]:
    """Return, by operation id, a strategy for valid calls of a document's operations."""
    found = schemathesis.openapi.from_dict(document)
    operations = [result.ok() for result in found.get_all_operations() if isinstance(result, Ok)]
    return {operation.definition.raw["operationId"]: operation.as_strategy() for operation in operations}


def values_of(document: dict[str, Any]) -> dict[str, SearchStrategy[Any]]:
    """Return, by name, a strategy for valid values of each schema under `components/schemas`.

    schemathesis makes values for the bodies of operations, so each schema is the body of one that exists only here.
    """
    schemas = document.get("components", {}).get("schemas", {})
    posts = {
        f"/{name}": {"post": {"operationId": name, "requestBody": _body(name), "responses": {"200": _NOTHING}}}
        for name in schemas
    }
    bodies = calls_of({**_HEAD, "paths": posts, "components": {"schemas": schemas}})
    return {name: strategy.map(lambda case: case.body) for name, strategy in bodies.items()}


_HEAD = {"openapi": "3.1.0", "info": {"title": "schemas", "version": "1"}}
_NOTHING = {"description": "Nothing."}


def _body(name: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def for_each(strategy: SearchStrategy[Any], check: Callable[[Any], None], *, seed: int, max_examples: int) -> None:
    """Call `check` with values of a strategy; the same ones for the same seed.

    `check` collects what it finds: nothing is shrunk, since a server would be asked again for each step.
    """

    @seeded(seed)
    @settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(value: Any) -> None:
        check(value)

    run()

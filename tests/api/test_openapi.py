"""The OpenAPI document is complete and true: every route, every body with an example, every example in its schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from jsonschema_rs import Draft202012Validator

from api.app import create_app
from api.problems import STATUS
from cases.db import open_database
from cases.messages.files import Files
from cases.settings import Settings
from tests.api.web import SECRET, Web
from tests.builders import a_question
from tests.cast import JAN, NORD, ROOT, SYSTEMS

Document = dict[str, Any]
OPEN = {"/healthz", "/readyz", "/metrics"}


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[FastAPI]:
    database = open_database(sqlite_url)
    yield create_app(Settings(sqlite_url, SECRET, "", Files(str(tmp_path)), None, sandbox=True), database)
    database.close()


@pytest.fixture
def document(app: FastAPI) -> Document:
    return app.openapi()


def operations(document: Document) -> Iterator[tuple[str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def contents(document: Document) -> Iterator[tuple[str, Document]]:
    """Every content of every body and answer, with where it is."""
    for name, operation in operations(document):
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            yield f"{name} takes {kind}", content
        for status, answer in operation["responses"].items():
            for kind, content in answer.get("content", {}).items():
                yield f"{name} {status} {kind}", content


def examples(content: Document) -> list[Any]:
    return [content["example"]] if "example" in content else [one["value"] for one in content["examples"].values()]


def faults(document: Document, schema: Document, value: Any) -> list[str]:
    whole = {"components": document["components"], **schema}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def test_it_names_every_route(app: FastAPI, document: Document) -> None:
    served = {
        f"{method} {context.path_format}"
        for context in iter_route_contexts(app.routes)
        if getattr(context, "path_format", "/openapi.json") != "/openapi.json"
        if getattr(context, "include_in_schema", True)
        for method in context.methods or ()
    }
    assert served == {name for name, _ in operations(document)}
    assert len(served) > 20


def test_it_has_an_example_for_every_body(document: Document) -> None:
    named = [(place, examples(content)) for place, content in contents(document)]
    assert [place for place, given in named if not given] == []


def test_it_gives_examples_that_fit_their_schema(document: Document) -> None:
    wrong = {
        place: found
        for place, content in contents(document)
        for example in examples(content)
        if (found := faults(document, content["schema"], example))
    }
    assert wrong == {}


def test_it_names_the_statuses_that_every_call_can_have(document: Document) -> None:
    for name, operation in operations(document):
        path = name.partition(" ")[2]
        assert ("401" in operation["responses"]) == (path not in OPEN), name
        assert bool(operation.get("security")) == (path not in OPEN), name
        if "requestBody" in operation:
            assert {"413", "415", "422"} <= set(operation["responses"]), name


def test_it_shows_every_code_that_is_answered_today(document: Document) -> None:
    shown = {
        example["code"]
        for place, content in contents(document)
        if place.endswith("problem+json")
        for example in examples(content)
    }
    assert shown == set(STATUS) - {"method_not_allowed"}


def test_it_names_each_operation_once(document: Document) -> None:
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(names) == len(set(names))


def test_it_links_to_operations_that_there_are(document: Document) -> None:
    names = {operation["operationId"] for _, operation in operations(document)}
    links = [
        link["operationId"]
        for _, operation in operations(document)
        for answer in operation["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert links
    assert set(links) <= names


def test_it_is_served(web: Web) -> None:
    answer = web.client.get("/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


def test_it_takes_its_own_examples(web: Web) -> None:
    document = web.client.get("/openapi.json").json()
    bodies = document["paths"]["/v1/orders"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    for name, example in bodies.items():
        answer = web.post(SYSTEMS, "/orders", example["value"], name)
        assert [item["result"] for item in answer.json()["items"]] != ["refused"], answer.text


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/cases/{case}", "Case"),
        ("/cases", "CasePage"),
        ("/cases/{case}/messages", "MessagePage"),
        ("/cases/{case}/transitions", "TransitionPage"),
        ("/orders/DE-1042", "Order"),
        ("/orders", "OrderPage"),
        ("/markets", "MarketPage"),
        ("/markets/NL/deadline?received=2026-04-02T15:00", "WorkedOut"),
        ("/workflows", "WorkflowPage"),
        ("/workflows/return", "Workflow"),
        ("/workflows/withdrawal", "Workflow"),
    ],
)
def test_it_answers_as_it_says(web: Web, path: str, name: str) -> None:
    case = web.desk.opens(a_question())
    case.says(NORD, "Yes, it fits.")
    document = web.client.get("/openapi.json").json()
    for who in (JAN, NORD, ROOT):
        body = web.get(who, path.format(case=case.id)).json()
        assert faults(document, {"$ref": f"#/components/schemas/{name}"}, body) == []

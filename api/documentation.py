"""What the OpenAPI document says beside the routes: bodies, answers, problems, each with an example.

Routes read their own bodies, so the framework cannot see these; ``documented`` gives a route what it shall say, and
``describe`` completes the document with the models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api import examples, models, shapes
from api.problems import JSON, PROBLEM_JSON, STATUS
from cases.casefile.order_shape import OrderIn

Said = dict[str, Any]
TAKEN: tuple[type[BaseModel], ...] = (
    models.MessageIn,
    models.CaseIn,
    models.NoteIn,
    models.AssigneeIn,
    models.BatchIn,
    models.ProfileIn,
    models.ObjectionIn,
    models.ReviewDecisionIn,
    models.WebhookIn,
    models.OutageIn,
    models.ClockIn,
    OrderIn,
)
PAGED: Mapping[str, Any] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    "cursor": {"type": "string"},
}
EVERYBODYS = ("unauthenticated",)
OF_BODIES = ("too_large", "unsupported_media_type", "bad_json", "fields_invalid")
OF_WRITING = ("idempotency_conflict", "busy")


def documented(
    answer: type[BaseModel] | Mapping[str, Any],
    *,
    status: int = 200,
    takes: type[BaseModel] | Mapping[str, Any] | None = None,
    problems: Sequence[str] = (),
    path: Sequence[str] = (),
    query: Mapping[str, Any] | None = None,
    needed: Sequence[str] = (),
    keyed: bool = False,
    looks: bool = False,
    headers: Mapping[str, str] | None = None,
    links: Mapping[str, Any] | None = None,
    is_open: bool = False,
) -> Said:
    """How a route is documented: the keyword arguments that its decorator takes.

    What it takes and answers is a model, or else the content by its type. ``looks`` is for what an admin's look at is
    remembered.
    """
    said = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in path]
    said += [
        {"name": name, "in": "query", "schema": schema} | ({"required": True} if name in needed else {})
        for name, schema in (query or {}).items()
    ]
    if keyed:
        said.append(_key())
    if looks:
        said.append(_reason())
    if not is_open:
        said.append(
            {"name": "Accept-Language", "in": "header", "schema": {"type": "string"}, "description": "for sentences"}
        )
    extra: Said = {"parameters": said}
    if not is_open:
        extra["security"] = [{"bearer": []}]
    if takes is not None:
        extra["requestBody"] = {"required": True, "content": _body_of(takes)}
    codes = () if is_open else (*EVERYBODYS, *problems)
    answers: dict[int | str, Said] = {status: _answer_of(answer, headers or {}, keyed=keyed, links=links or {})}
    answers |= {number: _problems_of(number, codes) for number in sorted({STATUS[code] for code in codes})}
    said_kind = {} if isinstance(answer, type) else {"response_class": Response}  # else the framework adds JSON
    return {"status_code": status, "responses": answers, "openapi_extra": extra} | said_kind


def describe(app: FastAPI) -> None:
    """Let the application's document be the whole one."""

    def openapi() -> Said:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title,
                version=app.version,
                summary="The after-sales desk of a market place",
                description="A case moves only by a message. Every refusal is a problem (RFC 9457) with a stable code.",
                routes=app.routes,
            )
            parts = document.setdefault("components", {})
            parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
            parts["schemas"] = schemas()
            for operations in document["paths"].values():
                for operation in operations.values():
                    _add_examples(operation["responses"])
                    for content in operation.get("requestBody", {}).get("content", {}).values():
                        content.update(_taken(content["schema"]))
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way of completing the document


def schemas() -> Said:
    """Every model by name, as JSON Schema."""
    answers = [kind for kind in vars(shapes).values() if isinstance(kind, type) and issubclass(kind, shapes.Shape)]
    written = [(kind, "serialization") for kind in answers if kind is not shapes.Shape]
    read = [(kind, "validation") for kind in TAKEN]
    _, document = models_json_schema([*read, *written], ref_template="#/components/schemas/{model}")  # type: ignore[list-item]  # a list of literal modes
    found: Said = document["$defs"]
    for kind in answers:
        if kind.__name__ in examples.ANSWERS and kind.__name__ in found:
            found[kind.__name__]["examples"] = [examples.ANSWERS[kind.__name__]]
    return found


def _body_of(takes: type[BaseModel] | Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(takes, type):
        return takes
    return {JSON: {"schema": {"$ref": f"#/components/schemas/{takes.__name__}"}}}


def _taken(schema: Mapping[str, Any]) -> Said:
    """The examples of a body that has a model, added late for the same reason as those of the answers."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    model = next((kind for kind in TAKEN if kind.__name__ == name), None)
    if model is None:
        return {}
    said = model.model_config.get("json_schema_extra")
    assert isinstance(said, dict)
    given: Any = said["examples"]
    return {"examples": {f"example{number}": {"value": one} for number, one in enumerate(given, start=1)}}


def _answer_of(
    answer: type[BaseModel] | Mapping[str, Any], headers: Mapping[str, str], *, keyed: bool, links: Mapping[str, Any]
) -> Said:
    content, meaning_of_all = dict(answer) if isinstance(answer, Mapping) else {}, "The file."
    if isinstance(answer, type):
        content = {JSON: {"schema": {"$ref": f"#/components/schemas/{answer.__name__}"}}}
        meaning_of_all = (answer.__doc__ or answer.__name__).strip()
    said = {header: {"schema": {"type": "string"}, "description": meaning} for header, meaning in headers.items()}
    if keyed:
        said["Idempotency-Replayed"] = {
            "schema": {"type": "string", "enum": ["true"]},
            "description": "this answer was given before under the same key, and nothing was written",
        }
    whole: Said = {"description": meaning_of_all, "content": content}
    return whole | ({"headers": said} if said else {}) | ({"links": dict(links)} if links else {})


def _problems_of(number: int, codes: Sequence[str]) -> Said:
    here = [code for code in dict.fromkeys(codes) if STATUS[code] == number]
    return {
        "description": " or ".join(f"`{code}`" for code in here),
        "content": {
            PROBLEM_JSON: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {code: {"summary": code} for code in here},
            }
        },
    }


def _add_examples(answers: Mapping[str, Said]) -> None:
    """Put the examples into a document that is made, because the framework leaves every null out of what it makes."""
    for answer in answers.values():
        for kind, content in answer.get("content", {}).items():
            name = str(content["schema"].get("$ref", "")).rpartition("/")[2]
            if kind == PROBLEM_JSON:
                for code, example in content["examples"].items():
                    example["value"] = examples.problem(code)
            elif "example" not in content:
                content["example"] = examples.ANSWERS[name]


def _key() -> Said:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
        "description": "the same body under the same key gets the same answer; required from integration",
    }


def _reason() -> Said:
    return {
        "name": "Nazorg-Reason",
        "in": "header",
        "schema": {"type": "string", "maxLength": 500},
        "description": "why an admin looks, percent-encoded where it is not ASCII; it is kept with the look",
    }

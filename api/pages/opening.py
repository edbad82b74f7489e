"""Open a case with what a form holds: once, and with each fault at its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from api.door import read_shape
from api.models import CaseIn
from api.pages.composer import Draft
from api.pages.door import Visit
from api.pages.form_uploads import files_named
from api.pages.once import form_key
from api.problems import body_of
from api.routes.cases import opening_of
from cases.errors import ShapeInvalid
from cases.verbs.open_case import open_case


def open_with(visit: Visit, given: Mapping[str, Any], draft: Draft) -> str:
    """The id of the case that was opened. Raises ``ShapeInvalid`` and whatever opening it raises."""
    whole = {
        **given,
        "message": {"body": draft.body, "lang": visit.lang},
        "fields": dict(draft.fields or {}) or None,
        "attachments": list(dict.fromkeys((*draft.attachments, *files_named(visit.typed)))),
    }
    said, faults = read_shape(CaseIn, whole, orjson.dumps(whole))
    if said is None:
        raise ShapeInvalid(faults)
    written = open_case(visit.database, visit.asker, opening_of(said), visit.now, form_key(visit, draft.once))
    return written.file.case.id


def faults_of(visit: Visit, error: Exception) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The refusal as a problem, and its sentences by the pointer of their field."""
    problem = body_of(error, visit.lang)
    errors: dict[str, list[str]] = {}
    for fault in problem.get("errors", ()):
        pointer = fault["pointer"].removeprefix("/fields").removeprefix("/message")
        errors.setdefault(pointer, []).append(fault["reason"])
    if problem["code"] == "message_required":
        errors["/body"] = [problem["detail"]]
    return problem, errors

"""Open a case with what a form holds: once, and with each fault at its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from api.door import read_shape
from api.models import CaseIn
from api.pages.composer import Draft
from api.pages.door import KEY_FIELD, Visit
from api.pages.form_uploads import files_named
from api.problems import body_of
from api.routes.cases import opening_of
from cases.casefile.idempotency import Key
from cases.clock import real_now
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
    written = open_case(visit.database, visit.asker, opening_of(said), visit.now, _key(visit, draft))
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


def _key(visit: Visit, draft: Draft) -> Key | None:
    """The same form sent twice opens one case."""
    if not draft.once:
        return None
    who = visit.asker
    said = orjson.dumps({name: texts for name, texts in visit.typed.items() if name != KEY_FIELD})
    path = visit.request.url.path
    return Key.of(sub=who.sub, role=who.role, method="FORM", path=path, key=draft.once, body=said, real_now=real_now())

"""Every refusal as a problem (RFC 9457): a stable code, a sentence in the reader's language, and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from fastapi import Response

from cases.errors import ClockCannotGoBack, ConductRefused, RateLimited, code_of
from cases.messages.cleaning import TooLarge, UnsupportedType
from cases.messages.judged import BODY
from markets.translate import translate
from workflows.fields.base import FieldError
from workflows.refusals import FieldsInvalid, NotEligible
from workflows.texts import say_fault

STATUS = {
    "bad_json": 400,
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "event_not_allowed": 409,
    "version_conflict": 409,
    "idempotency_conflict": 409,
    "too_large": 413,
    "unsupported_media_type": 415,
    "message_required": 422,
    "fields_invalid": 422,
    "not_eligible": 422,
    "off_platform_contact": 422,
    "marketing": 422,
    "cursor_invalid": 422,
    "rate_limited": 429,
    "busy": 503,
}
NOT_KEPT = frozenset(
    {"unauthenticated", "not_found", "version_conflict", "idempotency_conflict", "too_large", "rate_limited", "busy"}
)
BEFORE_KEYS = frozenset({"bad_json", "unsupported_media_type", "forbidden"})
"""What is answered even where the key belongs to another request."""

JSON, PROBLEM_JSON = "application/json", "application/problem+json"
ALWAYS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
_OF_THE_DOOR: dict[type[Exception], str] = {TooLarge: "too_large", UnsupportedType: "unsupported_media_type"}
_BESIDE_FIELDS = ("/answers", "/attachments", "/fields")


class Problem(Exception):
    """A refusal of the web's door itself, by its code."""

    def __init__(self, code: str, *errors: FieldError, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.errors, self.headers = code, errors, dict(headers or {})


def code_for(error: Exception) -> str:
    """The stable code of any refusal."""
    if isinstance(error, Problem):
        return error.code
    return _OF_THE_DOOR.get(type(error)) or code_of(error)


def body_of(error: Exception, language: str, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The problem's body; ``more`` is what the route knows (state, available actions, unseen messages)."""
    code = code_for(error)
    body: dict[str, Any] = {
        "type": f"urn:nazorg:problem:{code}",
        "title": translate(f"problem.{code}.title", language),
        "status": STATUS[code],
        "detail": translate(f"problem.{code}.detail", language),
        "code": code,
    }
    if code == "fields_invalid":
        body["errors"] = [{"pointer": fault.pointer, "reason": say_fault(fault, language)} for fault in _faults(error)]
    if isinstance(error, NotEligible):
        body["guards"] = [
            {
                "name": answer.name,
                "holds": answer.holds,
                "reason": "" if answer.holds else translate(f"guard.{answer.name}", language),
            }
            for answer in error.guards
        ]
    if isinstance(error, ConductRefused):
        body |= _broken(error, language)
    return body | dict(more or {})


def _broken(error: ConductRefused, language: str) -> dict[str, Any]:
    """Which rule and where: ``spans`` in the body, ``findings`` wherever else too; and how and until when to object."""
    return {
        "rule": error.broken[0].rule,
        "spans": [[one.start, one.end, one.label] for one in error.broken if one.pointer == BODY],
        "findings": [
            {
                "label": one.label,
                "span": [one.start, one.end],
                "pointer": one.pointer,
                "rule": one.rule,
                "action": "refuse",
                "reason": translate(one.reason, language),
            }
            for one in error.broken
        ],
        "automated": True,
        "refusal": error.refusal,
        "object_until": error.object_until.isoformat(),
        "how_to_object": translate("problem.how_to_object", language),
    }


def problem_answer(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """The problem as an answer."""
    return Response(orjson.dumps(body), body["status"], {**ALWAYS, **(headers or {})}, PROBLEM_JSON)


def json_answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as an answer."""
    return Response(orjson.dumps(body), status, {**ALWAYS, **(headers or {})}, JSON)


def kept_answer(status: int, body: bytes) -> Response:
    """An answer that was given before."""
    kind = PROBLEM_JSON if status >= min(STATUS.values()) else JSON
    return Response(body, status, {**ALWAYS, "Idempotency-Replayed": "true"}, kind)


def headers_of(error: Exception) -> dict[str, str]:
    """What the refusal says in headers."""
    code = code_for(error)
    if isinstance(error, Problem) and error.headers:
        return error.headers
    if isinstance(error, RateLimited):
        return {"Retry-After": str(error.retry_after)}
    return {"unauthenticated": {"WWW-Authenticate": "Bearer"}, "busy": {"Retry-After": "1"}}.get(code, {})


def _faults(error: Exception) -> Iterable[FieldError]:
    """The faults with pointers into the whole body, whoever found them."""
    if isinstance(error, ClockCannotGoBack):
        return [FieldError("/now", str(error))]
    faults: Iterable[FieldError] = getattr(error, "errors", ())
    if not isinstance(error, FieldsInvalid):
        return faults
    return [
        fault
        if fault.pointer.startswith(_BESIDE_FIELDS)
        else FieldError(f"/fields{fault.pointer}", fault.reason, fault.values)
        for fault in faults
    ]

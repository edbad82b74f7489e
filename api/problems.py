"""Every refusal as a problem (RFC 9457): a stable code, a sentence in the reader's language, and what would help."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import Response

from cases.errors import code_of
from markets.translate import has_text, translate
from workflows.fields.base import FieldError

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
    "cursor_invalid": 422,
    "rate_limited": 429,
    "busy": 503,
}
NOT_KEPT = frozenset({"unauthenticated", "not_found", "version_conflict", "too_large", "rate_limited", "busy"})


class Problem(Exception):
    """A refusal of the web's door itself, by its code."""

    def __init__(self, code: str, *, errors: tuple[FieldError, ...] = (), **more: Any) -> None:
        super().__init__(code)
        self.code, self.errors, self.more = code, errors, more


def code_for(error: Exception) -> str:
    """The stable code of any refusal."""
    return error.code if isinstance(error, Problem) else code_of(error)


def body_of(error: Exception, language: str, more: dict[str, Any] | None = None) -> dict[str, Any]:
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
        errors = getattr(error, "errors", ())
        body["errors"] = [{"pointer": fault.pointer, "reason": _reason(fault, language)} for fault in errors]
    if code == "not_eligible":
        body["guards"] = [
            {"name": answer.name, "holds": answer.holds, "reason": translate(f"guard.{answer.name}", language)}
            for answer in getattr(error, "guards", ())
        ]
    return body | (error.more if isinstance(error, Problem) else {}) | (more or {})


def respond(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """The problem as an answer."""
    return Response(orjson.dumps(body), body["status"], headers, "application/problem+json")


def _reason(fault: FieldError, language: str) -> str:
    return translate(fault.reason, language, **fault.values) if has_text(fault.reason, language) else fault.reason

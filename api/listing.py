"""Lists: how many, from where on."""

from __future__ import annotations

from fastapi import Request

from api.problems import Problem
from workflows.fields.base import FieldError

MOST, USUAL = 200, 50


def page_of(request: Request, *, start: str) -> tuple[int, str]:
    """The limit and the cursor of a list that goes by one number. Raises fields_invalid, cursor_invalid."""
    limit, cursor = request.query_params.get("limit", str(USUAL)), request.query_params.get("cursor", start)
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:6]) <= MOST):
        raise Problem("fields_invalid", errors=(FieldError("/query/limit", "field.int_range"),))
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):  # noqa: PLR2004  # larger than any log
        raise Problem("cursor_invalid")
    return int(limit), cursor

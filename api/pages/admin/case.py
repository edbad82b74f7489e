"""The case as the admin sees it."""

from __future__ import annotations

from fastapi import Response

from api.pages.door import Visit
from api.pages.seen_case import SeenCase


def page(visit: Visit, seen: SeenCase, status: int) -> Response:
    """The page."""
    return visit.page("admin/case.html", status, seen=seen)

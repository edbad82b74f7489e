"""Attached files for whoever is signed in, as the API has them for bearers of a token."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.door import Visit, show
from api.routes.attachments import HARMLESS, saved_as
from cases.verbs.look import look_at_file
from cases.verbs.read_attachment import read_attachment

router = APIRouter(include_in_schema=False)


@router.get("/attachments/{attachment}")
async def read(request: Request) -> Response:
    """The file, to be saved, or to be shown as a picture in one of our pages."""
    return await show(request, _read)


def _read(visit: Visit) -> Response:
    name = visit.named("attachment")
    found = read_attachment(visit.database, visit.door.settings.files, visit.asker, name)
    look_at_file(visit.database, visit.asker, name, visit.session.sitting, visit.now)
    return Response(found.data, 200, HARMLESS | {"Content-Disposition": saved_as(found.name)}, found.content_type)

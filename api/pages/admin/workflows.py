"""Every workflow as a picture of its table, with the cases that are in each state and how long they wait."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.admin.drawing import draw_workflow
from api.pages.admin.only_admins import show_admins
from api.pages.door import Visit
from cases.casefile.census import Crowd, census_of
from cases.errors import NotFound
from workflows.grammar import CLOSED
from workflows.registry import CURRENT

router = APIRouter(prefix="/admin/workflows", include_in_schema=False)
NOBODY = Crowd(0, None, None)


@router.get("")
async def list_them(request: Request) -> Response:
    """Every kind of case, and how many are open."""
    return await show_admins(request, _list)


def _list(visit: Visit) -> Response:
    with visit.database.read() as connection:
        census = census_of(connection, visit.now)
    counts = {
        kind: sum(crowd.cases for (name, state), crowd in census.items() if name == flow.name and state != CLOSED)
        for kind, flow in CURRENT.items()
    }
    return visit.page("admin/workflows.html", counts=counts, workflows=CURRENT)


@router.get("/{kind}")
async def read_one(request: Request) -> Response:
    """One kind, drawn."""
    return await show_admins(request, _read)


def _read(visit: Visit) -> Response:
    workflow = CURRENT.get(visit.named("kind"))
    if workflow is None:
        raise NotFound
    with visit.database.read() as connection:
        census = census_of(connection, visit.now)
    crowds = {state: census.get((workflow.name, state), NOBODY) for state in workflow.life}
    return visit.page("admin/workflow.html", workflow=workflow, drawing=draw_workflow(workflow), crowds=crowds)

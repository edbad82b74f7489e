"""Help with an order in three steps: what is wrong, which way to go, and what the seller must know."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.pages.buyer.own_order import OwnOrder, own_order
from api.pages.buyer.problems import PROBLEMS, way_named
from api.pages.buyer.units import PREFIX, units_chosen
from api.pages.choices import parcels_offered
from api.pages.composer import Draft, rows_after
from api.pages.door import Visit, act, show
from api.pages.form_reading import read
from api.pages.form_uploads import keep_uploads
from api.pages.forms import PREFIX as FIELDS
from api.pages.forms import Drawing, Field, draw, strays
from api.pages.opening import faults_of, open_with
from api.problems import STATUS, Problem, code_for
from cases.errors import NazorgError
from cases.verbs.openings import Opening
from cases.verbs.ways_to_open import Way, ways_to_open
from workflows.refusals import Refusal

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """How far the buyer has come: the problem, the goods, the ways, and the one that was chosen."""

    own: OwnOrder
    problem: str
    units: list[tuple[str, int]]
    error: str = ""
    ways: list[Way] = field(default_factory=list)
    way: Way | None = None

    @property
    def query(self) -> str:
        """What was answered so far, as a query."""
        units = [(f"{PREFIX}{line}", quantity) for line, quantity in self.units]
        return urlencode([("problem", self.problem), *units])


@router.get("/orders/{order:path}/help")
async def ask(request: Request) -> Response:
    """The step that what was answered so far leads to."""
    return await show(request, _ask)


def _ask(visit: Visit) -> Response:
    query = {name: visit.request.query_params.getlist(name) for name in visit.request.query_params}
    asked = _asked(visit, query)
    if asked.way is not None:
        return _form(visit, asked, Draft())
    step = "buyer/ways.html" if asked.ways else "buyer/problem.html"
    return visit.page(step, asked=asked, problems=list(PROBLEMS))


@router.post("/orders/{order:path}/help")
async def tell(request: Request) -> Response:
    """Open the case with what was told, or get one more row."""
    return await act(request, _tell)


def _tell(visit: Visit) -> Response:
    asked = _asked(visit, visit.typed)
    if asked.way is None or asked.way.form is None:
        raise Problem("not_found")
    errors = keep_uploads(visit)
    draft = Draft(
        body=visit.said("body"),
        fields=read(asked.way.form, visit.typed, asked.own.zone),
        attachments=visit.typed.get("attachments", []),
        errors=errors,
        once=visit.said("once"),
    )
    if visit.said("add"):
        return _form(visit, asked, replace(draft, rows=rows_after(visit.typed, visit.said("add"))))
    if errors:
        return _form(visit, asked, draft, STATUS["fields_invalid"])
    return _opened(visit, asked, asked.way, draft)


def _opened(visit: Visit, asked: Asked, way: Way, draft: Draft) -> Response:
    units = [{"line": line, "quantity": quantity} for line, quantity in asked.units]
    given = {"kind": way.kind, "order": asked.own.view["id"], "units": units, "reason": way.reason or None}
    try:
        case = open_with(visit, given, draft)
    except (Problem, NazorgError, Refusal) as error:
        if code_for(error) == "not_found":
            raise
        problem, errors = faults_of(visit, error)
        return _form(visit, asked, replace(draft, problem=problem, errors=errors), problem["status"])
    visit.session.tell("good", "page.buyer.case_opened")
    return visit.go(f"/cases/{case}")


def _asked(visit: Visit, given: dict[str, list[str]]) -> Asked:
    with visit.database.read() as connection:
        own = own_order(visit, connection, visit.named("order"))
        bought = own.file.head.terms.all_units()
        problem = (given.get("problem") or [""])[0]
        if not problem:
            return Asked(own, "", [(unit.line, unit.quantity) for unit in bought])
        units = units_chosen(given, bought)
        if problem not in PROBLEMS or not units:
            wrong = "page.buyer.choose_goods" if problem in PROBLEMS else "page.buyer.choose_problem"
            return Asked(own, problem, units, wrong)
        openings = [_opening(own, way, units) for way in PROBLEMS[problem]]
        ways = ways_to_open(connection, visit.asker, own.file, openings, visit.now)
    chosen = way_named((given.get("way") or [""])[0])
    way = next((one for one in ways if (one.kind, one.reason) == chosen and one.form is not None), None)
    return Asked(own, problem, units, "", ways, way if way and way.kind != "withdrawal" else None)


def _opening(own: OwnOrder, way: tuple[str, str], units: list[tuple[str, int]]) -> Opening:
    kind, reason = way
    left = {unit.line: unit.quantity for unit in own.right.left}
    if kind == "withdrawal" and left:
        units = [(line, min(quantity, left[line])) for line, quantity in units if line in left] or units
    return Opening(kind, order=own.view["id"], units=units, reason=reason or None)


def _form(visit: Visit, asked: Asked, draft: Draft, status: int = 200) -> Response:
    assert asked.way is not None
    fields = _fields(visit, asked, asked.way, draft)
    beside = {sentence for place in ("/body",) for sentence in draft.errors.get(place, ())}
    stray = [sentence for sentence in strays(fields, draft.errors) if sentence not in beside]
    known = replace(draft, once=draft.once or token_urlsafe(16))
    return visit.page("buyer/tell.html", status, asked=asked, draft=known, fields=fields, stray=stray)


def _fields(visit: Visit, asked: Asked, way: Way, draft: Draft) -> tuple[Field, ...]:
    assert way.form is not None
    offers = parcels_offered((one["tracking"], one["carrier"]) for one in asked.own.view["parcels"] if one["tracking"])
    drawing = Drawing(
        visit.lang, asked.own.zone, asked.own.view["currency"], draft.errors, {}, draft.rows, FIELDS, offers
    )
    return draw(way.form, draft.fields or {}, drawing)

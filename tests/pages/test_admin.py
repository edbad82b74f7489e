"""What the platform has beside cases: workflows drawn, markets and their calendars, verification by one button."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from api.pages.admin.drawing import HIGH, WIDE, draw_workflow
from cases.casefile.census import Crowd, census_of
from cases.db import run
from tests.builders import a_question, a_return
from tests.cast import JAN, NORD, ROOT
from tests.pages.reader import Pages
from workflows.grammar import Workflow
from workflows.registry import CURRENT

PAGES = ("/admin/workflows", "/admin/workflows/return", "/admin/markets", "/admin/markets/DE", "/admin/verify")


@pytest.mark.parametrize("path", PAGES)
def test_it_shows_the_platforms_pages_to_nobody_else(pages: Pages, path: str) -> None:
    assert pages.as_(ROOT).get(path).status_code == 200
    assert [pages.as_(who).get(path).status_code for who in (JAN, NORD)] == [404, 404]


@pytest.mark.parametrize("path", ["/admin/workflows/dance", "/admin/markets/XX"])
def test_it_has_no_page_for_what_there_is_not(pages: Pages, path: str) -> None:
    assert pages.as_(ROOT).get(path).status_code == 404


@pytest.mark.parametrize("workflow", CURRENT.values(), ids=CURRENT)
def test_it_draws_every_state_and_every_way_once(workflow: Workflow) -> None:
    drawing = draw_workflow(workflow)
    ways = {(state, row.target(state)) for row in workflow.rows for state in row.states if state in workflow.life}
    assert [box.state for box in drawing.boxes] == list(workflow.life)
    assert sorted((arrow.source, arrow.target) for arrow in drawing.arrows) == sorted(
        (source, target) for source, target in ways if source != target
    )


@pytest.mark.parametrize("workflow", CURRENT.values(), ids=CURRENT)
def test_it_draws_nothing_outside_the_picture_or_through_a_box(workflow: Workflow) -> None:
    drawing = draw_workflow(workflow)
    left = drawing.boxes[0].x
    for arrow in drawing.arrows:
        lanes = [int(x) for x in re.findall(r"H(\d+)V", arrow.path)]
        assert all(0 < lane < left or left + WIDE < lane < drawing.width for lane in lanes)
    assert max(box.y + HIGH for box in drawing.boxes) <= drawing.height


@pytest.mark.parametrize("workflow", CURRENT.values(), ids=CURRENT)
def test_it_keeps_ways_to_different_states_apart(workflow: Workflow) -> None:
    stretches: dict[tuple[str, int], list[tuple[int, int, str]]] = {}
    for arrow in draw_workflow(workflow).arrows:
        found = re.fullmatch(r"M(\d+) (\d+)H(\d+)V(\d+)H(\d+)", arrow.path)
        if found:
            low, high = sorted((int(found[2]), int(found[4])))
            stretches.setdefault(("lane", int(found[3])), []).append((low, high, arrow.target))
    for ways in stretches.values():
        for low, high, target in ways:
            assert {other for a, b, other in ways if a <= high and low <= b} == {target}


def test_it_counts_the_cases_of_each_state(pages: Pages) -> None:
    pages.desk.opens(a_return())
    html = pages.as_(ROOT).get("/admin/workflows/return").text
    assert '<a href="/?kind=return&amp;state=requested">1</a>' in html


def test_it_says_how_long_they_wait(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    pages.desk.now += timedelta(hours=2)
    pages.desk.takes(number="1043")
    pages.desk.opens(a_return("DE-1043"))
    with pages.desk.database.read() as connection:
        crowd = census_of(connection, pages.desk.now + timedelta(hours=1))["return@1", case.state]
    assert crowd == Crowd(2, timedelta(hours=2), timedelta(hours=3))


def test_it_names_the_holidays_that_were_decreed(pages: Pages) -> None:
    html = pages.as_(ROOT).get("/admin/markets").text
    assert "Slovak consolidation law for 2026" in html


def test_it_names_the_days_on_which_the_clock_stands_still(pages: Pages) -> None:
    assert "Fri, 3 Apr 2026: Good Friday" in pages.as_(ROOT).get("/admin/markets/DE").text.replace(" ", " ")


def test_it_verifies_every_case(pages: Pages) -> None:
    pages.desk.opens(a_question())
    assert "Everything holds. Cases: 1," in pages.as_(ROOT).fills("/admin/verify", "/admin/verify", {}).text


def test_it_names_the_first_entry_that_does_not_hold(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    with pages.desk.database.write() as connection:
        where = f"case_id = '{case.id}' AND seq = 1"
        if connection.dialect == "sqlite":
            run(connection, "DROP TRIGGER message_never_changes")
        else:
            run(connection, "ALTER TABLE message DISABLE TRIGGER message_never_changes")
        run(connection, f"UPDATE message SET lang = 'nl' WHERE {where}")
    assert f"{case.id}.1" in pages.as_(ROOT).fills("/admin/verify", "/admin/verify", {}).text


def test_it_lists_the_cases_of_one_state(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    assert f"/cases/{case.id}" in pages.as_(ROOT).get("/?kind=return&state=requested").text
    assert f"/cases/{case.id}" not in pages.as_(ROOT).get("/?kind=return&state=inspecting").text

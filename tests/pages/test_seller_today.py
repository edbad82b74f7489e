"""What a seller has promised for the next two working days, and the same as a calendar."""

from __future__ import annotations

import re

from cases.clock import set_sandbox_clock
from tests.builders import a_question, a_return, at
from tests.cast import JAN, NORD, SPAET
from tests.pages.reader import Pages


def test_it_says_by_the_hour_what_is_promised(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    html = pages.as_(NORD).get("/today").text
    assert case.file.case.number in html
    # Asked on Thursday at 15:00; Friday to Monday nobody works in Germany, so Tuesday is the second working day.
    assert re.search(r"Tuesday,? 7 April 2026.*14:00.15:00", html, re.DOTALL)
    for day in ("Good Friday", "Saturday", "Sunday", "Easter Monday"):
        assert day in html


def test_it_tells_the_holidays_of_each_market(pages: Pages) -> None:
    pages.desk.opens(a_question())
    pages.desk.takes("FR", number="77")
    pages.desk.opens(a_question("FR-77"))
    html = pages.as_(NORD).get("/today").text
    french = html[html.index(">France ") :].partition("</section>")[0]
    # Good Friday is no public holiday in France, so there it is a day on which answers are due.
    assert "Good Friday" not in french
    assert re.search(r"Friday,? 3 April 2026.*14:00.15:00", french, re.DOTALL)


def test_it_counts_what_was_missed(pages: Pages) -> None:
    pages.desk.opens(a_return(body="May I send it back?", reply_expected=True))
    pages.desk.waits_until(at("2026-04-07 16:00"))
    set_sandbox_clock(pages.desk.database, pages.desk.now)
    assert "1 missed" in pages.as_(NORD).get("/today").text


def test_it_is_only_for_sellers(pages: Pages) -> None:
    assert pages.as_(JAN).get("/today").status_code == 404


def test_it_gives_the_deadlines_to_whoever_has_the_link(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="Does the secret sieve fit?"))
    link = re.search(r'href="http://testserver(/deadlines/[^"]+\.ics)"', pages.as_(NORD).get("/today").text)
    assert link
    answer = pages.stranger().get(link[1])
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "DTSTART:20260407T130000Z\r\n" in answer.text
    assert case.file.case.number in answer.text
    assert "sieve" not in answer.text
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))


def test_it_puts_the_end_of_a_day_on_that_day(pages: Pages) -> None:
    pages.desk.opens(a_return())
    pages.desk.waits_until(at("2026-04-07 09:00"))
    set_sandbox_clock(pages.desk.database, pages.desk.now)
    html = pages.as_(NORD).get("/today").text
    assert re.search(r"Next step <time [^>]*>end of the day</time>", html)
    link = re.search(r'href="http://testserver(/deadlines/[^"]+\.ics)"', html)
    assert link
    # Two working days after Thursday before Easter.
    assert "DTSTART;VALUE=DATE:20260408\r\n" in pages.stranger().get(link[1]).text
    for path in ("/", "/today", f"/cases/{re.findall(r'/cases/([0-9a-f-]{36})', html)[0]}"):
        shown = pages.as_(NORD).get(path).text
        assert "00:00</time>" not in shown, path
        assert "end of" in shown, path


def test_it_gives_nobody_elses_deadlines(pages: Pages) -> None:
    pages.desk.opens(a_question())
    link = re.search(r'href="http://testserver(/deadlines/[^"]+\.ics)"', pages.as_(SPAET).get("/today").text)
    assert link
    assert "VEVENT" not in pages.stranger().get(link[1]).text


def test_it_refuses_a_link_that_we_did_not_sign(pages: Pages) -> None:
    for link in ("x", "WyJhbm5hIiwibm9yZCIsImVuIl0.abc.def"):
        assert pages.stranger().get(f"/deadlines/{link}.ics").status_code == 404

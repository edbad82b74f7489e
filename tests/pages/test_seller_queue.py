"""The seller's queue: folders in order of what is due, with as many statements for many cases as for one."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest

import cases.db
from cases.casefile.asker import Asker
from cases.clock import set_sandbox_clock
from cases.verbs.assign import assign
from tests.builders import a_complaint, a_delivery_problem, a_question, a_return, a_withdrawal, at
from tests.cast import BEN, JAN, NORD, ROOT, SPAET, SYSTEMS
from tests.pages.reader import Pages


def listed(html: str) -> list[str]:
    """The cases of a queue, in its order."""
    return re.findall(r'<a href="/cases/([0-9a-f-]{36})">', html)


def folder(pages: Pages, name: str, more: str = "") -> list[str]:
    """The cases of one folder of Anna's."""
    return listed(pages.as_(NORD).get(f"/?folder={name}{more}").text)


class Counting:
    """A driver's connection that notes its statements."""

    def __init__(self, driver: Any, seen: list[str]) -> None:
        self.driver, self.seen = driver, seen

    def execute(self, sql: str, values: Any = None) -> Any:
        """Note the statement and run it."""
        self.seen.append(sql)
        return self.driver.execute(sql, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.driver, name)


def statements(pages: Pages, monkeypatch: pytest.MonkeyPatch, path: str) -> list[str]:
    """Every statement that a page of Anna's takes."""
    pages.as_(NORD)
    seen: list[str] = []
    plain = cases.db.Connection
    with monkeypatch.context() as patch:
        patch.setattr(cases.db, "Connection", lambda driver, *rest: plain(Counting(driver, seen), *rest))
        assert pages.as_(NORD).get(path).status_code == 200
    return seen


def test_it_has_a_folder_for_whoever_is_to_act(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    assert (folder(pages, "owed"), folder(pages, "waiting")) == ([case.id], [])
    case.does(NORD, "approve")
    assert (folder(pages, "owed"), folder(pages, "waiting")) == ([], [case.id])
    case.does(SYSTEMS, "ship")
    case.does(SYSTEMS, "arrive")
    assert folder(pages, "owed") == [case.id]
    case.does(NORD, "accept")
    case.does(SYSTEMS, "refund", goods={"amount": "129.00", "currency": "EUR"})
    case.does(SYSTEMS, "confirm_payment")
    assert case.state == "closed"
    assert (folder(pages, "owed"), folder(pages, "waiting"), folder(pages, "closed")) == ([], [], [case.id])


def test_it_has_a_folder_for_what_the_platform_decides(pages: Pages) -> None:
    case = pages.desk.opens(a_complaint())
    pages.desk.waits(days=10)
    case.does(JAN, "escalate")
    assert case.id in folder(pages, "platform")


def test_it_sorts_by_what_is_due_first(pages: Pages) -> None:
    later = pages.desk.opens(a_return())
    pages.desk.takes(number="1043")
    sooner = pages.desk.opens(a_question("DE-1043"))
    assert folder(pages, "owed") == [sooner.id, later.id]


def test_it_shows_what_a_row_must_tell(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="Does the <b>sieve</b> fit? Is it blue?"))
    html = pages.as_(NORD).get("/").text
    for told in (case.file.case.number, "Question", "Jan Vos", "DE-1042", "0 of 2 answered", "calm"):
        assert told in html
    assert "Does the &lt;b&gt;sieve&lt;/b&gt; fit? Is it blue?" in html
    assert "Tue, 7 Apr, 15:00" in html or "Tue 7 Apr, 15:00" in html


def test_it_filters_by_kind_market_and_assignee(pages: Pages) -> None:
    question = pages.desk.opens(a_question())
    pages.desk.takes(number="1043")
    returned = pages.desk.opens(a_return("DE-1043"))
    assert folder(pages, "owed", "&kind=return") == [returned.id]
    assert folder(pages, "owed", "&market=NL") == []
    assert set(folder(pages, "owed", "&market=DE")) == {question.id, returned.id}
    assign(pages.desk.database, NORD, question.id, BEN.sub, pages.desk.now)
    assert folder(pages, "owed", "&assignee=ben") == [question.id]
    assert folder(pages, "owed", "&assignee=none") == [returned.id]
    assert folder(pages, "owed", "&assignee=me") == []


def test_it_marks_where_a_draft_of_ones_own_waits(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    where = f"/cases/{case.id}/messages"
    pages.as_(BEN).fills(f"/cases/{case.id}", where, {"body": "Ask the maker", "keep": "yes"})
    assert "Draft" not in pages.as_(NORD).get("/").text
    assert '<strong class="draft">Draft</strong>' in pages.as_(BEN).get("/").text


def test_it_names_the_colleagues_who_have_cases(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    pages.desk.takes(number="1043")
    other = pages.desk.opens(a_return("DE-1043"))
    assign(pages.desk.database, NORD, case.id, BEN.sub, pages.desk.now)
    pages.as_(NORD).fills(f"/cases/{case.id}", f"/cases/{case.id}/notes", {"note": "Ask the maker."})
    assert '<option value="ben">ben</option>' in pages.as_(NORD).get("/").text
    html = pages.as_(NORD).get(f"/cases/{other.id}").text
    assert re.findall(r'<option value="(\w+)">', html.partition('id="colleagues"')[2].partition("</datalist>")[0]) == [
        "anna",
        "ben",
    ]


def test_it_counts_each_folder(pages: Pages) -> None:
    pages.desk.opens(a_question())
    html = pages.as_(NORD).get("/").text
    assert re.findall(r'<span class="count">([^<]*)</span>', html) == ["1", "0", "0"]


def test_it_shows_nobody_elses_cases(pages: Pages) -> None:
    pages.desk.opens(a_question())
    assert listed(pages.as_(SPAET).get("/").text) == []


@pytest.mark.parametrize("path", ["/?folder=all", "/?cursor=x", "/?cursor=WyJvd2VkIiwiYSIsImIiXQ=="])
def test_it_refuses_what_is_no_address_of_the_queue(pages: Pages, path: str) -> None:
    assert pages.as_(NORD).get(path).status_code in (400, 404, 422)


def test_it_goes_on_where_a_page_ended(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.seller.folders.A_PAGE", 2)
    opened = []
    for number in range(5):
        pages.desk.takes(number=str(2000 + number))
        opened.append(pages.desk.opens(a_question(f"DE-{2000 + number}")).id)
    path, found = "/", []
    while path:
        html = pages.as_(NORD).get(path).text
        found += listed(html)
        more = re.search(r'href="([^"]*)" rel="next"', html)
        path = more[1].replace("&amp;", "&") if more else ""
    assert sorted(found) == sorted(opened)
    assert len(found) == len(set(found))


def test_it_runs_as_many_statements_for_many_as_for_one(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.desk.opens(a_question())
    for_one = statements(pages, monkeypatch, "/")
    for number in range(6):
        pages.desk.takes(number=str(2000 + number))
        pages.desk.opens(a_question(f"DE-{2000 + number}"))
    for_many = statements(pages, monkeypatch, "/")
    assert len(listed(pages.as_(NORD).get("/").text)) == 7
    assert for_many == for_one
    assert len(for_one) <= 7


def test_it_says_with_one_press_that_no_reply_is_needed(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="Does the sieve fit?"))
    case.says(NORD, "Yes, it does.")
    case.says(JAN, "Very good. I look forward to it.", reply_expected=True)
    answer = pages.as_(NORD).fills("/", f"/cases/{case.id}/no-reply", {})
    assert "the buyer is told that no answer is needed" in answer.text
    assert "needs no further answer" in (case.entries()[-1].body or "")
    assert folder(pages, "owed") == []


def test_it_offers_no_such_press_where_a_question_is_open(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="Does the sieve fit?"))
    assert f"/cases/{case.id}/no-reply" not in pages.as_(NORD).get("/").text
    form = {"pass": pages.as_(NORD).forms("/")["/sign-out"]["pass"]}
    answer = pages.as_(NORD).post(f"/cases/{case.id}/no-reply", form)
    assert "not done" in answer.text
    assert case.state == "awaiting_seller"


@pytest.mark.parametrize("who", [JAN, ROOT, SPAET], ids=["buyer", "admin", "another seller"])
def test_it_lets_nobody_else_say_so(pages: Pages, who: Asker) -> None:
    case = pages.desk.opens(a_question(body="I like it."))
    reader = pages.as_(who)
    form = {"pass": reader.forms("/")["/sign-out"]["pass"]}
    assert reader.post(f"/cases/{case.id}/no-reply", form).status_code == 404


def test_it_finds_the_same_places_for_cases_that_were_there_before(pages: Pages) -> None:
    for number in range(3000, 3005):
        pages.desk.takes(number=str(number))
    for opening in (
        a_question("DE-3000"),
        a_return("DE-3001"),
        a_complaint("DE-3002"),
        a_withdrawal("DE-3003"),
        a_delivery_problem("DE-3004"),
    ):
        pages.desk.opens(opening)
    pages.desk.waits(days=12)
    kept = sorted(pages.desk.rows("SELECT * FROM queue"))
    assert {row[2] for row in kept} > {"owed"}
    migration = importlib.import_module("cases.migrations.versions.0010_keep_the_sellers_queue")
    with pages.desk.database.write() as connection:
        cases.db.run(connection, "DELETE FROM queue")
        cases.db.run(connection, migration._FILLED)
        after = importlib.import_module("cases.migrations.versions.0011_keep_what_is_not_sent_yet")
        cases.db.run(connection, after._OWED[connection.dialect])
    assert sorted(pages.desk.rows("SELECT * FROM queue")) == kept


def test_it_still_owes_what_was_missed(pages: Pages) -> None:
    late = pages.desk.opens(a_return(body="May I send it back?", reply_expected=True))
    pages.desk.waits_until(at("2026-04-07 16:00"))
    set_sandbox_clock(pages.desk.database, pages.desk.now)
    assert late.file.case.progress.owed[0].missed
    html = pages.as_(NORD).get("/").text
    assert late.id in html
    assert '<span class="word">missed</span>' in html

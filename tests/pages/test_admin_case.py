"""The platform's view of a case: only with a reason, as a line of time, replayed to any instant, verified."""

from __future__ import annotations

import re

import pytest

from cases.casefile.replay import as_it_stood
from cases.db import run
from tests.builders import Told, a_question, a_return
from tests.cast import JAN, NORD, ROOT
from tests.claimed import escalated
from tests.pages.reader import Pages


def approved(pages: Pages) -> Told:
    """A return that was approved a day after it was asked for."""
    case = pages.desk.opens(a_return())
    pages.desk.waits(hours=20)
    case.does(NORD, "approve", "Send it to us.")
    return case


def looks_at(case: Told) -> list[str]:
    return [reason for (reason,) in case.desk.rows("SELECT reason FROM admin_view ORDER BY id")]


def test_it_shows_nothing_of_a_case_before_the_admin_says_why(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="Does the sieve fit?"))
    html = pages.as_(ROOT).get(f"/cases/{case.id}").text
    assert "Why do you open this case?" in html
    assert "sieve" not in html
    assert looks_at(case) == []


def test_it_asks_again_where_no_reason_was_given(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    answer = pages.as_(ROOT).looks(case.id, "  ")
    assert (answer.status_code, "Say in a few words why." in answer.text) == (422, True)
    assert looks_at(case) == []


def test_it_keeps_every_look_and_asks_once(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="Does the sieve fit?"))
    assert "Does the sieve fit?" in pages.as_(ROOT).looks(case.id, "The seller called.").text
    assert "Does the sieve fit?" in pages.as_(ROOT).get(f"/cases/{case.id}").text
    assert looks_at(case) == ["The seller called.", "The seller called."]


def test_it_asks_for_each_case_and_each_sitting(pages: Pages) -> None:
    one, other = pages.desk.opens(a_question()), pages.desk.opens(a_question())
    pages.as_(ROOT).looks(one.id)
    assert "Why do you open this case?" in pages.as_(ROOT).get(f"/cases/{other.id}").text
    del pages.readers[ROOT]
    assert "Why do you open this case?" in pages.as_(ROOT).get(f"/cases/{one.id}").text


def test_it_shows_who_looked_where_that_is_wanted(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    assert "root looked" not in pages.as_(ROOT).looks(case.id, "The seller called.").text
    assert "root looked: The seller called." in pages.as_(ROOT).get(f"/cases/{case.id}?show=looks").text


@pytest.mark.parametrize("change", ["UPDATE admin_view SET reason = 'x'", "DELETE FROM admin_view"])
def test_it_lets_nobody_change_who_looked(pages: Pages, change: str) -> None:
    case = pages.desk.opens(a_question())
    pages.as_(ROOT).looks(case.id)
    with pytest.raises(Exception, match=r"append-only|never"), pages.desk.database.write() as connection:
        run(connection, change)
    assert len(looks_at(case)) == 1


def test_it_tells_nobody_else_why_a_case_was_looked_at(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    pages.as_(ROOT).looks(case.id, "The seller called.")
    for who in (JAN, NORD):
        assert "The seller called." not in pages.as_(who).get(f"/cases/{case.id}?show=looks").text


def test_it_gives_each_entry_a_link_and_its_hash(pages: Pages) -> None:
    case = approved(pages)
    html = pages.as_(ROOT).looks(case.id).text
    for entry in case.entries():
        assert f'id="m{entry.seq}"' in html
        assert f'href="#m{entry.seq}"' in html
        assert f'title="{entry.hash}"' in html


def test_it_shows_only_the_kinds_that_are_wanted(pages: Pages) -> None:
    case = approved(pages)
    case.says(JAN, "Thank you so far.")
    pages.as_(ROOT).looks(case.id)
    kinds = {
        kind: set(re.findall(r'<li class="line (\w+)', pages.as_(ROOT).get(f"/cases/{case.id}?show={kind}").text))
        for kind in ("messages", "transitions", "clock", "looks")
    }
    assert kinds == {kind: {kind} for kind in kinds}


def test_it_replays_the_case_to_an_entry(pages: Pages) -> None:
    case = approved(pages)
    pages.as_(ROOT).looks(case.id)
    html = pages.as_(ROOT).get(f"/cases/{case.id}?at=1").text
    panel = html[html.index('id="replay"') :].partition("</section>")[0]
    assert "<code>requested</code>" in panel
    ((due_at,),) = [tuple(d.due_at for d in case.ended("state"))]
    assert due_at is not None
    assert f'<time datetime="{due_at.isoformat()}">' in panel


def test_it_replays_the_case_to_a_moment_on_the_markets_wall(pages: Pages) -> None:
    case = approved(pages)
    pages.as_(ROOT).looks(case.id)
    before = pages.as_(ROOT).get(f"/cases/{case.id}?moment=2026-04-03T10:59").text
    after = pages.as_(ROOT).get(f"/cases/{case.id}?moment=2026-04-03T11:00").text
    assert ("As it stood after entry 1" in before, "As it stood after entry 2" in after) == (True, True)


@pytest.mark.parametrize("query", ["at=0", "at=99", "at=x", "at=²", "moment=soon", "moment=%00", "show=all", "at="])
def test_it_replays_nothing_that_there_was_not(pages: Pages, query: str) -> None:
    case = approved(pages)
    pages.as_(ROOT).looks(case.id)
    answer = pages.as_(ROOT).get(f"/cases/{case.id}?{query}")
    assert answer.status_code == 200
    assert 'id="replay"' not in answer.text


def test_it_replays_what_was_true_at_each_entry(pages: Pages) -> None:
    """What the log says of each entry is what the case said of itself when the entry was its last."""
    case = pages.desk.opens(a_return(body="Can I send it back?", reply_expected=True))
    seen = [(case.state, {one.key: one.due_at for one in case.file.deadlines})]
    for who, event in ((NORD, "decline"), (JAN, "object"), (NORD, "approve")):
        if event == "object":
            case.says(JAN, "Why not?")
        else:
            case.does(who, event)
        seen.append((case.state, {one.key: one.due_at for one in case.file.deadlines}))
    deadlines = [*case.file.deadlines, *(one for kind in ("reply", "state", "statutory") for one in case.ended(kind))]
    entries = case.entries()
    stood = [as_it_stood(entries, deadlines, entry.seq) for entry in entries]
    assert [(one.state, {d.key: d.due_at for d in one.deadlines}) for one in stood] == seen


def test_it_verifies_a_case_by_one_button(pages: Pages) -> None:
    case = approved(pages)
    pages.as_(ROOT).looks(case.id)
    answer = pages.as_(ROOT).fills(f"/cases/{case.id}", f"/cases/{case.id}/verify", {})
    assert "every one of its 2 entries is what was written" in answer.text


def test_it_lets_only_admins_look_and_verify(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    form = pages.as_(JAN).forms("/")["/sign-out"]
    for what in ("look", "verify"):
        assert pages.as_(JAN).post(f"/cases/{case.id}/{what}", {**form, "reason": "Mine."}).status_code == 404


def test_it_takes_a_case_over_by_the_composer(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    pages.as_(ROOT).looks(case.id)
    where = f"/cases/{case.id}/messages"
    answer = pages.as_(ROOT).fills(f"/cases/{case.id}?do=take_over", where, {"body": "We act for the seller now."})
    assert "Your message was sent." in answer.text
    assert case.events[-1] == "take_over"


def test_it_decides_a_claim_by_the_composer(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    case.does(NORD, "decline")
    claim = escalated(case)
    claim.does(ROOT, "accept_for_review")
    claim.does(ROOT, "deliberate")
    pages.as_(ROOT).looks(claim.id)
    typed = {
        "body": "We decided for the seller.",
        "f/findings": "The machine works.",
        "f/rules": "Directive (EU) 2019/771, article 13.",
        "f/evidence": "The photos of 1 April.",
        "f/in_favour_of": "seller",
        "f/remedy": "none",
        "f/goods_come_back": "no",
        "f/who_pays": "nobody",
        "f/counts_against_the_seller": "no",
        "f/redress": "You can appeal within thirty days.",
    }
    answer = pages.as_(ROOT).fills(f"/cases/{claim.id}?do=decide", f"/cases/{claim.id}/messages", typed)
    assert answer.status_code == 200
    assert "decide" in claim.events


def test_it_escapes_what_was_written(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="<script>alert(1)</script>"))
    html = pages.as_(ROOT).looks(case.id, "<script>alert(2)</script>").text
    html += pages.as_(ROOT).get(f"/cases/{case.id}?show=looks&at=1").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(2)" in html

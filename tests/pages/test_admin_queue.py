"""The platform's queue, and the reviews that it decides."""

from __future__ import annotations

from datetime import timedelta

from cases.casefile.unfounded import repeated_unfounded
from tests.builders import Told, a_question, a_return
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from tests.claimed import escalated
from tests.pages.reader import Pages


def contradicted(pages: Pages) -> Told:
    """A return whose money was paid, and then was not."""
    case = pages.desk.opens(a_return())
    case.does(NORD, "refund_without_return")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    case.does(SYSTEMS, "fail_payment")
    return case


def test_it_lists_first_what_waits_for_the_platform(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    case.does(NORD, "decline")
    claim = escalated(case)
    for_us = pages.as_(ROOT).get("/").text
    assert f'href="/cases/{claim.id}"' in for_us
    assert f'href="/cases/{case.id}"' not in for_us


def test_it_has_claims_in_a_folder_of_their_own(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    case.does(NORD, "decline")
    claim = escalated(case)
    assert f'href="/cases/{claim.id}"' in pages.as_(ROOT).get("/?folder=claims").text


def test_it_lists_what_somebody_is_late_in(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    assert f'href="/cases/{case.id}"' not in pages.as_(ROOT).get("/?folder=overdue").text
    pages.desk.waits(days=14)
    assert f'href="/cases/{case.id}"' in pages.as_(ROOT).get("/?folder=overdue").text


def test_it_takes_no_folder_or_page_that_there_is_not(pages: Pages) -> None:
    for query in ("folder=attic", "page=0", "page=x", "page=99999999999", "page=²", "kind=dance", "state=%00"):
        assert pages.as_(ROOT).get(f"/?{query}").status_code == 200, query


def test_it_shows_a_review_with_the_message_that_it_is_about(pages: Pages) -> None:
    case = contradicted(pages)
    html = pages.as_(ROOT).get("/admin/reviews").text
    assert f'href="/cases/{case.id}#m{case.version - 1}"' in html


def test_it_decides_a_review_by_the_form(pages: Pages) -> None:
    case = contradicted(pages)
    ((review,),) = pages.desk.rows("SELECT id FROM review")
    typed = {"decision": "strike", "reason": "The bank took it back by mistake."}
    answer = pages.as_(ROOT).fills("/admin/reviews", f"/admin/reviews/{review}", typed)
    assert "The decision is in the case." in answer.text
    assert pages.desk.rows("SELECT decision FROM review") == [("strike",)]
    assert "The bank took it back by mistake." in (case.entries()[-1].body or "")


def test_it_keeps_what_was_typed_where_the_decision_is_missing(pages: Pages) -> None:
    contradicted(pages)
    ((review,),) = pages.desk.rows("SELECT id FROM review")
    answer = pages.as_(ROOT).fills("/admin/reviews", f"/admin/reviews/{review}", {"reason": "It was <b>wrong</b>."})
    assert answer.status_code == 422
    assert "It was &lt;b&gt;wrong&lt;/b&gt;.</textarea>" in answer.text
    assert pages.desk.rows("SELECT decision FROM review") == [("",)]


def test_it_lets_nobody_else_decide(pages: Pages) -> None:
    contradicted(pages)
    ((review,),) = pages.desk.rows("SELECT id FROM review")
    form = pages.as_(NORD).forms("/")["/sign-out"]
    typed = {**form, "decision": "strike", "reason": "We are right."}
    assert pages.as_(NORD).post(f"/admin/reviews/{review}", typed).status_code == 404
    assert pages.desk.rows("SELECT decision FROM review") == [("",)]


def claims_that_did_not_hold(pages: Pages, count: int) -> None:
    """Jan asked the platform so often, and it refused to take it up."""
    for number in range(count):
        case = pages.desk.opens(a_return(pages.desk.takes(number=f"9{number}")))
        case.does(NORD, "decline")
        escalated(case).does(ROOT, "refuse_claim")


def a_new_claim(pages: Pages) -> Told:
    case = pages.desk.opens(a_return())
    case.does(NORD, "decline")
    return escalated(case)


MARKED = "Claims of this buyer that did not hold in 90 days: 3"
TOLD = "Several of your claims of the last 90 days did not hold."


def test_it_marks_a_claim_of_who_often_claimed_without_ground(pages: Pages) -> None:
    claims_that_did_not_hold(pages, 3)
    claim = a_new_claim(pages)
    assert MARKED in pages.as_(ROOT).get("/?folder=claims").text
    assert TOLD in pages.as_(JAN).get(f"/cases/{claim.id}").text
    assert claim.state == "submitted", "it limits nothing"


def test_it_marks_none_before_the_third(pages: Pages) -> None:
    claims_that_did_not_hold(pages, 2)
    claim = a_new_claim(pages)
    assert "did not hold in 90 days" not in pages.as_(ROOT).get("/?folder=claims").text
    assert TOLD not in pages.as_(JAN).get(f"/cases/{claim.id}").text


def test_it_forgets_what_did_not_hold_long_ago(pages: Pages) -> None:
    claims_that_did_not_hold(pages, 3)
    claim = a_new_claim(pages)
    with pages.desk.database.read() as connection:
        assert repeated_unfounded(connection, [claim.file], pages.desk.now) == {claim.id: 3}
        assert repeated_unfounded(connection, [claim.file], pages.desk.now + timedelta(days=91)) == {}
        assert repeated_unfounded(connection, [a_question_of(pages).file], pages.desk.now) == {}


def a_question_of(pages: Pages) -> Told:
    return pages.desk.opens(a_question(pages.desk.takes(number="77")))

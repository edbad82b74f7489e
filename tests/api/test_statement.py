"""The statement of reasons as a file, for the seller and the market place."""

from __future__ import annotations

import pypdfium2

from cases.verbs.update_profile import update_profile
from tests.api.web import Web, refusal
from tests.builders import Told, a_measure, a_question, at
from tests.cast import JAN, NORD, ROOT, SPAET


def suspended(web: Web) -> Told:
    """Nord let an answer pass, and is suspended for it in Dutch."""
    update_profile(web.desk.database, NORD, "nord", {"languages": ["nl"]}, web.desk.now)
    asked = web.desk.opens(a_question())
    web.desk.waits_until(at("2026-04-07 16:00"))
    ((breach,),) = web.desk.rows(f"SELECT id FROM breach WHERE case_id = '{asked.id}'")
    case = web.desk.opens(a_measure("suspension", [str(breach)]), ROOT)
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    return case


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    pages = [document[number] for number in range(len(document))]
    texts = [page.get_textpage() for page in pages]
    said = " ".join(" ".join(text.get_text_range() for text in texts).split())
    for part in (*texts, *pages, document):
        part.close()
    return said


def test_it_is_a_file_in_the_sellers_language(web: Web) -> None:
    case = suspended(web)
    answer = web.get(NORD, f"/cases/{case.id}/statement")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    said = text_of(answer.content)
    assert "Motivering" in said
    assert "dinsdag 7 april 2026, 15:00" in said
    assert "Schorsing" in said
    assert "Answers within 24 hours." in said, "the rule, as the admin named it"
    assert "2022/2065" in said


def test_it_is_for_the_seller_and_the_platform_alone(web: Web) -> None:
    path = f"/cases/{suspended(web).id}/statement"
    assert web.get(ROOT, path).status_code == 200
    assert refusal(web.get(SPAET, path)) == refusal(web.get(JAN, path)) == (404, "not_found")


def test_it_is_not_there_before_the_measure_is_imposed(web: Web) -> None:
    desk = web.desk
    desk.opens(a_question())
    desk.waits_until(at("2026-04-07 16:00"))
    ((breach,),) = desk.rows("SELECT id FROM breach")
    case = desk.opens(a_measure("warning", [str(breach)]), ROOT)
    assert refusal(web.get(NORD, f"/cases/{case.id}/statement")) == (404, "not_found")

"""The withdrawal function: on the order and by its link, two steps, acknowledged on screen, as a file, in the log."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from fpdf import FPDF
from fpdf.fonts import TTFFont
from httpx2 import Response

from api.paper import FONT
from cases.casefile.asker import Asker
from cases.clock import set_sandbox_clock
from cases.verbs.import_orders import import_order
from markets.catalogue import MARKETS
from markets.translate import translate
from tests.api.web import token
from tests.builders import a_line, a_return, a_withdrawal, an_order
from tests.cast import JAN, MIA, NORD, ROOT, SYSTEMS
from tests.pages.reader import Pages, Reader, title
from tests.workflows.test_texts import TEXTS

ORDER, STATEMENT = "/orders/DE-1042", "/orders/DE-1042/withdraw"
SAID = {"name": "Jan Vos", "contact": "jan@example.com"}


def declared(pages: Pages) -> list[tuple[str, str]]:
    """The withdrawals that there are: the words of each, and its number."""
    sql = (
        "SELECT t.body, c.number FROM cases c JOIN content t ON t.case_id = c.id AND t.seq = 1"
        " AND t.part = 'delivered' WHERE c.kind = 'withdrawal'"
    )
    return [(str(body), str(number)) for body, number in pages.desk.rows(sql)]


def link(pages: Pages) -> str:
    """The link on the order, without the address of the server."""
    found = re.search(r'value="http://testserver(/withdraw/[^"]+)"', pages.as_(JAN).get(ORDER).text)
    assert found
    return found[1]


def text_of(answer: Response) -> str:
    """What stands in a file."""
    assert answer.headers["content-type"] == "application/pdf", answer.text
    document = pypdfium2.PdfDocument(answer.content)
    pages = [document[number] for number in range(len(document))]
    texts = [page.get_textpage() for page in pages]
    said = "\n".join(text.get_text_range() for text in texts)
    for part in (*texts, *pages, document):
        part.close()
    return said


@pytest.mark.parametrize("who", [SYSTEMS, ROOT], ids=["systems", "admin"])
def test_it_gives_the_market_place_the_link_for_its_mails(pages: Pages, who: Asker) -> None:
    signed = {"Authorization": f"Bearer {token(who)}"}
    mailed = pages.client.get("/v1/orders/DE-1042", headers=signed).json()["withdrawal_link"]
    assert mailed == f"http://testserver{link(pages)}"
    path = mailed.removeprefix("http://testserver")
    assert "Withdraw from contract here" in pages.stranger().get(path).text


@pytest.mark.parametrize("who", [JAN, NORD], ids=["buyer", "seller"])
def test_it_gives_the_link_to_nobody_else(pages: Pages, who: Asker) -> None:
    signed = {"Authorization": f"Bearer {token(who)}"}
    assert "withdrawal_link" not in pages.client.get("/v1/orders/DE-1042", headers=signed).json()


def test_it_shows_the_entry_while_the_period_runs(pages: Pages) -> None:
    for path in ("/", ORDER):
        html = pages.as_(JAN).get(path).text
        assert f'<a class="button" href="{STATEMENT}">Withdraw from contract here</a>' in html
        assert "Possible until Monday 13 April 2026" in html.replace("Monday, 13", "Monday 13")


def later(pages: Pages, **length: float) -> None:
    """The clock of the sandbox goes on."""
    pages.desk.waits(**length)
    set_sandbox_clock(pages.desk.database, pages.desk.now)


def test_it_shows_no_entry_once_the_period_is_over(pages: Pages) -> None:
    later(pages, days=12)
    for path in ("/", ORDER):
        assert "Withdraw from contract here" not in pages.as_(JAN).get(path).text
    answer = pages.as_(JAN).get(STATEMENT)
    assert (answer.status_code, title(answer)) == (410, "The withdrawal period is over · Nazorg")


def test_it_shows_the_entry_before_anything_has_come(pages: Pages) -> None:
    pages.desk.takes(number="77", delivered_at=None)
    assert "Withdraw from contract here" in pages.as_(JAN).get("/orders/DE-77").text


def test_it_gives_a_business_no_entry(pages: Pages) -> None:
    order = an_order(number="78")
    order.buyer.type = "business"
    import_order(pages.desk.database, order, pages.desk.now)
    assert "Withdraw from contract here" not in pages.as_(JAN).get("/orders/DE-78").text


def test_it_asks_for_name_contract_and_contact_and_nothing_else(pages: Pages) -> None:
    form = pages.as_(JAN).forms(STATEMENT)[STATEMENT]
    assert form.pop("pass")
    assert form.pop("once")
    assert form == {"name": ["Jan Vos"], "units/1": ["1"], "contact": [""]}
    assert '<button class="main">Confirm withdrawal</button>' in pages.as_(JAN).get(STATEMENT).text


def test_it_declares_and_acknowledges_at_once(pages: Pages) -> None:
    answer = pages.as_(JAN).fills(STATEMENT, STATEMENT, SAID)
    assert title(answer) == "Acknowledgement of your withdrawal · Nazorg"
    ((words, number),) = declared(pages)
    assert words.splitlines() == [
        "I hereby withdraw from the contract for these goods of order DE-1042.",
        "1 \N{MULTIPLICATION SIGN} Coffee machine",
        "Name: Jan Vos",
        "E-mail address or other way to reach you: jan@example.com",
    ]
    assert f"We have received your withdrawal {number} on" in answer.text
    assert "2 April 2026, 15:00" in answer.text


def test_it_keeps_the_acknowledgement_in_the_log(pages: Pages) -> None:
    pages.as_(JAN).fills(STATEMENT, STATEMENT, SAID)
    ((case,),) = pages.desk.rows("SELECT id FROM cases WHERE kind = 'withdrawal'")
    html = pages.as_(NORD).get(f"/cases/{case}").text
    assert "jan@example.com" in html
    assert "We have received your withdrawal" in html


def test_it_gives_the_acknowledgement_as_a_file(pages: Pages) -> None:
    answer = pages.as_(JAN).fills(STATEMENT, STATEMENT, {**SAID, "name": "Zażółć Țară Přílež Ελλάδα Привет"})
    ((_, number),) = declared(pages)
    said = text_of(pages.as_(JAN).get(f"{answer.url.path}/pdf"))
    for expected in (number, "DE-1042", "Werkstatt Nord", "Thursday", "15:00:00", "Zażółć Țară Přílež Ελλάδα Привет"):
        assert expected in said
    assert "I hereby withdraw from the contract" in " ".join(said.split())


@pytest.mark.parametrize(
    ("market", "day"),
    [
        ("CZ", "čtvrtek 2. dubna 2026"),
        ("ES", "jueves, 2 de abril de 2026"),
        ("FR", "jeudi 2 avril 2026"),
        ("IT", "giovedì 2 aprile 2026"),
        ("PL", "czwartek, 2 kwietnia 2026"),
        ("RO", "joi, 2 aprilie 2026"),
        ("SE", "torsdag 2 april 2026"),
    ],
)
def test_it_acknowledges_in_the_language_of_the_market(pages: Pages, market: str, day: str) -> None:
    (language,) = MARKETS[market].languages
    order = an_order(market, buyer="mia")
    order.buyer.lang = ""
    import_order(pages.desk.database, order, pages.desk.now)
    mia, statement = pages.as_(replace(MIA, lang=language)), f"/orders/{order.id}/withdraw"
    answer = mia.fills(statement, statement, SAID)
    said = " ".join(text_of(mia.get(f"{answer.url.path}/pdf")).split())
    ((declaration, number),) = declared(pages)
    assert translate("withdrawal.declaration", language, number=order.id) in declaration
    assert translate("page.buyer.acknowledgement", language) in said
    confirmed = translate("system.acknowledged", language, number=number, moment="{moment}", units="{units}")
    assert confirmed.partition("{moment}")[0].strip() in said
    assert said.count(day) == 2


def test_its_face_has_every_letter_of_every_text() -> None:
    paper = FPDF()
    paper.add_font("face", "", FONT)
    face = paper.fonts["face"]
    assert isinstance(face, TTFFont)
    face.close()
    said = {letter for texts in TEXTS.values() for text in texts.values() for letter in text}
    lacking = sorted(letter for letter in said if ord(letter) not in face.cmap)
    face.close()
    assert lacking == []


def test_it_gives_the_file_to_the_parties_of_the_case_alone(pages: Pages) -> None:
    case = pages.desk.opens(a_withdrawal())
    path = f"/cases/{case.id}/acknowledgement.pdf"
    for who in (JAN, NORD, ROOT):
        assert case.file.case.number in text_of(pages.as_(who).get(path))
    assert pages.as_(MIA).get(path).status_code == 404


@pytest.mark.parametrize("missing", ["name", "contact", "units/1"])
def test_it_says_what_is_missing_and_keeps_the_rest(pages: Pages, missing: str) -> None:
    answer = pages.as_(JAN).fills(STATEMENT, STATEMENT, {**SAID, missing: ""})
    assert answer.status_code == 422
    assert f'id="{missing.partition("/")[0]}-error"' in answer.text
    kept = [text for name, text in SAID.items() if name != missing]
    assert all(f'value="{text}"' in answer.text for text in kept)
    assert declared(pages) == []


def test_it_takes_a_part_of_the_contract(pages: Pages) -> None:
    pages.desk.takes(number="55", lines=[a_line(quantity=3), a_line("2", title="Cups")])
    path = "/orders/DE-55/withdraw"
    pages.as_(JAN).fills(path, path, {**SAID, "units/1": "2", "units/2": []})
    ((words, _),) = declared(pages)
    assert words.splitlines()[1:3] == ["2 \N{MULTIPLICATION SIGN} Coffee machine", "Name: Jan Vos"]
    assert pages.as_(JAN).forms(path)[path]["units/1"] == ["1"]


def test_it_takes_no_more_than_was_bought(pages: Pages) -> None:
    assert pages.as_(JAN).fills(STATEMENT, STATEMENT, {**SAID, "units/1": "2"}).status_code == 422
    assert declared(pages) == []


def test_it_declares_once_what_is_sent_twice(pages: Pages) -> None:
    form = {**pages.as_(JAN).forms(STATEMENT)[STATEMENT], **SAID}
    answers = [pages.as_(JAN).post(STATEMENT, form) for _ in range(2)]
    assert [title(answer) for answer in answers] == ["Acknowledgement of your withdrawal · Nazorg"] * 2
    assert answers[0].text == answers[1].text
    assert len(declared(pages)) == 1


def test_it_says_that_everything_was_withdrawn_from_before(pages: Pages) -> None:
    form = {**pages.as_(JAN).forms(STATEMENT)[STATEMENT], **SAID}
    pages.desk.opens(a_withdrawal())
    assert "You have withdrawn from the whole contract already." in pages.as_(JAN).get(STATEMENT).text
    assert pages.as_(JAN).post(STATEMENT, form).status_code == 422
    assert len(declared(pages)) == 1


def test_it_takes_no_forged_confirmation(pages: Pages) -> None:
    form = {**pages.as_(JAN).forms(STATEMENT)[STATEMENT], **SAID, "pass": "x"}
    assert pages.as_(JAN).post(STATEMENT, form).status_code == 403
    assert declared(pages) == []


def test_it_hides_another_buyers_order(pages: Pages) -> None:
    for who in (MIA, NORD, ROOT):
        for path in (ORDER, STATEMENT, "/orders/DE-none", "/orders/DE-none/withdraw"):
            assert pages.as_(who).get(path).status_code == 404, path
    form = pages.as_(MIA).forms("/")["/sign-out"]
    assert pages.as_(MIA).post(STATEMENT, {**form, **SAID, "units/1": "1"}).status_code == 404


def by_link(pages: Pages) -> tuple[Reader, str]:
    """Somebody without an account, at the link on the order."""
    return pages.stranger(), link(pages)


def test_it_works_without_an_account(pages: Pages) -> None:
    stranger, path = by_link(pages)
    assert f'href="{path}/statement">Withdraw from contract here</a>' in stranger.get(path).text
    answer = stranger.fills(f"{path}/statement", f"{path}/statement", SAID)
    assert title(answer) == "Acknowledgement of your withdrawal · Nazorg"
    ((words, number),) = declared(pages)
    assert "Name: Jan Vos" in words
    assert number in text_of(stranger.get(f"{answer.url.path}/pdf"))
    assert str(stranger.get("/").url).endswith("/sign-in")


def test_it_ends_the_link_with_the_period(pages: Pages) -> None:
    stranger, path = by_link(pages)
    form = {**stranger.forms(f"{path}/statement")[f"{path}/statement"], **SAID}
    later(pages, days=12)
    for page in (path, f"{path}/statement"):
        answer = stranger.get(page)
        assert (answer.status_code, "Withdraw from contract here" in answer.text) == (410, False)
    assert stranger.post(f"{path}/statement", form).status_code == 410
    assert declared(pages) == []


def test_it_ends_the_link_to_the_acknowledgement_after_ninety_days(pages: Pages) -> None:
    stranger, path = by_link(pages)
    answer = stranger.fills(f"{path}/statement", f"{path}/statement", SAID)
    assert stranger.get(answer.url.path).status_code == 200
    set_sandbox_clock(pages.desk.database, pages.desk.now + timedelta(days=91))
    assert stranger.get(answer.url.path).status_code == 404
    assert stranger.get(f"{answer.url.path}/pdf").status_code == 404


def test_it_takes_no_link_that_it_did_not_sign(pages: Pages) -> None:
    stranger, path = by_link(pages)
    head, _, tail = path.rpartition("/")
    acknowledged = stranger.fills(f"{path}/statement", f"{path}/statement", SAID).url.path
    forged = [f"{head}/{tail[:-1]}{'A' if tail[-1] != 'A' else 'B'}", f"{head}/x", f"{head}/{'x' * 2000}"]
    forged += [f"{head}/{token(JAN)}", f"{head}/{acknowledged.rpartition('/')[2]}", f"/acknowledgements/{tail}"]
    for one in forged:
        assert stranger.get(one).status_code == 404, one


def test_it_shows_no_withdrawal_file_of_another_kind(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    assert pages.as_(JAN).get(f"/cases/{case.id}/acknowledgement.pdf").status_code == 404


def test_it_escapes_whatever_was_typed(pages: Pages) -> None:
    evil = '"><script>alert(1)</script>'
    answer = pages.as_(JAN).fills(STATEMENT, STATEMENT, {"name": evil, "contact": evil})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


def test_it_speaks_the_laws_words_in_each_language(pages: Pages) -> None:
    stranger, path = by_link(pages)
    for lang, entry, confirming in (
        ("nl", "Hier de overeenkomst herroepen", "Herroeping bevestigen"),
        ("de", "Vertrag widerrufen", "Widerruf bestätigen"),
    ):
        assert f">{entry}</a>" in stranger.get(path, **{"Accept-Language": lang}).text
        assert f">{confirming}</button>" in stranger.get(f"{path}/statement", **{"Accept-Language": lang}).text


def test_it_finds_an_order_by_its_number(pages: Pages) -> None:
    assert title(pages.as_(JAN).get("/?order=DE-1042")) == "Order DE-1042 · Nazorg"
    assert "You have no order DE-1042." in pages.as_(MIA).get("/?order=DE-1042").text


def test_it_turns_the_pages_of_many_orders(pages: Pages) -> None:
    for number in range(11):
        pages.desk.takes(number=f"A{number}")
    html = pages.as_(JAN).get("/").text
    found = re.search(r'href="(/\?after=[^"]+)"', html)
    assert found
    seen = set(re.findall(r'href="(/orders/[^"/]+)"', html + pages.as_(JAN).get(found[1]).text))
    assert len(seen) == 12
    assert pages.as_(JAN).get("/?after=DE-none").status_code == 422

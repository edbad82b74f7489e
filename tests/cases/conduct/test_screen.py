"""What is found, where, and what follows from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.messages.conduct.finding import REASONS, Finding, Label, Role
from cases.messages.conduct.masking import mask
from cases.messages.conduct.policy import OPEN_DOCUMENTS, POLICY, Verdict, action
from cases.messages.conduct.screen import screen
from cases.messages.conduct.vocabulary import LANGUAGES
from markets.translate import has_text

CONTACT: tuple[Label, ...] = (
    "email", "phone", "messenger", "social", "url", "iban", "payment_offplatform", "deal_offplatform",
)  # fmt: skip
NUMBER = "06-21458733"


def labels(text: str, role: Role = "buyer", language: str = "nl") -> set[str]:
    return {found.label for found in screen(text, role, language).findings}


@pytest.mark.parametrize("label", CONTACT)
def test_it_masks_a_buyers_contact_and_refuses_a_sellers(label: Label) -> None:
    found = Finding(label, 0, 1, "rule", REASONS[label])

    assert (action(found, "buyer"), action(found, "seller")) == ("mask", "refuse")


def test_it_judges_every_label_of_both_roles() -> None:
    assert {(role, label) for role, label, _ in POLICY} == {
        (role, label) for role in ("buyer", "seller") for label in REASONS
    }


@pytest.mark.parametrize("document", sorted(OPEN_DOCUMENTS))
def test_it_only_notes_contact_in_a_document_that_must_show_it(document: str) -> None:
    assert screen("Vragen? Bel 020 - 555 82 14", "seller", "nl", document=document).verdict == "note"


@pytest.mark.parametrize(("sure", "follows"), [(True, "refuse"), (False, "hold")])
def test_it_leaves_what_is_unsure_to_a_person(sure: bool, follows: Verdict) -> None:
    assert action(Finding("phone", 0, 1, "rule", REASONS["phone"], sure), "seller") == follows


def test_it_says_the_strongest_verdict_of_several() -> None:
    assert screen(f"Bel {NUMBER}. {'Oplichters'}!", "seller", "nl").verdict == "refuse"
    assert screen(f"Bel {NUMBER}. {'Jullie zijn oplichters'}!", "buyer", "nl").verdict == "hold"


@pytest.mark.parametrize("language", ["en", "nl", "de"])
@pytest.mark.parametrize("reason", REASONS.values())
def test_it_can_explain_every_label(reason: str, language: str) -> None:
    assert has_text(reason, language)


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        ("mail: j a n @ g m a i l . c o m", "nl", "email"),
        ("jan (at) gmail (punt) nl", "nl", "email"),
        ("marco chiocciola gmail punto com", "it", "email"),
        ("ania małpa onet kropka pl", "pl", "email"),
        ("petr zavináč centrum tečka cz", "cs", "email"),
        ("0️⃣6️⃣ 2️⃣1️⃣4️⃣5️⃣8️⃣7️⃣3️⃣3️⃣", "nl", "phone"),
        ("０６ ２１４５ ８７３３", "nl", "phone"),
        ("bel 06 2145\n8733", "nl", "phone"),
        ("zéro six douze trente-quatre cinquante-six soixante-dix-huit", "fr", "phone"),
        ("stuur het via wh@tsapp", "nl", "messenger"),
        ("schreib mir auf WhаtsАpp", "de", "messenger"),
        ("zoek me op insta: @sanne.k_92", "nl", "social"),
        ("kijk op postnl-pakket.com/volg", "nl", "url"),
        ("NL91 ABNA 0417 1643 00", "nl", "iban"),
        ("NL91 ABNA, dan 0417 en tot slot 1643 00", "nl", "iban"),
    ],
)
def test_it_sees_through_a_disguise(text: str, language: str, label: str) -> None:
    assert label in labels(text, language=language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Track en trace 3SKABA0612345678 staat stil", "nl"),
        ("Bestelnummer 0612998877 is niet binnen", "nl"),
        ("imei 490154203237518 en EAN 8712345678906", "nl"),
        ("NL92 ABNA 0417 1643 00 staat op de sticker", "nl"),
        ("Open van 09.00-18.00, op 03-02-2025 dicht, 2 stuks @ 14,95", "nl"),
        ("https://jouw.postnl.nl/track-and-trace/3SABCD123456789-NL-1234AB", "nl"),
        ("Lees verder op https://www.consuwijzer.nl", "nl"),
        ("WhatsApp will not install on this tablet", "en"),
        ("The phone does not ring when somebody calls me", "en"),
        ("We don't use WhatsApp, please keep messages here", "en"),
    ],
)
def test_it_lets_what_is_innocent_pass(text: str, language: str) -> None:
    assert screen(text, "buyer", language).findings == ()


def test_it_blames_nobody_for_calling_themselves_a_fool() -> None:
    assert labels("I am an idiot, I ordered the wrong size", language="en") == set()


@pytest.mark.parametrize("role", ["buyer", "seller"])
def test_it_reads_marketing_in_a_sellers_words_only(role: Role) -> None:
    text = "Het pakket komt dinsdag. Met code BEDANKT10 krijgt u 10% korting op uw volgende bestelling."

    assert ("marketing" in labels(text, role)) == (role == "seller")


def test_it_marks_the_promotion_and_not_the_answer_before_it() -> None:
    text = "Het pakket komt dinsdag. Schrijf u in voor onze nieuwsbrief."
    [found] = screen(text, "seller", "nl").findings

    assert text[found.start : found.end] == "Schrijf u in voor onze nieuwsbrief"


def test_it_reads_a_language_that_it_does_not_know() -> None:
    assert screen(NUMBER, "buyer", "xx").verdict in {"pass", "mask"}
    assert screen("pieter@hetnet.nl", "buyer", "xx").verdict == "mask"


def test_it_covers_what_is_found_and_nothing_else() -> None:
    text = "Mail e\u0301 jan.👩‍👧@hetnet.nl nu"
    hidden = mask("bel 06 21 nu", [Finding("phone", 4, 9, "rule", REASONS["phone"])])

    assert hidden == "bel •• •• nu"
    assert mask(text, []) == text


def test_it_covers_a_letter_with_its_marks_once() -> None:
    assert mask("ae\u0301b", [Finding("phone", 1, 3, "rule", REASONS["phone"])]) == "a•b"


@given(before=st.text(max_size=40), after=st.text(max_size=40), language=st.sampled_from(LANGUAGES))
def test_it_finds_an_address_amid_anything_and_keeps_the_original(before: str, after: str, language: str) -> None:
    text = f"{before}\n\nsanne.devries@hetnet.nl\n\n{after}"
    found = screen(text, "buyer", language).findings

    assert any("sanne.devries@hetnet.nl" in text[item.start : item.end] for item in found if item.label == "email")
    assert "devries" not in mask(text, found).splitlines()
    assert all(0 <= item.start < item.end <= len(text) for item in found)

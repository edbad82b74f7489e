"""What a buyer's words read as: pure thanks, a withdrawal."""

from __future__ import annotations

import pytest

from cases.messages.readings import reads_as_thanks, reads_as_withdrawal


@pytest.mark.parametrize(
    "text",
    [
        "Thank you very much!", "Hartelijk dank en een fijne dag", "Vielen Dank für die schnelle Hilfe",
        "merci beaucoup, bonne journée", "Bardzo dziękuję za szybką odpowiedź", "dziekuje bardzo", "¡Muchas gracias!",
        "Grazie mille, buona giornata", "Děkuji moc, hezký den", "Mulțumesc frumos", "Tack så mycket för hjälpen!",
    ],
)  # fmt: skip
def test_it_reads_thanks_alone(text: str) -> None:
    assert reads_as_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, but does it fit?", "Bedankt, de deksel ontbreekt", "Danke, bis Freitag brauche ich es",
        "merci de rembourser", "", "good day", "Thanks 10", "Grazie, il pacco è rotto", "tack skicka ny",
    ],
)  # fmt: skip
def test_it_reads_no_thanks_where_more_is_said(text: str) -> None:
    assert not reads_as_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "I hereby withdraw from the contract", "Hierbij herroep ik de koop", "Hiermit widerrufe ich den Vertrag",
        "Je me rétracte du contrat", "Niniejszym odstępuję od umowy", "Por la presente desisto del contrato",
        "Con la presente recedo dal contratto", "Tímto odstupuji od smlouvy", "Mă retrag din contract",
        "Härmed ångrar jag mig och frånträder avtalet", "Jag vill ångra köpet",
    ],
)  # fmt: skip
def test_it_reads_a_withdrawal(text: str) -> None:
    assert reads_as_withdrawal(text)


def test_it_reads_no_withdrawal_in_a_question_about_the_goods() -> None:
    assert not reads_as_withdrawal("Is the drawer soft closing?")

"""Ten thousand clean messages of the demo market place's kind, full of numbers, and hardly one is flagged."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

import pytest

from cases.messages.conduct.finding import Role
from cases.messages.conduct.screen import screen

MESSAGES = 10_000
MOST = MESSAGES // 100

TEMPLATES: tuple[tuple[str, Role, str], ...] = (
    ("nl", "buyer", "Mijn pakket {tracking} staat al {day} dagen stil, waar blijft het?"),
    ("nl", "buyer", "Bestelling {order} van {date} is niet compleet, er mist 1 van de {day} stuks."),
    ("nl", "buyer", "Het serienummer is {serial} en op de doos staat EAN {ean}. Dat klopt toch niet?"),
    ("nl", "seller", "We hebben bestelling {order} nagekeken. U krijgt {price} terug, binnen {day} werkdagen."),
    ("nl", "seller", "Stuur artikel {article} naar Havenstraat {day}, {postcode} Rotterdam. Zending {tracking}."),
    ("en", "buyer", "Tracking {tracking} has not moved since {date}, order {order}."),
    ("en", "buyer", "The serial is {serial}, IMEI {imei}. It switches off after {day} minutes."),
    ("en", "seller", "Your refund of {price} for order {order} was started on {date}, reference {bank}."),
    ("en", "seller", "Invoice {invoice} covers {day} items of {price} each, article {article}."),
    ("de", "buyer", "Sendung {tracking} ist seit dem {date} unterwegs, Bestellung {order}."),
    ("de", "buyer", "Seriennummer {serial}, EAN {ean}, Modell KX-{article}. Das Display bleibt dunkel."),
    ("de", "seller", "Die Rechnung {invoice} vom {date} über {price} liegt Ihrer Bestellung {order} bei."),
    ("de", "seller", "Vorgang {bank}: Ihre Erstattung von {price} ist unterwegs."),
    ("fr", "buyer", "Le colis {tracking} est bloqué depuis le {date}, commande {order}."),
    ("fr", "seller", "La facture {invoice} du {date} est de {price}, votre commande {order} part demain."),
    ("fr", "buyer", "Numéro de série {serial}, code EAN {ean}, il ne s'allume plus."),
    ("pl", "buyer", "Przesyłka {tracking} stoi od {date}, zamówienie {order}."),
    ("pl", "seller", "Faktura {invoice} na kwotę {price}, zwrot za zamówienie {order} w ciągu {day} dni."),
    ("es", "buyer", "El envío {tracking} no se mueve desde el {date}, pedido {order}."),
    ("es", "seller", "La factura {invoice} es de {price}; el reembolso del pedido {order} tarda {day} días."),
    ("it", "buyer", "La spedizione {tracking} è ferma dal {date}, ordine {order}."),
    ("it", "seller", "La fattura {invoice} è di {price}, il rimborso dell'ordine {order} arriva in {day} giorni."),
    ("cs", "buyer", "Zásilka {tracking} stojí od {date}, objednávka {order}."),
    ("cs", "seller", "Faktura {invoice} zní na {price}, objednávku {order} vrátíme do {day} dnů."),
    ("ro", "buyer", "Coletul {tracking} stă din {date}, comanda {order}."),
    ("ro", "seller", "Factura {invoice} este de {price}, rambursarea comenzii {order} durează {day} zile."),
    ("sv", "buyer", "Paketet {tracking} står still sedan {date}, order {order}."),
    ("sv", "seller", "Fakturan {invoice} är på {price}, återbetalningen för order {order} tar {day} dagar."),
)  # fmt: skip


def digits(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(string.digits, k=length))


def letters(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(string.ascii_uppercase, k=length))


def tracking(chance: random.Random) -> str:
    kinds: list[Callable[[], str]] = [
        lambda: f"3S{letters(chance, 4)}{digits(chance, 9)}",
        lambda: f"00{digits(chance, 18)}",
        lambda: f"JD{digits(chance, 16)}",
        lambda: f"{letters(chance, 2)}{digits(chance, 9)}NL",
        lambda: digits(chance, 14),
        lambda: f"1Z{letters(chance, 3)}{digits(chance, 12)}",
        lambda: digits(chance, 10),
        lambda: f"0{digits(chance, 9)}",
    ]
    return chance.choice(kinds)()


def bank_like(chance: random.Random) -> str:
    """The shape of an account number, with check digits that are wrong all but once in a hundred times."""
    country = chance.choice(["NL", "DE", "FR", "PL", "ES", "IT", "CZ", "RO", "SE"])
    return (
        f"{country}{digits(chance, 2)} {letters(chance, 4)} {digits(chance, 4)} {digits(chance, 4)} {digits(chance, 2)}"
    )


def order(chance: random.Random) -> str:
    kinds = [
        digits(chance, 10),
        f"0{digits(chance, 9)}",
        f"{digits(chance, 3)}-{digits(chance, 7)}",
        f"06{digits(chance, 8)}",
    ]
    return chance.choice(kinds)


def serial(chance: random.Random) -> str:
    grouped = f"0{digits(chance, 3)} {digits(chance, 4)} {digits(chance, 3)}"
    return chance.choice([digits(chance, 12), f"{letters(chance, 2)}{digits(chance, 10)}", grouped])


def filled(chance: random.Random) -> tuple[str, Role, str]:
    language, role, template = chance.choice(TEMPLATES)
    day, month = chance.randint(1, 28), chance.randint(1, 12)
    date = chance.choice([f"{day:02}-{month:02}-2025", f"{day}.{month}.2025", f"2025-{month:02}-{day:02}"])
    text = template.format(
        tracking=tracking(chance), order=order(chance), serial=serial(chance), ean=digits(chance, 13),
        imei=digits(chance, 15), article=digits(chance, 6), invoice=f"2025-{digits(chance, 8)}", date=date,
        bank=bank_like(chance), price=f"{chance.randint(1, 999)},{digits(chance, 2)} €", day=day,
        postcode=f"{digits(chance, 4)} {letters(chance, 2)}",
    )  # fmt: skip
    return language, role, text


def test_it_raises_fewer_than_one_false_alarm_in_a_hundred() -> None:
    chance = random.Random(11)
    flagged = []
    for _ in range(MESSAGES):
        language, role, text = filled(chance)
        found = screen(text, role, language).findings
        if found:
            flagged.append((language, text, found[0].label, found[0].rule))

    assert len(flagged) < MOST, flagged[:20]


@pytest.mark.parametrize("text", ["You told me.", "I told you.", "You know.", "You again."])
def test_it_hears_no_insult_in_a_short_plain_sentence(text: str) -> None:
    assert screen(text, "seller", "en").findings == ()

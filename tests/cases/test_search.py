"""Search: one's own messages by their words, on both databases alike."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.casefile.asker import Asker
from cases.casefile.order_shape import SellerIn
from cases.casefile.search import search
from cases.casefile.search_indexes import Search
from cases.db import open_database, run
from cases.messages.search.query import sought_in
from cases.verbs.import_orders import import_order
from cases.verbs.redact import redact
from tests.builders import Desk, Told, a_measure, a_question, a_return, an_order
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS


def found(desk: Desk, query: str, who: Asker = JAN, **more: object) -> list[str]:
    """The words of every message that is found, the newest first."""
    sought = sought_in(query)
    with desk.database.read() as connection:
        hits, _ = search(connection, who, Search(sought, **more))  # type: ignore[arg-type]  # a test's own filters
    return [hit.entry.body or "" for hit in hits]


@pytest.fixture
def asked(desk: Desk) -> Told:
    desk.takes()
    return desk.opens(a_question(body="Does the sieve of the machine fit?"))


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("Das Café am Markt", "cafe"),
        ("Das Cafe am Markt", "CAFÉ"),
        ("Das Cafe\u0301 am Markt", "café"),
        ("Herr Müller", "muller"),
        ("Herr Muller", "Müller"),
        ("Lange Straße 4", "strasse"),
        ("LANGE STRASSE", "straße"),
        ("LANGE STRAẞE", "strasse"),
        ("Wysłano z Łodzi, ul. Łódź", "lodz"),
        ("lodz", "ŁÓDŹ"),
        ("Rødgrød med fløde", "rodgrod"),
        ("Ærø", "aero"),
        ("cœur", "coeur"),
        ("İSTANBUL", "istanbul"),
        ("ışık", "isik"),
        ("ISIK", "ışık"),
        ("Şişli", "sisli"),
        ("Моё ПОЛОТЕНЦЕ", "мое полотенце"),
        ("мой", "МОЙ"),
        ("Ο δρόμος", "ΔΡΟΜΟΣ"),
        ("ΔΡΌΜΟΣ", "δρομος"),
        ("Nguyễn Thị", "nguyen thi"),
        ("Dvořák a Čapek", "dvorak capek"),
        ("한국어 설명", "한국어"),
        ("日本語", "日本語"),
        ("Thank you 👍🏽 very much", "thank 👍🏽"),
        ("Thank you 👍", "you 👍"),
        ("naïve_approach", "approach"),
        ("O'Neill wrote", "o'neill"),
        ("see https://example.org/a-b?c=1", "example.org/a-b"),
        ("It costs 12,50", "12,50"),
        ("version 1e5 of 2.0", "1e5"),
    ],
)
def test_it_folds_case_and_accents(said: str, query: str, asked: Told, desk: Desk) -> None:
    asked.says(ROOT, said)  # whose words are not judged
    assert found(desk, query) == [said]


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("sieve", True),
        ("siev", True),
        ("fit sieve", True),
        ("sieve fi", True),
        ("sie fit", False),
        ("sie* fit", True),
        ("ieve", False),
        ("s", False),
        ('"sieve of the"', True),
        ('"of sieve"', False),
        ('"sieve of the mach"', False),
        ('"sieve of the mach"*', True),
        ('"sieve of', True),
        ("sieve -machine", False),
        ("sieve -machines", True),
        ("sieve -mach*", False),
        ('sieve -"the machine"', False),
        ('sieve -"machine the"', True),
        ("machine-sieve", False),
        ("the-machine", True),
        ("sieve OR tea", False),
        ("sieve NOT tea", False),
    ],
)
def test_it_takes_words_phrases_beginnings_and_exclusions(query: str, finds: bool, asked: Told, desk: Desk) -> None:
    assert bool(found(desk, query)) is finds


@pytest.mark.parametrize(
    "query",
    [
        '" OR 1=1 --',
        "NEAR(sieve fit)",
        "NEAR(",
        "sieve AND",
        "sieve^2",
        "words:sieve",
        "owners:sieve",
        "{words}: sieve",
        "'; DROP TABLE content; --",
        "'sieve",
        "sieve'",
        "sieve\\",
        "sieve & fit",
        "sieve | tea",
        "!sieve",
        "sieve <-> fit",
        "sieve:*",
        "sieve:A",
        "(sieve",
        "sieve)",
        '"sieve""fit"',
        '-"',
        '-- "',
        "+sieve",
        "%(v0)s sieve :v0 ?",
        "s" * 200,
        "a " * 100,
        "\u0301 sieve",
        "² sieve",
        "\ud7ff sieve",
    ],
)
def test_it_takes_everything_literally(query: str, asked: Told, desk: Desk) -> None:
    hits = found(desk, query)
    assert hits in ([], [asked.entries()[0].body])


@pytest.mark.parametrize("query", ["", "  ", "*", '"', '""', "--", "-", "?!", "-sieve", '-"a b"', "👍", "_"])
def test_it_seeks_nothing_without_a_word(query: str) -> None:
    assert sought_in(query).found == ()


def test_it_finds_the_newest_first(asked: Told, desk: Desk) -> None:
    for number in range(3):
        desk.waits(hours=1)
        asked.says(NORD, f"The sieve, answer {number}.", answers=[])
    assert found(desk, "sieve") == [
        "The sieve, answer 2.",
        "The sieve, answer 1.",
        "The sieve, answer 0.",
        "Does the sieve of the machine fit?",
    ]


def test_it_finds_everybody_their_own(asked: Told, desk: Desk) -> None:
    desk.takes(number="7", buyer="mia", seller="spaet")
    desk.opens(a_question("DE-7", body="Is the sieve of steel?"), MIA)
    theirs, others = "Does the sieve of the machine fit?", "Is the sieve of steel?"
    assert found(desk, "sieve", JAN) == found(desk, "sieve", NORD) == [theirs]
    assert found(desk, "sieve", MIA) == found(desk, "sieve", SPAET) == [others]
    assert set(found(desk, "sieve", ROOT)) == set(found(desk, "sieve", SYSTEMS)) == {theirs, others}
    for stranger in (Asker("buyer", "nobody"), Asker("buyer", "nord"), Asker("seller", "jan", "jan")):
        assert found(desk, "sieve", stranger) == []


@pytest.mark.parametrize("seller", ["nor", "nord ", "NORD", "no'rd", "nord\\", "nord | spaet", "*", ""])
def test_it_takes_no_other_sellers_id_for_this_one(seller: str, asked: Told, desk: Desk) -> None:
    assert found(desk, "sieve", Asker("seller", "anna", seller)) == []


NAMED = ['O\'7 \\ "x"', "Ünï", "x:*|!&", "a b"]


@pytest.mark.parametrize("seller", NAMED)
def test_it_finds_a_sellers_own_whatever_the_id_is(seller: str, desk: Desk) -> None:
    order = an_order(number="9").model_copy(update={"seller": SellerIn(id=seller, name="Werkstatt")})
    import_order(desk.database, order, desk.now)
    desk.opens(a_question("DE-9", body="Does the sieve fit?"))
    assert found(desk, "sieve", Asker("seller", "anna", seller)) == ["Does the sieve fit?"]
    assert found(desk, "sieve", NORD) == []


def test_it_finds_the_texts_of_an_events_fields(desk: Desk) -> None:
    desk.takes()
    back = desk.opens(a_return())
    back.does(NORD, "approve", "Please send it back.")
    back.says(JAN, "On its way.", event="ship", fields={"parcels": [{"carrier": "DHL", "tracking": "JD-0043"}]})
    assert found(desk, "jd-0043", NORD) == ["On its way."]


@pytest.mark.parametrize("query", ["DE-1042", "coffee mach", "jan vos", "werkstatt", "CM-200", "jd0042"])
def test_it_finds_a_case_by_what_it_is_about(query: str, desk: Desk) -> None:
    line = {"line": "1", "sku": "CM-200", "title": "Coffee machine", "quantity": 1, "unit_price": "129.00"}
    desk.takes(lines=[line], parcels=[{"id": "p", "carrier": "DHL", "tracking": "JD0042"}])
    case = desk.opens(a_question(body="Does it fit?"))
    case.says(NORD, "It does.")
    assert found(desk, query) == ["Does it fit?"]
    assert found(desk, case.file.case.number) == ["Does it fit?"]


def test_it_finds_a_case_by_a_parcel_that_was_told_later(asked: Told, desk: Desk) -> None:
    assert found(desk, "JD0099") == []
    desk.takes(parcels=[{"id": "p", "carrier": "DHL", "tracking": "JD0099"}])
    assert found(desk, "JD0099") == [asked.entries()[0].body]


def test_it_narrows_by_case_and_moment(asked: Told, desk: Desk) -> None:
    desk.takes(number="7", seller="spaet")
    begin = desk.now
    desk.waits(hours=1)
    desk.opens(a_return(body="The sieve is bent."))
    desk.waits(hours=1)
    desk.opens(a_question("DE-7", body="Is the sieve of steel?"))
    first, second, third = "Does the sieve of the machine fit?", "The sieve is bent.", "Is the sieve of steel?"

    def by(**filters: list[str]) -> list[str]:
        return found(desk, "sieve", ROOT, filters=filters)

    assert by(kind=["return"]) == [second]
    assert by(kind=["question"], seller=["nord"]) == [first]
    assert by(seller=["spaet", "nord"]) == [third, second, first]
    assert by(seller=["none"]) == by(kind=["none"]) == []
    assert by(order=["DE-7"]) == [third]
    assert by(state=["requested"]) == [second]
    assert by(buyer=["mia"]) == []
    hour = timedelta(hours=1)
    assert found(desk, "sieve", since=begin + hour) == [third, second]
    assert found(desk, "sieve", until=begin + hour) == [first]
    assert found(desk, "sieve", since=begin + hour, until=begin + 2 * hour) == [second]


def test_it_widens_nothing_by_a_filter(asked: Told, desk: Desk) -> None:
    assert found(desk, "sieve", SPAET, filters={"seller": ["nord"]}) == []
    assert found(desk, "sieve", MIA, filters={"buyer": ["jan"]}) == []


@pytest.mark.parametrize("who", [JAN, NORD, ROOT])
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_it_loses_and_repeats_none(limit: int, who: Asker, asked: Told, desk: Desk) -> None:
    for number in range(5):  # three at one moment, then two at another
        asked.says(NORD, f"The sieve, answer {number}.", answers=[])
        desk.waits(hours=1 if number == 2 else 0)
    whole, after = [], None
    while True:
        with desk.database.read() as connection:
            hits, after = search(connection, who, Search(sought_in("sieve"), limit=limit, after=after))
        whole += [hit.entry.body for hit in hits]
        assert len(hits) == limit or after is None
        if after is None:
            break
    assert whole == found(desk, "sieve", who)
    assert len(set(whole)) == 6


@pytest.mark.parametrize("looked_at", [1, 3, 2000])
def test_it_finds_the_same_however_many_it_looks_at(
    looked_at: int, asked: Told, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.casefile.search_indexes.LOOKED_AT", looked_at)
    for number in range(4):
        desk.waits(hours=1)
        asked.says(NORD, "Something else." if number % 2 else f"The sieve, {number}.", answers=[])
    whole = ["The sieve, 2.", "The sieve, 0.", asked.entries()[0].body]
    for limit in (1, 2, 50):
        assert found(desk, "sieve", NORD, limit=limit) == whole[:limit]


def test_it_finds_no_redacted_word(asked: Told, desk: Desk) -> None:
    asked.says(NORD, "Ring Zanzibar about the sieve.", answers=[])
    redact(desk.database, ROOT, asked.id, 1, "private", desk.now)
    redact(desk.database, ROOT, asked.id, 2, "private", desk.now)
    for who in (JAN, NORD, ROOT):
        assert found(desk, "sieve", who) == found(desk, "zanzibar", who) == []
    assert [entry.body for entry in asked.entries()][:2] == [None, None]


def test_it_still_finds_the_case_whose_first_words_are_gone(asked: Told, desk: Desk) -> None:
    redact(desk.database, ROOT, asked.id, 1, "private", desk.now)
    with desk.database.read() as connection:
        (hit,), _ = search(connection, NORD, Search(sought_in("DE-1042")))
    assert (hit.entry.seq, hit.entry.body, hit.case.id) == (1, None, asked.id)
    assert "sieve" not in hit.excerpt.text


def test_it_leaves_no_redacted_word_in_the_file(sqlite_url: str, tmp_path: Path) -> None:
    with closing(open_database(sqlite_url)) as database:
        desk = Desk(database, tmp_path)
        desk.takes()
        case = desk.opens(a_question(body="Is it like the Zanzibarian one?"))
        for number in range(40):
            case.says(NORD, f"Number {number} of the others.", answers=[])
        assert found(desk, "zanzibarian")
        redact(database, ROOT, case.id, 1, "private", desk.now)
    files = b"".join(file.read_bytes() for file in tmp_path.glob("nazorg.sqlite*")).lower()
    assert b"number 7 of" in files
    assert b"zanzibar" not in files


def test_it_leaves_no_redacted_word_in_the_index_of_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    with closing(open_database(postgresql_url)) as database:
        desk = Desk(database, tmp_path)
        desk.takes()
        case = desk.opens(a_question(body="Is it like the Zanzibarian one?"))
        assert "zanzibarian" in str(desk.rows("SELECT words FROM search_text"))
        redact(database, ROOT, case.id, 1, "private", desk.now)
        assert "zanzibarian" not in str(desk.rows("SELECT words FROM search_text"))


def test_it_finds_a_measure_which_has_no_buyer_for_its_seller_and_for_admins(asked: Told, desk: Desk) -> None:
    case = desk.opens(a_measure("suspension", [], urgent="fraud"), ROOT)
    for who in (NORD, ROOT):
        assert found(desk, "proposed", who) == found(desk, case.file.case.number, who) == ["This is proposed."]
    assert found(desk, "proposed", ROOT, filters={"seller": ["nord"]}) == ["This is proposed."]
    assert found(desk, "proposed", ROOT, filters={"buyer": ["jan"]}) == []
    for who in (JAN, SPAET, Asker("buyer", "nobody")):
        assert found(desk, "proposed", who) == []


def test_it_forgets_a_name_and_learns_the_new_one(asked: Told, desk: Desk) -> None:
    assert found(desk, "jan vos", NORD)
    with desk.database.write() as connection:
        run(connection, "UPDATE person SET name = 'Erased', external_id = 'x' WHERE external_id = 'jan'")
    assert found(desk, "jan", NORD) == found(desk, "vos", NORD) == []
    assert found(desk, "erased", NORD)


RANGES = ((0x30, 0x17F), (0x218, 0x21B), (0x386, 0x3CE), (0x400, 0x4FF), (0x1EA0, 0x1EF9))
LETTERS = [st.characters(min_codepoint=one, max_codepoint=last, categories=("Ll", "Lu", "Nd")) for one, last in RANGES]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text(st.one_of(LETTERS), min_size=1, max_size=12), min_size=1, max_size=8))
def test_it_finds_whatever_was_written_by_each_of_its_words(words: list[str], asked: Told, desk: Desk) -> None:
    seq = asked.says(ROOT, " ".join(words)).entry.seq
    for word in words:
        with desk.database.read() as connection:
            hits, _ = search(connection, NORD, Search(sought_in(f'"{word}"'), limit=1))
        assert [hit.entry.seq for hit in hits] == [seq], word

"""Search finds messages by the files that they name, and forgets a file that is erased."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from cases.casefile.asker import Asker
from cases.casefile.search import Hit, search
from cases.casefile.search_indexes import Search
from cases.db import open_database, run
from cases.messages.search.query import sought_in
from cases.verbs.redact import redact
from cases.verbs.upload_attachment import upload_attachment
from tests.builders import Desk, Told, a_measure, a_png, a_question, a_return
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS
from tests.strange_files import a_pdf, as_bytes

WORDS = "Serial EN500-2214 of the Zanzibarian"
NAME = "Kassenbon Größe 3.pdf"


def uploaded(desk: Desk, who: Asker = JAN, words: str = WORDS, name: str = NAME) -> str:
    """A PDF with these words, as the real verb keeps it."""
    data = as_bytes(a_pdf(words))
    return upload_attachment(desk.database, desk.files, who, data, name=name, document="invoice", real_now=desk.now).id


def hits(desk: Desk, query: str, who: Asker = NORD, **more: object) -> list[Hit]:
    with desk.database.read() as connection:
        wanted = Search(sought_in(query), **more)  # type: ignore[arg-type]  # a test's own filters
        return search(connection, who, wanted)[0]


def found(desk: Desk, query: str, who: Asker = NORD) -> list[int]:
    """The numbers of the messages that are found, the newest first."""
    return [hit.entry.seq for hit in hits(desk, query, who)]


def changes(desk: Desk, sql: str) -> None:
    with desk.database.write() as connection:
        run(connection, sql)


@pytest.fixture
def asked(desk: Desk) -> Told:
    desk.takes()
    return desk.opens(a_question())


def test_it_finds_the_message_that_names_a_file_by_the_words_in_it(asked: Told, desk: Desk) -> None:
    file = uploaded(desk)
    seq = asked.says(JAN, "Here it is.", attachments=[file]).entry.seq
    (hit,) = hits(desk, "zanzibarian")
    assert (hit.case.id, hit.entry.seq) == (asked.id, seq)
    assert hit.file == (file, NAME)
    assert hit.excerpt.text == WORDS
    assert [WORDS[start:end] for start, end in hit.excerpt.spans] == ["Zanzibarian"]


@pytest.mark.parametrize("query", ["kassenbon", "grosse 3", "kassenbon-größe", "grö* pdf"])
def test_it_finds_it_by_the_name_of_the_file(query: str, asked: Told, desk: Desk) -> None:
    file = uploaded(desk)
    asked.says(JAN, "Here it is.", attachments=[file])
    (hit,) = hits(desk, query)
    assert hit.excerpt.text == NAME
    assert hit.excerpt.spans
    assert hit.file == (file, NAME)


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ('"en500-2214 of the"', True),
        ('"2214 en500"', False),
        ("zanzibarian here", True),
        ("zanzibarian -here", False),
        ("here -zanzibarian", False),
        ("here -kassenbon", False),
        ("zanzibarian kassenbon", True),
        ("zanz", True),
        ("anzibarian", False),
    ],
)
def test_it_seeks_in_the_message_and_its_files_together(query: str, finds: bool, asked: Told, desk: Desk) -> None:
    asked.says(JAN, "Here it is.", attachments=[uploaded(desk)])
    assert bool(found(desk, query)) is finds


def test_it_shows_the_messages_own_words_where_they_say_it_all(asked: Told, desk: Desk) -> None:
    asked.says(JAN, "It is the Zanzibarian one.", attachments=[uploaded(desk)])
    (hit,) = hits(desk, "zanzibarian")
    assert (hit.excerpt.text, hit.file) == ("It is the Zanzibarian one.", None)


def test_it_shows_the_file_that_says_most_once_for_the_message(asked: Told, desk: Desk) -> None:
    files = [uploaded(desk, words=words, name=f"{number}.pdf") for number, words in enumerate(["Tea", "Tea and pot"])]
    asked.says(JAN, "Here they are.", attachments=files)
    (hit,) = hits(desk, "tea pot")
    assert hit.file == (files[1], "1.pdf")


def test_it_finds_the_opening_that_names_a_file(desk: Desk) -> None:
    desk.takes()
    desk.opens(a_question(body="Does it fit?", attachments=[uploaded(desk)]))
    assert found(desk, "zanzibarian") == found(desk, "zanzibarian fit") == found(desk, "zanzibarian DE-1042") == [1]


def test_it_finds_a_file_that_a_field_of_the_event_names(desk: Desk) -> None:
    desk.takes()
    photo = upload_attachment(
        desk.database, desk.files, JAN, a_png(), name="Dented lid.png", document="photo", real_now=desk.now
    ).id
    desk.opens(a_return(reason="damaged", fields={"wished_remedy": "refund", "photos": [photo]}))
    (hit,) = hits(desk, "dented")
    assert hit.file == (photo, "Dented lid.png")


def test_it_finds_a_file_for_those_alone_whose_case_names_it(asked: Told, desk: Desk) -> None:
    desk.takes(number="77", seller="spaet")
    file = uploaded(desk)
    asked.says(JAN, "Here it is.", attachments=[file])
    for who in (JAN, NORD, ROOT, SYSTEMS):
        assert found(desk, "zanzibarian", who) == [2]
    for who in (MIA, SPAET, Asker("seller", "jan", "jan"), Asker("buyer", "nord")):
        assert found(desk, "zanzibarian", who) == []
    desk.opens(a_question("DE-77", attachments=[file]))
    assert found(desk, "zanzibarian", SPAET) == [1]


def test_it_finds_no_file_that_no_message_names(desk: Desk) -> None:
    desk.takes()
    uploaded(desk)
    assert found(desk, "zanzibarian", JAN) == found(desk, "zanzibarian", ROOT) == []


def test_it_finds_no_file_of_a_redacted_message(asked: Told, desk: Desk) -> None:
    file = uploaded(desk)
    for number in range(2):
        asked.says(JAN, f"Here it is, {number}.", attachments=[file])
    redact(desk.database, ROOT, asked.id, 2, "private", desk.now)
    for who in (JAN, NORD, ROOT):
        assert found(desk, "zanzibarian", who) == found(desk, "kassenbon", who) == [3]
    redact(desk.database, ROOT, asked.id, 3, "private", desk.now)
    for who in (JAN, NORD, ROOT):
        assert found(desk, "zanzibarian", who) == found(desk, "kassenbon", who) == []


def test_it_shows_no_file_of_a_redacted_opening_that_is_found_by_its_case(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question(attachments=[uploaded(desk, name="DE-1042 zanzibar.pdf")]))
    redact(desk.database, ROOT, case.id, 1, "private", desk.now)
    (hit,) = hits(desk, "DE-1042")
    assert hit.file is None
    assert found(desk, "DE-1042 zanzibar") == []


ERASED = {
    "emptied": ["UPDATE attachment SET text = '', name = ''"],
    "gone": ["DELETE FROM attachment_use", "DELETE FROM attachment"],
}


@pytest.mark.parametrize("how", ERASED)
def test_it_forgets_a_file_that_is_erased_and_keeps_the_message(how: str, asked: Told, desk: Desk) -> None:
    asked.says(JAN, "Here it is.", attachments=[uploaded(desk)])
    for sql in ERASED[how]:
        changes(desk, sql)
    assert found(desk, "zanzibarian") == found(desk, "kassenbon") == []
    assert found(desk, "here") == [2]


def test_it_forgets_one_file_of_several(asked: Told, desk: Desk) -> None:
    files = [uploaded(desk), uploaded(desk, words="The other invoice", name="other.pdf")]
    asked.says(JAN, "Here they are.", attachments=files)
    changes(desk, f"UPDATE attachment SET text = '' WHERE id = '{files[0]}'")
    assert found(desk, "zanzibarian") == []
    assert found(desk, "kassenbon") == found(desk, '"other invoice"') == [2]


def test_it_keeps_a_file_when_the_buyer_or_the_order_changes(desk: Desk) -> None:
    desk.takes()
    desk.opens(a_question(attachments=[uploaded(desk)]))
    desk.takes(parcels=[{"id": "p", "carrier": "DHL", "tracking": "JD0099"}])
    changes(desk, "UPDATE person SET name = 'Erased' WHERE external_id = 'jan'")
    assert found(desk, "zanzibarian erased jd0099") == [1]


def test_it_loses_and_repeats_none_with_files(asked: Told, desk: Desk) -> None:
    file = uploaded(desk, words="A lid and a lid")
    for number in range(4):
        asked.says(JAN, "The lid." if number % 2 else "Here it is.", attachments=[file])
    whole, after = [], None
    while True:
        with desk.database.read() as connection:
            page, after = search(connection, NORD, Search(sought_in("lid"), limit=1, after=after))
        whole += [hit.entry.seq for hit in page]
        if after is None:
            break
    assert whole == found(desk, "lid") == [5, 4, 3, 2]


def test_it_finds_the_last_word_of_the_longest_text(asked: Told, desk: Desk) -> None:
    asked.says(JAN, "Here it is.", attachments=[uploaded(desk)])
    text = "Blätter " * 24_999 + "Ende"
    changes(desk, f"UPDATE attachment SET text = '{text}'")
    (hit,) = hits(desk, "ende")
    assert [hit.excerpt.text[start:end] for start, end in hit.excerpt.spans] == ["Ende"]
    assert hit.excerpt.text.endswith("Blätter Ende")


def test_it_takes_more_words_than_an_index_can_hold(asked: Told, desk: Desk) -> None:
    files = [uploaded(desk) for _ in range(3)]
    letters = [chr(code) for code in range(0x20000, 0x20000 + 40_000)]
    for apart, file in enumerate(files, 1):  # letters of four bytes, and no word twice
        text = " ".join(letters[number] + letters[number - apart] for number in range(len(letters)))
        changes(desk, f"UPDATE attachment SET text = '{text} {text[:1]}' WHERE id = '{file}'")
    asked.says(JAN, "Here they are.", attachments=files)
    assert found(desk, "here") == found(desk, letters[7] + letters[6]) == [2]


def test_it_leaves_no_word_of_an_erased_file_in_the_database(sqlite_url: str, tmp_path: Path) -> None:
    with closing(open_database(sqlite_url)) as database:
        desk = Desk(database, tmp_path)
        _much_is_said(desk)
        changes(desk, ERASED["emptied"][0])
        assert found(desk, "zanzibarian") == []
    stored = _bytes(tmp_path)
    assert b"number 7 of" in stored
    assert b"zanzibar" not in stored
    assert b"kassenbon" not in stored


def test_it_leaves_the_words_of_a_redacted_messages_file_in_that_file_alone(sqlite_url: str, tmp_path: Path) -> None:
    with closing(open_database(sqlite_url)) as database:
        desk = Desk(database, tmp_path)
        case = _much_is_said(desk)
    assert _bytes(tmp_path).count(b"zanzibar") > 1
    with closing(open_database(sqlite_url)) as database:
        redact(database, ROOT, case.id, 2, "private", desk.now)
    assert _bytes(tmp_path).count(b"zanzibar") == 1


def test_it_leaves_no_word_of_an_erased_file_in_the_index_of_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    with closing(open_database(postgresql_url)) as database:
        desk = Desk(database, tmp_path)
        _much_is_said(desk)
        assert "zanzibarian" in str(desk.rows("SELECT words FROM search_text"))
        changes(desk, ERASED["emptied"][0])
        assert "zanzibarian" not in str(desk.rows("SELECT words FROM search_text"))


def _much_is_said(desk: Desk) -> Told:
    desk.takes()
    case = desk.opens(a_question())
    case.says(JAN, "Here it is.", attachments=[uploaded(desk)])
    for number in range(40):
        case.says(NORD, f"Number {number} of the others.", answers=[])
    return case


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("nazorg.sqlite*")).lower()


def test_it_finds_a_file_in_a_measure_for_its_seller_alone(asked: Told, desk: Desk) -> None:
    case = desk.opens(a_measure("suspension", [], urgent="fraud"), ROOT)
    case.says(NORD, "My answer is this.", attachments=[uploaded(desk, NORD)])
    for who in (NORD, ROOT):
        assert [hit.case.id for hit in hits(desk, "zanzibarian", who)] == [case.id]
    assert found(desk, "zanzibarian", JAN) == found(desk, "zanzibarian", SPAET) == []

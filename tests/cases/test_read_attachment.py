"""Who may have a file: whoever uploaded it, the parties of a case in which it was named, and admins."""

from __future__ import annotations

import pytest

from cases.casefile.asker import Asker
from cases.errors import NotFound
from cases.verbs.read_attachment import Attached, read_attachment
from cases.verbs.redact import redact
from cases.verbs.upload_attachment import upload_attachment
from tests.builders import Desk, a_measure, a_png, a_question, a_return
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS

COLLEAGUE = Asker("seller", "nord-2", "nord")
NAMESAKE = Asker("seller", JAN.sub, "spaet")
STRANGERS = (MIA, SPAET, NAMESAKE, SYSTEMS)


def uploaded(desk: Desk, who: Asker, shot: int = 0) -> str:
    name, data = "photo.png", a_png(shot)
    return upload_attachment(desk.database, desk.files, who, data, name=name, document="photo", real_now=desk.now).id


def given(desk: Desk, who: Asker, name: str) -> Attached:
    return read_attachment(desk.database, desk.files, who, name)


def may_have(desk: Desk, who: Asker, name: str) -> bool:
    try:
        return bool(given(desk, who, name).data)
    except NotFound:
        return False


def test_it_gives_a_file_that_nobody_named_to_its_sender_and_to_admins(desk: Desk) -> None:
    desk.takes()
    name = uploaded(desk, JAN)
    assert may_have(desk, JAN, name)
    assert may_have(desk, ROOT, name)
    assert [who for who in (NORD, COLLEAGUE, *STRANGERS) if may_have(desk, who, name)] == []


@pytest.mark.parametrize("sender", [JAN, NORD])
def test_it_gives_a_file_to_both_parties_of_a_case_that_names_it(desk: Desk, sender: Asker) -> None:
    desk.takes()
    name, case = uploaded(desk, sender), desk.opens(a_question())
    case.says(sender, "Here it is.", attachments=[name])
    assert [who for who in (JAN, NORD, COLLEAGUE, ROOT) if not may_have(desk, who, name)] == []
    assert [who for who in STRANGERS if may_have(desk, who, name)] == []


def test_it_gives_a_file_that_the_opening_names(desk: Desk) -> None:
    desk.takes()
    name = uploaded(desk, JAN)
    desk.opens(a_question(attachments=[name]))
    assert may_have(desk, NORD, name)


def test_it_gives_a_photo_that_a_field_of_an_event_names(desk: Desk) -> None:
    desk.takes()
    names = [uploaded(desk, JAN, shot) for shot in (1, 2)]
    fields = {"wished_remedy": "refund", "photos": [names[0]]}
    desk.opens(a_return(reason="damaged", fields=fields, attachments=[names[0]]))
    assert may_have(desk, NORD, names[0])
    assert not may_have(desk, NORD, names[1])
    assert desk.rows("SELECT attachment, seq FROM attachment_use") == [(names[0], 1)]


def test_it_gives_a_file_to_the_parties_of_each_case_that_names_it(desk: Desk) -> None:
    desk.takes()
    desk.takes(number="77", seller="spaet")
    name = uploaded(desk, JAN)
    desk.opens(a_question(attachments=[name]))
    assert not may_have(desk, SPAET, name)
    desk.opens(a_question("DE-77", attachments=[name]))
    assert may_have(desk, SPAET, name)


def test_it_gives_a_file_that_the_platform_names_in_a_measure_to_its_seller(desk: Desk) -> None:
    name = uploaded(desk, ROOT)
    desk.takes()
    desk.opens(a_measure("suspension", [], urgent="fraud"), ROOT).says(ROOT, "This shows it.", attachments=[name])
    assert may_have(desk, NORD, name)
    assert [who for who in (JAN, *STRANGERS) if may_have(desk, who, name)] == []


def test_it_gives_no_file_of_a_message_that_was_redacted(desk: Desk) -> None:
    desk.takes()
    name, case = uploaded(desk, JAN), desk.opens(a_question())
    said = case.says(JAN, "My passport.", attachments=[name])
    assert may_have(desk, NORD, name)
    redact(desk.database, ROOT, case.id, said.entry.seq, "private", desk.now)
    assert not may_have(desk, NORD, name)
    assert may_have(desk, JAN, name)


def test_it_knows_no_file_that_was_destroyed(desk: Desk) -> None:
    name = uploaded(desk, JAN)
    ((digest,),) = desk.rows("SELECT sha256 FROM attachment")
    desk.files.delete(digest)
    assert not may_have(desk, JAN, name)
    assert not may_have(desk, ROOT, name)


def test_it_gives_the_type_and_the_name_of_what_is_kept(desk: Desk) -> None:
    found = given(desk, JAN, uploaded(desk, JAN))
    assert (found.content_type, found.name) == ("image/png", "photo.png")


def test_it_writes_no_use_where_the_message_is_refused(desk: Desk) -> None:
    desk.takes()
    name, case = uploaded(desk, JAN), desk.opens(a_question())
    with pytest.raises(Exception, match=r"att_unknown|/attachments/1"):
        case.says(JAN, "Here.", attachments=[name, "att_unknown"])
    assert desk.rows("SELECT count(*) FROM attachment_use") == [(0,)]

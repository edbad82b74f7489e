"""What follows from what the rules of conduct find: a message is refused, covered, held or delivered with a note."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.asker import INTEGRATION, Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.draft import Draft, Row
from cases.casefile.reviews import DECIDED_WITHIN, HELD
from cases.casefile.rules import policy
from cases.db import Database
from cases.errors import BrokenRule, Marketing, OffPlatformContact, ShapeInvalid
from cases.ids import new_id
from cases.messages.attachments import AttachmentRef, find_attachments
from cases.messages.conduct.finding import Role
from cases.messages.judged import BODY, Found, Judge, Text, covered, strongest, texts_of
from markets.business_time import due
from markets.law import add_months
from markets.translate import say_deadline, translate
from workflows.grammar import CLOCK

MAY_OBJECT = 6
"""For how many months a person can be asked to look at what was decided automatically."""

NAMES = {
    "email": "finding.email",
    "phone": "finding.phone",
    "messenger": "finding.messenger",
    "social": "finding.social",
    "url": "finding.url",
    "iban": "finding.iban",
    "payment_offplatform": "finding.payment_offplatform",
    "deal_offplatform": "finding.deal_offplatform",
    "marketing": "finding.marketing",
    "insult": "finding.insult",
    "misleading": "finding.misleading",
}
"""What was found, by its label, as the text that names it."""

TO_THE_PLATFORM = "sanction"
"""The kind of case in which a seller speaks to the platform alone, so that nothing leads away from it."""

NOT_JUDGED = ("report", "declare")
"""A report quotes what the other side said, which may be the very thing that must not be said; and a declaration of
withdrawal names a means of contact by law (Directive 2011/83/EU, art. 11a(2))."""


def judge_for(
    database: Database, asker: Asker, body: str, lang: str, attachments: Sequence[str], on_behalf_of: str | None = None
) -> Judge:
    """The judge of what the asker says, who has read the words and the named files before any lock is held."""
    judge = Judge(_side(asker, on_behalf_of), lang or asker.lang)
    judge.reads([Text(BODY, body)])
    if attachments and judge.role is not None:
        with database.read() as connection, suppress(ShapeInvalid):  # what is unknown is refused in its turn
            judge.reads(texts_of("", {}, find_attachments(connection, attachments, asker.role, asker.sub)))
    return judge


def _side(asker: Asker, on_behalf_of: str | None) -> Role | None:
    """Whose rules hold for the words: those of whoever wrote them; the platform and its systems are not judged."""
    if asker.role == "seller":
        return "seller"
    if asker.role == "buyer":
        return "buyer"
    return "buyer" if asker.role == INTEGRATION and on_behalf_of is not None else None


def judged(file: CaseFile, act: Act, judge: Judge, files: Sequence[AttachmentRef]) -> list[Found]:
    """What is found in the act, whose words and fields are covered where that follows."""
    if file.case.kind == TO_THE_PLATFORM or act.event in NOT_JUDGED:
        return []
    applied = policy().of(file.case.market).conduct_applied
    found = judge.judges(texts_of(act.body if act.own_words else "", act.fields, files), file.case.market, applied)
    if strongest(found) == "mask":
        act.original = act.body, act.fields
        act.body, act.fields = covered(act.body, act.fields, found)
    return found


def waits_for_a_person(found: Sequence[Found]) -> bool:
    """Whether the message is held."""
    return strongest(found) == "hold"


def refuse(file: CaseFile, found: Sequence[Found], now: datetime) -> None:
    """Raise ``OffPlatformContact``, else ``Marketing``, where one of them follows; the first comes before all else."""
    broken = [one.broken for one in found if one.action == "refuse"]
    if not broken:
        return
    contact = [rule for rule in broken if rule.label != "marketing"]
    refusal = OffPlatformContact if contact else Marketing
    raise refusal(
        [*contact, *(rule for rule in broken if rule.label == "marketing")],
        refusal=new_id(),
        seller=file.case.seller_id,
        market=file.case.market,
        object_until=object_until(now),
    )


def object_until(now: datetime) -> datetime:
    """Until when a verdict of this moment can be objected to."""
    return datetime.combine(add_months(now.date(), MAY_OBJECT), now.timetz())


def note(draft: Draft, found: Sequence[Found], judge: Judge, seq: int) -> None:
    """Put on record what was found in message ``seq``; whoever wrote it reads what was covered or held, and why."""
    case = draft.file.case
    rows = [finding_row(one.broken, one.action, judge.role or "", case.seller_id, draft.now) for one in found]
    draft.findings += [{**row, "case_id": case.id, "seq": seq} for row in rows]
    follows = strongest(found)
    if follows in ("mask", "hold"):
        _tell(draft, [one for one in found if one.action == follows], seq, held=follows == "hold")


def _tell(draft: Draft, found: Sequence[Found], seq: int, *, held: bool) -> None:
    """Say in the case what an automatic check did and why; a held message is put before a person."""
    lang, zone = draft.file.case.lang, draft.file.calendar.zone
    until = due(draft.file.calendar, draft.now, DECIDED_WITHIN) if held else object_until(draft.now)
    key = "system.held" if held else "system.masked"
    text = translate(key, lang, number=seq, what=said_of(found, lang), until=say_deadline(until, zone, lang))
    advance(draft, Act(CLOCK, text, lang, SYSTEM, own_words=False, review=HELD if held else "", about=seq))


def said_of(found: Sequence[Found], lang: str) -> str:
    """What was found, each with its rule and its place, counted from 1 as people count."""
    named = (
        f"{translate(NAMES[label], lang)} ({rule}, {start + 1}-{end})"
        for _, label, start, end, rule, _ in (one.broken for one in found)
    )
    return "; ".join(named)


def finding_row(broken: BrokenRule, action: str, role: str, seller: str, now: datetime) -> Row:
    """A finding as its table holds it, without where it was found."""
    return {
        "id": new_id(),
        "case_id": None,
        "seq": None,
        "refusal": None,
        "seller_id": seller,
        "role": role,
        "at": now,
        "pointer": broken.pointer,
        "label": broken.label,
        "rule": broken.rule,
        "start": broken.start,
        "stop": broken.end,
        "action": action,
        "stands": 1,
    }

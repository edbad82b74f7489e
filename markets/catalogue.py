"""The markets: where, in which money and languages, with which holidays, under which law.

A law row is a value in force between two dates, with its source. `verified` says that the value was found in a text
of that law or in a note on it; what is not verified is advice, is shown as such and starts no automatic effect. The
dates from which national law applies are advice throughout.

Subjects: `withdrawal`; `withdrawal_uninformed`, how much longer where the buyer was not told of it; `guarantee`,
how long a defect that was there at delivery may show; `burden_of_proof`, how long the seller has to prove that it was
not; `repair_extension`, how much longer the guarantee runs once after a repair; `complaint_answer`, how long the
seller has to answer, and what silence means; `remedy`, how long to repair or replace.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class UnknownMarket(ValueError):
    """Nazorg has no market with this code."""


@dataclass(frozen=True, slots=True)
class LawRow:
    """One rule of one market: `value` in `unit` (`days`, `working_days`, `months`), in force on both dates given.

    A `value` of None is a right without a fixed end. `silence` is what the law makes of a seller who does not answer:
    `accepts` (the complaint), `may_withdraw` (the buyer), or None.
    """

    subject: str
    value: int | None
    unit: str
    silence: str | None
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Market:
    """One market: ISO codes, its zone, its languages (the first is the buyer's unless an order says otherwise).

    `subdivision` is the region whose holidays stand for the country, where the country has too few without one.
    """

    code: str
    name: str
    zone: str
    currency: str
    languages: tuple[str, ...]
    subdivision: str | None
    law: tuple[LawRow, ...]


def market(code: str) -> Market:
    """The market with this ISO code; raises UnknownMarket."""
    known = MARKETS.get(code)
    if known is not None:
        return known
    if code in _OTHER_NAMES:
        raise UnknownMarket(f"There is no market {code!r}: its ISO code is {_OTHER_NAMES[code]}.")
    if code.upper() in MARKETS:
        raise UnknownMarket(f"There is no market {code!r}: write it in capitals, {code.upper()}.")
    raise UnknownMarket(f"There is no market {code!r}: choose one of {', '.join(MARKETS)}.")


def law_row(code: str, subject: str, on: date) -> LawRow | None:
    """The rule of a market on `subject` as it stood on a day, None where there is none. Raises UnknownMarket."""
    for row in market(code).law:
        if row.subject == subject and row.valid_from <= on and (row.valid_to is None or on <= row.valid_to):
            return row
    return None


_OTHER_NAMES = {"UK": "GB", "EL": "GR"}

# The columns of a law row below: how long, by which law, and whether that was read.
_Said = tuple[int | None, str, bool]
READ, ADVICE = True, False

_1999 = date(2002, 1, 1)  # Directive 1999/44/EC
_2011 = date(2014, 6, 13)  # Directive 2011/83/EU
_2019 = date(2022, 1, 1)  # Directive (EU) 2019/771
_2024 = date(2026, 7, 31)  # Directive (EU) 2024/1799
_TWO_YEARS: _Said = (24, "Directive (EU) 2019/771 art. 10(1)", ADVICE)
_TWO_YEARS_READ: _Said = (24, "Directive (EU) 2019/771 art. 10(1)", READ)
_ONE_YEAR: _Said = (12, "Directive (EU) 2019/771 art. 11(1)", ADVICE)
_ONE_YEAR_READ: _Said = (12, "Directive (EU) 2019/771 art. 11(1)", READ)


def _row(
    subject: str,
    said: _Said,
    unit: str = "months",
    *,
    since: date,
    to: date | None = None,
    silence: str | None = None,
) -> LawRow:
    value, source, verified = said
    return LawRow(subject, value, unit, silence, since, to, source, verified)


def _answer(said: _Said, unit: str = "days", *, since: date = _2011, silence: str | None = None) -> LawRow:
    return _row("complaint_answer", said, unit, since=since, silence=silence)


def _remedy(said: _Said, unit: str = "days", *, since: date = _2019) -> LawRow:
    return _row("remedy", said, unit, since=since)


def _withdrawal(source: str, verified: bool, since: date = _2011) -> tuple[LawRow, LawRow]:
    return (
        _row("withdrawal", (14, source, verified), "days", since=since),
        _row("withdrawal_uninformed", (12, source, verified), since=since),
    )


def _european(
    since: date = _2019,
    *,
    guarantee: _Said = _TWO_YEARS,
    burden: _Said = _ONE_YEAR,
    guarantee_before: int | None = 24,
    burden_before: int = 6,
) -> tuple[LawRow, ...]:
    """The law of an EU state: goods by the directive of 2019 from `since` on, before that by the one of 1999."""
    eve = since - timedelta(days=1)
    earlier = "Directive 1999/44/EC art. 5 and national law"
    return (
        *_withdrawal("Directive 2011/83/EU art. 9, 10", READ),
        _row("guarantee", guarantee, since=since),
        _row("guarantee", (guarantee_before, earlier, ADVICE), since=_1999, to=eve),
        _row("burden_of_proof", burden, since=since),
        _row("burden_of_proof", (burden_before, earlier, ADVICE), since=_1999, to=eve),
        # The directive was read; from which day each state applies it was not.
        _row("repair_extension", (12, "Directive (EU) 2019/771 art. 10(2a)", ADVICE), since=_2024),
    )


# fmt: off
_ENTRIES: tuple[Market, ...] = (
    Market("AT", "Austria", "Europe/Vienna", "EUR", ("de",), None, _european()),
    Market("BE", "Belgium", "Europe/Brussels", "EUR", ("nl", "fr", "de"), None, _european(
        date(2022, 6, 1), guarantee=_TWO_YEARS_READ, burden=(24, "Belgian Civil Code art. 1649quater § 4", READ))),
    Market("BG", "Bulgaria", "Europe/Sofia", "EUR", ("bg",), None, (
        *_european(),
        _remedy((1, "Bulgarian law on digital content and the sale of goods", ADVICE), "months"))),
    Market("HR", "Croatia", "Europe/Zagreb", "EUR", ("hr",), None, (
        *_european(),
        _answer((15, "Croatian Consumer Protection Act: written complaints", READ)))),
    Market("CY", "Cyprus", "Asia/Nicosia", "EUR", ("el", "tr"), None, _european(guarantee=_TWO_YEARS_READ)),
    Market("CZ", "Czechia", "Europe/Prague", "CZK", ("cs",), None, (
        *_european(date(2023, 1, 6)),
        _answer((30, "Czech Consumer Protection Act 634/1992 § 19", READ), silence="may_withdraw"),
        _remedy((30, "Czech Consumer Protection Act 634/1992 § 19", READ), since=_2011))),
    Market("DK", "Denmark", "Europe/Copenhagen", "DKK", ("da",), None, _european()),
    Market("EE", "Estonia", "Europe/Tallinn", "EUR", ("et",), None, (
        *_european(),
        _answer((15, "Estonian Consumer Protection Act", ADVICE)))),
    Market("FI", "Finland", "Europe/Helsinki", "EUR", ("fi", "sv"), None, _european(
        guarantee=(None, "Finnish Consumer Protection Act ch. 5: the expected life of the goods", ADVICE),
        guarantee_before=None)),
    Market("FR", "France", "Europe/Paris", "EUR", ("fr",), None, (
        *_european(date(2021, 10, 1), guarantee=(24, "Code de la consommation art. L.217-3", READ),
                   burden=(24, "Code de la consommation art. L.217-7 (used goods: 12)", READ), burden_before=24),
        _remedy((30, "Code de la consommation art. D.211-2", READ), since=date(2021, 10, 1)))),
    Market("DE", "Germany", "Europe/Berlin", "EUR", ("de",), None, _european(
        guarantee=(24, "BGB § 438(1) no. 3", ADVICE), burden=(12, "BGB § 477(1)", READ))),
    Market("GR", "Greece", "Europe/Athens", "EUR", ("el",), None, _european(date(2022, 9, 9))),
    Market("HU", "Hungary", "Europe/Budapest", "HUF", ("hu",), None, (
        *_european(),
        _answer((30, "Hungarian Consumer Protection Act 1997/CLV", ADVICE)))),
    Market("IE", "Ireland", "Europe/Dublin", "EUR", ("en", "ga"), None, _european(
        date(2022, 11, 29), guarantee=(72, "Consumer Rights Act 2022; Statute of Limitations 1957 s. 11", ADVICE),
        burden=(12, "Consumer Rights Act 2022", READ), guarantee_before=72)),
    Market("IT", "Italy", "Europe/Rome", "EUR", ("it",), None, _european(
        guarantee=(24, "Codice del consumo art. 133", ADVICE), burden=(12, "Codice del consumo art. 135", READ))),
    Market("LV", "Latvia", "Europe/Riga", "EUR", ("lv",), None, (
        *_european(),
        _answer((15, "Latvian Consumer Rights Protection Law", ADVICE), "working_days"))),
    Market("LT", "Lithuania", "Europe/Vilnius", "EUR", ("lt",), None, (
        *_european(),
        _answer((14, "Lithuanian Law on Consumer Rights Protection", ADVICE)))),
    Market("LU", "Luxembourg", "Europe/Luxembourg", "EUR", ("fr", "de", "lb"), None, _european(
        guarantee=_TWO_YEARS_READ, burden=_ONE_YEAR_READ)),
    Market("MT", "Malta", "Europe/Malta", "EUR", ("mt", "en"), None, _european()),
    Market("NL", "Netherlands", "Europe/Amsterdam", "EUR", ("nl",), None, _european(
        date(2022, 4, 27), guarantee=(None, "Burgerlijk Wetboek 7:17: the expected life of the goods", ADVICE),
        burden=(12, "Burgerlijk Wetboek 7:18a", READ), guarantee_before=None)),
    Market("PL", "Poland", "Europe/Warsaw", "PLN", ("pl",), None, (
        *_european(date(2023, 1, 1), burden=(24, "Polish Consumer Rights Act art. 43c", ADVICE), burden_before=12),
        _answer((14, "Polish Consumer Rights Act art. 7a", READ), silence="accepts"))),
    Market("PT", "Portugal", "Europe/Lisbon", "EUR", ("pt",), None, (
        *_european(guarantee=(36, "Decreto-Lei 84/2021 art. 12", READ),
                   burden=(24, "Decreto-Lei 84/2021 art. 13", READ), burden_before=24),
        _answer((15, "Decreto-Lei 156/2005: entries in the complaints book", ADVICE), "working_days"),
        _remedy((30, "Decreto-Lei 84/2021 art. 18", READ)))),
    Market("RO", "Romania", "Europe/Bucharest", "RON", ("ro",), None, (
        *_european(guarantee=_TWO_YEARS_READ, burden=_ONE_YEAR_READ),
        _remedy((15, "Romanian Emergency Ordinance 140/2021", READ)))),
    Market("SK", "Slovakia", "Europe/Bratislava", "EUR", ("sk",), None, (
        *_european(date(2024, 7, 1)),
        _answer((30, "Slovak consumer law (Act 108/2024 not yet checked)", ADVICE), silence="may_withdraw"),
        _remedy((30, "Slovak consumer law (Act 108/2024 not yet checked)", ADVICE)))),
    Market("SI", "Slovenia", "Europe/Ljubljana", "EUR", ("sl",), None, (
        *_european(date(2023, 1, 26)),
        _answer((8, "Slovenian Consumer Protection Act", ADVICE), since=date(2023, 1, 26)),
        _remedy((30, "Slovenian Consumer Protection Act", ADVICE), since=date(2023, 1, 26)))),
    Market("ES", "Spain", "Europe/Madrid", "EUR", ("es",), "MD", (
        *_european(guarantee=(36, "Real Decreto Legislativo 1/2007 art. 120", READ),
                   burden=(24, "Real Decreto Legislativo 1/2007 art. 121", READ)),
        _answer((15, "Ley 10/2025: large firms", READ), "working_days", since=date(2026, 12, 28)))),
    Market("SE", "Sweden", "Europe/Stockholm", "SEK", ("sv",), None, _european(
        guarantee=(36, "Konsumentköplag (2022:260)", READ), burden=(24, "Konsumentköplag (2022:260)", READ),
        guarantee_before=36)),
    Market("IS", "Iceland", "Atlantic/Reykjavik", "ISK", ("is",), None, (
        *_withdrawal("Icelandic Act 16/2016 on consumer contracts", ADVICE, date(2016, 4, 1)),
        _row("guarantee", (24, "Icelandic Act 48/2003 (what should last longer: 60)", ADVICE), since=date(2003, 6, 1)),
        _row("burden_of_proof", (6, "Icelandic Act 48/2003", ADVICE), since=date(2003, 6, 1)))),
    Market("LI", "Liechtenstein", "Europe/Vaduz", "CHF", ("de",), None, (
        *_withdrawal("Liechtenstein law on distance contracts (EEA: Directive 2011/83/EU)", ADVICE),
        _row("guarantee", (24, "Liechtenstein Civil Code", ADVICE), since=_1999),
        _row("burden_of_proof", (12, "Liechtenstein Civil Code", ADVICE), since=_2019))),
    Market("NO", "Norway", "Europe/Oslo", "NOK", ("nb", "nn"), None, (
        *_withdrawal("Angrerettloven (EEA: Directive 2011/83/EU)", ADVICE),
        _row("guarantee", (24, "Forbrukerkjøpsloven § 27 (what should last longer: 60)", ADVICE), since=_1999),
        _row("burden_of_proof", (24, "Forbrukerkjøpsloven § 18", READ), since=date(2024, 1, 1)),
        _row("burden_of_proof", (6, "Forbrukerkjøpsloven § 18", ADVICE), since=_1999, to=date(2023, 12, 31)))),
    Market("GB", "United Kingdom", "Europe/London", "GBP", ("en",), "ENG", (
        *_withdrawal("Consumer Contracts Regulations 2013 reg. 30, 31", READ),
        _row("guarantee", (72, "Consumer Rights Act 2015; Limitation Act 1980 s. 5 (Scotland: 60)", ADVICE),
             since=date(2015, 10, 1)),
        _row("burden_of_proof", (6, "Consumer Rights Act 2015 s. 19", ADVICE), since=date(2015, 10, 1)))),
    # No right to withdraw from an online purchase, only what a seller grants.
    Market("CH", "Switzerland", "Europe/Zurich", "CHF", ("de", "fr", "it"), "ZH", (
        _row("guarantee", (24, "Obligationenrecht art. 210", ADVICE), since=date(2013, 1, 1)),)),
    Market("UA", "Ukraine", "Europe/Kyiv", "UAH", ("uk",), None, (
        _row("withdrawal", (14, "Ukrainian law on consumer rights art. 13", ADVICE), "days", since=_2011),
        _row("guarantee", (24, "Civil Code of Ukraine art. 680", ADVICE), since=_2011))),
    Market("TR", "Türkiye", "Europe/Istanbul", "TRY", ("tr",), None, (
        *_withdrawal("Turkish Law 6502 art. 48", ADVICE),
        _row("guarantee", (24, "Turkish Law 6502 art. 12", ADVICE), since=_2011),
        _row("burden_of_proof", (6, "Turkish Law 6502 art. 10", ADVICE), since=_2011))),
    # No federal right to withdraw and no federal length of guarantee: these are the states' and the seller's.
    Market("US", "United States", "America/New_York", "USD", ("en",), None, ()),
)
# fmt: on

MARKETS: Mapping[str, Market] = MappingProxyType({entry.code: entry for entry in _ENTRIES})

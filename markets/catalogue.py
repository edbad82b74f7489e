"""The markets: where, in which money and languages, with which holidays, under which law.

A law row is a value in force between two dates, with its source. `verified` says that somebody read that source for
this very value; what is not verified is advice, may be shown as such, and may start no automatic effect. The dates
from which national law applies are advice throughout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType


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

_CRD_APPLIES = date(2014, 6, 13)
_REPAIR_APPLIES = date(2026, 7, 31)


def _withdrawal(source: str, since: date = _CRD_APPLIES, uninformed: int | None = 12) -> tuple[LawRow, ...]:
    rows = (LawRow("withdrawal", 14, "days", None, since, None, source, False),)
    if uninformed is None:
        return rows
    return (*rows, LawRow("withdrawal_uninformed", uninformed, "months", None, since, None, source, False))


def _guarantee(months: int | None, since: date, source: str, verified: bool = False, to: date | None = None) -> LawRow:
    return LawRow("guarantee", months, "months", None, since, to, source, verified)


def _burden(months: int, since: date, source: str, verified: bool = False, to: date | None = None) -> LawRow:
    return LawRow("burden_of_proof", months, "months", None, since, to, source, verified)


def _answer(
    value: int, since: date, source: str, *, unit: str = "days", silence: str | None = None, verified: bool = False
) -> LawRow:
    return LawRow("complaint_answer", value, unit, silence, since, None, source, verified)


def _remedy(value: int, since: date, source: str, *, unit: str = "days", verified: bool = False) -> LawRow:
    return LawRow("remedy", value, unit, None, since, None, source, verified)


_EU_WITHDRAWAL = _withdrawal("Directive 2011/83/EU art. 9(1), 10")
# Directive (EU) 2024/1799 is confirmed as such; when each state's law follows it is not.
_REPAIR = LawRow(
    "repair_extension", 12, "months", None, _REPAIR_APPLIES, None, "Directive (EU) 2019/771 art. 10(2a)", False
)


def _goods(
    since: date,
    *,
    guarantee: int | None = 24,
    guarantee_source: str = "Directive (EU) 2019/771 art. 10(1)",
    guarantee_verified: bool = False,
    guarantee_before: int | None = 24,
    burden: int = 12,
    burden_source: str = "Directive (EU) 2019/771 art. 11(1)",
    burden_verified: bool = False,
    burden_before: int = 6,
) -> tuple[LawRow, ...]:
    """The law of goods of an EU state: from `since` the directive of 2019, before it that of 1999."""
    start, end = date(2002, 1, 1), since - timedelta(days=1)
    return (
        _guarantee(guarantee, since, guarantee_source, guarantee_verified),
        _guarantee(guarantee_before, start, "Directive 1999/44/EC art. 5(1) and national law", to=end),
        _burden(burden, since, burden_source, burden_verified),
        _burden(burden_before, start, "Directive 1999/44/EC art. 5(3) and national law", to=end),
        _REPAIR,
    )


_2022 = date(2022, 1, 1)
_BURDEN_TWO_YEARS = "Directive (EU) 2019/771 art. 11(2)"

# fmt: off
_ENTRIES: tuple[Market, ...] = (
    Market("AT", "Austria", "Europe/Vienna", "EUR", ("de",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022))),
    Market("BE", "Belgium", "Europe/Brussels", "EUR", ("nl", "fr", "de"), None,
           (*_EU_WITHDRAWAL, *_goods(date(2022, 6, 1), guarantee_verified=True, burden=24, burden_source=_BURDEN_TWO_YEARS, burden_verified=True))),
    Market("BG", "Bulgaria", "Europe/Sofia", "EUR", ("bg",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022),
            _remedy(1, _2022, "Bulgarian law on digital content and sale of goods: conformity within a month", unit="months"))),
    Market("HR", "Croatia", "Europe/Zagreb", "EUR", ("hr",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022),
            _answer(15, _2022, "Croatian Consumer Protection Act: a written complaint is answered in 15 days", verified=True))),
    Market("CY", "Cyprus", "Asia/Nicosia", "EUR", ("el", "tr"), None,
           (*_EU_WITHDRAWAL, *_goods(_2022, guarantee_verified=True))),
    Market("CZ", "Czechia", "Europe/Prague", "CZK", ("cs",), None,
           (*_EU_WITHDRAWAL, *_goods(date(2023, 1, 6)),
            _answer(30, _CRD_APPLIES, "Czech Consumer Protection Act 634/1992 section 19", silence="may_withdraw", verified=True),
            _remedy(30, _CRD_APPLIES, "Czech Consumer Protection Act 634/1992 section 19", verified=True))),
    Market("DK", "Denmark", "Europe/Copenhagen", "DKK", ("da",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022))),
    Market("EE", "Estonia", "Europe/Tallinn", "EUR", ("et",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022),
            _answer(15, _CRD_APPLIES, "Estonian Consumer Protection Act: a complaint is answered in 15 days"))),
    Market("FI", "Finland", "Europe/Helsinki", "EUR", ("fi", "sv"), None,
           (*_EU_WITHDRAWAL, *_goods(_2022, guarantee=None, guarantee_before=None,
                                     guarantee_source="Finnish Consumer Protection Act: the expected life of the goods"))),
    Market("FR", "France", "Europe/Paris", "EUR", ("fr",), None,
           (*_EU_WITHDRAWAL, *_goods(date(2021, 10, 1), guarantee_source="Code de la consommation art. L.217-3", guarantee_verified=True,
                                     burden=24, burden_source="Code de la consommation art. L.217-7", burden_verified=True, burden_before=24),
            _remedy(30, date(2021, 10, 1), "Code de la consommation art. L.217-10, D.211-2", verified=True))),
    Market("DE", "Germany", "Europe/Berlin", "EUR", ("de",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022, guarantee_source="BGB § 438(1) no. 3", burden_source="BGB § 477(1)", burden_verified=True))),
    Market("GR", "Greece", "Europe/Athens", "EUR", ("el",), None,
           (*_EU_WITHDRAWAL, *_goods(date(2022, 9, 9)))),
    Market("HU", "Hungary", "Europe/Budapest", "HUF", ("hu",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022),
            _answer(30, _CRD_APPLIES, "Hungarian Consumer Protection Act: a complaint is answered in 30 days"))),
    Market("IE", "Ireland", "Europe/Dublin", "EUR", ("en", "ga"), None,
           (*_EU_WITHDRAWAL, *_goods(date(2022, 11, 29), guarantee=72, guarantee_before=72, burden_verified=True,
                                     guarantee_source="Statute of Limitations 1957 section 11 (Consumer Rights Act 2022)"))),
    Market("IT", "Italy", "Europe/Rome", "EUR", ("it",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022, guarantee_source="Codice del consumo art. 133", burden_source="Codice del consumo art. 135",
                                     burden_verified=True))),
    Market("LV", "Latvia", "Europe/Riga", "EUR", ("lv",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022),
            _answer(15, _CRD_APPLIES, "Latvian Consumer Rights Protection Law: answer in 15 working days", unit="working_days"))),
    Market("LT", "Lithuania", "Europe/Vilnius", "EUR", ("lt",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022),
            _answer(14, _CRD_APPLIES, "Lithuanian Law on Consumer Protection: answer in 14 days"))),
    Market("LU", "Luxembourg", "Europe/Luxembourg", "EUR", ("fr", "de", "lb"), None,
           (*_EU_WITHDRAWAL, *_goods(_2022, guarantee_verified=True, burden_verified=True))),
    Market("MT", "Malta", "Europe/Malta", "EUR", ("mt", "en"), None,
           (*_EU_WITHDRAWAL, *_goods(_2022))),
    Market("NL", "Netherlands", "Europe/Amsterdam", "EUR", ("nl",), None,
           (*_EU_WITHDRAWAL, *_goods(date(2022, 4, 27), guarantee=None, guarantee_before=None, burden_verified=True,
                                     guarantee_source="Burgerlijk Wetboek 7:17: the expected life of the goods",
                                     burden_source="Burgerlijk Wetboek 7:18a"))),
    Market("PL", "Poland", "Europe/Warsaw", "PLN", ("pl",), None,
           (*_EU_WITHDRAWAL, *_goods(date(2023, 1, 1), burden=24, burden_source=_BURDEN_TWO_YEARS, burden_before=12),
            _answer(14, _CRD_APPLIES, "Polish Consumer Rights Act art. 7a: silence accepts the complaint", silence="accepts", verified=True))),
    Market("PT", "Portugal", "Europe/Lisbon", "EUR", ("pt",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022, guarantee=36, guarantee_source="Decreto-Lei 84/2021 art. 12", guarantee_verified=True,
                                     burden=24, burden_source="Decreto-Lei 84/2021 art. 13", burden_verified=True, burden_before=24),
            _answer(15, _CRD_APPLIES, "Decreto-Lei 156/2005: the complaints book is answered in 15 working days", unit="working_days"),
            _remedy(30, _2022, "Decreto-Lei 84/2021 art. 18", verified=True))),
    Market("RO", "Romania", "Europe/Bucharest", "RON", ("ro",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022, guarantee_verified=True, burden_verified=True),
            _remedy(15, _2022, "Romanian Emergency Ordinance 140/2021: repair or replacement in 15 calendar days", verified=True))),
    Market("SK", "Slovakia", "Europe/Bratislava", "EUR", ("sk",), None,
           (*_EU_WITHDRAWAL, *_goods(date(2024, 7, 1)),
            _answer(30, _CRD_APPLIES, "Slovak consumer law: settled in 30 days (Act 108/2024 to be checked)", silence="may_withdraw"),
            _remedy(30, _CRD_APPLIES, "Slovak consumer law: settled in 30 days (Act 108/2024 to be checked)"))),
    Market("SI", "Slovenia", "Europe/Ljubljana", "EUR", ("sl",), None,
           (*_EU_WITHDRAWAL, *_goods(date(2023, 1, 26)),
            _answer(8, date(2023, 1, 26), "Slovenian Consumer Protection Act: answer in 8 days"),
            _remedy(30, date(2023, 1, 26), "Slovenian Consumer Protection Act: repair in 30 days"))),
    Market("ES", "Spain", "Europe/Madrid", "EUR", ("es",), "MD",
           (*_EU_WITHDRAWAL, *_goods(_2022, guarantee=36, guarantee_source="Real Decreto Legislativo 1/2007 art. 120", guarantee_verified=True,
                                     burden=24, burden_source="Real Decreto Legislativo 1/2007 art. 121", burden_verified=True),
            _answer(15, date(2026, 12, 28), "Ley 10/2025: large firms answer in 15 working days", unit="working_days", verified=True))),
    Market("SE", "Sweden", "Europe/Stockholm", "SEK", ("sv",), None,
           (*_EU_WITHDRAWAL, *_goods(_2022, guarantee=36, guarantee_before=36, guarantee_source="Konsumentköplag (2022:260) 4 kap. 14 §",
                                     guarantee_verified=True, burden=24, burden_source="Konsumentköplag (2022:260) 4 kap. 17 §",
                                     burden_verified=True))),
    Market("IS", "Iceland", "Atlantic/Reykjavik", "ISK", ("is",), None,
           (*_withdrawal("Act 16/2016 on consumer contracts", date(2016, 4, 1)),
            _guarantee(24, date(2003, 6, 1), "Act 48/2003 on consumer purchases art. 27 (five years for what should last longer)"),
            _burden(6, date(2003, 6, 1), "Act 48/2003 on consumer purchases art. 18"))),
    Market("LI", "Liechtenstein", "Europe/Vaduz", "CHF", ("de",), None,
           (*_withdrawal("Distance and Off-Premises Contracts Act (EEA: Directive 2011/83/EU)", date(2016, 1, 1)),
            _guarantee(24, date(2002, 1, 1), "Liechtenstein Civil Code on warranty"),
            _burden(12, _2022, "Liechtenstein Civil Code on warranty"))),
    Market("NO", "Norway", "Europe/Oslo", "NOK", ("nb", "nn"), None,
           (*_withdrawal("Angrerettloven § 20 to 22"),
            _guarantee(24, date(2002, 7, 1), "Forbrukerkjøpsloven § 27 (five years for what should last longer)"),
            _burden(24, date(2024, 1, 1), "Forbrukerkjøpsloven § 18", True),
            _burden(6, date(2002, 7, 1), "Forbrukerkjøpsloven § 18, before 2024", to=date(2023, 12, 31)))),
    Market("GB", "United Kingdom", "Europe/London", "GBP", ("en",), "ENG",
           (*_withdrawal("Consumer Contracts Regulations 2013 reg. 30, 31"),
            _guarantee(72, date(2015, 10, 1), "Consumer Rights Act 2015, Limitation Act 1980 section 5 (Scotland: five years)"),
            _burden(6, date(2015, 10, 1), "Consumer Rights Act 2015 section 19(14)"))),
    Market("CH", "Switzerland", "Europe/Zurich", "CHF", ("de", "fr", "it"), "ZH",
           (_guarantee(24, date(2013, 1, 1), "Obligationenrecht art. 210 (no statutory right to withdraw online)"),)),
    Market("UA", "Ukraine", "Europe/Kyiv", "UAH", ("uk",), None,
           (*_withdrawal("Law of Ukraine on Protection of Consumer Rights art. 13", date(2006, 1, 13), None),
            _guarantee(24, date(2004, 1, 1), "Civil Code of Ukraine art. 680"))),
    Market("TR", "Türkiye", "Europe/Istanbul", "TRY", ("tr",), None,
           (*_withdrawal("Law 6502 on consumer protection art. 48", date(2014, 5, 28)),
            _guarantee(24, date(2014, 5, 28), "Law 6502 on consumer protection art. 12"),
            _burden(6, date(2014, 5, 28), "Law 6502 on consumer protection art. 10"))),
    Market("US", "United States", "America/New_York", "USD", ("en",), None, ()),
)
# fmt: on

MARKETS: Mapping[str, Market] = MappingProxyType({entry.code: entry for entry in _ENTRIES})

"""What a market decides beyond the law: defaults here, overridden by a TOML file.

    [policy]
    version = "2026-12"
    from = 2026-12-01

    [markets.NL]
    returns_days = 60
    returns_approved_by_silence = true
    label_promised_by_platform = true
    imposed_by_rule = ["warning"]
    conduct_applied = ["email", "phone", "messenger", "social", "url", "iban"]

    [markets.NL.durations]
    "return.requested" = "WorkingDays(3)"

    [markets.NL.keeping]
    photos = 2

    [markets.NL.holidays]
    add = [{ date = 2026-05-05, name = "Liberation Day" }]
    remove = [2026-12-25]

A policy without a version is known by its text, and applies from the day on which it is first used. Whatever the file
says outside `markets` and `policy` is kept for the rooms that own it (`Policy.others`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from markets.catalogue import UnknownMarket, law_row, market
from markets.durations import CalendarDays, Duration, UnreadableDuration, WorkingDays, parse_duration
from markets.keeping import CLASSES, MOST_YEARS, Keeping, keeping_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONDUCT = (
    "email",
    "phone",
    "messenger",
    "social",
    "url",
    "iban",
    "payment_offplatform",
    "deal_offplatform",
    "marketing",
    "insult",
    "misleading",
)
"""The labels of what may not be said."""

DEFAULT_VERSION = "default"
"""The version of a market place without a policy file."""

_TEN_YEARS = 3650
_FORTNIGHT = 14  # Directive 2011/83/EU art. 13(1), 14(1)
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_KEY = re.compile(r"[a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*")


class PolicyError(ValueError):
    """The policy file says something that cannot be, at the key that the sentence names."""


@dataclass(frozen=True, slots=True)
class MarketPolicy:
    """One market's choices. `durations` maps `kind.state` (or `kind.statutory deadline`) to what is waited.

    `keeping` holds the years that the market chose itself; ask `Policy.keeping` for all of them.
    """

    returns_days: int = 30
    returns_approved_by_silence: bool = False
    label_promised_by_platform: bool = False
    imposed_by_rule: tuple[str, ...] = ("warning",)
    conduct_applied: tuple[str, ...] = (
        "email",
        "phone",
        "messenger",
        "social",
        "url",
        "iban",
        "marketing",
        "insult",
    )
    durations: Mapping[str, Duration] = field(default_factory=lambda: MappingProxyType({}))
    keeping: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    holidays_added: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    holidays_removed: frozenset[date] = frozenset()

    @property
    def version(self) -> str:
        """A short text that changes when one of the choices does."""
        said = (
            self.returns_days,
            self.returns_approved_by_silence,
            self.label_promised_by_platform,
            self.imposed_by_rule,
            self.conduct_applied,
            sorted(f"{key}={length}" for key, length in self.durations.items()),
            sorted(f"{name}={years}" for name, years in self.keeping.items()),
            sorted(f"{day}={name}" for day, name in self.holidays_added.items()),
            sorted(map(str, self.holidays_removed)),
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()[:10]


_DEFAULT = MarketPolicy()


@dataclass(frozen=True, slots=True)
class Policy:
    """Every market's choices, and the parts of the file that belong to other rooms.

    ``version`` is what a case remembers, given a name by the file (``is_named``) or made of its ``text``;
    ``applies_from`` is the first day on which it is in force, None for the day on which it is first used.
    """

    markets: Mapping[str, MarketPolicy] = field(default_factory=lambda: MappingProxyType({}))
    others: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    version: str = DEFAULT_VERSION
    applies_from: date | None = None
    text: str = ""
    is_named: bool = False

    def of(self, market_code: str) -> MarketPolicy:
        """The choices of one market, the defaults where the file is silent."""
        return self.markets.get(market_code, _DEFAULT)

    def keeping(self, market_code: str) -> Keeping:
        """For how many years one market keeps what, its own choices and the defaults together."""
        return keeping_in(market_code, self.of(market_code).keeping)

    def markets_with_holidays(self) -> tuple[str, ...]:
        """The markets that add or remove a holiday."""
        return tuple(code for code, own in self.markets.items() if own.holidays_added or own.holidays_removed)


def load_policy(path: Path | None) -> Policy:
    """The policy in the file at `path`, the defaults for None. Raises PolicyError with one sentence."""
    if path is None:
        return Policy()
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as wrong:
        raise PolicyError(f"The policy file {path} cannot be read: {wrong.strerror}.") from None
    except UnicodeDecodeError as wrong:
        raise PolicyError(f"The policy file {path} is not TOML: {wrong}.") from None
    return parse_policy(text, str(path))


def parse_policy(text: str, name: str = "of the record") -> Policy:
    """The policy that a text says. Raises PolicyError with one sentence, which calls the file ``name``."""
    import tomllib

    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise PolicyError(f"The policy file {name} is not TOML: {wrong}.") from None
    return read_policy(written, text)


def read_policy(written: Mapping[str, object], text: str = "") -> Policy:
    """The policy that a TOML document says, already parsed. Raises PolicyError."""
    own = {code: _market_policy(code, said) for code, said in _table("markets", written.get("markets", {})).items()}
    others = {name: said for name, said in written.items() if name not in ("markets", "policy")}
    about = _table("policy", written.get("policy", {}))
    version, applies_from = _version(about), _applies_from(about)
    made = hashlib.sha256((text or repr(written)).encode()).hexdigest()[:12]
    return Policy(
        MappingProxyType(own), MappingProxyType(others), version or made, applies_from, text, is_named=bool(version)
    )


def _version(about: Mapping[str, object]) -> str:
    _refuse_unknown("policy", about, ("version", "from"))
    said = about.get("version", "")
    if not isinstance(said, str) or (said and not _VERSION.fullmatch(said)) or said == DEFAULT_VERSION:
        raise PolicyError(f'policy.version is a short name such as "2026-12", not {said!r}.')
    if not said and "from" in about:
        raise PolicyError("policy.from needs a policy.version, by which cases know what they were opened under.")
    return said


def _applies_from(about: Mapping[str, object]) -> date | None:
    return _day("policy.from", about["from"]) if "from" in about else None


def _market_policy(code: str, said: object) -> MarketPolicy:
    at = f"markets.{code}"
    try:
        market(code)
    except UnknownMarket as wrong:
        raise PolicyError(f"{at}: {wrong}") from None
    table = _table(at, said)
    known = (
        "returns_days",
        "returns_approved_by_silence",
        "label_promised_by_platform",
        "imposed_by_rule",
        "conduct_applied",
        "durations",
        "keeping",
        "holidays",
    )
    _refuse_unknown(at, table, known)
    holidays = _table(f"{at}.holidays", table.get("holidays", {}))
    _refuse_unknown(f"{at}.holidays", holidays, ("add", "remove"))
    durations = _table(f"{at}.durations", table.get("durations", {}))
    return MarketPolicy(
        returns_days=_returns_days(code, table.get("returns_days", _DEFAULT.returns_days)),
        returns_approved_by_silence=_flag(at, table, "returns_approved_by_silence"),
        label_promised_by_platform=_flag(at, table, "label_promised_by_platform"),
        imposed_by_rule=_measures(at, table),
        conduct_applied=_labels(at, table),
        durations=MappingProxyType({key: _duration(code, key, length) for key, length in durations.items()}),
        keeping=MappingProxyType(_keeping(code, table.get("keeping", {}))),
        holidays_added=MappingProxyType(_added(f"{at}.holidays.add", holidays.get("add", []))),
        holidays_removed=frozenset(_removed(f"{at}.holidays.remove", holidays.get("remove", []))),
    )


def _measures(at: str, table: Mapping[str, object]) -> tuple[str, ...]:
    """The measures that need no person; a suspension and a removal always do."""
    said = _list(f"{at}.imposed_by_rule", table.get("imposed_by_rule", list(_DEFAULT.imposed_by_rule)))
    for measure in said:
        if measure not in ("warning", "restriction"):
            raise PolicyError(f"{at}.imposed_by_rule holds warning or restriction, not {measure!r}.")
    return tuple(map(str, said))


def _labels(at: str, table: Mapping[str, object]) -> tuple[str, ...]:
    """Which findings of conduct have consequences; the others are noted, being right in less than 95 of 100."""
    said = _list(f"{at}.conduct_applied", table.get("conduct_applied", list(_DEFAULT.conduct_applied)))
    for label in said:
        if label not in CONDUCT:
            raise PolicyError(f"{at}.conduct_applied holds {', '.join(CONDUCT)}, not {label!r}.")
    return tuple(map(str, said))


def _returns_days(code: str, said: object) -> int:
    at = f"markets.{code}.returns_days"
    if type(said) is not int or not 0 <= said <= _TEN_YEARS:
        raise PolicyError(f"{at} is a whole number of days, not {said!r}.")
    floor = _in_force(code, "withdrawal")
    if floor is not None and said < floor:
        raise PolicyError(f"{at} is {said}, but the law of {code} gives every buyer {floor} days.")
    return said


def _keeping(code: str, said: object) -> dict[str, int]:
    at = f"markets.{code}.keeping"
    table = _table(at, said)
    _refuse_unknown(at, table, CLASSES)
    chosen: dict[str, int] = {}
    for name, years in table.items():
        if type(years) is not int or not 0 <= years <= MOST_YEARS:
            raise PolicyError(f"{at}.{name} is a whole number of years, at most {MOST_YEARS}, not {years!r}.")
        chosen[name] = years
    longest = keeping_in(code, chosen).correspondence
    for name in ("photos", "notes"):
        if chosen.get(name, 0) > longest:
            raise PolicyError(f"{at}.{name} is {chosen[name]}, but nothing outlives the correspondence ({longest}).")
    return chosen


def _duration(code: str, key: str, said: object) -> Duration:
    at = f'markets.{code}.durations."{key}"'
    if not _KEY.fullmatch(key):
        raise PolicyError(f"{at}: a duration belongs to a kind and a state, written kind.state.")
    try:
        length = parse_duration(said if isinstance(said, str) else repr(said))
    except UnreadableDuration as wrong:
        raise PolicyError(f"{at}: {wrong}") from None
    if key in _BOUNDS:
        _BOUNDS[key](code, at, length)
    return length


def _answers_in_time(code: str, at: str, length: Duration) -> None:
    row = law_row(code, "complaint_answer", date.max)
    if row is None or row.value is None:
        return
    unit = WorkingDays if row.unit == "working_days" else CalendarDays
    if not isinstance(length, unit) or length.n > row.value:
        raise PolicyError(f"{at} is {length}, but the law of {code} gives at most {unit.__name__}({row.value}).")


def _refunds_in_time(code: str, at: str, length: Duration) -> None:
    # Directive 2011/83/EU art. 13(1): the refund follows within fourteen days of the declaration.
    if _in_force(code, "withdrawal") and not (isinstance(length, CalendarDays) and length.n <= _FORTNIGHT):
        raise PolicyError(f"{at} is {length}, but the law of {code} gives at most CalendarDays({_FORTNIGHT}).")


def _leaves_time_to_send(code: str, at: str, length: Duration) -> None:
    # Directive 2011/83/EU art. 14(1): the buyer has fourteen days to send the goods back.
    if _in_force(code, "withdrawal") and not (isinstance(length, CalendarDays) and length.n >= _FORTNIGHT):
        raise PolicyError(f"{at} is {length}, but the law of {code} gives at least CalendarDays({_FORTNIGHT}).")


# The durations that a law row or the law itself bounds; every other one is the market's own choice.
_BOUNDS: dict[str, Callable[[str, str, Duration], None]] = {
    "complaint.answer": _answers_in_time,
    "withdrawal.refund": _refunds_in_time,
    "withdrawal.awaiting_parcel": _leaves_time_to_send,
}


def _in_force(code: str, subject: str) -> int | None:
    row = law_row(code, subject, date.max)
    return None if row is None else row.value


def _added(at: str, said: object) -> dict[date, str]:
    added: dict[date, str] = {}
    for entry in _list(at, said):
        day = entry.get("date") if isinstance(entry, dict) else None
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or set(entry) != {"date", "name"} or not isinstance(name, str) or not name:
            raise PolicyError(f'{at} holds entries like {{date = 2026-05-05, name = "Liberation Day"}}, not {entry!r}.')
        added[_day(at, day)] = name
    return added


def _removed(at: str, said: object) -> list[date]:
    return [_day(at, day) for day in _list(at, said)]


def _day(at: str, said: object) -> date:
    if isinstance(said, date) and not isinstance(said, datetime):
        return said
    raise PolicyError(f"{at} holds dates written like 2026-05-05, without quotes, not {said!r}.")


def _flag(at: str, table: Mapping[str, object], key: str) -> bool:
    said = table.get(key, False)
    if isinstance(said, bool):
        return said
    raise PolicyError(f"{at}.{key} is true or false, not {said!r}.")


def _table(at: str, said: object) -> Mapping[str, object]:
    if isinstance(said, dict):
        return said
    raise PolicyError(f"{at} is a table, not {said!r}.")


def _list(at: str, said: object) -> list[object]:
    if isinstance(said, list):
        return said
    raise PolicyError(f"{at} is a list, not {said!r}.")


def _refuse_unknown(at: str, table: Mapping[str, object], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            raise PolicyError(f"{at}.{key} is no setting: known are {', '.join(known)}.")

"""What a seller's conduct is measured by: the weights of the score, and the thresholds of measures, as two tables.

Both stand here as they are published, and a market place changes them in its policy file:

    [weights.on_time]
    points = 50

    [[thresholds.NL]]
    metric = "on_time_rate"
    days = 30
    volume = 20
    warning = 0.92
    limit = 0.85
    measure = "restriction"
    lasts = 14

A market that names thresholds has those and no others. Sources of the defaults: what large market places publish
(response rates of 90 % and more, windows of 7 to 90 days, a minimum volume, a warning first).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from markets.catalogue import MARKETS
from markets.policy import Policy, PolicyError

MEASURES = ("warning", "restriction", "suspension", "removal")
WINDOWS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Weight:
    """One part of the score: all its ``points`` at ``best`` and none at ``worst``, straight in between.

    The value is drawn towards ``usual`` by ``like`` imagined cases of it, so that a small seller's single bad day does
    not weigh more than it says.
    """

    points: float
    worst: float
    best: float
    usual: float
    like: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """When a measure is proposed: the metric over ``days`` crosses ``limit``, with at least ``volume`` to judge by.

    At ``warning`` a warning is proposed. ``lasts`` is in days; a removal has no end.
    """

    metric: str
    days: int
    volume: int
    warning: float
    limit: float
    measure: str
    lasts: int | None


# fmt: off
WEIGHTS: Mapping[str, Weight] = MappingProxyType({
    #                    points  worst   best   usual  like    of what
    "on_time":    Weight(  45,    0.70,   1.00,  0.95,   10),  # messages answered in time
    "speed":      Weight(  10,   86400,  14400, 28800,    5),  # median of working seconds to the answer
    "promises":   Weight(  10,    0.50,   1.00,  0.95,    5),  # promised answers that came by their day
    "steps":      Weight(  10,    0.70,   1.00,  0.95,   10),  # steps and owed news that came in time
    "conduct":    Weight(  10,    0.10,   0.00,  0.00,   20),  # findings of conduct for each message
    "claims":     Weight(  10,    0.10,   0.00,  0.01,   20),  # lost claims for each case
    "updates":    Weight(   5,    0.00,   0.50,  0.10,    5),  # cases with news that nobody had asked for
})

THRESHOLDS: tuple[Threshold, ...] = (
    #          metric                days volume warning  limit  measure        lasts
    Threshold("on_time_rate",          30,   20,   0.90,   0.80, "restriction",  14),
    Threshold("on_time_rate",          90,   50,   0.80,   0.60, "suspension",   30),
    Threshold("promises_kept_rate",    90,   10,   0.80,   0.60, "restriction",  14),
    Threshold("steps_in_time_rate",    90,   20,   0.80,   0.60, "restriction",  14),
    Threshold("claims_lost_rate",      90,   20,   0.05,   0.10, "restriction",  14),
    Threshold("conduct",               30,    1,      2,      4, "restriction",  14),
    Threshold("conduct",               90,    1,      5,      7, "suspension",   30),
    Threshold("conduct",               90,    1,     12,     15, "removal",    None),
)
# fmt: on

FALLING = ("on_time_rate", "promises_kept_rate", "steps_in_time_rate")
"""The metrics that are worse when they are lower."""

METRICS = (*FALLING, "claims_lost_rate", "conduct", "missed")


@dataclass(frozen=True, slots=True)
class Scale:
    """The weights, and the thresholds by market where one has its own."""

    weights: Mapping[str, Weight] = field(default_factory=lambda: WEIGHTS)
    own: Mapping[str, tuple[Threshold, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def thresholds(self, market: str) -> tuple[Threshold, ...]:
        """The thresholds of a market."""
        return self.own.get(market, THRESHOLDS)


def scale_of(policy: Policy) -> Scale:
    """The scale that a policy says, the defaults where it is silent. Raises PolicyError with one sentence."""
    weights = dict(WEIGHTS)
    for name, said in _table("weights", policy.others.get("weights", {})).items():
        if name not in WEIGHTS:
            raise PolicyError(f"weights.{name} is no part of the score: known are {', '.join(WEIGHTS)}.")
        weights[name] = replace(WEIGHTS[name], **_numbers(f"weights.{name}", said))
    own = {}
    for code, rows in _table("thresholds", policy.others.get("thresholds", {})).items():
        if code not in MARKETS:
            raise PolicyError(f"thresholds.{code} is no market.")
        if not isinstance(rows, list):
            raise PolicyError(f"thresholds.{code} is a list of tables, not {rows!r}.")
        own[code] = tuple(_threshold(f"thresholds.{code}[{number}]", row) for number, row in enumerate(rows))
    return Scale(MappingProxyType(weights), MappingProxyType(own))


def _numbers(at: str, said: object) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for name, value in _table(at, said).items():
        if name not in Weight.__slots__ or isinstance(value, bool) or not isinstance(value, int | float):
            raise PolicyError(f"{at} holds numbers for {', '.join(Weight.__slots__)}, not {name} = {value!r}.")
        numbers[name] = float(value)
    return numbers


def _threshold(at: str, said: object) -> Threshold:
    row = _table(at, said)
    if set(row) | {"lasts"} != set(Threshold.__slots__):
        raise PolicyError(f"{at} has {', '.join(Threshold.__slots__)}, not {', '.join(row)}.")
    if row["metric"] not in METRICS:
        raise PolicyError(f"{at}.metric is one of {', '.join(METRICS)}, not {row['metric']!r}.")
    if row["measure"] not in MEASURES[1:]:
        raise PolicyError(f"{at}.measure is one of {', '.join(MEASURES[1:])}, not {row['measure']!r}.")
    if row["days"] not in WINDOWS:
        raise PolicyError(f"{at}.days is one of {', '.join(map(str, WINDOWS))}, not {row['days']!r}.")
    lasts = row.get("lasts")
    if (row["measure"] == "removal") != (lasts is None) or not isinstance(lasts, int | None) or lasts == 0:
        raise PolicyError(f"{at}.lasts is a number of days, and absent for a removal alone, not {lasts!r}.")
    volume, warning, limit = (_number(f"{at}.{name}", row[name]) for name in ("volume", "warning", "limit"))
    if (limit > warning) == (row["metric"] in FALLING) and limit != warning:
        raise PolicyError(f"{at}.limit is worse than its warning, but {limit} is better than {warning}.")
    return Threshold(str(row["metric"]), int(str(row["days"])), int(volume), warning, limit, str(row["measure"]), lasts)


def _number(at: str, said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or said < 0:
        raise PolicyError(f"{at} is a number, not {said!r}.")
    return float(said)


def _table(at: str, said: object) -> Mapping[str, object]:
    if isinstance(said, dict):
        return said
    raise PolicyError(f"{at} is a table, not {said!r}.")

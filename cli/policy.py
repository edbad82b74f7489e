"""``nazorg policy``: check a policy before it is used, and see who would have been treated otherwise under it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import doors
from cli.errors import BadInput

if TYPE_CHECKING:
    from cases.verbs.compare_policies import Comparison, Treated
    from markets.policy import Policy

CURRENT, DEFAULT = "current", "default"
USUAL_DAYS, MOST_DAYS = 30, 365


def add(subparsers: Any) -> None:
    """Register the commands."""
    parser = subparsers.add_parser("policy", help="check policies and compare them by the record")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    check = commands.add_parser("check", help="whether a policy file can be used")
    check.add_argument("file", type=Path)
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_check)
    activate = commands.add_parser("activate", help="put a policy in force from a day to come")
    activate.add_argument("file", type=Path)
    activate.add_argument("--from", dest="begins", default="", metavar="DAY", help="where the file names no day")
    activate.add_argument("--by", default="", help="who decided it")
    activate.add_argument("--json", action="store_true")
    activate.set_defaults(run=run_activate)
    listed = commands.add_parser("list", help="every policy that was ever put in force")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=run_list)
    compare = commands.add_parser("compare", help="who would have been treated otherwise")
    for name in ("old", "new"):
        compare.add_argument(name, help=f"a policy file, {CURRENT!r} or {DEFAULT!r}")
    compare.add_argument("--days", type=int, default=USUAL_DAYS, help="how far back to look")
    compare.add_argument("--json", action="store_true")
    compare.set_defaults(run=run_compare)


def run_check(asked: argparse.Namespace) -> int:
    """Exit 0 and what the file decides, or 2 and a sentence about the first thing that is wrong."""
    policy = _named(str(asked.file))
    decides = {"markets": sorted(policy.markets), "others": sorted(policy.others)}
    if asked.json:
        begins = policy.applies_from.isoformat() if policy.applies_from else None
        print(json.dumps({"holds": True, "version": policy.version, "from": begins, **decides}))
    else:
        said = [*(f"market {code}" for code in decides["markets"]), *decides["others"]]
        print(f"{asked.file} can be used; it decides about {', '.join(said) or 'nothing'}")
    return 0


def run_activate(asked: argparse.Namespace) -> int:
    """Keep the policy for its day; every process has it by then, without being started anew."""
    settings = doors.settings()
    policy = _named(str(asked.file))
    begins = _day(asked.begins) if asked.begins else policy.applies_from
    if begins is None:
        raise BadInput("The file names no day, so --from says from which one it applies.")

    from cases.casefile.policies import activate
    from cases.clock import business_now
    from markets.policy import PolicyError

    with doors.database(settings) as database:
        try:
            activate(database, policy, begins, business_now(database), asked.by)
        except PolicyError as error:
            raise BadInput(str(error)) from error
    if asked.json:
        print(json.dumps({"version": policy.version, "from": begins.isoformat()}))
    else:
        print(f"the policy {policy.version} applies from {begins}")
    return 0


def run_list(asked: argparse.Namespace) -> int:
    """Every policy on record, the first one first, and which is in force."""
    from cases.casefile.policies import activations, in_force_on
    from cases.clock import business_now

    with doors.database(doors.settings()) as database, database.read() as connection:
        known, today = activations(connection), business_now(database).date()
    now = in_force_on(known, today)
    for one in known:
        begins = None if one.applies_from == date.min else one.applies_from.isoformat()
        if asked.json:
            said = {"version": one.version, "from": begins, "activated_at": one.activated_at.isoformat()}
            print(json.dumps(said | {"by": one.activated_by, "sha256": one.sha256, "in_force": one is now}))
        else:
            mark = "*" if one is now else " "
            print(f"{mark} {one.version:<14} from {begins or 'always':<10} {one.activated_by}".rstrip())
    return 0


def run_compare(asked: argparse.Namespace) -> int:
    """Exit 0, whoever would have been treated otherwise."""
    if not 1 <= asked.days <= MOST_DAYS:
        raise BadInput(f"Days is a whole number from 1 to {MOST_DAYS}.")
    settings = doors.settings()

    from cases.clock import business_now
    from cases.timers.overrides import apply_overrides
    from cases.verbs.compare_policies import compare_policies

    with doors.database(settings) as database:
        apply_overrides(database)
        old, new = _named(asked.old), _named(asked.new)  # now, because the record says which one is current
        found = compare_policies(database, old, new, asked.days, business_now(database))
    if asked.json:
        print(json.dumps(_as_json(found, asked.old, asked.new)))
    else:
        print("\n".join(_as_text(found, asked.days)))
    return 0


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadInput(f"--from {said!r} is no day, such as 2026-12-01.") from None


def _named(name: str) -> Policy:
    """The policy in use, the one without a file, or that of a file. Raises ``BadInput``."""
    from cases.casefile.rules import policy
    from cases.sellers.scale import scale_of
    from markets.calendars import check_holidays
    from markets.policy import Policy, PolicyError, load_policy

    if name in (CURRENT, DEFAULT):
        return policy() if name == CURRENT else Policy()
    try:
        read = load_policy(Path(name))
        scale_of(read)
        check_holidays(read)
    except PolicyError as error:
        raise BadInput(str(error)) from error
    return read


def _as_json(found: Comparison, old: str, new: str) -> dict[str, Any]:
    return {
        "old": old,
        "new": new,
        "from": found.since.isoformat(),
        "to": found.until.isoformat(),
        "sellers": found.sellers,
        "otherwise": [_seller(treated) for treated in found.treated],
    }


def _seller(treated: Treated) -> dict[str, Any]:
    return {
        "seller": treated.seller,
        "name": treated.name,
        "score": {"old": treated.old.score, "new": treated.new.score},
        "visibility": {"old": treated.old.visibility, "new": treated.new.visibility},
        "measures": [
            {"under": under, **proposal._asdict(), "day": proposal.day.isoformat()}
            for under, proposals in (("old", treated.dropped), ("new", treated.added))
            for proposal in proposals
        ],
        "deadlines": [
            {
                "case": one.past.number,
                "deadline": one.length,
                "on": one.past.on,
                "old": {"ends": one.old, "due_at": one.due_old.isoformat()},
                "new": {"ends": one.new, "due_at": one.due_new.isoformat()},
            }
            for one in treated.deadlines
        ],
    }


def _as_text(found: Comparison, days: int) -> Iterator[str]:
    if not found.treated:
        yield f"Nobody of {found.sellers} sellers would have been treated otherwise in the last {days} days."
        return
    yield f"{len(found.treated)} of {found.sellers} sellers would have been treated otherwise in the last {days} days"
    for treated in found.treated:
        yield ""
        yield f"{treated.seller}  {treated.name}"
        if treated.old != treated.new:
            yield f"  score       {treated.old.score:5.1f} -> {treated.new.score:5.1f}"
            yield f"  visibility  {treated.old.visibility:5.2f} -> {treated.new.visibility:5.2f}"
        for under, proposals in (("no more", treated.dropped), ("newly", treated.added)):
            for one in proposals:
                said = f"{one.metric} over {one.days} days was {one.value:g}"
                yield f"  {under:<10}  {one.measure} proposed on {one.day} in {one.market}: {said}"
        yield from _deadlines(treated)


def _deadlines(treated: Treated) -> Iterator[str]:
    """So many of each deadline, by what would have become of them, and one case to look at."""
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for one in treated.deadlines:
        groups.setdefault((one.length, one.past.on, one.old, one.new), []).append(one.past.number)
    for (length, on, old, new), cases in sorted(groups.items()):
        yield f"  deadlines   {len(cases)} x {length} of the {on}: {old} -> {new} (as in {cases[0]})"

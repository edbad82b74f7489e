from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from markets.durations import CalendarDays, WorkingDays
from markets.policy import MarketPolicy, Policy, PolicyError, load_policy

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
[markets.NL]
returns_days = 60
returns_approved_by_silence = true
label_promised_by_platform = true
[markets.NL.durations]
"return.requested" = "WorkingDays(3)"
"withdrawal.refund" = "CalendarDays(10)"
[markets.NL.holidays]
add = [{date = 2026-05-05, name = "Liberation Day"}]
remove = [2026-12-25]
[thresholds]
on_time_rate = 0.95
"""


def read(tmp_path: Path, text: str) -> Policy:
    file = tmp_path / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return load_policy(file)


def test_it_decides_without_a_file() -> None:
    own = load_policy(None).of("NL")
    assert own == MarketPolicy()
    assert (own.returns_days, own.returns_approved_by_silence, own.label_promised_by_platform) == (30, False, False)
    assert not own.durations


def test_it_reads_what_a_market_decides(tmp_path: Path) -> None:
    policy = read(tmp_path, WHOLE)
    own = policy.of("NL")
    assert (own.returns_days, own.returns_approved_by_silence, own.label_promised_by_platform) == (60, True, True)
    assert own.durations == {"return.requested": WorkingDays(3), "withdrawal.refund": CalendarDays(10)}
    assert own.holidays_added == {date(2026, 5, 5): "Liberation Day"}
    assert own.holidays_removed == {date(2026, 12, 25)}
    assert policy.of("BE") == MarketPolicy()
    assert policy.markets_with_holidays() == ("NL",)


def test_it_keeps_what_other_rooms_own(tmp_path: Path) -> None:
    assert read(tmp_path, WHOLE).others == {"thresholds": {"on_time_rate": 0.95}}


def test_it_has_a_version_of_what_was_decided(tmp_path: Path) -> None:
    policy = read(tmp_path, WHOLE)
    assert policy.of("NL").version == read(tmp_path, WHOLE + "# a remark\n").of("NL").version
    lines = [line for line in WHOLE.splitlines() if "=" in line and "on_time" not in line]
    versions = {read(tmp_path, WHOLE.replace(line, "")).of("NL").version for line in lines}
    assert len(versions | {policy.of("NL").version}) == len(lines) + 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("markets = 3", "markets is a table, not 3."),
        ("[markets.XX]", "markets.XX: There is no market 'XX'"),
        ("[markets.UK]", "markets.UK: There is no market 'UK': its ISO code is GB."),
        ("[markets]\nNL = 3", "markets.NL is a table, not 3."),
        ("[markets.NL]\nreturn_days = 30", "markets.NL.return_days is no setting"),
        ("[markets.NL]\nreturns_days = '30'", "markets.NL.returns_days is a whole number of days, not '30'."),
        ("[markets.NL]\nreturns_days = true", "markets.NL.returns_days is a whole number of days, not True."),
        ("[markets.NL]\nreturns_days = -1", "markets.NL.returns_days is a whole number of days, not -1."),
        ("[markets.NL]\nreturns_days = 13", "markets.NL.returns_days is 13, but the law of NL gives every buyer 14"),
        ("[markets.NL]\nreturns_approved_by_silence = 1", "markets.NL.returns_approved_by_silence is true or false"),
        ("[markets.NL]\nlabel_promised_by_platform = 'no'", "markets.NL.label_promised_by_platform is true or false"),
        ("[markets.NL.durations]\n'return' = 'WorkingDays(3)'", "written kind.state"),
        (
            "[markets.NL.durations]\n'return.requested' = 'Days(3)'",
            ".\"return.requested\": 'Days(3)' is not a duration",
        ),
        ("[markets.NL.durations]\n'return.requested' = 3", "'3' is not a duration"),
        ("[markets.PL.durations]\n'complaint.answer' = 'CalendarDays(15)'", "gives at most CalendarDays(14)"),
        ("[markets.PL.durations]\n'complaint.answer' = 'WorkingDays(9)'", "gives at most CalendarDays(14)"),
        ("[markets.LV.durations]\n'complaint.answer' = 'WorkingDays(16)'", "gives at most WorkingDays(15)"),
        ("[markets.NL.durations]\n'withdrawal.refund' = 'CalendarDays(15)'", "gives at most CalendarDays(14)"),
        ("[markets.NL.durations]\n'withdrawal.awaiting_parcel' = 'CalendarDays(13)'", "at least CalendarDays(14)"),
        ("[markets.NL.durations]\n'withdrawal.awaiting_parcel' = 'WorkingDays(14)'", "at least CalendarDays(14)"),
        ("[markets.NL.holidays]\nadd = 3", "markets.NL.holidays.add is a list, not 3."),
        ("[markets.NL.holidays]\nadd = [2026-05-05]", "markets.NL.holidays.add holds entries like"),
        ("[markets.NL.holidays]\nadd = [{date = 2026-05-05}]", "markets.NL.holidays.add holds entries like"),
        ("[markets.NL.holidays]\nadd = [{date = '2026-05-05', name = 'x'}]", "markets.NL.holidays.add holds dates"),
        ("[markets.NL.holidays]\nremove = ['2026-05-05']", "markets.NL.holidays.remove holds dates"),
        ("[markets.NL.holidays]\nremove = [2026-05-05T00:00:00]", "markets.NL.holidays.remove holds dates"),
        ("[markets.NL.holidays]\nmove = []", "markets.NL.holidays.move is no setting"),
        ("[markets", "is not TOML"),
    ],
)
def test_it_refuses_with_a_sentence_that_names_the_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PolicyError) as refused:
        read(tmp_path, text)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "[markets.PL.durations]\n'complaint.answer' = 'CalendarDays(14)'",
        "[markets.LV.durations]\n'complaint.answer' = 'WorkingDays(10)'",
        "[markets.NL.durations]\n'complaint.answer' = 'CalendarDays(40)'",
        "[markets.CH]\nreturns_days = 7",
        "[markets.CH.durations]\n'withdrawal.refund' = 'CalendarDays(30)'",
        "[markets.NL.durations]\n'withdrawal.awaiting_parcel' = 'CalendarDays(21)'",
    ],
)
def test_it_allows_what_the_law_leaves_open(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).markets


def test_it_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"nowhere\.toml cannot be read: No such file or directory"):
        load_policy(tmp_path / "nowhere.toml")

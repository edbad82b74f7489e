"""A seller's standing: what earns, what costs, over which window, and that the record can be made anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.errors import Forbidden, NotFound
from cases.sellers.figures import Figures, figures_of
from cases.sellers.recount import differences
from cases.sellers.scale import WEIGHTS, Scale, scale_of
from cases.sellers.score import bounds, parts_of, score_of, visibility_of
from cases.sellers.standing import Standing
from cases.verbs.read_standing import read_standing
from markets.policy import PolicyError, read_policy
from tests.builders import Desk, Told, a_complaint, a_measure, a_question, a_return, a_withdrawal, at
from tests.cast import IDA, JAN, NORD, ROOT, SPAET, SYSTEMS


def figures(desk: Desk, days: int = 30) -> Figures:
    with desk.database.read() as connection:
        return figures_of(connection, "nord", desk.now, days)


def standing(desk: Desk, days: int = 30) -> Standing:
    with desk.database.read() as connection:
        return read_standing(connection, NORD, "nord", desk.now, days)


def asked(desk: Desk, number: int) -> Told:
    return desk.opens(a_question(desk.takes(number=str(number))))


def missed_breach(desk: Desk) -> str:
    """Jan asked, and Nord let it pass."""
    case = asked(desk, 1)
    desk.waits_until(at("2026-04-07 16:00"))
    ((breach,),) = desk.rows(f"SELECT id FROM breach WHERE case_id = '{case.id}'")
    return str(breach)


def agrees(desk: Desk) -> bool:
    with desk.database.read() as connection:
        return differences(connection, "nord") == []


def test_it_times_an_answer_in_working_seconds(desk: Desk) -> None:
    case = asked(desk, 1)  # on Thursday at 15:00; Good Friday and Easter Monday do not count
    desk.waits_until(at("2026-04-07 03:00"))
    case.says(NORD, "It fits the 18 cm pot.")
    found = figures(desk)
    assert (found.messages, found.on_time_rate, found.median, found.p90) == (1, 1.0, 12 * 3600, 12 * 3600)


def test_it_counts_a_missed_answer_as_the_whole_limit(desk: Desk) -> None:
    missed_breach(desk)
    found = figures(desk)
    assert (found.messages, found.missed, found.on_time_rate, found.median) == (1, 1, 0.0, 86400)


def test_it_counts_one_silence_once(desk: Desk) -> None:
    case = asked(desk, 1)
    case.says(JAN, "And is it blue?")
    desk.waits_until(at("2026-04-08 16:00"))
    assert (figures(desk).missed, figures(desk).excused) == (1, 1)
    assert agrees(desk)


def test_it_takes_words_that_say_nothing_as_silence(desk: Desk) -> None:
    case = asked(desk, 1)
    case.says(JAN, "And is it blue?")
    desk.waits_until(at("2026-04-08 10:00"))
    case.says(NORD, "Thank you!", answers=case.questions)
    case.says(JAN, "And how heavy is it?")
    desk.waits_until(at("2026-04-10 16:00"))
    assert (figures(desk).missed, figures(desk).excused) == (1, 2)
    assert agrees(desk)


def test_it_counts_one_thing_missed_where_the_law_ends_a_wait(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_withdrawal())
    case.does(NORD, "give_instructions")
    desk.waits_until(at("2026-04-15 10:00"))
    case.does(SYSTEMS, "arrive")
    desk.waits_until(at("2026-04-21 10:00"))
    assert case.events[-2:] == ["release_refund", "refund"]
    assert (figures(desk).steps_missed, agrees(desk)) == (1, True)


def test_it_lets_go_of_what_is_older_than_the_window(desk: Desk) -> None:
    missed_breach(desk)
    at_last = desk.now
    desk.now = at_last + timedelta(days=7)
    assert (figures(desk, 7).messages, figures(desk, 30).messages) == (0, 1)


def test_it_takes_an_answer_back_that_was_none(desk: Desk) -> None:
    case = asked(desk, 1)
    case.says(NORD, "It fits.", answers=case.questions)
    assert figures(desk).on_time == 1
    case.does(JAN, "object", "That does not answer it.", to=case.questions)
    assert (figures(desk).on_time, agrees(desk)) == (0, True)
    case.says(NORD, "It fits the pot of 18 cm.")
    assert (figures(desk).on_time, agrees(desk)) == (1, True)


def test_it_knows_promises_that_were_kept_and_broken(desk: Desk) -> None:
    kept, broken = asked(desk, 1), asked(desk, 2)
    for case in (kept, broken):
        case.does(NORD, "promise_answer", date="2026-04-08")
    desk.waits_until(at("2026-04-08 12:00"))
    kept.says(NORD, "The maker says that it fits.")
    desk.waits_until(at("2026-04-10 12:00"))
    found = figures(desk)
    assert (found.promises_kept, found.promises_broken, found.promises_kept_rate) == (1, 1, 0.5)


def test_it_earns_by_news_that_nobody_asked_for(desk: Desk) -> None:
    case = desk.opens(a_return(desk.takes()))
    before = standing(desk).score
    case.does(NORD, "update_status")
    assert (figures(desk).updated, agrees(desk)) == (1, True)
    assert standing(desk).score > before


def test_it_counts_a_claim_that_was_lost_until_an_appeal_is_granted(desk: Desk) -> None:
    source = desk.opens(a_complaint(desk.takes()))
    source.does(NORD, "reject")
    source.does(JAN, "escalate")
    (claim,) = source.linked("claim")
    claim.does(ROOT, "accept_for_review")
    claim.does(ROOT, "deliberate")
    claim.does(ROOT, "decide", in_favour_of="buyer", remedy="refund", amount={"amount": "129.00", "currency": "EUR"})
    assert figures(desk).claims_lost == 1
    claim.does(NORD, "appeal")
    claim.does(IDA, "grant_appeal")
    assert figures(desk).claims_lost == 0


def test_it_moves_the_score_as_one_would_say(desk: Desk) -> None:
    fresh = standing(desk).score if desk.takes() else 0.0
    case = asked(desk, 1)
    case.says(NORD, "It fits.")
    prompt = standing(desk).score
    asked(desk, 2)
    desk.waits_until(at("2026-04-08 12:00"))
    assert fresh < prompt > standing(desk).score


def test_it_has_points_that_add_up_to_the_score(desk: Desk) -> None:
    missed_breach(desk)
    found = standing(desk)
    assert found.score == pytest.approx(sum(because.points or 0 for because in found.because), abs=0.06)


def test_it_says_why_for_every_figure(desk: Desk) -> None:
    missed_breach(desk)
    assert {because.figure for because in standing(desk).because} >= {
        "score", "visibility", "selling", "on_time_rate", "median_reply_working_seconds", "messages", "missed",
        "conduct", "claims_lost", "promises_kept_rate",
    }  # fmt: skip


def test_it_lets_the_measure_in_force_say_whether_they_may_sell(desk: Desk) -> None:
    case = desk.opens(a_measure("suspension", [missed_breach(desk)]), ROOT)
    assert standing(desk).selling.status == "allowed"
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    found = standing(desk)
    assert (found.selling.status, found.visibility, found.selling.by and found.selling.by.case) == (
        "suspended",
        0.0,
        case.id,
    )
    assert [event["seller"] for event in desk.told("selling.changed")] == ["nord"]
    case.does(ROOT, "lift")
    assert (standing(desk).selling.status, figures(desk).missed, figures(desk).excused) == ("allowed", 0, 1)
    assert len(desk.told("selling.changed")) == 2
    assert agrees(desk)


def test_it_leaves_selling_alone_for_a_warning(desk: Desk) -> None:
    case = desk.opens(a_measure("warning", [missed_breach(desk)]), ROOT)
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    assert (standing(desk).selling.status, desk.told("selling.changed")) == ("allowed", [])


def test_it_strikes_one_breach_and_keeps_the_measure(desk: Desk) -> None:
    first = missed_breach(desk)
    asked(desk, 2)
    desk.waits_until(at("2026-04-09 12:00"))
    breaches = [str(breach) for (breach,) in desk.rows("SELECT id FROM breach WHERE kind = 'reply'")]
    case = desk.opens(a_measure("restriction", breaches), ROOT)
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    case.does(NORD, "appeal", breaches=breaches)
    case.does(IDA, "uphold", struck=[first])
    assert (standing(desk).selling.status, figures(desk).missed, figures(desk).excused) == ("restricted", 1, 1)


def test_it_is_the_sellers_and_the_market_places_to_read(desk: Desk) -> None:
    desk.takes()
    with desk.database.read() as connection:
        with pytest.raises(Forbidden):
            read_standing(connection, JAN, "nord", desk.now)
        for who, seller in ((SPAET, "nord"), (ROOT, "nobody")):
            with pytest.raises(NotFound):
                read_standing(connection, who, seller, desk.now)


def test_it_has_weights_of_a_hundred_points() -> None:
    assert sum(weight.points for weight in WEIGHTS.values()) == 100


def test_it_begins_high_and_shows_a_new_seller_in_full() -> None:
    score = score_of(parts_of(Figures(), WEIGHTS))
    assert 80 <= score < 100
    assert visibility_of(score) == 1.0


@pytest.mark.parametrize(
    ("good", "of", "low", "high"), [(1, 2, 0.095, 0.905), (0, 0, 0.0, 1.0), (95, 100, 0.888, 0.978)]
)
def test_it_is_unsure_of_small_numbers(good: int, of: int, low: float, high: float) -> None:
    assert bounds(good, of) == pytest.approx((low, high), abs=0.001)


def test_it_takes_weights_and_thresholds_from_the_policy() -> None:
    row = {"metric": "missed", "days": 7, "volume": 1, "warning": 2, "limit": 3, "measure": "restriction", "lasts": 7}
    scale = scale_of(read_policy({"weights": {"speed": {"points": 20}}, "thresholds": {"NL": [row]}}))
    assert scale.weights["speed"].points == 20
    assert [threshold.metric for threshold in scale.thresholds("NL")] == ["missed"]
    assert scale.thresholds("DE") == Scale().thresholds("DE")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"weights": {"luck": {"points": 1}}}, "weights.luck"),
        ({"weights": {"speed": {"points": "many"}}}, "weights.speed"),
        ({"thresholds": {"XX": []}}, "thresholds.XX"),
        ({"thresholds": {"NL": [{"metric": "missed"}]}}, "thresholds.NL[0]"),
        ({"thresholds": {"NL": 3}}, "thresholds.NL"),
    ],
)
def test_it_names_what_the_policy_gets_wrong(said: dict[str, object], named: str) -> None:
    with pytest.raises(PolicyError, match=named.replace("[", r"\[")):
        scale_of(read_policy(said))

"""The statement of reasons: every element that the law asks for, in every language.

Regulation (EU) 2022/2065, art. 17(3) and Regulation (EU) 2019/1150, art. 4.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from markets.translate import languages, say_number, say_share, translate
from workflows.facts import Crossing, Facts, OnRecord, SanctionFacts
from workflows.fields.base import SAMPLE, parse
from workflows.fields.sanctions import Proposal, StatementOfReasons
from workflows.statement import rule_of

SEVENTH = datetime(2026, 4, 7, 13, 0, 1, tzinfo=UTC)
LATE = (
    OnRecord("reply", "Q-8F3K", 1, SEVENTH),
    OnRecord("conduct", "Q-9AAB", 0, SEVENTH.replace(day=8)),
    OnRecord("conduct", "", 0, SEVENTH.replace(day=9)),
)
CROSSED = Crossing("on_time_rate", 30, 0.725, 40, 0.80, 14)


def facts_in(language: str, measure: str = "restriction", *, by_person: bool = False) -> Facts:
    crossing = None if by_person else CROSSED
    ends = None if measure == "removal" else datetime(2026, 4, 29, 22, tzinfo=UTC)
    sanction = SanctionFacts(measure, breaches=("a", "b", "c"), recorded=LATE, crossing=crossing, ends_at=ends)
    facts = replace(SAMPLE, language=language, sanction=sanction)
    rule = "Rule 4.2" if by_person else rule_of(facts)
    return replace(facts, sanction=replace(sanction, rule=rule))


def stated(language: str, measure: str = "restriction", *, by_person: bool = False) -> StatementOfReasons:
    drafted = StatementOfReasons.example(facts_in(language, measure, by_person=by_person))
    said, errors = parse(StatementOfReasons, drafted)
    assert errors == []
    assert isinstance(said, StatementOfReasons)
    return said


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("measure", ["warning", "restriction", "suspension", "removal"])
def test_it_says_which_measure_where_and_how_long(language: str, measure: str) -> None:
    """Art. 17(3)(a): the restriction, its territorial scope and its duration."""
    said = stated(language, measure)
    assert said.scope == translate(f"statement.scope.{measure}", language)
    assert (said.market, said.start) == ("DE", date(2026, 4, 2))
    assert said.end == (None if measure == "removal" else date(2026, 4, 29))


@pytest.mark.parametrize("language", languages())
def test_it_says_the_facts_each_with_its_day_case_and_message(language: str) -> None:
    """Art. 17(3)(b) and art. 4(5): facts and circumstances, and whether anybody gave notice."""
    lines = stated(language).facts_and_period.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith(translate("statement.facts", language, n=3, since="", until="")[:10])
    assert "Q-8F3K" in lines[1]
    assert "15:00" in lines[1]
    assert translate("page.breach.reply", language) in lines[1]
    assert "Q-9AAB" in lines[2]
    assert lines[4] == translate("statement.origin", language)


@pytest.mark.parametrize("language", languages())
def test_it_names_what_it_relies_on(language: str) -> None:
    assert "Q-8F3K" in stated(language).relied_on
    assert "Q-9AAB" in stated(language).relied_on


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("by_person", [False, True])
def test_it_says_whether_it_was_found_automatically(language: str, by_person: bool) -> None:
    """Art. 17(3)(c): the use of automated means, in finding and in deciding."""
    assert stated(language, by_person=by_person).found_automatically is not by_person
    assert not stated(language).decided_automatically
    drafted = StatementOfReasons.by_clock(facts_in(language, "warning"))
    assert drafted["decided_automatically"]


@pytest.mark.parametrize("language", languages())
def test_it_names_the_rule_and_why_it_fits(language: str) -> None:
    """Art. 17(3)(e): the ground in the terms, and why the conduct is against it: metric, value and threshold."""
    said = stated(language)
    metric = translate("choice.on_time_rate", language)
    assert metric in said.rule
    assert metric in said.why_it_fits
    assert say_number(30, language) in said.rule
    assert say_share(0.80, language) in said.rule
    assert say_share(0.725, language) in said.why_it_fits
    assert say_number(40, language) in said.why_it_fits


@pytest.mark.parametrize("language", languages())
def test_it_names_a_persons_own_rule(language: str) -> None:
    said = stated(language, by_person=True)
    assert (said.rule, said.why_it_fits) == ("Rule 4.2", translate("measure.why.person", language))


@pytest.mark.parametrize("language", languages())
def test_it_says_every_way_to_have_it_reviewed(language: str) -> None:
    """Art. 17(3)(f), art. 20(1) and 21, and Regulation 2019/1150, art. 11 and 12: complaint, body, mediator, court."""
    said = stated(language)
    assert said.internal_complaint == translate("statement.complaint", language)
    assert "2022/2065" in said.out_of_court_body
    assert "2019/1150" in said.out_of_court_body
    assert said.court == translate("statement.court", language)


def test_it_says_six_months_and_free_of_charge() -> None:
    assert "free of charge, within six months" in stated("en").internal_complaint


@pytest.mark.parametrize("language", languages())
def test_it_has_room_for_two_hundred_breaches(language: str) -> None:
    facts = facts_in(language)
    many = replace(facts, sanction=replace(facts.sanction, recorded=LATE[:1] * 200))
    assert parse(StatementOfReasons, StatementOfReasons.example(many))[1] == []


@pytest.mark.parametrize("language", languages())
def test_it_lets_the_clock_name_the_rule_of_its_proposal(language: str) -> None:
    proposed = Proposal.by_clock(facts_in(language))
    assert (proposed["metric"], proposed["measure"]) == ("on_time_rate", "restriction")
    assert proposed["rule"] == stated(language).rule

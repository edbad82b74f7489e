"""A case between the platform and a seller for one measure: a warning, a restriction, a suspension, a removal."""

from __future__ import annotations

from markets.durations import CalendarDays, WorkingDays
from workflows.fields.base import Nothing
from workflows.fields.claims import Reasons
from workflows.fields.conversation import Ground
from workflows.fields.sanctions import Proposal, Response, SanctionAppeal, StatementOfReasons, Upheld, WithoutNotice
from workflows.grammar import (
    CLOCK,
    PLATFORM,
    SELLER,
    always,
    closed,
    once,
    opens,
    row,
    stays,
    wait,
    wait_forever,
    wait_until,
    workflow,
)
from workflows.guards.measures import (
    it_expired,
    it_may_be_appealed,
    measure_is_removal,
    notice_is_due,
    policy_imposes_by_rule,
    seller_could_respond,
)
from workflows.guards.platform import another_admin_than_before
from workflows.moments import the_measure_ends

IN_EFFECT = ("in_force", "appealed")
CONTESTABLE = ("announced", "in_force", "appealed_before_effect", "appealed", "appealed_after")

# fmt: off
SANCTION = workflow(
    "sanction", version=1, prefix="S", reopens_in="",
    rows=(
        #     in                              who                does          if                                         saying             becomes
        opens(                                (PLATFORM, CLOCK), "propose",    always,                                    Proposal,          "proposed"),
        row("proposed",                       SELLER,            "respond",    always,                                    Response,          stays),
        row("proposed",                       PLATFORM,          "impose",     (measure_is_removal, seller_could_respond), StatementOfReasons, "awaiting_consent"),
        row("proposed",                       PLATFORM,          "impose",     seller_could_respond,                      StatementOfReasons, "in_force"),
        row("proposed",                       CLOCK,             "impose",     policy_imposes_by_rule,                    StatementOfReasons, "in_force"),
        row(("proposed", "awaiting_consent"), (PLATFORM, CLOCK), "dismiss",    always,                                    Ground,            closed("dismissed")),
        row("awaiting_consent",               PLATFORM,          "consent",    (another_admin_than_before, notice_is_due), Nothing,           "announced"),
        row("awaiting_consent",               PLATFORM,          "consent",    another_admin_than_before,                 WithoutNotice,     "in_force"),
        row("announced",                      CLOCK,             "take_effect", always,                                   Nothing,           "in_force"),
        row("announced",                      SELLER,            "appeal",     once,                                      SanctionAppeal,    "appealed_before_effect"),
        row("in_force",                       SELLER,            "appeal",     (it_may_be_appealed, once),                SanctionAppeal,    "appealed"),
        row("closed",                         SELLER,            "appeal",     (it_expired, it_may_be_appealed, once),    SanctionAppeal,    "appealed_after"),
        row("appealed_before_effect",         PLATFORM,          "uphold",     another_admin_than_before,                 Upheld,            "announced"),
        row("appealed",                       PLATFORM,          "uphold",     another_admin_than_before,                 Upheld,            "in_force"),
        row("appealed_after",                 PLATFORM,          "uphold",     another_admin_than_before,                 Upheld,            closed("expired")),
        row(CONTESTABLE,                      PLATFORM,          "lift",       always,                                    Reasons,           closed("lifted")),
        row(IN_EFFECT,                        CLOCK,             "expire",     always,                                    Nothing,           closed("expired")),
    ),
    waits=(
        wait("proposed",                       PLATFORM, WorkingDays(10),  then=("impose", "dismiss")),
        wait("awaiting_consent",               PLATFORM, WorkingDays(5),   then="dismiss"),
        wait("announced",                      CLOCK,    CalendarDays(30), then="take_effect"),
        wait_forever("appealed_before_effect", PLATFORM, target=WorkingDays(10), alert_every=WorkingDays(2), because="only_another_person_may_decide"),
        wait_until("in_force",                 CLOCK,    the_measure_ends, then="expire", because="only_a_person_ends_a_removal"),
        wait_until("appealed",                 PLATFORM, the_measure_ends, then="expire", because="only_a_person_ends_a_removal"),
        wait_forever("appealed_after",         PLATFORM, target=WorkingDays(10), alert_every=WorkingDays(2), because="only_another_person_may_decide"),
    ),
    outcomes=("dismissed", "lifted", "expired"),
)
# fmt: on

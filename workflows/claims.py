"""A party asks the platform to decide about another case, or reports what is against the rules."""

from __future__ import annotations

from markets.durations import CalendarDays, WorkingDays
from workflows.fields.base import Nothing
from workflows.fields.claims import (
    Appeal,
    CarriedOut,
    Decision,
    Escalation,
    EvidenceGiven,
    EvidenceRequested,
    Reasons,
    ReasonsAndRedress,
    Report,
    Scope,
    Settlement,
    Statement,
)
from workflows.fields.conversation import GroundAndRedress
from workflows.grammar import (
    BUYER,
    CLOCK,
    PAYMENTS,
    PLATFORM,
    SELLER,
    always,
    closed,
    once,
    opens,
    row,
    stays,
    three_times,
    twice,
    wait,
    wait_forever,
    workflow,
)
from workflows.guards.claims import (
    it_was_asked_of_them,
    the_other_sides_proposal_is_open,
    the_remedy_was_given,
    they_opened_it,
)
from workflows.guards.platform import another_admin_than_before
from workflows.moments import whom_evidence_was_asked_of

SIDES = (BUYER, SELLER)
UNDECIDED = ("hearing", "awaiting_evidence", "deciding")
OPEN = ("submitted", *UNDECIDED)

# fmt: off
CLAIM = workflow(
    "claim", version=1, prefix="C", reopens_in="",
    rows=(
        #     in                         who                        does                 if                                saying             becomes
        opens(                           SIDES,                     "escalate",          always,                           Escalation,        "submitted", linked=True),
        opens(                           SIDES,                     "report",            always,                           Report,            "submitted", linked=True),
        row("submitted",                 (PLATFORM, CLOCK),         "accept_for_review", always,                           Scope,             "hearing"),
        row("submitted",                 PLATFORM,                  "refuse_claim",      always,                           GroundAndRedress,  closed("refused")),
        row("hearing",                   SIDES,                     "add_statement",     three_times,                      Statement,         stays),
        row("hearing",                   PLATFORM,                  "request_evidence",  twice,                            EvidenceRequested, "awaiting_evidence"),
        row("awaiting_evidence",         SIDES,                     "give_evidence",     it_was_asked_of_them,             EvidenceGiven,     "hearing"),
        row("hearing",                   (PLATFORM, CLOCK),         "deliberate",        always,                           Nothing,           "deciding"),
        row("awaiting_evidence",         CLOCK,                     "deliberate",        always,                           Nothing,           "deciding"),
        row(UNDECIDED,                   SIDES,                     "propose_settlement", three_times,                     Settlement,        stays),
        row(UNDECIDED,                   SIDES,                     "accept_settlement", the_other_sides_proposal_is_open, Nothing,           closed("settled")),
        row(OPEN,                        SELLER,                    "settle",            the_remedy_was_given,             Nothing,           closed("settled")),
        row(OPEN,                        SIDES,                     "withdraw_claim",    they_opened_it,                   Nothing,           closed("withdrawn")),
        row("deciding",                  PLATFORM,                  "decide",            always,                           Decision,          "decided"),
        row("decided",                   (SELLER, PAYMENTS, CLOCK), "carry_out",         always,                           CarriedOut,        "carried_out"),
        row(("decided", "carried_out"),  SIDES,                     "appeal",            once,                             Appeal,            "appealed"),
        row("appealed",                  PLATFORM,                  "grant_appeal",      another_admin_than_before,        Reasons,           "deciding"),
        row("appealed",                  PLATFORM,                  "deny_appeal",       another_admin_than_before,        ReasonsAndRedress, "carried_out"),
        row("carried_out",               CLOCK,                     "close",             always,                           Nothing,           closed("decided_buyer", "decided_seller", "decided_shared")),
    ),
    waits=(
        wait("submitted",         PLATFORM, WorkingDays(1),   then="accept_for_review"),
        wait("hearing",           SIDES,    WorkingDays(2),   then="deliberate"),
        wait("awaiting_evidence", SIDES,    WorkingDays(3),   then="deliberate", whom=whom_evidence_was_asked_of),
        wait_forever("deciding",  PLATFORM, target=WorkingDays(3), alert_every=WorkingDays(2), because="only_a_person_may_decide"),
        wait("decided",           SELLER,   WorkingDays(2),   then="carry_out"),
        wait_forever("appealed",  PLATFORM, target=WorkingDays(10), alert_every=WorkingDays(2), because="only_another_person_may_decide"),
        wait("carried_out",       SIDES,    CalendarDays(30), then="close"),
    ),
    outcomes=("decided_buyer", "decided_seller", "decided_shared", "settled", "refused", "withdrawn"),
)
# fmt: on

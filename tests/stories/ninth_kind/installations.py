"""An appointment at the buyer's home to set up what they bought. A kind for one test: it is no part of the desk."""

from __future__ import annotations

from markets.durations import CalendarDays, WorkingDays
from workflows.everywhere import everywhere
from workflows.fields.base import Nothing
from workflows.fields.parcels import AddressConfirmed, Collection
from workflows.fields.remedies import RepairDone
from workflows.grammar import BUYER, CLOCK, SELLER, always, closed, opens, row, three_times, wait, workflow
from workflows.guards.life import about_an_order, no_twin_is_open

# fmt: off
ROWS = (
    #     in                    who             does                   if                                 saying            becomes
    opens(                      BUYER,          "book_installation",   (about_an_order, no_twin_is_open), AddressConfirmed, "to_be_planned"),
    row("to_be_planned",        SELLER,         "offer_appointment",   three_times,                       Collection,       "appointment_offered"),
    row("appointment_offered",  BUYER,          "take_appointment",    always,                            Nothing,          "planned"),
    row("appointment_offered",  (BUYER, CLOCK), "decline_appointment", always,                            Nothing,          "to_be_planned"),
    row("planned",              SELLER,         "report_installed",    always,                            RepairDone,       closed("installed")),
    row(("to_be_planned", "planned"), CLOCK,    "give_up",             always,                            Nothing,          closed("not_installed")),
)

INSTALLATION = workflow(
    "installation", version=1, prefix="N", reopens_in="to_be_planned",
    rows=ROWS,
    waits=(
        wait("to_be_planned",       SELLER, WorkingDays(3),   then="give_up"),
        wait("appointment_offered", BUYER,  CalendarDays(7),  then="decline_appointment"),
        wait("planned",             SELLER, CalendarDays(30), then="give_up"),
    ),
    outcomes=("installed", "not_installed", "withdrawn_by_buyer", "converted"),
    everywhere=everywhere(ROWS, reopens_in="to_be_planned"),
)
# fmt: on

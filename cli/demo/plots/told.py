"""Every plot of the demo market place, each kind in a file of its own."""

from __future__ import annotations

from cli.demo.plots.claims import CLAIMS
from cli.demo.plots.complaints import COMPLAINTS
from cli.demo.plots.deliveries import DELIVERIES
from cli.demo.plots.desk import DESK
from cli.demo.plots.questions import QUESTIONS
from cli.demo.plots.returns import RETURNS
from cli.demo.plots.sanctions import SANCTIONS
from cli.demo.plots.warranties import WARRANTIES
from cli.demo.plots.withdrawals import WITHDRAWALS

PLOTS = (
    *QUESTIONS,
    *RETURNS,
    *WITHDRAWALS,
    *COMPLAINTS,
    *WARRANTIES,
    *DELIVERIES,
    *CLAIMS,
    *DESK,
    *SANCTIONS,
)
STAGED = (*QUESTIONS[:3], *RETURNS[:3], *WITHDRAWALS[:2], COMPLAINTS[0], WARRANTIES[0], DELIVERIES[0], *CLAIMS[1:2])
"""The newest of each is between the two stars."""

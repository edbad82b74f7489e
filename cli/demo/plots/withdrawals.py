"""Withdrawals by law."""

from __future__ import annotations

from cli.demo.plots.steps import BACK, PACKED, PAY, TAKEN, Plot, d, h, step
from workflows.grammar import BUYER, CARRIER, PAYMENTS, PLATFORM, SELLER

# fmt: off
WITHDRAWALS = (
    Plot(3, "withdrawal", "", "withdraw", (
        step(h(7),  SELLER,   "give_instructions", "instructions"),
        *BACK,
        *TAKEN,
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(d(6),  BUYER,    "ship",           "shipped"),
        step(d(2),  CARRIER,  "arrive",         "arrived"),
        *TAKEN,
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(h(9),  SELLER,   "contest_right",  "contest"),
        step(h(20), PLATFORM, "confirm_withdrawal", "platform_confirm"),
        *BACK,
    )),
    Plot(1, "withdrawal", "", "withdraw", (
        step(h(9),  SELLER,   "contest_right",  "contest"),
        step(h(20), PLATFORM, "refuse_withdrawal", "platform_refuse"),
    )),
    Plot(1, "withdrawal", "", "withdraw", (
        step(h(6),  SELLER,   "give_instructions", "instructions"),
        *BACK,
        step(h(20), SELLER,   "claim_value_loss", "value_loss"),
        step(d(1),  BUYER,    "agree_deduction", "agree_deduction"),
        *PAY,
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(h(6),  SELLER,   "give_instructions", "instructions"),
        *BACK,
        step(h(20), SELLER,   "claim_value_loss", "value_loss"),
        step(d(1),  BUYER,    "dispute_deduction", "dispute_deduction"),
        step(h(30), PLATFORM, "decide_deduction", "platform_decide"),
        *PAY,
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(h(5),  SELLER,   "give_instructions", "instructions"),
        step(d(1),  BUYER,    "ask_to_take_back", "take_back"),
        step(h(8),  SELLER,   "agree_take_back", "agree_take_back"),
    )),
    Plot(1, "withdrawal", "", "withdraw", (
        step(h(8),  SELLER,   "let_buyer_keep", "let_keep"),
        *PAY,
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(d(6),  SELLER,   "refund",         "refund"),
        step(d(1),  PAYMENTS, "confirm_payment", "paid"),
    ), order=PACKED),
)
# fmt: on

"""Every way through a claim: it is opened in a return that the seller declined, or by a report in a fresh one."""

from __future__ import annotations

CLAIM = """
decided_buyer: buyer escalate, clock accept_for_review, clock deliberate, platform decide(refund), clock carry_out,
    clock close
decided_buyer: buyer escalate, platform accept_for_review, buyer add_statement, seller add_statement, platform
    deliberate, platform decide(refund), seller carry_out, clock close
decided_shared: seller escalate, platform accept_for_review, platform request_evidence(buyer), buyer give_evidence,
    platform request_evidence(seller), seller give_evidence, platform deliberate, platform decide(shared), payments
    carry_out, clock close
decided_seller: buyer escalate, platform accept_for_review, platform request_evidence(both), clock deliberate,
    platform decide(seller), clock close
decided_buyer: buyer escalate, platform accept_for_review, platform deliberate, platform decide(seller), buyer appeal,
    another grant_appeal, platform decide(refund), seller appeal, third deny_appeal, clock close
decided_shared: buyer escalate, platform accept_for_review, platform deliberate, platform decide(shared), seller
    appeal, another deny_appeal, buyer appeal, third deny_appeal, clock close
refused: buyer escalate, platform refuse_claim
withdrawn: buyer escalate, buyer withdraw_claim
withdrawn: seller escalate, platform accept_for_review, seller withdraw_claim
settled: buyer escalate, platform accept_for_review, buyer propose_settlement, seller accept_settlement
settled: buyer escalate, platform accept_for_review, platform deliberate, seller propose_settlement, buyer
    accept_settlement
settled: buyer escalate, seller gives(refund_without_return)
decided_seller: buyer report, platform accept_for_review, platform deliberate, platform decide(seller), clock close
decided_buyer: seller report, clock accept_for_review, clock deliberate, platform decide(refund), clock carry_out,
    clock close
"""

"""Every way through a problem of the delivery."""

from __future__ import annotations

DELIVERY = """
delivered: buyer report_problem(promised), clock go_on_without, seller give_tracking, carrier deliver, clock confirm
delivered: buyer report_problem(promised), carrier deliver, buyer confirm
delivered: buyer report_problem, seller give_tracking, seller give_tracking, buyer report_found
delivered: buyer report_problem, seller promise_date, clock agree_date, carrier deliver, buyer confirm
delivered: buyer report_problem, seller prove_delivery, clock confirm
delivered: buyer report_problem, carrier prove_delivery, buyer dispute_proof, carrier prove_delivery, buyer confirm
converted: buyer report_problem, carrier deliver, buyer report_damage
refunded: buyer report_problem, seller promise_date, buyer decline_date, clock let_buyer_choose, clock choose_refund,
    clock refund, clock alert_platform, platform confirm_payment
refunded: buyer report_problem, seller promise_date, buyer agree_date, clock let_buyer_choose, buyer choose_refund,
    payments refund, payments fail_payment, seller refund, clock alert_platform, payments confirm_payment
refunded: buyer report_problem, seller accept_refund, seller refund, clock alert_platform, platform fail_payment,
    payments confirm_payment
refunded: buyer report_problem, seller give_tracking, carrier return_to_sender, seller accept_refund, seller refund,
    payments confirm_payment
refunded: buyer report_problem, seller return_to_sender, buyer choose_resend, seller ship_again, seller
    return_to_sender, buyer choose_resend, clock choose_refund, seller refund, payments confirm_payment
withdrawn_by_buyer: buyer report_problem(late), buyer cancel
partially_refunded: buyer report_problem(half_paid), seller return_to_sender, buyer choose_refund, seller refund,
    payments confirm_payment
"""

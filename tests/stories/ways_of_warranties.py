"""Every way through a commercial guarantee. Money comes back only by a decision of the platform."""

from __future__ import annotations

WARRANTY = """
repaired: buyer claim_guarantee, seller confirm_cover, seller ask_for_goods, buyer ask_for_label, buyer ship, carrier
    arrive, seller decide_repair, seller start_repair, seller complete_repair, seller ship_remedy, carrier deliver,
    buyer confirm
repaired: buyer claim_guarantee, clock alert_platform, clock confirm_cover, seller refer_to_guarantor, seller
    report_status, seller report_status, seller arrange_collection, carrier collect, carrier arrive, seller
    decide_repair, clock let_buyer_choose, seller ship_remedy, buyer deliver, clock confirm
repaired: buyer claim_guarantee, seller arrive, seller offer_cost, buyer accept_cost, seller complete_repair, seller
    ship_remedy, carrier deliver, buyer confirm
replaced: buyer claim_guarantee, clock alert_platform, seller confirm_cover, seller decide_replacement, seller
    start_replacement, seller ship_remedy, carrier deliver, buyer report_still_defective, carrier arrive, seller
    decide_replacement, seller ship_remedy, carrier deliver, clock confirm
replaced: buyer claim_guarantee, clock alert_platform, platform confirm_cover, clock let_buyer_choose, buyer
    wait_longer, clock let_buyer_choose, buyer wait_longer, seller decide_replacement, seller ship_remedy, carrier
    deliver, buyer confirm
replaced: buyer claim_guarantee, seller deny_cover, seller confirm_cover, seller arrange_collection, seller
    fail_collection, buyer ship(posted), clock trace, clock declare_lost, seller ship_remedy, carrier deliver, buyer
    confirm
declined: buyer claim_guarantee, seller deny_cover, clock close
declined: buyer claim_guarantee, clock alert_platform, platform deny_cover, clock close
declined: buyer claim_guarantee, carrier ship, seller arrive, seller deny_cover, clock close
declined: buyer claim_guarantee, carrier arrive, seller offer_cost, buyer decline_cost, seller send_back
declined: buyer claim_guarantee, carrier arrive, seller offer_cost, clock decline_cost, seller send_back
no_buyer_action: buyer claim_guarantee, seller confirm_cover, seller ask_for_goods, clock close
no_buyer_action: buyer claim_guarantee, carrier arrive, seller offer_cost, buyer decline_cost, clock let_buyer_choose,
    clock close
no_buyer_action: buyer claim_guarantee, seller confirm_cover, seller arrange_collection, clock fail_collection, carrier
    ship, clock trace, carrier declare_lost, clock close
no_buyer_action: buyer claim_guarantee, buyer ship, clock trace, clock report_not_sent, carrier ship, clock trace,
    platform declare_lost, clock close
decided_buyer: buyer claim_guarantee, seller deny_cover, buyer escalate, platform decides(refund), seller refund, clock
    alert_platform, platform fail_payment, clock refund, clock alert_platform, platform confirm_payment
decided_buyer: buyer claim_guarantee, seller deny_cover, buyer escalate, platform decides(refund), payments refund,
    payments fail_payment, seller refund, payments confirm_payment
withdrawn_by_buyer: buyer claim_guarantee, buyer cancel
"""

"""Every way through a complaint about goods that do not conform."""

from __future__ import annotations

COMPLAINT = """
repaired: buyer lodge, seller request_information, buyer give_information, seller request_information, clock
    go_on_without, seller ask_for_goods, buyer ask_for_label, buyer ship, carrier arrive, seller accept_repair, seller
    start_repair, seller complete_repair, seller ship_remedy, carrier deliver, buyer confirm
repaired: buyer lodge, seller accept_repair, seller complete_repair, seller ship_remedy, buyer deliver, clock confirm
repaired: buyer lodge, carrier arrive, seller accept_repair, clock let_buyer_choose, seller ship_remedy, carrier
    deliver, clock confirm
replaced: buyer lodge(replacement), seller arrange_collection, carrier collect, carrier arrive, seller send_to_expert,
    seller report_result, seller accept_replacement, seller start_replacement, seller ship_remedy, carrier deliver,
    buyer report_still_defective, seller accept_replacement, seller ship_remedy, carrier deliver, buyer confirm
replaced: buyer lodge, seller arrange_collection, clock fail_collection, carrier ship, seller arrive, seller
    send_to_expert, clock go_on_without, seller accept_replacement, seller ship_remedy, clock let_buyer_choose, buyer
    choose_replacement, seller ship_remedy, carrier deliver, clock confirm
replaced: buyer lodge, carrier ship, clock trace, clock declare_lost, buyer choose_replacement, seller
    ship_remedy, carrier deliver, buyer confirm
replaced: buyer lodge, seller ask_for_goods, buyer ship, clock trace, carrier declare_lost, seller ship_remedy, carrier
    deliver, buyer confirm
refunded: buyer lodge, carrier arrive, clock alert_platform, platform let_buyer_choose, buyer choose_repair, clock
    let_buyer_choose, buyer choose_refund, clock refund, clock alert_platform, platform fail_payment, seller refund,
    clock alert_platform, platform confirm_payment
refunded: buyer lodge, clock alert_platform, clock let_buyer_choose, buyer choose_refund, buyer ship, carrier arrive,
    clock accept, payments refund, payments fail_payment, seller refund, payments confirm_payment
refunded: buyer lodge(silence_accepts), clock accept_by_silence, buyer choose_refund, carrier ship, seller arrive,
    seller accept, seller refund, payments confirm_payment
refunded: buyer lodge, seller arrive, seller accept_refund, seller refund, clock alert_platform, payments fail_payment,
    seller refund, clock alert_platform, payments confirm_payment
refunded: buyer lodge, buyer ship(posted), carrier arrive, seller accept_refund, payments confirm_payment
partially_refunded: buyer lodge, seller offer_price_cut, buyer accept_offer, seller refund, payments confirm_payment
partially_refunded: buyer lodge, seller offer_price_cut, buyer decline_offer, seller offer_price_cut, clock
    decline_offer, seller reject, buyer choose_price_cut, seller accept_price_cut, seller refund, payments
    confirm_payment
declined: buyer lodge, seller arrive, seller offer_price_cut, buyer decline_offer, seller offer_price_cut, clock
    decline_offer, seller reject, clock close
declined: buyer lodge, seller reject, buyer choose_price_cut, clock alert_platform, platform reject, clock close
no_buyer_action: buyer lodge, seller ask_for_goods, clock close
no_buyer_action: buyer lodge, seller arrange_collection, seller fail_collection, buyer ship, clock trace, clock
    report_not_sent, buyer ship(posted), clock trace, platform declare_lost, buyer choose_repair, clock close
no_buyer_action: buyer lodge, clock alert_platform, clock let_buyer_choose, clock close
withdrawn_by_buyer: buyer lodge, buyer cancel
"""

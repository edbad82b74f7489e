"""Examples of every answer, for the documentation: one case, told consistently."""

from __future__ import annotations

from typing import Any

from api.models import A_PROFILE
from api.problems import Problem, body_of
from markets.translate import translate

View = dict[str, Any]

CASE_ID = "019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51aa"
EARLIER_HASH = "b" * 64
HASH = "c" * 64

_MONEY = {"amount": "129.00", "currency": "EUR"}
_RIGHTS = {
    "withdrawal_until": "2026-04-17T00:00:00+02:00",
    "guarantee_until": "2028-04-03T00:00:00+02:00",
    "burden_of_proof_until": "2027-04-03T00:00:00+02:00",
    "source": "BGB § 355; BGB § 438; BGB § 477",
    "verified": True,
}
_COUNTED = [{"from": "2026-04-02T15:00:00+02:00", "to": "2026-04-03T00:00:00+02:00", "seconds": 32400}]
_SKIPPED = [{"date": "2026-04-03", "why": "Good Friday"}]
_DEADLINE: View = {
    "id": f"{CASE_ID}.1.d2",
    "kind": "reply",
    "name": "1",
    "on": "seller",
    "due_at": "2026-04-07T15:00:00+02:00",
    "state": "open",
    "then": [],
    "started_by": f"{CASE_ID}.1",
    "extended_from": None,
    "explanation": {"counted": _COUNTED, "skipped": _SKIPPED},
}
_ACTION = {
    "event": "answer",
    "label": "Answer the question",
    "mandatory": True,
    "due_at": "2026-04-08T00:00:00+02:00",
    "fields": {"type": "object", "properties": {}, "additionalProperties": False, "examples": [{}]},
}
_CASE = {
    "id": CASE_ID,
    "number": "Q-8F3K27Q",
    "kind": "question",
    "workflow": "question@1",
    "state": "awaiting_seller",
    "outcome": None,
    "version": 1,
    "market": "DE",
    "order": "DE-2077",
    "about": None,
    "seller": {"id": "s-17", "name": "Kaffeekontor"},
    "buyer": {"id": "b-204", "name": "Anna Weber", "lang": "de"},
    "units": [{"line": "1", "quantity": 1}],
    "reason": "product",
    "opened_at": "2026-04-02T15:00:00+02:00",
    "updated_at": "2026-04-02T15:00:00+02:00",
    "closed_at": None,
    "links": [],
    "held_by": None,
    "reply_due_at": "2026-04-07T15:00:00+02:00",
    "waits_on": ["seller"],
    "amount_due": {"goods": None, "shipping": None, "deduction": None, "total": None},
    "rights": _RIGHTS,
    "available_actions": [_ACTION],
    "deadlines": [_DEADLINE],
    "questions": [
        {
            "id": f"{CASE_ID}.1.q1",
            "message": f"{CASE_ID}.1",
            "text": "Gehört der Milchschäumer dazu?",
            "state": "open",
            "answered_by": None,
        }
    ],
    "assignee": None,
}
_MESSAGE = {
    "id": f"{CASE_ID}.2",
    "case": CASE_ID,
    "seq": 2,
    "author": {"role": "seller", "id": "clerk-3", "name": "Kaffeekontor"},
    "body": "Ja, er liegt bei.",
    "lang": "de",
    "kind": "chat",
    "event": "answer",
    "delivery": "delivered",
    "answers": [f"{CASE_ID}.1.q1"],
    "waives": [],
    "corrects": None,
    "attachments": [],
    "created_at": "2026-04-02T16:10:00+02:00",
    "prev_hash": EARLIER_HASH,
    "hash": HASH,
}
_TRANSITION = {
    "case": CASE_ID,
    "seq": 2,
    "event": "answer",
    "from": "awaiting_seller",
    "to": "answered",
    "actor": {"role": "seller", "id": "clerk-3", "name": "Kaffeekontor"},
    "message": f"{CASE_ID}.2",
    "fields": {},
    "at": "2026-04-02T16:10:00+02:00",
    "prev_hash": EARLIER_HASH,
    "hash": HASH,
}
_ORDER = {
    "id": "DE-2077",
    "market": "DE",
    "seller": {"id": "s-17", "name": "Kaffeekontor"},
    "buyer": {"id": "b-204", "name": "Anna Weber", "lang": "de", "type": "consumer", "country": "DE"},
    "currency": "EUR",
    "placed_at": "2026-03-30T10:12:00+02:00",
    "promised_at": None,
    "delivered_at": "2026-04-02T11:40:00+02:00",
    "parcels": [],
    "shipping": "4.95",
    "shipping_standard": "4.95",
    "withdrawal_informed_at": "2026-03-30T10:12:00+02:00",
    "lines": [
        {
            "line": "1",
            "sku": "CM-200",
            "title": "Coffee machine CM 200",
            "quantity": 1,
            "unit_price": "129.00",
            "discount": "0.00",
            "kind": "goods",
            "bulky": False,
            "withdrawal_exception": None,
        }
    ],
    "cases": [_CASE],
    "agreed": [{"case": CASE_ID, "what": "offer", "amount": _MONEY}],
    "rights": _RIGHTS,
}
_NOTE = {
    "id": "019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51ac",
    "case": CASE_ID,
    "author": {"role": "seller", "id": "clerk-3", "name": "Kaffeekontor"},
    "body": "She called twice; the second machine is in the post.",
    "created_at": "2026-04-02T16:12:00+02:00",
}
_REVIEW: View = {
    "id": "0198f3c2-7d1e-7b3a-9c55-2f1d8a6b4e13",
    "kind": "contradiction",
    "case": CASE_ID,
    "message": f"{CASE_ID}.4",
    "refusal": None,
    "breach": None,
    "body": None,
    "opened_at": "2026-04-09T08:12:00+00:00",
    "decision": None,
    "decided_at": None,
    "decided_by": None,
}
_OUTAGE: View = {
    "id": "0198f3c2-7d1e-7b3a-9c55-2f1d8a6b4e19",
    "scope": "carrier",
    "carrier": "DHL",
    "market": "DE",
    "since": "2026-04-07T06:00:00+00:00",
    "until": "2026-04-08T06:00:00+00:00",
    "reason": "Scans of the carrier were down in the whole country.",
    "declared_at": "2026-04-08T08:12:00+00:00",
}
_BREACH = {
    "id": "019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51ab",
    "kind": "reply",
    "case": CASE_ID,
    "message": f"{CASE_ID}.1",
    "deadline": f"{CASE_ID}.1.d2",
    "at": "2026-04-07T13:00:01+00:00",
    "counts": True,
    "because": "deadline_missed",
}
_MARKET = {
    "code": "DE",
    "name": "Germany",
    "zone": "Europe/Berlin",
    "currency": "EUR",
    "languages": ["de"],
    "subdivision": None,
    "law": [
        {
            "subject": "withdrawal",
            "value": 14,
            "unit": "days",
            "silence": None,
            "valid_from": "2014-06-13",
            "valid_to": None,
            "source": "BGB § 355",
            "verified": True,
        }
    ],
}
_WORKFLOW = {
    "kind": "question",
    "version": 1,
    "initial": ["awaiting_seller", "answered"],
    "states": [
        {
            "name": "awaiting_seller",
            "final": False,
            "waits_on": ["seller"],
            "within": "WorkingDays(3)",
            "then": ["alert_platform"],
            "because": None,
        }
    ],
    "rows": [
        {
            "from": "awaiting_seller",
            "event": "answer",
            "by": ["seller", "platform"],
            "if": [],
            "provided": ["leaves_no_question_open"],
            "to": "answered",
            "outcome": [],
            "fields": _ACTION["fields"],
        }
    ],
}
_IMPORTED = {"items": [{"index": 0, "id": "DE-2077", "result": "created"}]}

_EVENT: View = {
    "position": 4711,
    "type": "deadline.missed",
    "timestamp": "2026-04-07T13:00:01+00:00",
    "case": CASE_ID,
    "version": 2,
    "market": "DE",
    "seller": "s-17",
    "deadline": "reply",
    "on": "seller",
}
_WEBHOOK: View = {
    "id": "019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51ad",
    "url": "https://market.example/nazorg",
    "types": ["case.closed", "refund.due"],
    "state": "active",
    "created_at": "2026-04-02T13:00:00+00:00",
    "delivered_at": "2026-04-07T13:00:01+00:00",
    "failing_since": None,
    "retry_at": None,
    "last_error": None,
    "waiting": 0,
    "undelivered_from": None,
    "disabled_at": None,
    "disabled_because": None,
}
_EXCERPT = {"text": "Ja, er liegt bei.", "spans": [[7, 12]]}


def _page(item: View) -> View:
    return {"items": [item], "next": None}


ANSWERS: dict[str, View] = {
    "Case": _CASE,
    "CasePage": _page(_CASE),
    "Message": _MESSAGE,
    "MessagePage": _page(_MESSAGE),
    "HitPage": _page(
        {
            "message": _MESSAGE,
            "case": {name: _CASE[name] for name in ("id", "number", "kind", "state", "order")},
            "excerpt": _EXCERPT,
            "attachment": None,
        }
    ),
    "Transition": _TRANSITION,
    "TransitionPage": _page(_TRANSITION),
    "Written": {"message": _MESSAGE, "transition": _TRANSITION, "case": _CASE | {"version": 2, "state": "answered"}},
    "Preview": {
        "state": "answered",
        "transition": _TRANSITION,
        "deadlines": [_DEADLINE],
        "findings": [],
        "unanswered": [],
        "reply": {"verdict": "ok", "because": "Every question has an answer.", "counts": True},
    },
    "Order": _ORDER,
    "OrderPage": _page(_ORDER),
    "ImportReport": _IMPORTED,
    "BatchReport": {"items": [{"index": 0, "status": 201, "message": _MESSAGE}]},
    "Note": _NOTE,
    "NotePage": _page(_NOTE),
    "Attachment": {"id": f"att_{CASE_ID}", "sha256": HASH, "content_type": "image/jpeg", "size": 48123},
    "Profile": {"id": "s-17", "name": "Kaffeekontor"} | A_PROFILE | {"legal_person": True},
    "BreachPage": _page(_BREACH),
    "Statistics": {
        "from": "2026-01-01T00:00:00Z",
        "until": "2026-07-01T00:00:00Z",
        "measures": {
            "proposed": 41,
            "proposed_automatically": 38,
            "dismissed": 6,
            "imposed": [
                {"measure": "restriction", "ground": "on_time_rate", "automated": False, "count": 7},
                {"measure": "warning", "ground": "on_time_rate", "automated": True, "count": 22},
            ],
            "lifted": 1,
        },
        "appeals": {
            "lodged": 5,
            "upheld": 3,
            "upheld_in_part": 1,
            "reversed": 1,
            "median_seconds_to_decide": 259200,
        },
        "objections": {
            "lodged": 12,
            "by_subject": {"breach": 4, "refusal": 8},
            "upheld": 9,
            "struck": 2,
            "median_seconds_to_decide": 86400,
        },
    },
    "Standing": {
        "score": 91.2,
        "visibility": 1.0,
        "selling": "allowed",
        "since": None,
        "until": None,
        "metrics": {
            "on_time_rate": 0.975,
            "median_reply_working_seconds": 9120,
            "p90_reply_working_seconds": 41400,
            "messages": 40,
            "missed": 1,
            "conduct": 0,
            "claims_lost": 0,
            "promises_kept_rate": 1.0,
        },
        "window_days": 30,
        "because": [
            {
                "figure": "on_time_rate",
                "because": "Answered in time in the last 30 days: 39 of 40.",
                "points": 39.5,
                "of": 45.0,
            }
        ],
    },
    "Outage": _OUTAGE,
    "OutagePage": _page(_OUTAGE),
    "OutageDeclared": _OUTAGE | {"extended": 214, "struck": 3},
    "Review": _REVIEW,
    "ReviewPage": _page(_REVIEW),
    "Market": _MARKET,
    "MarketPage": _page(_MARKET),
    "WorkedOut": {
        "due": "2026-04-07T15:00:00+02:00",
        "due_utc": "2026-04-07T13:00:00Z",
        "counted": _COUNTED,
        "skipped": _SKIPPED,
    },
    "WorkflowPage": _page({"kind": "question", "version": 1}),
    "Workflow": _WORKFLOW,
    "EventPage": _page(_EVENT) | {"first": 1, "last": 4711},
    "Webhook": _WEBHOOK,
    "WebhookWithSecret": _WEBHOOK
    | {"delivered_at": None, "secret": "whsec_QW4gZXhhbXBsZSwgYW5kIG5vIHNlY3JldCBhdCBhbGw="},
    "WebhookPage": _page(_WEBHOOK),
    "Tried": {"delivered": True, "status": 204, "error": None},
    "ClockMoved": {
        "from": "2026-04-02T13:00:00+00:00",
        "to": "2026-04-07T13:00:01+00:00",
        "fired": {"reply": 1},
        "warnings": 2,
        "messages": 1,
    },
    "Alive": {"alive": True},
    "Ready": {"ready": True, "missing": []},
}

_BESIDE: dict[str, View] = {
    "fields_invalid": {"errors": [{"pointer": "/fields/goods", "reason": "This is needed."}]},
    "not_eligible": {
        "guards": [{"name": "no_question_is_open", "holds": False, "reason": "A question of the buyer is still open."}]
    },
    "event_not_allowed": {"state": "answered", "available_actions": [_ACTION]},
    "version_conflict": {"state": "answered", "version": 2, "unseen": [_MESSAGE]},
}


_BROKEN = {
    "label": "phone",
    "span": [18, 30],
    "pointer": "/body",
    "rule": "phone.number",
    "action": "refuse",
    "reason": "Telephone numbers stay out of messages.",
}
_REFUSED = {
    "rule": "phone.number",
    "spans": [[18, 30, "phone"]],
    "findings": [_BROKEN],
    "automated": True,
    "refusal": "019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51ac",
    "object_until": "2026-10-02T13:00:00+00:00",
    "how_to_object": translate("problem.how_to_object", "en"),
}
_ADVERTISED = {"rule": "marketing: words", "spans": [[18, 30, "marketing"]]}
_BESIDE |= {
    "off_platform_contact": _REFUSED,
    "marketing": _REFUSED | _ADVERTISED | {"findings": [_BROKEN | {"label": "marketing", "rule": "marketing: words"}]},
}


def problem(code: str) -> View:
    """The example of one problem."""
    return body_of(Problem(code), "en") | _BESIDE.get(code, {})

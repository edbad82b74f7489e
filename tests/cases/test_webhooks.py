"""Webhooks: each event at least once, those of a case in order, again while nobody takes it, and not for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from cases.errors import NotFound
from cases.outbox import webhooks
from cases.outbox.deliveries import PAUSES, call_webhooks
from cases.outbox.queries import uncalled
from cases.outbox.sequence import put_in_sequence
from cases.outbox.signature import sign
from cases.outbox.webhooks import OLD_SECRET_SIGNS, Webhook
from tests.builders import Desk, Told, a_question
from tests.cast import JAN, MIA, NORD
from tests.receiver import Call, Receiver, receiving

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


@dataclass
class Post:
    """A desk, whoever is called, and the real clock, moved by hand."""

    desk: Desk
    receiver: Receiver
    now: datetime = START
    made: list[Webhook] = field(default_factory=list)

    def hook(self, owner: str | None = None, types: list[str] | None = None, url: str = "") -> Webhook:
        """Somebody wants to be called."""
        address = url or self.receiver.url
        return webhooks.create(self.desk.database, owner, address, types, self.now, internal=True)

    def calls(self, after: timedelta = timedelta(0)) -> int:
        """Time passes, and the scheduler looks once."""
        self.now += after
        put_in_sequence(self.desk.database)
        return call_webhooks(self.desk.database, lambda: self.now)

    def found(self, webhook: Webhook) -> Webhook:
        """The webhook as it is now."""
        with self.desk.database.read() as connection:
            known = webhooks.find(connection, webhook.id)
        assert known is not None
        return known

    @property
    def waiting(self) -> int:
        """How many calls are owed."""
        with self.desk.database.read() as connection:
            return uncalled(connection)


@pytest.fixture
def post(desk: Desk) -> Iterator[Post]:
    desk.takes()
    with receiving() as receiver:
        yield Post(desk, receiver)


def a_case(post: Post) -> Told:
    """A question that was answered: four events."""
    case = post.desk.opens(a_question())
    case.says(NORD, "It fits.")
    return case


def fails(post: Post, status: int = 500) -> None:
    def says(_: Call) -> int:
        return status

    post.receiver.says = says


def succeeds(post: Post) -> None:
    fails(post, 204)


def test_it_calls_with_every_event_from_now_on(post: Post) -> None:
    post.desk.opens(a_question())
    put_in_sequence(post.desk.database)
    post.hook()
    case = post.desk.opens(a_question())
    assert post.calls() == 2
    assert [(call.event["type"], call.event["case"]) for call in post.receiver.came] == [
        ("case.opened", case.id),
        ("message.written", case.id),
    ]
    assert post.calls() == 0
    assert post.waiting == 0


def test_it_signs_each_call_under_its_own_name(post: Post) -> None:
    made = post.hook()
    a_case(post)
    post.calls()
    for call in post.receiver.came:
        said = call.headers
        assert said["webhook-id"] == f"evt_{call.event['position']}"
        assert said["webhook-timestamp"] == str(int(START.timestamp()))
        signed = sign(made.secret, said["webhook-id"], int(said["webhook-timestamp"]), call.body)
        assert said["webhook-signature"] == signed


def test_it_calls_only_for_the_types_that_are_wanted(post: Post) -> None:
    post.hook(types=["case.moved"])
    a_case(post)
    post.calls()
    assert [call.event["type"] for call in post.receiver.came] == ["case.moved"]


def test_it_calls_a_seller_about_their_own_cases_alone(post: Post) -> None:
    post.desk.takes(number="7", seller="spaet", buyer="mia")
    post.hook("nord")
    mine = a_case(post)
    post.desk.opens(a_question("DE-7"), MIA)
    post.calls()
    assert {call.event["case"] for call in post.receiver.came} == {mine.id}
    assert len(post.receiver.came) == 4


def test_it_tries_again_after_growing_pauses(post: Post) -> None:
    post.hook()
    a_case(post)
    fails(post)
    post.calls()
    assert post.receiver.positions == [1], "what comes after it in the case waits for it"
    post.calls(PAUSES[0] - timedelta(seconds=1))
    assert len(post.receiver.came) == 1
    post.calls(PAUSES[0] * 0.1 + timedelta(seconds=2))
    assert post.receiver.positions == [1, 1]
    post.calls(PAUSES[0] * 1.1)
    assert post.receiver.positions == [1, 1], "the second pause is longer"
    succeeds(post)
    post.calls(PAUSES[1] * 1.1)
    assert post.receiver.positions == [1, 1, 1, 2, 3, 4]
    assert post.waiting == 0


def test_it_keeps_the_name_and_renews_the_moment_of_a_call_that_is_made_again(post: Post) -> None:
    post.hook()
    a_case(post)
    fails(post)
    post.calls()
    post.calls(timedelta(minutes=1))
    first, second = post.receiver.came
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 60
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


def test_it_keeps_the_order_within_a_case_and_lets_other_cases_pass(post: Post) -> None:
    post.hook()
    stuck = a_case(post)
    other = post.desk.opens(a_question())

    def says(call: Call) -> int:
        return 500 if call.event["case"] == stuck.id else 204

    post.receiver.says = says
    post.calls()
    post.calls(timedelta(minutes=1))
    post.calls(timedelta(minutes=1))
    came = [call.event for call in post.receiver.came]
    assert {event["version"] for event in came if event["case"] == stuck.id} == {1}
    assert {event["type"] for event in came if event["case"] == other.id} == {"case.opened", "message.written"}


def test_it_waits_as_long_as_it_is_asked_to(post: Post) -> None:
    made = post.hook()
    a_case(post)
    fails(post, 429)
    post.receiver.adds = {"Retry-After": "600"}
    post.calls()
    again = post.found(made).retry_at
    assert again is not None
    assert again == START + timedelta(seconds=600)


def test_it_ends_what_says_that_it_is_gone(post: Post) -> None:
    made = post.hook()
    a_case(post)
    fails(post, 410)
    post.calls()
    found = post.found(made)
    assert (found.state, found.disabled_because, found.undelivered_from) == ("disabled", "gone", 1)
    assert post.waiting == 0
    post.desk.opens(a_question())
    post.calls(timedelta(days=1))
    assert len(post.receiver.came) == 1


def test_it_ends_what_takes_nothing_for_three_days(post: Post) -> None:
    made = post.hook()
    a_case(post)
    fails(post)
    post.calls()
    for pause in PAUSES:
        assert post.found(made).state == "failing"
        post.calls(pause * 1.1 + timedelta(seconds=1))
    assert len(post.receiver.came) == 1 + len(PAUSES)
    found = post.found(made)
    assert (found.state, found.disabled_because, found.undelivered_from) == ("disabled", "failing", 1)
    assert found.last_error == "500"


def test_it_gives_up_one_event_that_is_never_taken_and_goes_on(post: Post) -> None:
    made = post.hook()
    a_case(post)

    def says(call: Call) -> int:
        return 500 if call.event["position"] == 1 else 204

    post.receiver.says = says
    post.calls()
    for pause in PAUSES:
        post.desk.opens(a_question())
        post.calls(pause * 1.1 + timedelta(seconds=1))
        post.calls(timedelta(seconds=30))
    assert post.receiver.positions.count(1) == 1 + len(PAUSES)
    assert {2, 3, 4} <= set(post.receiver.positions)
    found = post.found(made)
    assert (found.state, found.undelivered_from) == ("active", 1)
    assert post.waiting == 0


def test_it_comes_back_for_what_somebody_took_and_never_finished(post: Post) -> None:
    from cases.outbox import deliveries

    made = post.hook()
    a_case(post)
    put_in_sequence(post.desk.database)
    _, due = deliveries._take(post.desk.database, made.id, post.now)
    assert [one.position for one in due] == [1]
    assert post.calls() == 0, "it is somebody's"
    assert post.calls(deliveries.LEASE + timedelta(seconds=1)) == 4


def test_it_calls_once_while_several_workers_do(post: Post) -> None:
    post.hook()
    for _ in range(6):
        a_case(post)
    put_in_sequence(post.desk.database)
    workers = [threading.Thread(target=call_webhooks, args=(post.desk.database, lambda: post.now)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    post.calls()
    assert sorted(post.receiver.positions) == list(range(1, 25))
    for case in {call.event["case"] for call in post.receiver.came}:
        of_case = [call.event["position"] for call in post.receiver.came if call.event["case"] == case]
        assert of_case == sorted(of_case)


def test_it_signs_with_both_secrets_for_a_day(post: Post) -> None:
    old = post.hook()
    new = webhooks.rotate(post.desk.database, None, old.id, post.now)
    assert new.secret != old.secret
    a_case(post)
    post.calls()
    call = post.receiver.came[0]
    said = call.headers
    both = [
        sign(one, said["webhook-id"], int(said["webhook-timestamp"]), call.body) for one in (new.secret, old.secret)
    ]
    assert said["webhook-signature"] == " ".join(both)
    assert new.secrets_at(post.now + OLD_SECRET_SIGNS) == [new.secret]


def test_it_forgets_what_was_owed_to_a_webhook_that_is_removed(post: Post) -> None:
    made = post.hook()
    a_case(post)
    put_in_sequence(post.desk.database)
    with pytest.raises(NotFound):
        webhooks.remove(post.desk.database, "nord", made.id)
    webhooks.remove(post.desk.database, None, made.id)
    assert post.waiting == 0
    assert post.calls() == 0


def test_it_has_at_most_twenty_for_each_owner(post: Post) -> None:
    for _ in range(webhooks.MOST):
        post.hook("nord")
    with pytest.raises(webhooks.TooMany):
        post.hook("nord")
    post.hook("spaet")


def test_it_goes_on_at_once_when_it_answers_again(post: Post) -> None:
    made = post.hook()
    a_case(post)
    fails(post)
    post.calls()
    succeeds(post)
    assert post.calls(timedelta(seconds=1)) == 0
    webhooks.take_up_again(post.desk.database, made.id)
    assert post.calls() == 4
    assert post.found(made).state == "active"
    case = post.desk.opens(a_question())
    case.says(JAN, "Still there?")
    assert post.calls() == 3

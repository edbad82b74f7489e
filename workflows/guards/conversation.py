"""What buyer and seller have asked, answered and left open."""

from __future__ import annotations

from workflows.facts import Facts, guard


@guard
def change_was_asked_before_dispatch(facts: Facts) -> bool:
    """The buyer asked for a change or a stop and nothing had left yet."""
    return facts.reason in ("change", "stop") and not facts.dispatched


@guard
def no_question_is_open(facts: Facts) -> bool:
    """No question of the buyer waits for an answer."""
    return not facts.open_questions


@guard
def a_question_is_open(facts: Facts) -> bool:
    """A question of the buyer waits for an answer that was not promised yet."""
    return bool(facts.unpromised_questions)


@guard
def something_can_be_objected_to(facts: Facts) -> bool:
    """Within the last two working days a message was waived or a question was said to be answered."""
    return bool(facts.waived_or_answered)


@guard
def no_withdrawal_is_unanswered(facts: Facts) -> bool:
    """The buyer has not written words that read as a withdrawal and wait for an answer."""
    return not facts.withdrawal_words_unanswered

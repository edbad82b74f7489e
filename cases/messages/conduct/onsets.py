"""Where in a sentence something begins to be asked, and where it ends: heard word by word from phrases.

A clause may begin at a boundary: the sentence's start, a comma, "and", "but", a greeting; never behind "or", because
two halves of a choice are one question. Without a boundary only strong phrases begin one ("could you").
"""

from __future__ import annotations

from typing import NamedTuple

from cases.messages.conduct.asking import Asking
from cases.messages.conduct.phrases import Word
from cases.messages.conduct.sentences import ASKED, CLOSED, OPEN, Sentence

COMPLEMENT_WITHIN = 3
ABSORBED_WITHIN = 3
SHORTEST = 2
SHORT = 3
SECOND_VERB_FROM = 4
STATEMENT_FROM = 3
GREETING_UP_TO = 4
FEW = 8
LEADS = ("lead", "anywhere", "request")
BREATHS = ("anywhere", "question", "loosely")
_BREAKS = frozenset(',:()[]/"“”„«»¿¡—')


class Onset(NamedTuple):
    place: int
    asks: bool
    kind: str


class Onsets:
    """One sentence, read from its first word to its last."""

    def __init__(
        self, text: str, words: list[Word], sentence: Sentence, lists: Asking, *, headed: bool, marks: bool
    ) -> None:
        self.text, self.words, self.sentence, self.lists = text, words, sentence, lists
        self.headed = headed and sentence.listed
        self.marks = marks
        self.asked = sentence.mark == ASKED
        self.onsets: list[Onset] = []
        self.heard = 0
        self.conditional = False

    def listen(self) -> None:
        place = self._after_condition()
        while place < len(self.words):
            place += max(self._hear(place, self.boundary(place)), 1)

    def _after_condition(self) -> int:
        """The first word behind a condition that opens the sentence ("if it is broken, …"), else the first."""
        if self.lists.request.at(self.words, 0) or "¿" in self.between(0):
            return 0
        if self.lists.if_.at(self.words, 0):
            for place in range(2, len(self.words)):
                if "," in self.between(place):
                    self.conditional = True
                    return place
        return 0

    def _hear(self, place: int, boundary: str) -> int:
        """Note what begins at this word; how many words it takes."""
        asking_now = bool(self.onsets) and self.onsets[-1].asks
        if boundary == "or" or (asking_now and self._joins_a_choice(place)):
            return 0
        taken = self._hear_clause(place, boundary, asking_now) if boundary else self._hear_within(place, asking_now)
        if not taken and not asking_now and not boundary:
            taken = self._hear_last(place)
        if not taken and asking_now and self._breaks(place, boundary):
            self._note(place, 1, "break", asks=False)
        return taken

    def _joins_a_choice(self, place: int) -> bool:
        """Whether this is an "or" without the accent that would make it a question word (French "ou", "où")."""
        word, alone = self.words[place], self.words[place : place + 1]
        asks = self.lists.words.at(alone, 0) or self.lists.complement.at(alone, 0)
        is_or = self.lists.or_.at(alone, 0) > 0 and not asks
        return is_or and word.exact == word.plain

    def _note(self, place: int, taken: int, kind: str, *, asks: bool = True) -> int:
        self.onsets.append(Onset(place, asks, kind))
        self.heard = place + taken
        return taken

    def _hear_clause(self, place: int, boundary: str, asking_now: bool) -> int:
        """What begins where a clause may begin: a lead-in, courtesy, or something asked."""
        lists, words = self.lists, self.words
        if asking_now and place == self.onsets[-1].place + 1 and not self.between(place).strip():
            return 0  # a question of one word, such as "¿Y …", has just begun
        if asking_now and self.onsets[-1].kind == "word" and place == self.heard and "," in self.between(place):
            return 1  # "if so, with what?"
        if asking_now and boundary == "," and lists.continues.at(words, place) >= SHORTEST:
            return 1  # "…, if possible"
        if asking_now and self._further(place, boundary):
            return self._note(place, lists.complement.at(words, place) or 1, "lead")
        complements = asking_now and self._is_complement(place, boundary)
        closing, lead = lists.closing.at(words, place), lists.lead.at(words, place)
        if lead and (led := self._led(place, lead)) > closing:
            return led if complements else self._note(place, led, "lead")
        asks = max(phrases.at(words, place) for phrases in (lists.request, lists.question, lists.anywhere))
        if place and lists.tail.at(words, place) and asks == len(words) - place:
            return 0
        if not self.asked:
            closing = max(closing, lists.states.at(words, place))
        if closing and closing >= asks:
            return self._note(place, closing, "closing", asks=False)
        return 1 if complements else self._hear_asking(place, boundary, asking_now)

    def _hear_asking(self, place: int, boundary: str, asking_now: bool) -> int:
        lists, words = self.lists, self.words
        joined = asking_now and boundary == "and"
        if joined and (self._says(place) or self._turns(place) or self._fragment(place)):
            return self._note(place, 1, "lead")
        if "¿" in self.between(place) and len(words) - place > 1:
            return self._note(place, 1, "question")
        breath = self._same_breath(boundary)
        for kind, phrases in (("anywhere", lists.anywhere), ("request", lists.request)):
            taken = phrases.at(words, place)
            names_a_choice = kind == "request" and lists.or_.at(words[place + taken : place + taken + 1], 0)
            if taken and not names_a_choice and not (breath and (kind == "request" or taken < SHORTEST)):
                return self._note(place, taken, kind)
        if self._alternative(place, boundary, asking_now=asking_now):
            return 1
        return self._hear_question(place, boundary, asking_now)

    def _hear_question(self, place: int, boundary: str, asking_now: bool) -> int:
        """A question proper; behind a comma a word that refers back ("which …") begins none."""
        lists, words = self.lists, self.words
        if self._inverted(place, boundary):
            return self._note(place, 2, "question")
        refers = boundary == "," and ":" not in self.between(place) and lists.relative.at(words, place) > 0
        if refers and not (self.asked or self.headed or asking_now):
            return 0
        if (taken := lists.question.at(words, place)) and self._may_ask(place, boundary, asking_now):
            return self._note(place, taken, "question")
        if (taken := lists.words.at(words, place)) and self._word_asks(place + taken, boundary, asking_now):
            return self._note(place, taken, "word")
        return 0

    def _inverted(self, place: int, boundary: str) -> bool:
        """Whether a verb opens the sentence before its subject, in a language in which that asks or bids."""
        lists, words = self.lists, self.words
        if boundary not in ("start", "greeting") or lists.no_verb.at(words, place) == 1:
            return False
        if lists.formal.at(words, place) and not words[place].plain.isdigit():
            return True
        return self._loose() and lists.inverts.at(words, place + 1) > 0 and not words[place].plain.isdigit()

    def _hear_last(self, place: int) -> int:
        """A question word at the very end asks what stands before it ("elle part quand")."""
        lists, words = self.lists, self.words
        last = lists.last.at(words, place)
        if not last or place + last != len(words) or not (self.asked or self.sentence.mark == OPEN) or place < SHORTEST:
            return 0
        begins = (at for at in range(place - 1, max(place - FEW, 0), -1) if self.boundary(at))
        subject = (at for at in range(place - 1, max(place - FEW, 0), -1) if lists.subject.at(words, at))
        self.onsets.append(Onset(next(subject, None) or next(begins, 0), True, "last"))
        self.heard = len(words)
        return last

    def _hear_within(self, place: int, asking_now: bool) -> int:
        """A clause that begins with no boundary before it."""
        lists, words = self.lists, self.words
        if asking_now and self._ends_a_choice(place):
            return 1
        if asking_now and (place - self.heard < ABSORBED_WITHIN or self.onsets[-1].kind == "lead"):
            return 0
        if not asking_now and self._chooses(place):
            return 1
        before = lists.front.at(words[place - 1 : place], 0)
        anywhere = self._anywhere(place)
        if anywhere == len(words) - place and lists.tail.at(words, place):
            return 0
        before_please = before and not lists.tail.at(words, place)
        if anywhere and not before_please and not (asking_now and self.asked):
            return self._note(place, anywhere, "anywhere")
        loosely = lists.loosely.at(words, place)
        if asking_now and loosely < SHORTEST:
            return 0
        if before or not self._loose() or not loosely or lists.closing.at(words, place) > loosely:
            return 0
        if self.asked and len(words) - place <= loosely + 1 and place >= ABSORBED_WITHIN - 1:
            return 0
        return self._note(place, loosely, "loosely")

    def _ends_a_choice(self, place: int) -> bool:
        """Whether a word that asks and chooses brings in the short other half of what is asked."""
        alone = self.words[place : place + 1]
        is_both = self.lists.or_.at(alone, 0) > 0 and self.lists.words.at(alone, 0) > 0
        return is_both and len(self.words) - place <= SHORT

    def _chooses(self, place: int) -> bool:
        """Whether a word that asks and chooses (Polish "czy") joins two halves here; the question begins before it."""
        alone = self.words[place : place + 1]
        if not (self.lists.or_.at(alone, 0) and self.lists.words.at(alone, 0)):
            return False
        begins = next((at for at in range(place - 1, 0, -1) if self.boundary(at)), 0)
        few = SHORTEST <= place - begins <= FEW - SHORT
        if not few or not (self.asked or len(self.words) - place <= SHORT):
            return False
        self.onsets.append(Onset(begins, True, "choice"))
        self.heard = place + 1
        return True

    def _anywhere(self, place: int) -> int:
        """The words of a strong phrase; in a sentence with a full stop a lone verb is none, nor one before its subject
        in a language that puts every verb second.
        """
        taken = self.lists.anywhere.at(self.words, place)
        if self.sentence.mark != CLOSED or not taken:
            return taken
        inverted = self.lists.inverts.at(self.words, place + 1) > 0
        is_please = self.lists.request.at(self.words, place) > 0
        return 0 if (taken < SHORTEST and not is_please) or inverted else taken

    def _breaks(self, place: int, boundary: str) -> bool:
        """Whether what was asked ends before this word."""
        lists, words, since = self.lists, self.words, place - self.onsets[-1].place
        if since >= SHORTEST and lists.reason.at(words, place):
            return True
        if boundary == "," and since >= SHORTEST and not self._tag(place):
            if lists.because.at(words, place) or lists.ends.at(words, place):
                return True
            return (
                not self.asked and since >= SHORT and len(words) - place >= STATEMENT_FROM and not self._goes_on(place)
            )
        if lists.question.at(words, place - 1) >= SHORTEST or lists.or_.at(words[place - 1 : place], 0):
            return False  # the subject of what is asked: "… or do I have to"
        long_enough = SECOND_VERB_FROM if lists.never.at(words[place : place + 1], 0) else SHORTEST
        return since >= long_enough and self.sentence.mark != CLOSED and lists.ends.at(words, place) > 0

    def _goes_on(self, place: int) -> bool:
        """Whether the words behind a comma still belong to the request before it."""
        lists = self.lists
        belonging = (lists.continues, lists.complement, lists.words, lists.if_, lists.and_, lists.or_)
        return any(phrases.at(self.words, place) for phrases in belonging)

    def _says(self, place: int) -> bool:
        """Whether a second verb of saying leads in a question of its own ("… and tell me when")."""
        if place - self.onsets[-1].place < SECOND_VERB_FROM:
            return False
        return any(
            self.lists.saying.at(self.words, at)
            and (self.lists.complement.at(self.words, at + 1) or self.lists.complement.at(self.words, at + 2))
            for at in self._run(place)
        )

    def _run(self, place: int) -> range:
        """The next few words, up to a comma."""
        last = min(place + SECOND_VERB_FROM, len(self.words) - 1)
        return range(place, next((at for at in range(place + 1, last) if "," in self.between(at)), last))

    def _turns(self, place: int) -> bool:
        """Whether a subject comes before the words that ask ("… et les chaises sont-elles comprises ?")."""
        return self.asked and any(self.lists.question.at(self.words, at) >= SHORTEST for at in self._run(place)[1:])

    def _fragment(self, place: int) -> bool:
        """Whether only a few words asked before this "and" ("to which address, and …")."""
        since = place - self.onsets[-1].place
        enough = len(self.words) - place > SHORT
        names = self.lists.words.at(self.words, self.onsets[-1].place) > 0
        return self.asked and since in (SHORT, SHORT + 1) and enough and names

    def _alternative(self, place: int, boundary: str, *, asking_now: bool) -> bool:
        """Whether the clause is the other half of an "either … or" that repeats its word (Polish "czy …, czy …")."""
        if not asking_now or boundary != "," or not self.lists.or_.at(self.words, place):
            return False
        return self.words[self.onsets[-1].place].plain == self.words[place].plain

    def between(self, place: int) -> str:
        return (
            self.text[self.words[place - 1].stop : self.words[place].start]
            if place
            else (self.text[self.sentence.start : self.words[0].start])
        )

    def boundary(self, place: int) -> str:
        """What lets a clause begin at this word: "start", ",", "and", "or", "but", "greeting"; empty if nothing."""
        lists, words = self.lists, self.words
        if place == 0:
            return "start"
        between = self.between(place)
        fresh = "(" in self.between(place - 1) or any(sign in between for sign in ".:(")
        if lists.or_.at(words[place - 1 : place], 0) and not fresh:
            return "or"
        dotted = "." in between and not self._shortened(place - 1)
        if dotted or any(sign in between for sign in _BREAKS) or " - " in between or " – " in between:
            return ","
        if "&" in between or "+" in between or lists.and_.at(words[place - 1 : place], 0):
            return "and"
        if "(" in self.between(place - 1) or lists.but.at(words[max(place - 2, 0) : place], 0) == SHORTEST:
            return "but"
        if lists.but.at(words[place - 1 : place], 0) or self._behind_a_number(place):
            return "but"
        if place <= GREETING_UP_TO and all(lists.greeting.at(words[at : at + 1], 0) for at in range(place)):
            return "greeting"
        return ""

    def _shortened(self, place: int) -> bool:
        """Whether the word is the last letter of an abbreviation with dots ("s.v.p.")."""
        word = self.words[place]
        return word.stop - word.start == 1 and self.text[max(word.start - 1, 0) : word.start] == "."

    def _behind_a_number(self, place: int) -> bool:
        """Whether an order's number stands before this word in a text without marks ("order 4471 can you …")."""
        last = self.words[place - 1].plain
        return self.sentence.mark == OPEN and last.isdigit() and len(last) > SHORT

    def _led(self, place: int, lead: int) -> int:
        """The words of a lead-in up to and with what it introduces, at most a few words on; 0 where that is missing."""
        after = place + lead
        for at in range(after, min(after + COMPLEMENT_WITHIN, len(self.words))):
            if any(sign in self.text[self.words[at - 1].stop : self.words[at].start] for sign in ".;!"):
                return 0
            if taken := self.lists.complement.at(self.words, at):
                return at + taken - place
        return 0

    def _further(self, place: int, boundary: str) -> bool:
        """Whether one lead-in asks for another thing here ("whether it fits, whether it is blue and at what price")."""
        lists, words = self.lists, self.words
        since = place - self.onsets[-1].place
        if boundary not in (",", "and") or self.onsets[-1].kind not in LEADS or since < SECOND_VERB_FROM:
            return False
        opens = lists.complement.at(words, place) > 0 or (boundary == "and" and lists.words.at(words, place) > 1)
        absorbed = self._is_complement(place, boundary) or self._alternative(place, boundary, asking_now=True)
        return opens and len(words) - place >= SHORTEST and not absorbed

    def _is_complement(self, place: int, boundary: str) -> bool:
        """Whether this clause is what the one before it says or asks about ("could you say, when …")."""
        if boundary != "," or ":" in self.text[self.words[place - 1].stop : self.words[place].start]:
            return False
        at_complement = self.lists.complement.at(self.words, place) or self.lists.words.at(self.words, place)
        return bool(at_complement) and any(
            self.lists.saying.at(self.words, at) for at in range(max(self.onsets[-1].place, place - 2), place)
        )

    def _same_breath(self, boundary: str) -> bool:
        """Whether a request goes on in a second verb ("could you check and send me …")."""
        return boundary == "and" and self.asked and bool(self.onsets) and self.onsets[-1].kind in BREATHS

    def _may_ask(self, place: int, boundary: str, asking_now: bool) -> bool:
        if self._opens_later(place):
            return False
        if self.asked or self.headed or self.sentence.mark == OPEN or (asking_now and self._wh(place)):
            return True
        if ":" in self.between(place) and self._wh(place):
            return True
        return boundary in ("start", "greeting") and self._plainly(place)

    def _opens_later(self, place: int) -> bool:
        """Whether the writer marks where the question begins, and that is behind this word (Spanish "¿")."""
        return self.asked and "¿" in self.text[self.words[place].stop : self.sentence.stop]

    def _plainly(self, place: int) -> bool:
        """Whether a short sentence with a full stop asks: it begins so, and its writer sets no question marks."""
        return not self.marks and self._wh(place) and not self.lists.if_.at(self.words, place)

    def _wh(self, place: int) -> bool:
        """Whether a question word stands here."""
        return min(self.lists.complement.at(self.words, place), self.lists.words.at(self.words, place)) > 0

    def _word_asks(self, after: int, boundary: str, asking_now: bool) -> bool:
        if boundary == "and" and asking_now:
            return self.asked or self.sentence.mark == OPEN or self._wh(after - 1)
        if boundary == "," and ":" in self.between(after - 1) and self._wh(after - 1):
            return True
        followed = after < len(self.words) and self.lists.never.at(self.words, after) > 0
        if boundary in ("start", "greeting"):
            plain = self._wh(after - 1) if self.sentence.mark == OPEN else self._plainly(after - 1)
            return self.asked or (plain and not followed)
        return self.asked and not followed

    def _text(self) -> str:
        return self.text[self.sentence.start : self.sentence.stop]

    def _loose(self) -> bool:
        return self.sentence.mark == OPEN or self.asked

    def _tag(self, place: int) -> bool:
        return self.asked and len(self.words) - place <= SHORTEST

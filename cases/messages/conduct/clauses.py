"""The asking clauses of one sentence, as places in the text, cut where the onsets say."""

from __future__ import annotations

from cases.messages.conduct.onsets import SECOND_VERB_FROM, SHORT, SHORTEST, Onsets
from cases.messages.conduct.sentences import CLOSED, OPEN

LONG = 10
LED_UP_BY = 4


class Clauses(Onsets):
    """One sentence, read from its first word to its last."""

    def clauses(self) -> list[tuple[int, int]]:
        """The asking clauses."""
        if not self.words:
            return []
        self.onsets.clear()
        self.listen()
        if self._tagged():
            return [(self._from(self._asking_part()), self._end(len(self.words)))]
        self.onsets = [onset for onset in self.onsets if not self._closes(onset.place)]
        self._drop_the_unmet_wish()
        if any(onset.asks for onset in self.onsets):
            return self._cut()
        return self._whole() or self._wish() or self._choice()

    def _tagged(self) -> bool:
        """Whether a statement becomes a question by its last two words ("you do not sell these, do you?")."""
        place = len(self.words) - SHORTEST
        if not self.asked or place < SECOND_VERB_FROM or self.boundary(place) != ",":
            return False
        return self.lists.tag.at(self.words, place) == SHORTEST

    def _drop_the_unmet_wish(self) -> None:
        """ "I would like to return it but have no receipt." leads up to the questions of a message that marks them."""
        asking = [onset for onset in self.onsets if onset.asks]
        if self.asked or not self.marks or len(asking) != 1 or asking[0].kind not in ("request", "anywhere"):
            return
        after = range(asking[0].place + SHORTEST, len(self.words))
        if any(self.lists.yet.at(self.words, at) for at in after):
            self.onsets.clear()

    def _closes(self, place: int) -> bool:
        """Whether only a "please" stands here, at the end of what it belongs to."""
        return place > 0 and self.lists.tail.at(self.words, place) == len(self.words) - place

    def _whole(self) -> list[tuple[int, int]]:
        """The sentence as one question, where its mark or the list that it stands in says that it asks."""
        if not (self.asked or self.headed) or not any(word.plain.strip("x") for word in self.words):
            return []
        if any(onset.kind == "closing" and onset.place <= 1 for onset in self.onsets):
            return []
        return [(self._from(self._asking_part()), self._end(len(self.words)))]

    def _wish(self) -> list[tuple[int, int]]:
        """The clause that a phrase in its midst or a "please" at its end makes a request."""
        wishes = [place for place, _ in self.lists.wish.places(self.words)]
        tails = [place for place, taken in self.lists.tail.places(self.words) if place + taken == len(self.words)]
        if not wishes and not (tails and tails[0] >= SHORTEST and tails[0] <= LONG and not self.asked):
            return []
        at = min(wishes + tails)
        if any(onset.place <= at and onset.kind == "closing" for onset in self.onsets):
            return []
        last = at - 1 if at in tails and at > 1 else at  # a "please" behind a comma closes what stands before it
        start = next((place for place in range(last, 0, -1) if self.boundary(place) in (",", "but")), 0)
        after = next((place for place in range(at + 1, len(self.words)) if "," in self.between(place)), len(self.words))
        if len(self.words) - after < SECOND_VERB_FROM:
            after = len(self.words)
        return [(self._from(start), self._end(after))]

    def _choice(self) -> list[tuple[int, int]]:
        """What names two ways, closes the message, and has no mark: "is the top oak or veneer", "… or not"."""
        last = self.sentence.mark == OPEN and not self.text[self.sentence.stop :].strip()
        if not last or self.onsets or self.lists.ends.at(self.words, 0):
            return []
        start = next((at for at in range(len(self.words) - 1, 0, -1) if self.boundary(at) in (",", "but")), 0)
        start = start or self._after_greeting()
        clause = self.words[start:]
        ors = [at for at in range(1, len(clause)) if self.lists.or_.at(clause[at : at + 1], 0)]
        if not ors or not SHORT < len(clause) <= LONG or self.lists.ends.at(clause, 0):
            return []
        return [(self._from(start), self._end(len(self.words)))]

    def _asking_part(self) -> int:
        """Where the asking part begins: after a colon or a greeting."""
        places = range(1, len(self.words))
        for place in reversed(places):
            if ":" in self.between(place) or "(" in self.between(place):
                return place + (1 if self.lists.or_.at(self.words[place : place + 1], 0) else 0)
        return self._after_greeting()

    def _after_greeting(self) -> int:
        place = 0
        while place < len(self.words) - 1 and self.lists.greeting.at(self.words[place : place + 1], 0):
            place += 1
        return place if place and self.boundary(place) == "," else 0

    def _cut(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        stops = [onset.place for onset in self.onsets[1:]] + [len(self.words)]
        found += self._before_and()
        for number, (onset, stop) in enumerate(zip(self.onsets, stops, strict=True)):
            if not onset.asks:
                continue
            start = self._first_start(onset.place) if number == 0 else onset.place
            end = self._end(self._without_joint(start, stop))
            if end > self.words[start].start:
                found.append((self._from(start), end))
        return found

    def _before_and(self) -> list[tuple[int, int]]:
        """What a question that begins with "and" is joined to asks too, although no phrase of ours says so."""
        first = self.onsets[0].place
        if not self.asked or first < SHORT or self.boundary(first) != "and":
            return []
        start = next((place for place in range(first - 1, 0, -1) if self.boundary(place) in (",", "but")), 0)
        return [(self._from(start), self._end(self._without_joint(start, first)))]

    def _first_start(self, place: int) -> int:
        """The start of the first clause: with its condition, and with the few words that lead up to it."""
        if self.conditional:
            return 0
        if self.sentence.mark == CLOSED and self.onsets[0].kind == "anywhere":
            return next((at for at in range(place, 0, -1) if self.boundary(at)), 0)
        if not self.asked or place > LED_UP_BY or self.boundary(place) in ("and", "but", "greeting"):
            return place
        if "¿" in self.between(place) and self.lists.because.at(self.words, 0):
            return place
        if self.lists.greeting.at(self.words, 0) or self.lists.ends.at(self.words, 0) or ":" in self.between(place):
            return place
        return 0

    def _from(self, place: int) -> int:
        start = self.words[place].start
        if place == 0 and not any(sign.isascii() and not sign.isspace() for sign in self.between(0)):
            return self.sentence.start
        while start > self.sentence.start and self.text[start - 1] in "¿¡":
            start -= 1
        return start

    def _without_joint(self, start: int, stop: int) -> int:
        """The clause's end without the "and" or "but" that joins the next."""
        while stop < len(self.words) and stop - 1 > start:
            last = self.words[stop - 1 : stop]
            if not (self.lists.and_.at(last, 0) or self.lists.but.at(last, 0)):
                break
            stop -= 1
        return stop

    def _end(self, stop: int) -> int:
        if stop == len(self.words):
            end = self.sentence.stop
            while end > self.words[-1].stop and self.text[end - 1] in " ,:;-–—(\t\n":
                end -= 1
            return end
        return self.words[stop - 1].stop

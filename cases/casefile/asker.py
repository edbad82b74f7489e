"""Who is asking, and which case is theirs."""

from __future__ import annotations

from dataclasses import dataclass

from cases.casefile.casefile import CaseFile, PersonRow
from cases.ids import new_id
from workflows.grammar import BUYER, CARRIER, PAYMENTS, PLATFORM, SELLER, Role, Workflow

ADMIN, INTEGRATION = "admin", "integration"
_ROLES = {"buyer": BUYER, "seller": SELLER, ADMIN: PLATFORM}


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody with a token: ``role`` is buyer, seller, admin or integration; ``seller`` is whose people they are of.

    ``lang`` is the language in which they read.
    """

    role: str
    sub: str
    seller: str = ""
    lang: str = "en"

    @property
    def team(self) -> str:
        """Whose inside they are of, the seller's or the platform's; empty for whoever has no team here."""
        return {"seller": str(SELLER), ADMIN: str(PLATFORM)}.get(self.role, "")

    def sees(self, file: CaseFile) -> bool:
        """Whether the case is this asker's to read and to write in."""
        if self.role == "buyer":
            return file.buyer is not None and file.buyer.external_id == self.sub
        if self.role == "seller":
            return file.case.seller_id == self.seller
        return self.role in (ADMIN, INTEGRATION)

    def acts_as(self, workflow: Workflow, event: str | None) -> Role:
        """The role in the tables; the market place's systems speak as carrier or payments, by the event's row."""
        if self.role != INTEGRATION:
            return _ROLES[self.role]
        speakers = workflow.speakers.get(event or "", frozenset())
        return PAYMENTS if PAYMENTS in speakers else CARRIER

    def acts_in(self, file: CaseFile, event: str | None) -> Role:
        """The role in this case: an admin who took it over acts for the seller where the platform has no row."""
        role, workflow, state = self.acts_as(file.workflow, event), file.workflow, file.case.state
        if role is not PLATFORM or not file.case.progress.taken_over or event is None:
            return role
        for_seller = not workflow.rows_for(state, PLATFORM, event) and workflow.rows_for(state, SELLER, event)
        return SELLER if for_seller else role

    @property
    def actor(self) -> str:
        """Who acts, as guards tell people apart: a side by its role, an admin by name."""
        return f"{PLATFORM}:{self.sub}" if self.role == ADMIN else self.role

    def as_person(self, name: str) -> PersonRow:
        """A new entry in the table of persons."""
        return PersonRow(new_id(), self.role, self.sub, name, self.lang)

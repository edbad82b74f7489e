"""Every way through a measure against a seller: each rests on an answer that was missed, but for danger and fraud."""

from __future__ import annotations

SANCTION = """
dismissed: platform propose(restriction), seller respond, platform dismiss
dismissed: platform propose(restriction), clock dismiss
dismissed: platform propose(removal), seller respond, platform impose, another dismiss
dismissed: platform propose(removal), seller respond, platform impose, clock dismiss
expired: platform propose(warning), clock impose, clock expire
expired: platform propose(restriction), days 14, platform impose, clock expire
expired: platform propose(suspension for fraud), platform impose, seller appeal, another uphold, clock expire
expired: platform propose(suspension for danger), platform impose, seller appeal, clock expire
expired: platform propose(restriction), seller respond, platform impose, clock expire, seller appeal, another uphold
lifted: platform propose(restriction), seller respond, platform impose, clock expire, seller appeal, platform lift
lifted: platform propose(restriction), seller respond, platform impose, platform lift
lifted: platform propose(removal), seller respond, platform impose, another consent, clock take_effect, platform lift
lifted: platform propose(removal), seller respond, platform impose, another consent, seller appeal, third uphold,
    platform lift
lifted: platform propose(removal for fraud), platform impose, another consent, seller appeal, third uphold,
    platform lift
"""

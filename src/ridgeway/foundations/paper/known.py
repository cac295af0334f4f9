"""What pupils know on the day of their sheets, and what they would practise next."""

import datetime as dt
from collections.abc import Callable

import numpy as np

from ridgeway.fluency import Knowledge, Plan, Subject
from ridgeway.foundations.fold import nothing_known
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.models import KnowledgeState
from ridgeway.foundations.paper.kinds.kind import Making
from ridgeway.foundations.paper.rehearsal import plan_page
from ridgeway.foundations.steering.resolving import steering_of
from ridgeway.schools.models import Pupil

Planner = Callable[[Pupil, np.random.Generator], Plan]
"""What a pupil would practise next, planned with the chance given."""


def planner(making: Making, subject: Subject = "number-facts") -> Planner:
    """Reads what the pupils know of a subject and what was decided for them, and plans for one after the other.

    Nothing is planned before a pupil's last answer, which may be later than the day's noon.
    """
    noon = dt.datetime.combine(making.day, dt.time(12), dt.UTC)
    states = KnowledgeState.objects.filter(pupil__in=making.pupils, subject=subject, answers__gt=0)
    known: dict[int, tuple[Knowledge, dt.datetime]] = {
        state.pupil_id: (read_knowledge(state, subject), max(noon, state.last_at)) for state in states
    }
    nothing = nothing_known(subject), noon
    decided = steering_of(making.pupils, making.day, subject=subject)

    def plan(pupil: Pupil, rng: np.random.Generator) -> Plan:
        knowledge, at = known.get(pupil.pk, nothing)
        return plan_page(knowledge, at=at, rng=rng, year=making.years.get(pupil.pk), steering=decided[pupil.pk])

    return plan

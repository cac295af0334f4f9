"""A class as a team: what all its pupils know together, and the next round number. Nobody is named or compared."""

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from django.db import connection

from ridgeway.foundations.steering.resolving import classes_of
from ridgeway.schools.models import GroupMembership, Pupil

LEAST_PUPILS: Final = 5
"""In a smaller class a sum would tell of single pupils."""

STEPS: Final = ((500, 50), (2000, 100), (5000, 250))
LARGEST_STEP: Final = 500

KNOWN_TOGETHER: Final = """
SELECT sum(fluent) FROM (
    SELECT DISTINCT ON (pupil_id) fluent FROM foundations_knowledgeday
    WHERE pupil_id = ANY(%s) AND subject = 'number-facts'
    ORDER BY pupil_id, day DESC
) AS latest
"""


def team_goal(pupil: Pupil, day: dt.date) -> dict[str, Any] | None:
    """The number facts that are fluent in the pupil's class together, and the goal after that.

    None where the pupil is in no class, or in one so small that the sum would tell of single pupils.
    """
    groups = classes_of([pupil.pk], day).get(pupil.pk)
    if not groups:
        return None
    members = set(GroupMembership.objects.on(day).filter(group=groups[0]).values_list("pupil_id", flat=True))
    if len(members) < LEAST_PUPILS:
        return None
    fluent = _known_together(members)
    return {"fluent": fluent, "goal": goal_after(fluent)}


def goal_after(fluent: int) -> int:
    """The next round number, near enough to be reached in days."""
    step = next((step for below, step in STEPS if fluent < below), LARGEST_STEP)
    return (fluent // step + 1) * step


def _known_together(pupils: Collection[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_TOGETHER, [list(pupils)])
        return int(cursor.fetchone()[0] or 0)

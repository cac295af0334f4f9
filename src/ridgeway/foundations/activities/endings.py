"""What a pupil hears after an activity: what they did, and their own best. Nobody else is in it."""

import datetime as dt
from typing import Any, Final

from django.db import connection

from ridgeway.foundations.models import PracticeSession
from ridgeway.foundations.timings.models import Activity

RIGHT_SO_FAR: Final = """
SELECT s.id = %(session)s, count(*), count(*) FILTER (WHERE a.correct)
FROM foundations_practicesession s
JOIN foundations_countedanswer a ON a.school_id = s.school_id AND a.pupil_id = s.pupil_id AND a.session = s.id
    AND a.at >= s.opened_at - interval '1 day'
WHERE s.pupil_id = %(pupil)s AND s.activity = %(activity)s AND s."of" = %(of)s
    AND (s.id = %(session)s OR (s.finished_at IS NOT NULL AND s.opened_at < %(opened)s))
GROUP BY s.id
"""

SPELLED_SO_FAR: Final = """
SELECT s.id = %(session)s, count(*), count(*) FILTER (WHERE t.correct)
FROM foundations_practicesession s
JOIN foundations_wordtry t ON t.school_id = s.school_id AND t.session = s.id
WHERE s.pupil_id = %(pupil)s AND s.activity = %(activity)s AND s."of" = %(of)s
    AND (s.id = %(session)s OR (s.finished_at IS NOT NULL AND s.opened_at < %(opened)s))
    AND s.id NOT IN (SELECT session_id FROM foundations_withdrawal)
GROUP BY s.id
"""
"""Words of a list count by the first try at each."""


def end(session: PracticeSession, at: dt.datetime) -> dict[str, Any]:
    """Ends an activity, the first time it is asked, and says how many were answered and right, now and at best."""
    if session.finished_at is None:
        session.finished_at = at
        session.save(update_fields=["finished_at"])
    asked: dict[str, Any] = {
        "session": session.pk,
        "pupil": session.pupil_id,
        "activity": session.activity,
        "of": session.of,
        "opened": session.opened_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(SPELLED_SO_FAR if session.activity == Activity.SPELLING else RIGHT_SO_FAR, asked)
        rows = cursor.fetchall()
    answered, right = next(((count, right) for is_this, count, right in rows if is_this), (0, 0))
    best = max((right for is_this, _, right in rows if not is_this), default=None)
    return {
        "activity": session.activity,
        "answered": answered,
        "right": right,
        "best_right": best,
        "is_best": best is not None and right > best,
    }

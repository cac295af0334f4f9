"""From seconds to automatic: how quickly each fact was last answered, week by week.

Counting the answers of each week would mislead: practice asks what is not known yet, and goes on to harder facts
all the time. So each fact of each pupil counts once a week, by its last answer up to then, and all facts that they
have been asked by now are in every column.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from ridgeway.fluency import whole_catalogue
from ridgeway.foundations.weeks import WEEK, Week
from ridgeway.web.charts import Chart
from ridgeway.web.charts.stacked import Column, stacked_chart

BANDS: Final = (
    "up to 1.5 seconds",
    "up to 3 seconds",
    "up to 6 seconds",
    "longer, wrong or shown",
    "not asked yet",
)
EDGES_MS: Final = [1500, 3000, 6000]
SLOW, NOT_YET = 3, 4

MOVES: Final = """
WITH last AS (
    SELECT DISTINCT ON (pupil_id, item, week) pupil_id, item,
        greatest(date_trunc('week', at AT TIME ZONE %(zone)s)::date, %(since)s) AS week,
        CASE WHEN NOT correct OR latency_ms > coalesce(delay_ms, 'infinity'::float8) THEN %(slow)s
             ELSE width_bucket(latency_ms - 1, %(edges)s::int[]) END AS band
    FROM foundations_countedanswer
    WHERE pupil_id = ANY(%(pupils)s) AND item = ANY(%(items)s) AND prompt <> 'model' AND latency_ms > 0
        AND at < %(until)s::timestamp AT TIME ZONE %(zone)s
    ORDER BY pupil_id, item, week, at DESC, id DESC
), moved AS (
    SELECT week, lag(band, 1, %(not_yet)s) OVER (PARTITION BY pupil_id, item ORDER BY week) AS was, band FROM last
)
SELECT week, was, band, count(*) FROM moved GROUP BY week, was, band
"""


class Move(NamedTuple):
    """So many facts that stood in one band until a week, and in another (or the same) from its end on."""

    week: dt.date
    was: int
    band: int
    facts: int


def weeks_of_speed(pupil_ids: Iterable[int], set_or_strand: str, since: dt.date, until: dt.date) -> Chart:
    """Facts of a set or strand by how quickly each was last answered, a column a week.

    Questions whose answer stood beside them do not count. What was answered before `since` counts from that week.
    """
    asked: dict[str, Any] = {
        "zone": timezone.get_default_timezone_name(),
        "slow": SLOW,
        "not_yet": NOT_YET,
        "edges": EDGES_MS,
        "pupils": list(pupil_ids),
        "items": items_of(set_or_strand),
        "since": Week.of(since).monday,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVES, asked)
        moves = [Move(*row) for row in cursor.fetchall()]
    columns = [Column(date_format(week, "j M"), counts) for week, counts in by_week(moves)]
    return stacked_chart("From seconds to automatic, week by week", BANDS, columns, heading="Week of")


def by_week(moves: Iterable[Move]) -> list[tuple[dt.date, list[int]]]:
    """How many facts stand in each band at the end of each week, from the first to the last that asked one.

    Every fact comes from `NOT_YET`, in the week in which it was first asked.
    """
    listed = sorted(moves)
    counts = [0] * NOT_YET + [sum(move.facts for move in listed if move.was == NOT_YET)]
    weeks: list[tuple[dt.date, list[int]]] = []
    for week, was, band, facts in listed:
        while not weeks or weeks[-1][0] < week:
            weeks.append((weeks[-1][0] + WEEK if weeks else week, counts.copy()))
        counts[was] -= facts
        counts[band] += facts
        weeks[-1] = (week, counts.copy())
    return weeks


def items_of(set_or_strand: str) -> list[str]:
    """The ids of the items of a set or a strand, whatever its subject."""
    return [item.id for item in whole_catalogue() if set_or_strand in (item.set_id, item.strand)]

"""What pupils read or write in a minute, and how much more than in the half-term before.

There is no norm to set it beside: those that exist are not free for England. A pupil is set beside themselves.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from ridgeway.foundations.growth.lines import GrowthLine, Work, lines_of_counts
from ridgeway.foundations.overview.spans import Span
from ridgeway.foundations.overview.strands import Strand


@dataclass(frozen=True, slots=True)
class Timed:
    """A pupil's timings of one work in a time: on how many `days`, and right a minute at the end.

    `more` is how much more that is than at the end of the half-term set beside it; None where they were not timed
    in both.
    """

    days: int
    rate: float
    more: float | None


def timed_in(pupils: Collection[int], span: Span, strand: Strand) -> dict[int, dict[Work, Timed]]:
    """Each pupil's timings in a strand by what was done; one kind of work on one device alone measures the same.

    A query for each source, however many pupils.
    """
    since = span.starts if span.beside is None else min(span.beside.starts, span.starts)
    counts = [count for source in strand.sources for count in source(list(pupils), since, span.ends)]
    found = defaultdict[int, dict[Work, Timed]](dict)
    for work, lines in lines_of_counts(count for count in counts if count.kind in strand.kinds).items():
        for pupil_id, line in lines.items():
            timed = _timed(line, span)
            if timed is not None:
                found[pupil_id][work] = timed
    return dict(found)


def _timed(line: GrowthLine, span: Span) -> Timed | None:
    now = line.between(span.starts, span.ends)
    return None if now is None else Timed(len(now.days), now.level, _more(line, span))


def _more(line: GrowthLine, span: Span) -> float | None:
    if span.beside is None:
        return None
    before = line.between(span.beside.starts, span.beside.ends)
    since = line.between(max(span.starts, span.beside.ends), span.ends)
    return None if before is None or since is None else since.level - before.level

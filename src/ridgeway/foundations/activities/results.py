"""What came of a class's probes and writing on screen: right and wrong a minute, this week and before."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ridgeway.foundations.activities.probes import title_of
from ridgeway.foundations.timings.counts import PAPER, Count, counts_of
from ridgeway.foundations.timings.models import Writing
from ridgeway.schools.models import Pupil, TeachingGroup

ON_SCREEN = frozenset({"probe", *Writing.values})


@dataclass(frozen=True, slots=True)
class PupilProbes:
    """A pupil's counts of one activity on screen, in order."""

    pupil: Pupil
    counts: Sequence[Count]

    @property
    def latest(self) -> Count | None:
        """The last one; None before the first."""
        return self.counts[-1] if self.counts else None

    @property
    def before(self) -> Count | None:
        """The one before the last."""
        return self.counts[-2] if len(self.counts) > 1 else None

    @property
    def best(self) -> int | None:
        """The most right answers of any."""
        return max((each.correct for each in self.counts), default=None)


@dataclass(frozen=True, slots=True)
class ProbeResults:
    """What came of one activity, pupil by pupil as in the register; `day` is when somebody last did it."""

    kind: str
    of: str
    day: dt.date
    rows: Sequence[PupilProbes]

    @property
    def title(self) -> str:
        """What was probed, or what was written."""
        return str(Writing(self.kind).label) if self.kind in Writing.values else title_of(self.of)

    @property
    def unit(self) -> str:
        """What is counted."""
        return "letters right" if self.kind in Writing.values else "right"

    @property
    def done(self) -> int:
        """How many pupils have done it at least once."""
        return sum(row.latest is not None for row in self.rows)


def probe_results(group: TeachingGroup, today: dt.date) -> list[ProbeResults]:
    """What came of each probe and writing that the class has done this academic year, the latest first."""
    pupils = list(group.pupils_on(today))
    year = group.academic_year
    counts = [
        count
        for count in counts_of([pupil.pk for pupil in pupils], year.starts, today + dt.timedelta(days=1))
        if count.kind in ON_SCREEN and count.device != PAPER
    ]
    found = []
    for kind, of in dict.fromkeys((count.kind, count.of) for count in reversed(counts)):
        own = [count for count in counts if (count.kind, count.of) == (kind, of)]
        rows = [PupilProbes(pupil, [each for each in own if each.pupil_id == pupil.pk]) for pupil in pupils]
        found.append(ProbeResults(kind, of, own[-1].day, rows))
    return found

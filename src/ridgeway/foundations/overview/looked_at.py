"""What leaders look at: a strand of Fast Learning in a time, in the whole school and in its groups."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from ridgeway.foundations.growth.lines import Work
from ridgeway.foundations.growth.names import name_of
from ridgeway.foundations.overview.figures import PupilFigures, figures_in
from ridgeway.foundations.overview.groups import Division, GroupFigures, divide, whole_school
from ridgeway.foundations.overview.measured import measures_of
from ridgeway.foundations.overview.spans import Span
from ridgeway.foundations.overview.strands import Strand
from ridgeway.foundations.overview.tables import Cell, Telling
from ridgeway.schools.models import AcademicYear


@dataclass(frozen=True, slots=True)
class Overview:
    """What a request asks for: a strand, a time, and the school in it."""

    year: AcademicYear
    spans: list[Span]
    span: Span
    strand: Strand
    figures: list[PupilFigures]
    work: Work | None
    """What of a strand is told that is timed in several ways; None of others, and where nobody was timed."""
    hides: bool
    """Whether small numbers are hidden: from those who may not see pupils."""

    @property
    def telling(self) -> Telling:
        """What is told, as tables."""
        return telling_of(self.strand, self.work)

    @property
    def works(self) -> list[Work]:
        """What was done in a strand that is timed, what most pupils did first."""
        return works_of(self.figures)

    @property
    def is_known(self) -> bool:
        """Whether there is anything to tell of the strand in this time."""
        return any(map(self.telling.measures.knows, self.figures))

    @property
    def divisions(self) -> list[Division]:
        """The school, whole and divided."""
        return divide(self.figures, self.telling.measures, self.span.weeks, hide=self.hides)

    def by_half_term(self) -> list[tuple[Span, GroupFigures]]:
        """The whole school in each half-term so far."""
        told = self.telling.measures
        figures = {
            span: self.figures if span == self.span else figures_in(span, self.year.pk, self.strand)
            for span in self.spans[:-1]
        }
        return [(span, whole_school(each, told, span.weeks, hide=self.hides)) for span, each in figures.items()]

    def rows(self) -> list[list[Cell]]:
        """What the page shows, as numbers: first the groups in the time asked for, then the school
        in the other half-terms.
        """
        tell = self.telling.group_rows
        others = [(span, group) for span, group in self.by_half_term() if span != self.span]
        return [
            *tell(self.span.name, self.divisions),
            *(row for span, group in others for row in tell(span.name, [Division("School", [group])])),
        ]

    def query(self, *, strand: Strand | None = None, span: Span | None = None, work: Work | None = None) -> str:
        """What is asked for, with something else in its place, as the query of an address."""
        asked = {"strand": (strand or self.strand).key, "span": (span or self.span).key}
        line = work or (self.work if strand is None else None)
        return urlencode(asked if line is None else asked | {"line": line.key})


def telling_of(strand: Strand, work: Work | None = None) -> Telling:
    """A strand's tables. Where it is timed in several ways, files name the way as well."""
    return Telling(strand.name if work is None else name_of(work), measures_of(strand, work))


def works_of(figures: Iterable[PupilFigures]) -> list[Work]:
    """What these pupils were timed at, what most of them did first."""
    pupils = Counter(work for each in figures for work in each.timed)
    return sorted(pupils, key=lambda work: (-pupils[work], work))

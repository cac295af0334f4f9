"""The Monday page as its template prints it: pupils grouped by what to do, with the addresses that do it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from ridgeway.fluency.growth import AnyRemedy, remedy_in_words
from ridgeway.foundations.classroom import PupilLine
from ridgeway.foundations.tables import StuckRow, gain_in_words, stuck_rows
from ridgeway.foundations.week.due import Due, What
from ridgeway.foundations.week.models import Tried
from ridgeway.foundations.week.monday import Monday
from ridgeway.foundations.week.suggesting import place_of, suggest
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.shell import Link


class Move(NamedTuple):
    """What to do next for some pupils who need something else, and what else could be tried."""

    words: str
    remedy: AnyRemedy | None
    otherwise: Sequence[str]
    rows: Sequence[StuckRow]

    @property
    def pupils(self) -> str:
        """The keys of all of them, as a button sends them."""
        return ",".join(str(row.key) for row in self.rows)


class TryingRow(NamedTuple):
    """Something that is being tried with a pupil, or was: what, since when, and where it is done."""

    tried: Tried
    words: str
    judged_from: dt.date
    is_under_way: bool
    place: Link
    name: str
    url: str
    evidence: str

    @property
    def id(self) -> str:
        """What the button that takes it back is called on the page."""
        return f"undo-{self.tried.pk}"


class GoingOn(NamedTuple):
    """A pupil who needs nothing else now, and the figures that say so."""

    name: str
    url: str
    figures: str


class NextSet(NamedTuple):
    """A set, or that there is none, and who is ready for it."""

    title: str
    rows: Sequence[GoingOn]


class DueRow(NamedTuple):
    """One thing to time: who is due, and where it is prepared for just these pupils."""

    due: Due
    url: str
    action: str


SHEETS: dict[What, str] = {"facts": "probe", "writing": "copying"}
"""The kind of sheet that times a pupil for a minute."""


def moves(lines: Sequence[PupilLine], monday: Monday, urn: int) -> list[Move]:
    """Pupils who need something else, by the move that is next for them."""
    grouped: dict[tuple[str, AnyRemedy | None, tuple[str, ...]], list[StuckRow]] = {}
    for line, row in zip(lines, stuck_rows(monday.classroom, lines, urn), strict=True):
        found = suggest(line.advice, line.tried, monday.today)
        grouped.setdefault((found.words, found.remedy, tuple(found.otherwise)), []).append(row)
    return [Move(*move, each) for move, each in grouped.items()]


def trying_rows(monday: Monday, urn: int) -> list[TryingRow]:
    """What is being tried, the oldest first: that is looked at again soonest."""
    rows = [
        trying_row(
            tried, line.pupil, monday.classroom.group, urn, today=monday.today, evidence=line.advice.evidence
        )
        for line in monday.trying
        for tried in line.tried
        if tried.attempt == line.trying
    ]
    return sorted(rows, key=lambda row: row.judged_from)


def trying_row(
    tried: Tried, pupil: Pupil, group: TeachingGroup, urn: int, *, today: dt.date, evidence: str = ""
) -> TryingRow:
    """One remedy that is or was tried with a pupil."""
    attempt = tried.attempt
    return TryingRow(
        tried=tried,
        words=capfirst(remedy_in_words(attempt.remedy)),
        judged_from=attempt.judged_from,
        is_under_way=today < attempt.judged_from,
        place=place_of(tried, group.pk, urn),
        name=str(pupil),
        url=reverse("foundations:pupil", args=[urn, group.pk, pupil.pk]),
        evidence=evidence,
    )


def next_sets(monday: Monday, urn: int) -> list[NextSet]:
    """Who is ready, by the set that comes next."""
    return [
        NextSet(each.next.title if each.next else "Nothing new: keep it fresh", going_on(each.lines, monday, urn))
        for each in monday.ready
    ]


def going_on(lines: Iterable[PupilLine], monday: Monday, urn: int) -> list[GoingOn]:
    """Pupils who go on, in the order of the register."""
    group = monday.classroom.group.pk
    return [
        GoingOn(str(line.pupil), reverse("foundations:pupil", args=[urn, group, line.pupil.pk]), _figures(line))
        for line in lines
    ]


def due_rows(due: Iterable[Due], group: TeachingGroup, urn: int) -> list[DueRow]:
    """What is to be timed. A reading is heard; everything else begins with a sheet."""
    return [
        DueRow(each, reverse("foundations:reading", args=[urn, group.pk]), "Hear them read")
        if each.what == "reading"
        else DueRow(each, sheets_for(each.pupils, SHEETS[each.what], group, urn), "Make sheets")
        for each in due
    ]


def _figures(line: PupilLine) -> str:
    """How many facts are fluent and how many more a week; the one that does not stick."""
    gain = "" if line.gain is None else f", {gain_in_words(line.gain)} a week"
    stuck = f", but {line.stuck_facts[0].text}" if line.stuck_facts else ""
    return f"{line.fluent} fluent{gain}{stuck}"


def sheets_for(pupils: Iterable[Pupil], kind: str, group: TeachingGroup, urn: int) -> str:
    """The page that makes sheets, with a kind and these pupils chosen."""
    chosen = urlencode([("kind", kind), *(("pupils", pupil.pk) for pupil in pupils)])
    return f"{reverse('foundations:sheets', args=[urn, group.pk])}?{chosen}"

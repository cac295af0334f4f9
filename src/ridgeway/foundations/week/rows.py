"""The Monday page as its template prints it: pupils grouped by what to do, with the addresses that do it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from ridgeway.fluency.growth import REMEDIES
from ridgeway.foundations.classroom import PupilLine
from ridgeway.foundations.tables import StuckRow, gain_in_words, stuck_rows
from ridgeway.foundations.week.due import Due, What
from ridgeway.foundations.week.monday import Monday, next_move
from ridgeway.schools.models import Pupil, TeachingGroup


class Move(NamedTuple):
    """What to do next for some stuck pupils, and what else could be tried."""

    words: str
    otherwise: Sequence[str]
    rows: Sequence[StuckRow]


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


def moves(monday: Monday, urn: int) -> list[Move]:
    """Stuck pupils by the move that is next for them; who has stopped growing comes first."""
    grouped: dict[tuple[str, tuple[str, ...]], list[StuckRow]] = {}
    rows = stuck_rows(monday.classroom, monday.stuck, urn)
    for line, row in zip(monday.stuck, rows, strict=True):
        otherwise = tuple(REMEDIES[each] for each in line.advice.remedies[1:])
        grouped.setdefault((next_move(line), otherwise), []).append(row)
    return [Move(words, otherwise, each) for (words, otherwise), each in grouped.items()]


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

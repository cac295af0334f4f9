"""The Monday page as its template prints it: pupils grouped by what to do, with the addresses that do it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from ridgeway.fluency.growth import REMEDIES
from ridgeway.foundations.tables import StuckRow, stuck_rows
from ridgeway.foundations.week.due import Due, What
from ridgeway.foundations.week.monday import Monday, next_move
from ridgeway.schools.models import Pupil, TeachingGroup


class Move(NamedTuple):
    """What to do next for some stuck pupils, and what else could be tried."""

    words: str
    otherwise: Sequence[str]
    rows: Sequence[StuckRow]


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


def due_rows(due: Iterable[Due], group: TeachingGroup, urn: int) -> list[DueRow]:
    """What is to be timed. A reading is heard; everything else begins with a sheet."""
    return [
        DueRow(each, reverse("foundations:reading", args=[urn, group.pk]), "Hear them read")
        if each.what == "reading"
        else DueRow(each, sheets_for(each.pupils, SHEETS[each.what], group, urn), "Make sheets")
        for each in due
    ]


def sheets_for(pupils: Iterable[Pupil], kind: str, group: TeachingGroup, urn: int) -> str:
    """The page that makes sheets, with a kind and these pupils chosen."""
    chosen = urlencode([("kind", kind), *(("pupils", pupil.pk) for pupil in pupils)])
    return f"{reverse('foundations:sheets', args=[urn, group.pk])}?{chosen}"

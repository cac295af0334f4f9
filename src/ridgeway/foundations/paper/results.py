"""Results of sheets: how they are entered, and what the rest of the room may ask about them.

The totals, with the cells where somebody marked them, are kept here, where an entry may be corrected. They go into
the ledger, as far as they tell it something, once they have stood for a day; what they told is withdrawn when they
are corrected after that, or taken away (see `settling`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from ridgeway.access.models import User
from ridgeway.foundations.models import Mistake
from ridgeway.foundations.paper.models import SheetPage, SheetResult, SheetSet
from ridgeway.foundations.paper.settling import unsettle
from ridgeway.schools.models import TeachingGroup


@dataclass(frozen=True, slots=True)
class Marks:
    """Cells that were not right, as question numbers from 0."""

    wrong: tuple[int, ...]
    blank: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One pupil's result as entered.

    `seconds` is None on sheets that are not timed. `marks` is None when only totals are known; then `errors` may
    say how many were wrong.
    """

    seconds: int | None
    correct: int
    marks: Marks | None = None
    errors: int | None = None

    @property
    def wrong(self) -> int | None:
        """How many were wrong, as counted or as marked."""
        return self.errors if self.marks is None else len(self.marks.wrong)


@dataclass(frozen=True, slots=True)
class PaperResult:
    """A result as pages and charts use it."""

    pupil_id: int
    day: dt.date
    kind: str
    questions: int
    correct: int
    seconds: int | None

    @property
    def seconds_each(self) -> float | None:
        """Seconds for each right answer, the programme's measure; None where nothing was right or timed."""
        return self.seconds / self.correct if self.correct and self.seconds else None

    @property
    def on_grid(self) -> bool:
        """Whether it is a grid, whose times may be set beside each other."""
        return self.kind.endswith("-grid")


@transaction.atomic
def enter_results(sheet_set: SheetSet, entries: Mapping[SheetPage, Entry | None], *, by: User | None) -> int:
    """Keeps the results of some pages and says how many have changed. None takes a result back.

    Entering the same again changes nothing. The audit trail keeps what was there before; what it told the ledger
    is withdrawn. Whoever enters the same sheets meanwhile waits, so that nothing is written twice.
    """
    SheetSet.objects.select_for_update().get(pk=sheet_set.pk)
    rows = SheetResult.objects.select_for_update(of=("self",)).filter(page__sheet_set=sheet_set)
    present: dict[int, SheetResult] = {row.page_id: row for row in rows.select_related("page")}
    changed = {
        page: entry
        for page, entry in entries.items()
        if entry != (entry_of(present[page.pk]) if page.pk in present else None)
    }
    mistaken = {
        present[page.pk]: Mistake.TAKEN_AWAY if entry is None else Mistake.CORRECTED
        for page, entry in changed.items()
        if page.pk in present
    }
    unsettle(mistaken, by=by)
    for page, entry in changed.items():
        if entry is None:
            present[page.pk].delete()
        else:
            _write(present.get(page.pk) or SheetResult(school_id=page.school_id, page=page), entry, by=by)
    return len(changed)


def entry_of(result: SheetResult) -> Entry:
    """The result as it was entered."""
    if result.wrong is None or result.blank is None:
        return Entry(result.seconds, result.correct, errors=result.errors)
    return Entry(result.seconds, result.correct, Marks(tuple(result.wrong), tuple(result.blank)))


def _write(result: SheetResult, entry: Entry, *, by: User | None) -> None:
    result.seconds = entry.seconds
    result.correct = entry.correct
    result.errors = entry.wrong
    result.questions = result.page.content.count
    result.wrong = list(entry.marks.wrong) if entry.marks else None
    result.blank = list(entry.marks.blank) if entry.marks else None
    result.entered_by = by
    result.settled_at = None
    result.save()


def paper_results(group: TeachingGroup, since: dt.date) -> list[PaperResult]:
    """The class's results on sheets dated `since` or later, the oldest first. One query.

    Paper keeps a line of its own on every chart: writing takes another time than typing.
    """
    rows = SheetResult.objects.filter(page__sheet_set__group=group, page__sheet_set__day__gte=since)
    columns = (
        "page__pupil_id",
        "page__sheet_set__day",
        "page__sheet_set__kind",
        "questions",
        "correct",
        "seconds",
    )
    return [PaperResult(*row) for row in rows.order_by("page__sheet_set__day", "pk").values_list(*columns)]


def best_before(sheet_set: SheetSet, pupil_ids: Iterable[int]) -> dict[int, SheetResult]:
    """Each pupil's best timed result on earlier sheets about the same: the most right answers a minute."""
    rows = SheetResult.objects.filter(
        page__pupil_id__in=pupil_ids,
        page__sheet_set__kind=sheet_set.kind,
        page__sheet_set__of=sheet_set.of,
        page__sheet_set__pk__lt=sheet_set.pk,
        correct__gt=0,
        seconds__isnull=False,
    ).select_related("page")
    best: dict[int, SheetResult] = {}
    for row in rows:
        held = best.get(row.page.pupil_id)
        if held is None or row.correct * held.seconds > held.correct * row.seconds:
            best[row.page.pupil_id] = row
    return best

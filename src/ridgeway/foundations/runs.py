"""A pupil's past of a subject in runs: answers that can be taken in at once, up to a page or to the end."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ridgeway.fluency import Answers, Subject, catalogue, whole_catalogue
from ridgeway.fluency.arrays import Flags, Whole
from ridgeway.fluency.past import Past
from ridgeway.foundations.columns import MICROSECOND, Columns, Ledger, days_of
from ridgeway.foundations.fold import EPOCH, TOOL_SPEED, Moment, ToldPage, informed_by, order


class Run(NamedTuple):
    """Answers, with the day of each look among them; the page that comes after them, if one does, and the day of
    which that is the last event, if it is.
    """

    past: Past
    days: Sequence[dt.date]
    page: ToldPage | None = None
    day: dt.date | None = None


class Story(NamedTuple):
    """All that a ledger tells of a pupil and a subject, and when the last of it was."""

    runs: list[Run]
    last: Moment | None


def story_of(ledger: Ledger, pupil_id: int, subject: Subject) -> Story:
    """What the ledger tells of a pupil and a subject, with a look at the subject's last event of each day."""
    columns, told = ledger.columns[pupil_id], ledger.pages.get(pupil_id, ())
    position = _positions(subject)[columns.item]
    places = np.flatnonzero((position >= 0) & ~_replaced(columns, told, ledger))
    answers, terms = _answers(columns, position, places), ledger.terms_of[columns.sitting[places]]
    pages = [page for page in told if page.item in catalogue(subject)]
    cuts = [int(np.searchsorted(places, columns.before(page.at, page.id))) for page in pages]
    own = np.flatnonzero(answers.position < len(catalogue(subject)))
    looks, after_pages = _looks(own, days_of(columns.at_us[places[own]]), cuts, _days(pages))
    runs = []
    for number, (start, end) in enumerate(pairwise([0, *cuts, len(places)])):
        within = {place: day for place, day in looks.items() if start <= place < end}
        past = Past(answers.part(slice(start, end)), terms[start:end], np.array([*within], np.int64) - start)
        page = (pages[number], after_pages[number]) if number < len(pages) else ()
        runs.append(Run(past, [*within.values()], *page))
    ends = [columns.last_of(places), *(order(page) for page in told if subject in informed_by(page.item))]
    return Story(runs, max((each for each in ends if each is not None), default=None))


def _answers(columns: Columns, position: Whole, places: Whole) -> Answers:
    return Answers(
        position=position[places],
        at_ms=columns.at_us[places] // 1000,
        correct=columns.correct[places],
        latency_ms=columns.latency_ms[places],
        prompt=columns.prompt[places],
        device=columns.device[places],
        delay_ms=columns.delay_ms[places],
        aim_ms=np.full(len(places), np.nan),
    )


def _replaced(columns: Columns, pages: Sequence[ToldPage], ledger: Ledger) -> Flags:
    """Whether a page takes the place of an answer: one without a time, to an item of a page of its session."""
    items = whole_catalogue()
    asked = [
        ledger.sittings[page.session] * len(items) + items.position(item)
        for page in pages
        for item in page.items
        if item in items
    ]
    replaced: Flags = np.isnan(columns.latency_ms) & np.isin(columns.sitting * len(items) + columns.item, asked)
    return replaced


def _looks(
    own: Whole, days: Whole, cuts: Sequence[int], page_days: Sequence[int]
) -> tuple[dict[int, dt.date], list[dt.date | None]]:
    """The last events of days: the places of answers, in their order, with the day; for each page its day or None.

    `own` are the places of the subject's own answers, `days` their days; `cuts` say how many answers come before
    each page, `page_days` on which days the pages were.
    """
    ends = np.flatnonzero(np.diff(days, append=-1))
    last = dict(zip(days[ends].tolist(), own[ends].tolist(), strict=True))
    last_pages: dict[int, int] = {}
    for number, (cut, day) in enumerate(zip(cuts, page_days, strict=True)):
        if last.get(day, -1) < cut:
            last_pages[day] = number
    looks = {place: _date(day) for day, place in last.items() if day not in last_pages}
    return looks, [_date(day) if last_pages.get(day) == number else None for number, day in enumerate(page_days)]


def _days(pages: Sequence[ToldPage]) -> list[int]:
    listed: list[int] = days_of(np.array([(page.at - EPOCH) // MICROSECOND for page in pages], np.int64)).tolist()
    return listed


def _date(day: int) -> dt.date:
    return EPOCH.date() + dt.timedelta(day)


@lru_cache(maxsize=16)
def _positions(subject: Subject) -> Whole:
    """For each item of the whole catalogue its place in a past of the subject, -1 where it tells nothing of it."""
    own, tools = catalogue(subject), catalogue(TOOL_SPEED)
    places = {item: len(own) + place for place, item in enumerate(tools.ids)}
    places |= {item: place for place, item in enumerate(own.ids)}
    return np.array([places.get(item, -1) for item in whole_catalogue().ids], dtype=np.int64)

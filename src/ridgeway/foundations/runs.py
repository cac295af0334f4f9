"""A pupil's past of a subject in runs: answers that can be taken in at once, up to a page or to the end."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

import numpy as np

from ridgeway.fluency import Answers, Subject, catalogue, whole_catalogue
from ridgeway.fluency.arrays import Flags, Whole
from ridgeway.fluency.past import Past
from ridgeway.foundations.columns import MICROSECOND, Columns, Ledger, days_of
from ridgeway.foundations.fold import EPOCH, TOOL_SPEED, ToldPage, informed_by, order


class Run(NamedTuple):
    """Answers, the day of each look among them, the page that comes after them, and whether to look after that."""

    past: Past
    days: Whole
    page: ToldPage | None = None
    look: bool = False


class Story(NamedTuple):
    """All that a ledger tells of a pupil and a subject, and when the last of it was, with its id."""

    runs: list[Run]
    last: tuple[dt.datetime, UUID] | None


def story_of(ledger: Ledger, pupil_id: int, subject: Subject) -> Story:
    """What the ledger tells of a pupil and a subject, with a look at the subject's last event of each day."""
    columns, told = ledger.columns[pupil_id], ledger.pages.get(pupil_id, ())
    position = _positions(subject)[columns.item]
    places = np.flatnonzero((position >= 0) & ~_replaced(columns, told, ledger))
    answers, terms = _answers(columns, position, places), ledger.terms_of[columns.sitting[places]]
    pages = [page for page in told if page.item in catalogue(subject)]
    cuts = [int(np.searchsorted(places, columns.before(page.at, page.id))) for page in pages]
    looks, days, looked = _looks(columns, places, answers, subject, pages, cuts)
    runs = []
    for number, (start, end) in enumerate(pairwise([0, *cuts, len(places)])):
        within = slice(*np.searchsorted(looks, [start, end]))
        past = Past(answers.part(slice(start, end)), terms[start:end], looks[within] - start)
        after = (pages[number], looked[number]) if number < len(pages) else ()
        runs.append(Run(past, days[within], *after))
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
    columns: Columns,
    places: Whole,
    answers: Answers,
    subject: Subject,
    pages: Sequence[ToldPage],
    cuts: Sequence[int],
) -> tuple[Whole, Whole, list[bool]]:
    """The answers after which to look, the day of each, and whether to look after each page."""
    own = np.flatnonzero(answers.position < len(catalogue(subject)))
    day = days_of(columns.at_us[places[own]])
    ends = np.flatnonzero(np.diff(day, append=-1))
    last = dict(zip(day[ends].tolist(), own[ends].tolist(), strict=True))
    looked = dict[int, int]()
    for number, on in enumerate(days_of(np.array([_microseconds(page.at) for page in pages], np.int64)).tolist()):
        if last.get(on, -1) < cuts[number]:
            looked[on] = number
            last.pop(on, None)
    days = sorted(last)
    return (
        np.array([last[each] for each in days], np.int64),
        np.array(days, np.int64),
        [number in looked.values() for number in range(len(pages))],
    )


def _microseconds(at: dt.datetime) -> int:
    return (at - EPOCH) // MICROSECOND


@lru_cache(maxsize=16)
def _positions(subject: Subject) -> Whole:
    """For each item of the whole catalogue its place in a past of the subject, -1 where it tells nothing of it."""
    own, tools = catalogue(subject), catalogue(TOOL_SPEED)
    places = {item: len(own) + place for place, item in enumerate(tools.ids)}
    places |= {item: place for place, item in enumerate(own.ids)}
    return np.array([places.get(item, -1) for item in whole_catalogue().ids], dtype=np.int64)

"""The ledger of some pupils as columns, for folding all of it anew: one array a column, no object an answer.

PostgreSQL sends every column of a pupil's answers as one array in its binary form, whose elements all have one
length, so that NumPy reads it as it comes. What takes it time is each element of each array, so that small columns
share one.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray

from ridgeway.fluency import Subject, catalogue, whole_catalogue
from ridgeway.fluency.aims import DEVICES
from ridgeway.fluency.arrays import Flags, Floats, Whole
from ridgeway.fluency.past import Terms
from ridgeway.fluency.trials import PROMPTS
from ridgeway.foundations.fold import EPOCH, Moment, ToldPage, aims_within, read_aims, whole_pages
from ridgeway.statements import run

MICROSECOND: Final = dt.timedelta(microseconds=1)
POSTGRES_EPOCH_US: Final = (dt.datetime(2000, 1, 1, tzinfo=dt.UTC) - EPOCH) // MICROSECOND
"""PostgreSQL counts microseconds from the year 2000."""

SITTINGS = "SELECT id, year, own_aims::text FROM foundations_practicesession WHERE pupil_id = ANY(%s::bigint[])"

NOTHING_HELD: Final = (None, None)
"""Neither year nor aims: of a session of which nothing is known."""

WITH_PAGES = "SELECT DISTINCT pupil_id FROM foundations_countedpage WHERE pupil_id = ANY(%s::bigint[])"

HASHES = """
SELECT array_send(array_agg(hashtextextended(item, 0) ORDER BY place))
FROM unnest(%s::text[]) WITH ORDINALITY AS item (item, place)
"""

ANSWERS = """
SELECT pupil.id, told.*
FROM unnest(%s::bigint[]) AS pupil (id)
CROSS JOIN LATERAL (
    SELECT array_send(array_agg(at)) AS at, array_send(array_agg(id)), array_send(array_agg(session)),
        array_send(array_agg(hashtextextended(item, 0))),
        array_send(array_agg(
            (coalesce(latency_ms, -1)::bigint << 32) | (coalesce(delay_ms, -1)::bigint & 4294967295))),
        array_send(array_agg((correct::int << 16) | (ascii(prompt) << 8) | ascii(device)))
    FROM foundations_countedanswer WHERE school_id = %s AND pupil_id = pupil.id
) AS told WHERE told.at IS NOT NULL
"""
"""Each pupil by an index, which leaves PostgreSQL no work to hand to processes of its own: starting them takes
longer."""

TIMES: Final = np.dtype([("latency_ms", ">i4"), ("delay_ms", ">i4")])
GIVEN: Final = np.dtype([("", "V1"), ("correct", "?"), ("prompt", "u1"), ("device", "u1")])
"""Columns that share an array; of prompt and device there is the first letter."""

KINDS: Final = (np.dtype(">i8"), np.dtype("V16"), np.dtype("V16"), np.dtype(">i8"), TIMES, GIVEN)
"""What the elements of the arrays are, in their order."""

ARRAY_HEAD: Final = 20
"""The bytes before the elements of an array of one dimension; each element comes after its length in four."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A pupil's answers to what is still taught, in the ledger's order, one place an answer.

    `at_us` are microseconds since 1970, `id` the 16 bytes of each id, `item` its place in the whole catalogue.
    `prompt` and `device` are places in `PROMPTS` and `DEVICES`; times are NaN where there is none. `sitting` is
    the number of the answer's session.
    """

    at_us: Whole
    id: NDArray[np.void]
    item: Whole
    correct: Flags
    latency_ms: Floats
    prompt: Whole
    delay_ms: Floats
    device: Whole
    sitting: Whole

    @classmethod
    def none(cls) -> "Columns":
        """Those of a pupil who has answered nothing."""
        whole, times = np.empty(0, np.int64), np.empty(0)
        return cls(whole, np.empty(0, "V16"), whole, np.empty(0, np.bool_), times, whole, times, whole, whole)

    def before(self, at: dt.datetime, key: UUID) -> int:
        """How many of the answers come before a moment and an id, in the ledger's order."""
        at_us = (at - EPOCH) // MICROSECOND
        first, end = (int(np.searchsorted(self.at_us, at_us, side=side)) for side in ("left", "right"))
        return first + sum(1 for each in self.id[first:end] if each.tobytes() < key.bytes)

    def last_of(self, chosen: Whole) -> Moment | None:
        """When the last of the chosen answers was given, and its id; None where none is chosen."""
        if len(chosen) == 0:
            return None
        last = chosen[-1]
        return EPOCH + int(self.at_us[last]) * MICROSECOND, UUID(bytes=self.id[last].tobytes())


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger holds of some pupils, by pupil key: answers, and pages in their order where there are any.

    `sittings` are the numbers of sessions; 0 is one of which nothing is known. `terms_of` has for each number the
    place in `terms` of what held then: the year, and the aims set, as they are stored.
    """

    columns: Mapping[int, Columns]
    pages: Mapping[int, Sequence[ToldPage]]
    sittings: Mapping[UUID, int]
    terms_of: Whole
    terms: Sequence[tuple[int | None, str | None]]

    def terms_within(self, subject: Subject) -> list[Terms]:
        """What held, as far as it is about a subject."""
        items = catalogue(subject)
        return [Terms(year, aims_within(items, read_aims(own_aims))) for year, own_aims in self.terms]


def read_ledger(school_id: int, pupils: Sequence[int]) -> Ledger:
    """The whole ledger of some pupils of one school."""
    known = {key: (year, own_aims) for key, year, own_aims in run(SITTINGS, list(pupils))}
    pages = {key: whole_pages(key) for (key,) in run(WITH_PAGES, list(pupils))}
    asked = {**{page.session: NOTHING_HELD for each in pages.values() for page in each}, **known}
    terms: dict[tuple[int | None, str | None], int] = {NOTHING_HELD: 0}
    terms_of = [0, *(terms.setdefault(held, len(terms)) for held in asked.values())]
    sittings = {key: number for number, key in enumerate(asked, 1)}
    rows = run(ANSWERS, list(pupils), school_id)
    items = _Codes.of_items(connection.connection.info.server_version)
    columns = {key: _columns(arrays, items, sittings) for key, *arrays in rows}
    return Ledger(
        dict.fromkeys(pupils, Columns.none()) | columns, pages, sittings, np.array(terms_of), list(terms)
    )


def days_of(at_us: Whole) -> Whole:
    """The day of each moment in the school's own time zone, counted from 1 January 1970."""
    if len(at_us) == 0:
        return np.empty(0, np.int64)
    first, last = (_year_of(int(moment)) for moment in (at_us.min(), at_us.max()))
    start, midnights = _midnights(first - 1, last + 1)
    days: Whole = start + np.searchsorted(midnights, at_us, side="right") - 1
    return days


def _columns(arrays: Sequence[bytes], items: "_Codes", sittings: Mapping[UUID, int]) -> Columns:
    at, key, session, item, times, given = map(_elements, arrays, KINDS)
    at_us = at.astype(np.int64) + POSTGRES_EPOCH_US
    order = _in_order(at_us, key)
    place = items.places(item[order].astype(np.int64))
    order, place = order[place >= 0], place[place >= 0]
    return Columns(
        at_us=at_us[order],
        id=key[order],
        item=place,
        correct=given["correct"][order],
        latency_ms=_times(times["latency_ms"][order]),
        prompt=_PROMPTS[given["prompt"][order]],
        delay_ms=_times(times["delay_ms"][order]),
        device=_DEVICES[given["device"][order]],
        sitting=_numbers(session[order], sittings),
    )


def _in_order(at_us: Whole, keys: NDArray[np.void]) -> Whole:
    """Where the answers stand in the ledger's order: of when they were given, then of their ids."""
    order = np.argsort(at_us, kind="stable")
    if (np.diff(at_us[order]) > 0).all():
        return order
    first_half, second_half = _halves(keys)
    return np.lexsort((second_half, first_half, at_us))


def _numbers(sessions: NDArray[np.void], sittings: Mapping[UUID, int]) -> Whole:
    """The number of each answer's session; looked up where another session begins."""
    halves = _halves(sessions)
    begins = np.flatnonzero((np.diff(halves, prepend=~halves[:, :1]) != 0).any(axis=0))
    numbers = [sittings.get(UUID(bytes=each.tobytes()), 0) for each in sessions[begins]]
    return np.repeat(np.array(numbers, np.int64), np.diff(begins, append=len(sessions)))


def _halves(keys: NDArray[np.void]) -> NDArray[np.uint64]:
    """The first and the second eight bytes of ids, as numbers."""
    return keys.copy().view(">u8").reshape(-1, 2).T.astype(np.uint64)


class _Codes(NamedTuple):
    """Items by PostgreSQL's hash of their ids, whose 64 bits no two of them share: the hashes in their order, and
    the place of each in the whole catalogue.
    """

    hashes: Whole
    items: Whole

    @classmethod
    @lru_cache(maxsize=2)
    def of_items(cls, server_version: int) -> "_Codes":
        """As a server of this version hashes them."""
        ((hashes,),) = run(HASHES, list(whole_catalogue().ids))
        codes = _elements(hashes, np.dtype(">i8")).astype(np.int64)
        order = np.argsort(codes)
        return cls(codes[order], order.astype(np.int64))

    def places(self, hashes: Whole) -> Whole:
        """The place of the item of each hash; -1 where it is no longer taught."""
        found = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[found] == hashes, self.items[found], -1)


def _initials(names: Sequence[str]) -> Whole:
    """For each letter the place of the name that begins with it."""
    places = np.full(128, -1)
    places[[ord(name[0]) for name in names]] = np.arange(len(names))
    return places


_PROMPTS: Final = _initials(PROMPTS)
_DEVICES: Final = _initials(DEVICES)


def _elements(array: bytes, kind: np.dtype[Any]) -> NDArray[Any]:
    return np.frombuffer(array, [("length", ">i4"), ("value", kind)], offset=ARRAY_HEAD)["value"]


def _times(milliseconds: NDArray[np.int32]) -> Floats:
    """Milliseconds; those that are not known come as -1."""
    return np.where(milliseconds < 0, np.nan, milliseconds)


@lru_cache(maxsize=16)
def _midnights(first: int, last: int) -> tuple[int, Whole]:
    """The number of the first day of these years, and when each of their days begins, in microseconds."""
    zone, start = timezone.get_default_timezone(), dt.date(first, 1, 1)
    days = (start + dt.timedelta(number) for number in range((dt.date(last + 1, 1, 1) - start).days))
    begins = [(dt.datetime.combine(day, dt.time(), zone) - EPOCH) // MICROSECOND for day in days]
    return (start - EPOCH.date()).days, np.array(begins, dtype=np.int64)


def _year_of(at_us: int) -> int:
    return (EPOCH + at_us * MICROSECOND).year

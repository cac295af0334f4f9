"""The ledger of some pupils as columns, for folding all of it anew: one array a column, no object an answer.

PostgreSQL puts each pupil's answers in order and sends every column as one array in its binary form, whose
elements all have one length, so that NumPy reads it as it comes.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from ridgeway.fluency import Answers, Subject, catalogue, whole_catalogue
from ridgeway.fluency.aims import DEVICES
from ridgeway.fluency.arrays import Flags, Floats, Whole
from ridgeway.fluency.past import Past, Terms
from ridgeway.fluency.trials import PROMPTS
from ridgeway.foundations.fold import EPOCH, TOOL_SPEED, aims_within, read_aims
from ridgeway.statements import run

MICROSECOND: Final = dt.timedelta(microseconds=1)
POSTGRES_EPOCH_US: Final = (dt.datetime(2000, 1, 1, tzinfo=dt.UTC) - EPOCH) // MICROSECOND
"""PostgreSQL counts microseconds from the year 2000."""

SITTINGS = "SELECT id, year, own_aims::text FROM foundations_practicesession WHERE pupil_id = ANY(%s::bigint[])"

HASHES = """
SELECT array_send(array_agg(hashtextextended(item, 0) ORDER BY place))
FROM unnest(%s::text[]) WITH ORDINALITY AS item (item, place)
"""

ANSWERS = """
WITH answer AS (
    SELECT a.pupil_id, a.at, a.id, hashtextextended(a.item, 0) AS item, a.correct,
        coalesce(a.latency_ms, -1) AS latency_ms, ascii(a.prompt) AS prompt, coalesce(a.delay_ms, -1) AS delay_ms,
        ascii(a.device) AS device, coalesce(sitting.terms, 0) AS terms
    FROM foundations_answer a
    LEFT JOIN unnest(%s::uuid[], %s::int[]) AS sitting (id, terms) ON sitting.id = a.session
    WHERE a.school_id = %s AND a.pupil_id = ANY(%s::bigint[])
)
SELECT pupil_id, array_send(array_agg(at)), array_send(array_agg(id)), array_send(array_agg(item)),
    array_send(array_agg(correct)), array_send(array_agg(latency_ms)), array_send(array_agg(prompt)),
    array_send(array_agg(delay_ms)), array_send(array_agg(device)), array_send(array_agg(terms))
FROM answer GROUP BY pupil_id
"""

ARRAY_HEAD: Final = 20
"""The bytes before the elements of an array of one dimension; each element comes after its length in four."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A pupil's answers to what is still taught, in the ledger's order, one place an answer.

    `at_us` are microseconds since 1970, `id` the 16 bytes of each id, `item` its place in the whole catalogue.
    `prompt` and `device` are places in `PROMPTS` and `DEVICES`; times are NaN where there is none. `terms` is the
    place of what held in the answer's session.
    """

    at_us: Whole
    id: NDArray[np.void]
    item: Whole
    correct: Flags
    latency_ms: Floats
    prompt: Whole
    delay_ms: Floats
    device: Whole
    terms: Whole

    def last_of(self, chosen: Whole) -> tuple[dt.datetime, UUID] | None:
        """When the last of the chosen answers was given, and its id; None where none is chosen."""
        if len(chosen) == 0:
            return None
        last = chosen[-1]
        return EPOCH + int(self.at_us[last]) * MICROSECOND, UUID(bytes=self.id[last].tobytes())


class Ledger(NamedTuple):
    """The answers of some pupils by pupil key, and what held in their sessions: the year, and the aims set as they
    are stored. The first of these stands for sessions of which nothing is known.
    """

    columns: Mapping[int, Columns]
    terms: Sequence[tuple[int | None, str | None]]

    def terms_within(self, subject: Subject) -> list[Terms]:
        """What held, as far as it is about a subject."""
        items = catalogue(subject)
        return [Terms(year, aims_within(items, read_aims(own_aims))) for year, own_aims in self.terms]


def read_ledger(school_id: int, pupils: Sequence[int]) -> Ledger:
    """The whole ledger of some pupils of one school; of a pupil without answers there is nothing."""
    terms: dict[tuple[int | None, str | None], int] = {(None, None): 0}
    sittings = {key: terms.setdefault((year, own), len(terms)) for key, year, own in run(SITTINGS, list(pupils))}
    rows = run(ANSWERS, list(sittings), list(sittings.values()), school_id, list(pupils))
    items = _Codes.of_items()
    return Ledger({key: _columns(arrays, items) for key, *arrays in rows}, list(terms))


def past_of(columns: Columns, subject: Subject) -> tuple[Past, Whole]:
    """What a pupil's answers tell of a subject, with a look at its last one of each day; and their places."""
    position = _positions(subject)[columns.item]
    places = np.flatnonzero(position >= 0)
    position = position[places]
    answers = Answers(
        position=position,
        at_ms=columns.at_us[places] // 1000,
        correct=columns.correct[places],
        latency_ms=columns.latency_ms[places],
        prompt=columns.prompt[places],
        device=columns.device[places],
        delay_ms=columns.delay_ms[places],
        aim_ms=np.full(len(places), np.nan),
    )
    own = np.flatnonzero(position < len(catalogue(subject)))
    day = days_of(columns.at_us[places[own]])
    return Past(answers, columns.terms[places], own[np.flatnonzero(np.diff(day, append=-1))]), places


def days_of(at_us: Whole) -> Whole:
    """The day of each moment in the school's own time zone, counted from 1 January 1970."""
    if len(at_us) == 0:
        return np.empty(0, np.int64)
    first, last = (_year_of(int(moment)) for moment in (at_us.min(), at_us.max()))
    start, midnights = _midnights(first - 1, last + 1)
    days: Whole = start + np.searchsorted(midnights, at_us, side="right") - 1
    return days


def _columns(arrays: Iterable[bytes], items: "_Codes") -> Columns:
    at, key, item, correct, latency, prompt, delay, device, terms = arrays
    at_us, ids = _whole(at, ">i8") + POSTGRES_EPOCH_US, _elements(key, "V16")
    first_half, second_half = ids.copy().view(">u8").reshape(-1, 2).astype(np.uint64).T
    order = np.lexsort((second_half, first_half, at_us))
    place = items.places(_whole(item, ">i8")[order])
    taught = place >= 0
    order = order[taught]
    return Columns(
        at_us=at_us[order],
        id=ids[order],
        item=place[taught],
        correct=_elements(correct, "?")[order],
        latency_ms=_times(latency)[order],
        prompt=_PROMPTS[_whole(prompt)[order]],
        delay_ms=_times(delay)[order],
        device=_DEVICES[_whole(device)[order]],
        terms=_whole(terms)[order],
    )


class _Codes(NamedTuple):
    """Items by PostgreSQL's hash of their ids, whose 64 bits no two of them share: the hashes in their order, and
    the place of each in the whole catalogue.
    """

    hashes: Whole
    items: Whole

    @classmethod
    def of_items(cls) -> "_Codes":
        ((hashes,),) = run(HASHES, list(whole_catalogue().ids))
        codes = _whole(hashes, ">i8")
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


def _elements(array: bytes, kind: str) -> NDArray[Any]:
    return np.frombuffer(array, [("length", ">i4"), ("value", kind)], offset=ARRAY_HEAD)["value"]


def _whole(array: bytes, kind: str = ">i4") -> Whole:
    return _elements(array, kind).astype(np.int64)


def _times(array: bytes) -> Floats:
    """Milliseconds; those that are not known come as -1."""
    times = _elements(array, ">i4").astype(np.float64)
    times[times < 0] = np.nan
    return times


@lru_cache(maxsize=16)
def _positions(subject: Subject) -> Whole:
    """For each item of the whole catalogue its place in a past of the subject, -1 where it tells nothing of it."""
    own, tools = catalogue(subject), catalogue(TOOL_SPEED)
    places = {item: len(own) + place for place, item in enumerate(tools.ids)}
    places |= {item: place for place, item in enumerate(own.ids)}
    return np.array([places.get(item, -1) for item in whole_catalogue().ids], dtype=np.int64)


@lru_cache(maxsize=16)
def _midnights(first: int, last: int) -> tuple[int, Whole]:
    """The number of the first day of these years, and when each of their days begins, in microseconds."""
    zone, start = timezone.get_default_timezone(), dt.date(first, 1, 1)
    days = (start + dt.timedelta(number) for number in range((dt.date(last + 1, 1, 1) - start).days))
    begins = [(dt.datetime.combine(day, dt.time(), zone) - EPOCH) // MICROSECOND for day in days]
    return (start - EPOCH.date()).days, np.array(begins, dtype=np.int64)


def _year_of(at_us: int) -> int:
    return (EPOCH + at_us * MICROSECOND).year

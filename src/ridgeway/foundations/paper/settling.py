"""Results of sheets go into the ledger once they have stood for a day.

The ledger only ever grows, while a teacher may correct an entry. So a result is settled the night after its last
change. Where it is corrected or taken away later, what it told is withdrawn at once (see `withdrawing`), and a
corrected one is settled the night after like any other. Each id follows from the sheet, the cell and how often the
sheet's result was withdrawn, so that settling again, after a failure half-way say, adds nothing.

Every cell that was marked and answered becomes one answer, on the device "paper" and without a time of its own, as
nobody timed it. What was looked at and covered just before counts as a question shown with its answer. The time
for the sheet becomes one page (see `ledger.record_pages`), where it is known which questions were answered in it:

- where the cells were marked: those not blank, each right or wrong; the page takes the place of their answers;
- where all are right: all of them;
- where the number wrong is known: the first ones, as many as are right or wrong. Pupils answer in the order in
  which the questions stand, grids row by row and numbered questions column after column;
- where a sheet was timed to its end and nearly all are right: all of them. A few may have been left blank, which
  makes each answer seem quicker, by no more than a tenth.

Where one is not right nobody knows which, and none counts as marked.

Of other totals nothing is taken: a grid with 70 of 100 right may have thirty wrong, or thirty left blank. Nor of a
time in which something else was answered too that is no item, 11 + 12 say: how it is shared nobody knows. Totals
become no answers.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from ridgeway.access.models import User
from ridgeway.fluency import subject_of, whole_catalogue
from ridgeway.foundations.delivery import GivenAnswer, GivenPage
from ridgeway.foundations.fold import informed_by
from ridgeway.foundations.ledger import record_many, record_pages
from ridgeway.foundations.models import Device, Mistake, PracticeSession, Prompt
from ridgeway.foundations.paper.contents import Question
from ridgeway.foundations.paper.kinds import KINDS
from ridgeway.foundations.paper.models import SheetPage, SheetResult
from ridgeway.foundations.practice import sit_down
from ridgeway.foundations.states import hold_knowledge
from ridgeway.foundations.steering.resolving import aims_of, decisions_for
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.foundations.withdrawing import withdraw
from ridgeway.foundations.years import year_on
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope

STANDS_FOR: Final = dt.timedelta(hours=12)
"""How long an entry may still be corrected before it counts: from the lesson to the night after it."""

UNTIMED_SECONDS: Final = 300
"""The planned length of a session whose sheet was not timed."""

SETTLED_AT_ONCE: Final = 200

OF_SESSION, OF_PAGE = -1, -2

MARKED: Final = Q(wrong__isnull=False)
TO_THE_END: Final = [key for key, kind in KINDS.items() if kind.timing == "to the end"]
NEARLY_ALL: Final = 0.9
FINISHED: Final = Q(page__sheet_set__kind__in=TO_THE_END, correct__gte=NEARLY_ALL * F("questions"))
TIMED: Final = Q(seconds__isnull=False) & (Q(errors__isnull=False) | Q(correct=F("questions")) | FINISHED)
"""Of totals that are not like this nothing is taken: they wait, as their cells may still be marked."""


def settle_results(now: dt.datetime) -> int:
    """Settles, in every school, the results that have stood long enough; says how many."""
    before = now - STANDS_FOR
    return sum(_settle_school(school, before, now) for school in _schools(before))


def _schools(before: dt.datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ridgeway_schools_with_unsettled_sheets(%s)", [before])
        return [school for (school,) in cursor.fetchall()]


def _settle_school(school_id: int, before: dt.datetime, now: dt.datetime) -> int:
    with school_scope(school_id):
        waiting = SheetResult.objects.filter(
            MARKED | TIMED,
            settled_at__isnull=True,
            entered_at__lte=before,
            page__sheet_set__day__lt=timezone.localdate(now),
        )
        # A pupil's together: what is late makes all of the pupil's answers be folded anew, once a part.
        keys = list(waiting.order_by("page__pupil_id", "pk").values_list("pk", flat=True))
        parts = (keys[first : first + SETTLED_AT_ONCE] for first in range(0, len(keys), SETTLED_AT_ONCE))
        return sum(_settle(school_id, part, now) for part in parts)


def unsettle(results: Mapping[SheetResult, Mistake], *, by: User | None) -> None:
    """Withdraws what results of one school told the ledger, as far as they told it anything."""
    keys = {_key(each.page, OF_SESSION): each for each in results if each.settled_at is not None}
    told = {session: keys[session.pk] for session in PracticeSession.objects.filter(pk__in=keys)}
    if told:
        withdraw({session: results[each] for session, each in told.items()}, by=by)
        pages = SheetPage.objects.filter(result__in=told.values())
        pages.update(edition=F("edition") + 1)


@transaction.atomic
def _settle(school_id: int, keys: list[int], now: dt.datetime) -> int:
    rows = SheetResult.objects.select_for_update(of=("self",)).filter(pk__in=keys, settled_at__isnull=True)
    results = list(rows.select_related("page__pupil", "page__sheet_set"))
    answers: dict[Pupil, list[GivenAnswer]] = {}
    pages: dict[Pupil, list[GivenPage]] = {}
    for result in results:
        pages.setdefault(result.page.pupil, []).extend(_pages(result))
        answers.setdefault(result.page.pupil, []).extend(_answers(result))
    _hold(school_id, pages, answers)
    # Pages first: the answers whose place they take are then not folded, only to be taken out again.
    record_pages(pages, now)
    record_many(answers, now)
    # Not a change of the entry, so `entered_at` stays what it is.
    SheetResult.objects.filter(pk__in=[result.pk for result in results]).update(settled_at=now)
    return len(results)


def _hold(school_id: int, *given: Mapping[Pupil, Sequence[GivenPage | GivenAnswer]]) -> None:
    """Holds the knowledge of all that is told in one go, and so in one order, as every delivery does."""
    informed = {
        (pupil.pk, subject)
        for told in given
        for pupil, events in told.items()
        for event in events
        for subject in informed_by(event.item)
    }
    hold_knowledge(school_id, informed)


def _answers(result: SheetResult) -> Iterator[GivenAnswer]:
    """An answer for each cell that was marked, answered, and asks for an item."""
    if result.wrong is None:
        return
    asked = [(place, question) for place, question in _answered(result) if question.item in whole_catalogue()]
    if not asked:
        return
    session = _session(result)
    prompt = Prompt.MODEL if result.page.content.LOOKED_AT else Prompt.NONE
    for place, question in asked:
        yield _answer(result.page, session, question, place, prompt, right=place not in result.wrong)


def _answer(
    page: SheetPage, session: PracticeSession, question: Question, place: int, prompt: Prompt, *, right: bool
) -> GivenAnswer:
    """What was written in a cell that was wrong, nobody told: it counts as an answer that is not the right one."""
    return GivenAnswer(
        id=_key(page, place),
        session=session.pk,
        item=question.item or "",
        at=_noon(page) + dt.timedelta(milliseconds=place),
        given=question.answer if right else "?",
        latency_ms=None,
        prompt=prompt,
        device=Device.PAPER,
        seq=place,
    )


def _pages(result: SheetResult) -> Iterator[GivenPage]:
    """The page that the sheet's time tells of, if there is one."""
    if result.seconds is None:
        return
    asked = _answered(result)
    items = [question.item or "" for _, question in asked]
    subjects = {subject_of(item) if item in whole_catalogue() else None for item in items}
    if len(subjects) != 1 or None in subjects:
        return
    unmarked = result.wrong is None and result.correct < len(asked)
    yield GivenPage(
        id=_key(result.page, OF_PAGE),
        session=_session(result).pk,
        items=tuple(items),
        correct=tuple(None if unmarked else place not in (result.wrong or ()) for place, _ in asked),
        at=_noon(result.page),
        milliseconds=1000 * result.seconds,
        device="paper",
    )


def _answered(result: SheetResult) -> list[tuple[int, Question]]:
    """The questions that were answered, with their places: but for the blank ones, the first so many, or all."""
    asked = list(enumerate(result.page.content.questions))
    if result.wrong is not None:
        return [(place, question) for place, question in asked if place not in (result.blank or ())]
    return asked if result.errors is None else asked[: result.correct + result.errors]


def _session(result: SheetResult) -> PracticeSession:
    """The sitting at which the sheet was done; there is one for each sheet, and another after each withdrawal."""
    page = result.page
    key = _key(page, OF_SESSION)
    found = PracticeSession.objects.filter(pk=key).first()
    return found or sit_down(
        page.pupil,
        _noon(page),
        seconds=result.seconds or UNTIMED_SECONDS,
        year=year_on(page.pupil, page.sheet_set.day),
        own_aims=aims_of(decisions_for([page.pupil], page.sheet_set.day)[page.pupil_id]),
        key=key,
    )


def _noon(page: SheetPage) -> dt.datetime:
    """When the sheet counts as done: noon of the day that stands on it."""
    return dt.datetime.combine(page.sheet_set.day, dt.time(12), dt.UTC)


def _key(page: SheetPage, place: int) -> UUID:
    """The id of an answer, which follows from the sheet and the cell; a negative place is that of the whole."""
    edition = [page.edition] if page.edition else []
    digest = hashlib.sha256(":".join(map(str, [page.school_id, page.code, place, *edition])).encode()).digest()
    return uuid7(_noon(page), int.from_bytes(digest))

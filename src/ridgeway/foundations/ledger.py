"""The ledger: the one door through which answers come in, from a device, from paper or from a simulation.

An answer is recorded once, however often and in whatever order it is delivered, and so is a page of which only the
time for all is known. In the same transaction the pupil's knowledge of the subject and daily totals follow, so
that what pages show is never behind the answers.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Final, TypeVar
from uuid import UUID

from django.db import transaction

from ridgeway.fluency import Knowledge, Subject, whole_catalogue
from ridgeway.foundations.days import DayKey, Totals, add_to_days, sum_up
from ridgeway.foundations.delivery import GivenAnswer, GivenPage, Refusal, Sitting, fault_in, fault_in_page
from ridgeway.foundations.fold import (
    Event,
    Told,
    ToldPage,
    by_subject,
    informed_by,
    milliseconds,
    nothing_known,
    order,
    read_aims,
    whole_pages,
)
from ridgeway.foundations.models import Answer, KnowledgeDay, KnowledgeState, PageTotal
from ridgeway.foundations.rebuilding import fold_anew
from ridgeway.foundations.snapshots import Snapshot, fold_by_day, put_snapshots
from ridgeway.foundations.states import (
    Kept,
    apart,
    hold_knowledge,
    put_knowledge,
    save_knowledge,
    stored_knowledge,
)
from ridgeway.schools.models import Pupil
from ridgeway.statements import as_json, run

ROWS_AT_ONCE: Final = 5000

INSERT = """
INSERT INTO foundations_answer (school_id, received_at, id, pupil_id, session, sequence, item, at, given, correct,
    latency_ms, prompt, delay_ms, device)
SELECT %s, %s, * FROM json_to_recordset(%s) AS answer (id uuid, pupil_id bigint, session uuid, seq smallint,
    item text, at timestamptz, given text, correct boolean, latency_ms int, prompt text, delay_ms int, device text)
ON CONFLICT DO NOTHING RETURNING id, session NOT IN (SELECT session_id FROM foundations_withdrawal)
"""

SITTINGS = """
SELECT id, pupil_id, opened_at, year, own_aims::text FROM foundations_practicesession WHERE id = ANY(%s::uuid[])
"""

INSERT_PAGES = """
INSERT INTO foundations_pagetotal (school_id, received_at, id, pupil_id, session, at, items, correct, milliseconds,
    device)
SELECT %s, %s, * FROM json_to_recordset(%s) AS page (id uuid, pupil_id bigint, session uuid, at timestamptz,
    items text[], correct boolean[], milliseconds int, device text)
ON CONFLICT DO NOTHING RETURNING id, session NOT IN (SELECT session_id FROM foundations_withdrawal)
"""

WITH_ANSWERS = """
SELECT DISTINCT pupil_id FROM foundations_answer
WHERE pupil_id = ANY(%s::bigint[]) AND session = ANY(%s::uuid[]) AND latency_ms IS NULL
"""


@dataclass(slots=True)
class Recorded:
    """What became of a pupil's answers or pages: those in the ledger now, and those refused, with reasons."""

    ids: list[UUID] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def record_answers(pupil: Pupil, answers: Sequence[GivenAnswer], received_at: dt.datetime) -> Recorded:
    """Records answers of one pupil and says which are now in the ledger, those already known included."""
    return record_many({pupil: answers}, received_at)[pupil]


def record_many(answers: Mapping[Pupil, Sequence[GivenAnswer]], received_at: dt.datetime) -> dict[Pupil, Recorded]:
    """Records answers of several pupils of one school, all or (when the database fails) none."""
    school_id, outcome = _school_of(answers), {pupil: Recorded() for pupil in answers}
    if school_id is None or not any(answers.values()):
        return outcome
    with transaction.atomic():
        sittings = _sittings(answer for given in answers.values() for answer in given)
        accepted = _accept(answers, sittings, received_at, outcome)
        if accepted:
            states = hold_knowledge(
                school_id,
                {(pupil.pk, subject) for pupil, each, _ in accepted for subject in informed_by(each.item)},
            )
            inserted = _insert(school_id, accepted, received_at)
            _acknowledge([(pupil, answer.id) for pupil, answer, _ in accepted], inserted, outcome, of=Answer)
            _follow(school_id, _by_pupil(accepted, inserted, sittings), states)
    return outcome


def record_pages(pages: Mapping[Pupil, Sequence[GivenPage]], received_at: dt.datetime) -> dict[Pupil, Recorded]:
    """Records pages of several pupils of one school, of which only the time for all is known.

    It is done as with answers, and the answers of a page's session make no difference, whichever come first. Daily
    totals count answers, and so no page.
    """
    school_id, outcome = _school_of(pages), {pupil: Recorded() for pupil in pages}
    if school_id is None or not any(pages.values()):
        return outcome
    with transaction.atomic():
        sittings = _sittings(page for given in pages.values() for page in given)
        fault = partial(fault_in_page, sittings=sittings, received_at=received_at)
        accepted = _fit(pages, fault, outcome)
        if accepted:
            states = hold_knowledge(
                school_id,
                {(pupil.pk, subject) for pupil, page in accepted for subject in informed_by(page.item)},
            )
            inserted = _insert_pages(school_id, accepted, received_at)
            _acknowledge([(pupil, page.id) for pupil, page in accepted], inserted, outcome, of=PageTotal)
            _follow_pages(school_id, [each for each in accepted if inserted.get(each[1].id)], sittings, states)
    return outcome


def read_knowledge(state: KnowledgeState | None, subject: Subject = "number-facts") -> Knowledge:
    """The knowledge a state holds; one that this program cannot read is folded from the ledger instead.

    `subject` says of what nothing is known where there is no state.
    """
    if state is None:
        return nothing_known(subject)
    if state.last_at is None:
        return nothing_known(state.subject)
    stored = stored_knowledge(state)
    return fold_anew(state.school_id, state.pupil_id, state.subject).knowledge if stored is None else stored


Given = TypeVar("Given", GivenAnswer, GivenPage)

Accepted = list[tuple[Pupil, GivenAnswer, bool]]
"""Answers that are fit to be recorded: whose each is, and whether it is right."""

Inserted = dict[UUID, bool]
"""The ids of what was not in the ledger before, and whether each counts: its session may have been withdrawn."""


def _school_of(pupils: Iterable[Pupil]) -> int | None:
    """The one school of all the pupils; None where there are no pupils."""
    schools = {pupil.school_id for pupil in pupils}
    if len(schools) > 1:
        raise ValueError(f"The pupils must be of one school, not of the schools {sorted(schools)}.")
    return next(iter(schools), None)


def _sittings(given: Iterable[GivenAnswer | GivenPage]) -> dict[UUID, Sitting]:
    """The sessions that answers or pages name, as far as they exist."""
    named = {each.session for each in given}
    return {
        key: Sitting(pupil_id, opened_at, year, read_aims(own_aims))
        for key, pupil_id, opened_at, year, own_aims in run(SITTINGS, list(named))
    }


def _accept(
    answers: Mapping[Pupil, Sequence[GivenAnswer]],
    sittings: Mapping[UUID, Sitting],
    received_at: dt.datetime,
    outcome: Mapping[Pupil, Recorded],
) -> Accepted:
    items = whole_catalogue()
    fault = partial(fault_in, sittings=sittings, items=items, received_at=received_at)
    fit = _fit(answers, fault, outcome)
    return [(pupil, answer, items[answer.item].accepts(answer.given)) for pupil, answer in fit]


def _fit(
    given: Mapping[Pupil, Sequence[Given]],
    fault: Callable[[Given, int], str | None],
    outcome: Mapping[Pupil, Recorded],
) -> list[tuple[Pupil, Given]]:
    """Those that are fit to be recorded, each id once; the others are refused for the fault found in them."""
    fit: dict[UUID, tuple[Pupil, Given]] = {}
    for pupil, own in given.items():
        for each in own:
            found = fault(each, pupil.pk)
            if found is None:
                fit.setdefault(each.id, (pupil, each))
            else:
                outcome[pupil].refused.append(Refusal(str(each.id), found))
    return list(fit.values())


def _insert(school_id: int, accepted: Accepted, received_at: dt.datetime) -> Inserted:
    """Writes rows."""
    new: Inserted = {}
    for first in range(0, len(accepted), ROWS_AT_ONCE):
        rows = [_row(*each) for each in accepted[first : first + ROWS_AT_ONCE]]
        new.update(run(INSERT, school_id, received_at, as_json(rows)))
    return new


def _row(pupil: Pupil, a: GivenAnswer, correct: bool) -> dict[str, object]:
    what = {"id": a.id, "pupil_id": pupil.pk, "session": a.session, "seq": a.seq, "item": a.item, "at": a.at}
    how = {"latency_ms": a.latency_ms, "prompt": a.prompt, "delay_ms": a.delay_ms, "device": a.device}
    return {**what, "given": a.given, "correct": correct, **how}


def _insert_pages(
    school_id: int, accepted: Sequence[tuple[Pupil, GivenPage]], received_at: dt.datetime
) -> Inserted:
    """Writes rows."""
    rows = as_json({"pupil_id": pupil.pk, **asdict(page)} for pupil, page in accepted)
    return dict(run(INSERT_PAGES, school_id, received_at, rows))


def _acknowledge(
    accepted: Sequence[tuple[Pupil, UUID]],
    inserted: Inserted,
    outcome: Mapping[Pupil, Recorded],
    *,
    of: type[Answer | PageTotal],
) -> None:
    """What is known already counts as recorded, unless the id is another pupil's."""
    known = [key for _, key in accepted if key not in inserted]
    owners = dict(of.objects.filter(id__in=known).values_list("id", "pupil_id")) if known else {}
    for pupil, key in accepted:
        if key in inserted or owners[key] == pupil.pk:
            outcome[pupil].ids.append(key)
        else:
            outcome[pupil].refused.append(
                Refusal(str(key), f"id: another {of._meta.verbose_name} has it already.")
            )


def _by_pupil(accepted: Accepted, inserted: Inserted, sittings: Mapping[UUID, Sitting]) -> dict[int, list[Told]]:
    """What the new answers that count tell, by pupil key, in the ledger's order."""
    told: dict[int, list[Told]] = {}
    for pupil, a, correct in accepted:
        if inserted.get(a.id):
            sitting = sittings[a.session]
            how = (a.latency_ms, a.prompt, a.delay_ms, a.device, sitting.year)
            told.setdefault(pupil.pk, []).append(
                Told(a.item, milliseconds(a.at), correct, *how, a.at, a.id, a.session, sitting.own_aims)
            )
    for each in told.values():
        each.sort(key=order)
    return told


def _follow(school_id: int, told: Mapping[int, list[Told]], states: Mapping[Kept, KnowledgeState]) -> None:
    """Brings knowledge and daily figures up to the answers just written."""
    totals: dict[DayKey, Totals] = {}
    snapshots: dict[Kept, Sequence[Snapshot]] = {}
    for pupil_id, new in told.items():
        sum_up(pupil_id, new, totals)
        pages = whole_pages(pupil_id) if any(each.latency_ms is None for each in new) else ()
        for subject, informing in by_subject(new, pages).items():
            snapshots[pupil_id, subject] = _move_on(states[pupil_id, subject], informing)
    save_knowledge(school_id, (states[kept] for kept in snapshots))
    put_snapshots(school_id, snapshots)
    add_to_days(school_id, totals)


def _follow_pages(
    school_id: int,
    new: Sequence[tuple[Pupil, GivenPage]],
    sittings: Mapping[UUID, Sitting],
    states: Mapping[Kept, KnowledgeState],
) -> None:
    """Brings knowledge up to the pages just written.

    Where answers of a page's session were folded before, it takes their place, so that all is folded anew.
    """
    told: dict[int, list[ToldPage]] = {}
    for pupil, page in new:
        told.setdefault(pupil.pk, []).append(_told_page(page, sittings[page.session]))
    answered = {key for (key,) in run(WITH_ANSWERS, list(told), [page.session for _, page in new])}
    snapshots: dict[Kept, Sequence[Snapshot]] = {}
    for pupil_id, pages in told.items():
        for subject, informing in by_subject(sorted(pages, key=order)).items():
            anew = pupil_id in answered
            if anew:
                KnowledgeDay.objects.filter(pupil=pupil_id, subject=subject).delete()
            snapshots[pupil_id, subject] = _move_on(states[pupil_id, subject], informing, anew=anew)
    save_knowledge(school_id, (states[kept] for kept in snapshots))
    put_snapshots(school_id, snapshots)


def _told_page(page: GivenPage, sitting: Sitting) -> ToldPage:
    what = (page.items, page.correct, page.milliseconds, page.device, sitting.year)
    return ToldPage(*what, page.at, page.id, page.session, sitting.own_aims)


def _move_on(state: KnowledgeState, new: Sequence[Event], *, anew: bool = False) -> Sequence[Snapshot]:
    """Folds new events; all of them anew when one is older than the last, or the state cannot be read."""
    late = state.last_at is not None and order(new[0]) <= (state.last_at, state.last_id)
    before = None if late or anew else stored_knowledge(state)
    if before is None:
        whole = fold_anew(state.school_id, state.pupil_id, state.subject)
        put_knowledge(state, whole.knowledge, whole.last)
        return whole.days
    knowledge, snapshots = fold_by_day(before, new)
    put_knowledge(state, knowledge, order(new[-1]), changed=apart(state, new))
    return snapshots

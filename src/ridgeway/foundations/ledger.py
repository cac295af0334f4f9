"""The ledger: the one door through which answers come in, from a device, from paper or from a simulation.

An answer is recorded once, however often and in whatever order it is delivered. In the same transaction the
pupil's knowledge of the subject and daily totals follow, so that what pages show is never behind the answers.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction

from ridgeway.fluency import SUBJECTS, Knowledge, Subject, catalogue, whole_catalogue
from ridgeway.fluency.errors import FluencyError
from ridgeway.fluency.stored import ids_in
from ridgeway.foundations.days import DayKey, Totals, add_to_days, replace_days, sum_up
from ridgeway.foundations.delivery import GivenAnswer, Refusal, Sitting, fault_in
from ridgeway.foundations.fold import (
    Told,
    by_subject,
    fold,
    informed_by,
    milliseconds,
    nothing_known,
    read_aims,
    whole_ledger,
)
from ridgeway.foundations.models import Answer, KnowledgeDay, KnowledgeState
from ridgeway.foundations.snapshots import Snapshot, fold_by_day, put_snapshots
from ridgeway.schools.models import Pupil
from ridgeway.statements import as_json, run

ROWS_AT_ONCE: Final = 5000

INSERT = """
INSERT INTO foundations_answer (school_id, received_at, id, pupil_id, session, sequence, item, at, given, correct,
    latency_ms, prompt, delay_ms, device)
SELECT %s, %s, * FROM json_to_recordset(%s) AS answer (id uuid, pupil_id bigint, session uuid, seq smallint,
    item text, at timestamptz, given text, correct boolean, latency_ms int, prompt text, delay_ms int, device text)
ON CONFLICT DO NOTHING RETURNING id
"""

SITTINGS = """
SELECT id, pupil_id, opened_at, year, own_aims::text FROM foundations_practicesession WHERE id = ANY(%s::uuid[])
"""

HOLD_KNOWLEDGE = """
SELECT k.school_id, k.pupil_id, k.subject, k.state, k.newer, k.answers, k.last_at, k.last_id
FROM foundations_knowledgestate k
JOIN unnest(%s::bigint[], %s::text[]) AS wanted (pupil_id, subject) USING (pupil_id, subject)
WHERE k.school_id = %s ORDER BY k.pupil_id, k.subject FOR UPDATE OF k
"""

SAVE_KNOWLEDGE = """
UPDATE foundations_knowledgestate SET state = %b, newer = '', answers = %s, last_at = %s, last_id = %s
WHERE (school_id, pupil_id, subject) = (%s, %s, %s)
"""

SAVE_NEWER = """
UPDATE foundations_knowledgestate SET newer = %b, answers = %s, last_at = %s, last_id = %s
WHERE (school_id, pupil_id, subject) = (%s, %s, %s)
"""

MOST_APART: Final = 96
"""When more items than this have changed since a state was written, all of it is written anew."""

Kept = tuple[int, Subject]
"""Whose knowledge of what: the key of a pupil, and a subject."""


@dataclass(slots=True)
class Recorded:
    """What became of a pupil's answers: those that are in the ledger now, and those refused, with reasons."""

    ids: list[UUID] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def record_answers(pupil: Pupil, answers: Sequence[GivenAnswer], received_at: dt.datetime) -> Recorded:
    """Records answers of one pupil and says which are now in the ledger, those already known included."""
    return record_many({pupil: answers}, received_at)[pupil]


def record_many(answers: Mapping[Pupil, Sequence[GivenAnswer]], received_at: dt.datetime) -> dict[Pupil, Recorded]:
    """Records answers of several pupils of one school, all or (when the database fails) none."""
    schools = {pupil.school_id for pupil in answers}
    if len(schools) > 1:
        raise ValueError(f"The pupils must be of one school, not of the schools {sorted(schools)}.")
    outcome = {pupil: Recorded() for pupil in answers}
    if not any(answers.values()):
        return outcome
    (school_id,) = schools
    with transaction.atomic():
        sittings = _sittings(answer for given in answers.values() for answer in given)
        accepted = _accept(answers, sittings, received_at, outcome)
        if accepted:
            states = _hold_knowledge(
                school_id,
                {(pupil.pk, subject) for pupil, each, _ in accepted for subject in informed_by(each.item)},
            )
            inserted = _insert(school_id, accepted, received_at)
            _acknowledge(accepted, inserted, outcome)
            _follow(school_id, _by_pupil(accepted, inserted, sittings), states)
    return outcome


def rebuild_knowledge(pupil: Pupil) -> dict[Subject, Knowledge]:
    """Folds the pupil's whole ledger anew, stores what comes of it, and returns it by subject."""
    with transaction.atomic():
        states = _hold_knowledge(pupil.school_id, [(pupil.pk, subject) for subject in SUBJECTS])
        told = whole_ledger(pupil.pk)
        informed = by_subject(told)
        rebuilt = {subject: fold_by_day(nothing_known(subject), informed.get(subject, ())) for subject in SUBJECTS}
        for subject, (knowledge, _) in rebuilt.items():
            _put(states[pupil.pk, subject], knowledge, informed.get(subject, ()))
        _save_knowledge(pupil.school_id, states.values())
        KnowledgeDay.objects.filter(pupil=pupil).delete()
        put_snapshots(pupil.school_id, {(pupil.pk, subject): days for subject, (_, days) in rebuilt.items()})
        replace_days(pupil.school_id, pupil.pk, told)
    return {subject: knowledge for subject, (knowledge, _) in rebuilt.items()}


def read_knowledge(state: KnowledgeState | None, subject: Subject = "number-facts") -> Knowledge:
    """The knowledge a state holds; one that this program cannot read is folded from the ledger instead.

    `subject` says of what nothing is known where there is no state.
    """
    if state is None:
        return nothing_known(subject)
    if state.last_at is None:
        return nothing_known(state.subject)
    stored = _stored(state)
    return fold(nothing_known(state.subject), _own_ledger(state)) if stored is None else stored


def _stored(state: KnowledgeState) -> Knowledge | None:
    """What a state holds; None when it is empty or cannot be read."""
    try:
        return Knowledge.from_bytes(bytes(state.state), catalogue(state.subject), newer=bytes(state.newer))
    except FluencyError:
        return None


def _own_ledger(state: KnowledgeState) -> list[Told]:
    return by_subject(whole_ledger(state.pupil_id)).get(state.subject, [])


Accepted = list[tuple[Pupil, GivenAnswer, bool]]
"""Answers that are fit to be recorded: whose each is, and whether it is right."""


def _sittings(answers: Iterable[GivenAnswer]) -> dict[UUID, Sitting]:
    """The sessions that answers name, as far as they exist."""
    named = {answer.session for answer in answers}
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
    """Those that are fit to be recorded, each id once; the others are refused."""
    items = whole_catalogue()
    accepted: dict[UUID, tuple[Pupil, GivenAnswer, bool]] = {}
    for pupil, given in answers.items():
        for answer in given:
            fault = fault_in(answer, pupil.pk, sittings=sittings, items=items, received_at=received_at)
            if fault is None:
                accepted.setdefault(answer.id, (pupil, answer, items[answer.item].accepts(answer.given)))
            else:
                outcome[pupil].refused.append(Refusal(str(answer.id), fault))
    return list(accepted.values())


def _insert(school_id: int, accepted: Accepted, received_at: dt.datetime) -> set[UUID]:
    """Writes rows; the ids of those that were not there before."""
    new: set[UUID] = set()
    for first in range(0, len(accepted), ROWS_AT_ONCE):
        rows = [_row(*each) for each in accepted[first : first + ROWS_AT_ONCE]]
        new.update(key for (key,) in run(INSERT, school_id, received_at, as_json(rows)))
    return new


def _row(pupil: Pupil, a: GivenAnswer, correct: bool) -> dict[str, object]:
    what = {"id": a.id, "pupil_id": pupil.pk, "session": a.session, "seq": a.seq, "item": a.item, "at": a.at}
    how = {"latency_ms": a.latency_ms, "prompt": a.prompt, "delay_ms": a.delay_ms, "device": a.device}
    return {**what, "given": a.given, "correct": correct, **how}


def _acknowledge(accepted: Accepted, inserted: set[UUID], outcome: Mapping[Pupil, Recorded]) -> None:
    """Known answers count as recorded, unless the id is another pupil's."""
    known = [answer.id for _, answer, _ in accepted if answer.id not in inserted]
    owners = dict(Answer.objects.filter(id__in=known).values_list("id", "pupil_id")) if known else {}
    for pupil, answer, _ in accepted:
        if answer.id in inserted or owners[answer.id] == pupil.pk:
            outcome[pupil].ids.append(answer.id)
        else:
            outcome[pupil].refused.append(Refusal(str(answer.id), "id: another answer has it already."))


def _by_pupil(accepted: Accepted, inserted: set[UUID], sittings: Mapping[UUID, Sitting]) -> dict[int, list[Told]]:
    """What the new answers tell, by pupil key, in the ledger's order."""
    told: dict[int, list[Told]] = {}
    for pupil, a, correct in accepted:
        if a.id in inserted:
            sitting = sittings[a.session]
            how = (a.latency_ms, a.prompt, a.delay_ms, a.device, sitting.year)
            told.setdefault(pupil.pk, []).append(
                Told(a.item, milliseconds(a.at), correct, *how, a.at, a.id, sitting.own_aims)
            )
    for each in told.values():
        each.sort(key=_order)
    return told


def _follow(school_id: int, told: Mapping[int, list[Told]], states: Mapping[Kept, KnowledgeState]) -> None:
    """Brings knowledge and daily figures up to the answers just written."""
    totals: dict[DayKey, Totals] = {}
    snapshots: dict[Kept, list[Snapshot]] = {}
    for pupil_id, new in told.items():
        sum_up(pupil_id, new, totals)
        for subject, informing in by_subject(new).items():
            snapshots[pupil_id, subject] = _move_on(states[pupil_id, subject], informing)
    _save_knowledge(school_id, (states[kept] for kept in snapshots))
    put_snapshots(school_id, snapshots)
    add_to_days(school_id, totals)


def _move_on(state: KnowledgeState, new: Sequence[Told]) -> list[Snapshot]:
    """Folds new answers; all of them anew when one is older than the last, or the state cannot be read."""
    late = state.last_at is not None and _order(new[0]) <= (state.last_at, state.last_id)
    before = None if late else _stored(state)
    answers = _own_ledger(state) if before is None else new
    knowledge, snapshots = fold_by_day(nothing_known(state.subject) if before is None else before, answers)
    _put(state, knowledge, answers, changed=None if before is None else _apart(state, new))
    return snapshots


def _apart(state: KnowledgeState, new: Sequence[Told]) -> set[str] | None:
    """The items that have changed since the state was written; None when they are too many to keep apart."""
    items, before = catalogue(state.subject), ids_in(bytes(state.newer)) if state.newer else []
    changed = {*before, *(told.item for told in new if told.item in items)}
    return changed if len(changed) <= MOST_APART else None


def _order(told: Told) -> tuple[dt.datetime, UUID]:
    return told.at, told.id


def _hold_knowledge(school_id: int, kept: Iterable[Kept]) -> dict[Kept, KnowledgeState]:
    """The states, held until the transaction ends; made where there was none."""
    wanted = sorted(kept)
    held = _lock(school_id, wanted)
    missing = [each for each in wanted if each not in held]
    if missing:
        KnowledgeState.objects.bulk_create(
            [
                KnowledgeState(school_id=school_id, pupil_id=key, subject=subject, state=b"")
                for key, subject in missing
            ],
            ignore_conflicts=True,
        )
        held |= _lock(school_id, missing)
    return held


def _lock(school_id: int, kept: Sequence[Kept]) -> dict[Kept, KnowledgeState]:
    """Those of the states that exist, locked in one order, so that no two deliveries wait for each other."""
    pupils, subjects = [key for key, _ in kept], [subject for _, subject in kept]
    rows = run(HOLD_KNOWLEDGE, pupils, subjects, school_id)
    names = ("school_id", "pupil_id", "subject", "state", "newer", "answers", "last_at", "last_id")
    states = (KnowledgeState(**dict(zip(names, row, strict=True))) for row in rows)
    return {(state.pupil_id, state.subject): state for state in states}


def _put(
    state: KnowledgeState, knowledge: Knowledge, folded: Sequence[Told], *, changed: set[str] | None = None
) -> None:
    """Puts knowledge into its state: all of it, or what has changed beside what is there."""
    if changed is None:
        state.state, state.newer = knowledge.to_bytes(), b""
    else:
        state.newer = knowledge.to_bytes(only=changed)
    state.answers = int(knowledge.rows.answers.sum())
    if folded:
        state.last_at, state.last_id = _order(folded[-1])


def _save_knowledge(school_id: int, states: Iterable[KnowledgeState]) -> None:
    for each in states:
        statement, known = (SAVE_NEWER, each.newer) if each.newer else (SAVE_KNOWLEDGE, each.state)
        whose = (school_id, each.pupil_id, each.subject)
        run(statement, known, each.answers, each.last_at, each.last_id, *whose)

"""The stored states of knowledge: held while answers are folded into them, and written as far as they changed."""

from collections.abc import Iterable, Sequence
from typing import Final

from ridgeway.fluency import Knowledge, Subject, catalogue
from ridgeway.fluency.errors import FluencyError
from ridgeway.fluency.stored import ids_in
from ridgeway.foundations.fold import Event, Moment
from ridgeway.foundations.models import KnowledgeState
from ridgeway.statements import run

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


def stored_knowledge(state: KnowledgeState) -> Knowledge | None:
    """What a state holds; None when it is empty or cannot be read."""
    try:
        return Knowledge.from_bytes(bytes(state.state), catalogue(state.subject), newer=bytes(state.newer))
    except FluencyError:
        return None


def hold_knowledge(school_id: int, kept: Iterable[Kept]) -> dict[Kept, KnowledgeState]:
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


def put_knowledge(
    state: KnowledgeState, knowledge: Knowledge, last: Moment | None, *, changed: set[str] | None = None
) -> None:
    """Puts knowledge into its state: all of it, or what has changed beside what is there.

    `last` says when the last event in it was, and its id; None where there is none.
    """
    if changed is None:
        state.state, state.newer = knowledge.to_bytes(), b""
    else:
        state.newer = knowledge.to_bytes(only=changed)
    state.answers = int(knowledge.rows.answers.sum())
    state.last_at, state.last_id = last or (None, None)


def save_knowledge(school_id: int, states: Iterable[KnowledgeState]) -> None:
    """Writes states as they were put."""
    for each in states:
        statement, known = (SAVE_NEWER, each.newer) if each.newer else (SAVE_KNOWLEDGE, each.state)
        whose = (school_id, each.pupil_id, each.subject)
        run(statement, known, each.answers, each.last_at, each.last_id, *whose)


def apart(state: KnowledgeState, new: Sequence[Event]) -> set[str] | None:
    """The items that have changed since the state was written; None when they are too many to keep apart."""
    items, before = catalogue(state.subject), ids_in(bytes(state.newer)) if state.newer else []
    changed = {*before, *(item for event in new for item in event.items if item in items)}
    return changed if len(changed) <= MOST_APART else None

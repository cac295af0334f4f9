"""Answers and writing that could not be counted: kept as they came, and told to the teacher in plain words."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from ridgeway.fluency import whole_catalogue
from ridgeway.foundations.delivery import Refusal, id_of
from ridgeway.foundations.offline.models import RefusedAnswer
from ridgeway.foundations.spelling.playing import words_named
from ridgeway.schools.models import Pupil, TeachingGroup

MOST_KEPT: Final = 200
"""Of one pupil: a device in order has none, and one that is not shall not fill the disk."""

LONGEST_SENT: Final = 2000
SHOWN: Final = 200

PLAINLY: Final = {
    "session": "It belongs to a practice that is not this pupil’s, or that is no longer known.",
    "at": "The device’s clock was wrong, so nobody can tell when it was given.",
    "item": "It answers a question that is not among those we ask.",
    "id": "It carries a number that another answer has already, or none that we can read.",
    "key": "It was written for something that this pupil was not set on that day.",
    "typed": "It is longer than anybody writes in a minute.",
}
"""What the field that a refusal begins with means to a teacher."""

WRITING: Final = "A minute of writing"

DAMAGED: Final = "It arrived damaged."


class Line(NamedTuple):
    """One answer, or page of writing, as the page lists it."""

    pupil: Pupil
    received_at: dt.datetime
    question: str
    given: str
    why: str


def keep_refused(pupil: Pupil, sent: Sequence[Any], refusals: Iterable[Refusal], at: dt.datetime) -> None:
    """Keeps what was refused of a delivery, each answer once, up to `MOST_KEPT` of a pupil."""
    reasons = {refusal.id: refusal.reason for refusal in refusals}
    _keep(pupil, [_row(pupil, answer, reasons[key], at) for answer in sent if (key := id_of(answer)) in reasons])


def keep_refused_writing(pupil: Pupil, sent: Any, reason: str, at: dt.datetime) -> None:
    """Keeps a minute of writing that was refused, once, up to `MOST_KEPT` of whatever was refused of a pupil."""
    _keep(pupil, [_row(pupil, sent, reason, at)])


def _keep(pupil: Pupil, rows: Sequence[RefusedAnswer]) -> None:
    if not rows:
        return
    room = max(0, MOST_KEPT - RefusedAnswer.objects.filter(pupil=pupil).count())
    RefusedAnswer.objects.bulk_create(rows[:room], ignore_conflicts=True)


def refused_in(group: TeachingGroup) -> list[Line]:
    """The last answers of the class's pupils that could not be counted, the newest first."""
    today = timezone.localdate()
    rows: QuerySet[RefusedAnswer] = RefusedAnswer.objects.filter(pupil__in=group.pupils_on(today))
    sent = [(row, _read(row.sent)) for row in rows.select_related("pupil")[:SHOWN]]
    words = words_named(str(each.get("item")) for _, each in sent)
    return [_line(row, each, words) for row, each in sent]


def _row(pupil: Pupil, answer: Any, reason: str, at: dt.datetime) -> RefusedAnswer:
    text = json.dumps(answer, sort_keys=True)
    return RefusedAnswer(
        school_id=pupil.school_id,
        pupil=pupil,
        received_at=at,
        reason=reason[:200],
        sent=text if len(text) <= LONGEST_SENT else _shortened(answer, len(text) - LONGEST_SENT),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _shortened(sent: Any, by: int) -> str:
    """Shortens the longest text in it, so that the rest can still be read; cuts off what has none long enough."""
    texts = {name: text for name, text in sent.items() if isinstance(text, str)} if isinstance(sent, dict) else {}
    longest = max(texts, key=lambda name: len(texts[name]), default=None)
    fitting = sent if longest is None else {**sent, longest: texts[longest][: max(0, len(texts[longest]) - by)]}
    return json.dumps(fitting, sort_keys=True)[:LONGEST_SENT]


def _line(row: RefusedAnswer, sent: Mapping[str, Any], words: Mapping[str, str]) -> Line:
    """A row as the page lists it. `words` are those of the school's own lists, by their names in answers."""
    why = PLAINLY.get(row.reason.partition(":")[0], DAMAGED)
    if "typed" in sent:
        return Line(row.pupil, row.received_at, WRITING, str(sent["typed"]), why)
    item = str(sent.get("item", ""))
    items = whole_catalogue()
    question = items[item].prompt if item in items else words.get(item, item[:40])
    return Line(row.pupil, row.received_at, question, str(sent.get("given", ""))[:40], why)


def _read(sent: str) -> dict[str, Any]:
    """What can still be read of it; nothing of one that was cut off, or never was an answer."""
    try:
        found = json.loads(sent)
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}

"""What the hearing page is given: the words to tap, the kinds of mark, and the state it starts from."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from ridgeway.fluency.readability import words_of
from ridgeway.fluency.reading import ERRORS, HESITATION_SECONDS, MARK_KINDS, MarkKind
from ridgeway.foundations.reading.forms import HeardForm
from ridgeway.foundations.reading.models import ReadingResult
from ridgeway.foundations.reading.texts import Readable, days_read
from ridgeway.schools.models import Pupil

TIMES: Final = ((30, "30 seconds"), (60, "1 minute"), (120, "2 minutes"), (180, "3 minutes"))
USUAL_TIME: Final = 60

IN_WORDS: Final[dict[MarkKind, str]] = {
    "substitution": "Said wrong",
    "omission": "Left out",
    "hesitation": f"Told after {HESITATION_SECONDS} s",
    "self-correction": "Put right",
    "insertion": "Extra word",
}


def hearing_page(
    pupil: Pupil, text: Readable, *, key: UUID, today: dt.date, classmates: Sequence[Pupil] = ()
) -> dict[str, Any]:
    """The context of a page on which a reading is about to be heard."""
    start = {
        "key": str(key),
        "pupil": str(pupil.pk),
        "day": today.isoformat(),
        "limit": USUAL_TIME,
        "startedAt": None,
        "seconds": None,
        "lastWord": None,
        "marks": [],
        "expression": "",
        "note": "",
    }
    form = HeardForm(pupil=pupil, classmates=classmates, text=text, today=today)
    page = _page(pupil, text, start, f"{pupil.pk}.{text.name}", form)
    return page | {"read_before": days_read(pupil).get(text.key)}


def correction_page(result: ReadingResult, text: Readable, *, classmates: Sequence[Pupil] = ()) -> dict[str, Any]:
    """The context of a page on which a reading is corrected."""
    start = {
        "key": str(result.key),
        "pupil": str(result.pupil_id),
        "day": result.day.isoformat(),
        "limit": result.seconds,
        "startedAt": None,
        "seconds": result.seconds,
        "lastWord": result.last_word,
        "marks": [{"word": mark.word, "kind": mark.kind} for mark in result.marked or ()],
        "expression": str(result.expression or ""),
        "note": result.note,
    }
    form = HeardForm(pupil=result.pupil, classmates=classmates, text=text, today=result.day)
    saved_as = f"{result.pk}.{result.entered_at.timestamp():.0f}"
    return {**_page(result.pupil, text, start, f"again.{saved_as}", form), "noted": result}


def _page(pupil: Pupil, text: Readable, start: dict[str, Any], name: str, form: HeardForm) -> dict[str, Any]:
    return {
        "pupil": pupil,
        "text": text,
        "form": form,
        "times": TIMES,
        "kinds": [
            {"kind": kind, "label": IN_WORDS[kind], "key": place, "error": kind in ERRORS}
            for place, kind in enumerate(MARK_KINDS, start=1)
        ],
        "paragraphs": _paragraphs(text),
        "heard": {
            "keptAs": f"ridgeway.reading.{name}.{text.words_of}",
            "words": len(text.passage.words),
            "errors": sorted(ERRORS),
            "kinds": IN_WORDS,
            "start": start,
        },
    }


def _paragraphs(text: Readable) -> list[list[tuple[int, str]]]:
    """The words of each paragraph with their places, from 1."""
    return [
        list(enumerate(words_of(paragraph.text), start=paragraph.first)) for paragraph in text.passage.paragraphs
    ]

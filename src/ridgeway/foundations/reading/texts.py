"""What can be read: the packaged passages and the school's own texts, under one kind of name.

A name stands in addresses and forms: `r4c` is form c of level 4, `own12` a version of a school's own text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.formats import date_format

from ridgeway.access.models import User
from ridgeway.fluency.errors import UnknownItemError
from ridgeway.fluency.passages import Passage, passage, passages
from ridgeway.foundations.reading.models import ReadingResult, ReadingText
from ridgeway.schools.models import Pupil, School

_OWN: Final = re.compile(r"own([1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True)
class Readable:
    """A text to be heard. `own` is None for a packaged passage."""

    passage: Passage
    own: ReadingText | None = None

    @property
    def name(self) -> str:
        """Its name in addresses."""
        return self.passage.id if self.own is None else f"own{self.own.pk}"

    @property
    def key(self) -> str:
        """What is the same of all its versions."""
        return self.passage.id if self.own is None else str(self.own.key)

    @property
    def year(self) -> int | None:
        """The school year it is meant for, where somebody has said."""
        return self.passage.year if self.own is None else self.own.year

    @property
    def title(self) -> str:
        """Its title."""
        return self.passage.title

    @property
    def shown(self) -> str:
        """Its title with what tells it from others."""
        if self.own is not None:
            return self.title
        return f"{self.title} (level {self.passage.level}, form {self.passage.form})"

    @property
    def listed(self) -> str:
        """Its title in a list that says the level above it."""
        return self.title if self.own is not None else f"{self.passage.level}{self.passage.form}: {self.title}"

    @property
    def words_of(self) -> str:
        """A digest of its words: marks count places among them, and hold for no others."""
        return digest_of(self.passage)


def digest_of(read: Passage) -> str:
    """Return 16 hexadecimal figures that stand for the words of a passage."""
    return hashlib.sha256("\n\n".join(read.text).encode()).hexdigest()[:16]


def find_text(name: str) -> Readable | None:
    """The text of that name, in use or not; None where the school in scope has none."""
    if own := _OWN.fullmatch(name):
        found = ReadingText.objects.filter(pk=int(own[1])).first()
        return None if found is None else Readable(found.passage, found)
    try:
        return Readable(passage(name))
    except UnknownItemError:
        return None


def text_of(result: ReadingResult) -> Readable:
    """What was read."""
    if result.text is not None:
        return Readable(result.text.passage, result.text)
    return Readable(passage(result.packaged))


def days_read(pupil: Pupil) -> dict[str, dt.date]:
    """When the pupil last read each text, by the key of the text. One query."""
    rows = ReadingResult.objects.filter(pupil=pupil, removed=False).order_by("day", "pk")
    return {packaged or str(key): day for packaged, key, day in rows.values_list("packaged", "text__key", "day")}


def own_texts() -> list[Readable]:
    """The school's own texts that are in use, by title."""
    rows = ReadingText.objects.filter(current=True, withdrawn=False)
    return [Readable(text.passage, text) for text in rows]


def choices(
    texts: Iterable[Readable], read: Mapping[str, dt.date] | None = None
) -> list[tuple[str, list[tuple[str, str]]]]:
    """All texts for a list to choose from, in groups: the packaged levels, then `texts`.

    Those that were `read` before say when.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in (*map(Readable, passages()), *texts):
        of_level = f"Level {each.passage.level}: {level_in_words(each.passage)}"
        day = (read or {}).get(each.key)
        groups.setdefault(of_level if each.own is None else "Our own texts", []).append(
            (each.name, each.listed if day is None else f"{each.listed} (read {date_format(day)})")
        )
    return list(groups.items())


def level_in_words(each: Passage) -> str:
    """When a packaged passage is meant for, such as "Year 2, autumn"."""
    return f"Year {each.year}, {each.term}"


@transaction.atomic
def add_text(school: School, read: Passage, year: int | None, *, by: User | None) -> ReadingText:
    """Keep a school's own text; `read` was made of what was pasted, and so is within the limits."""
    added: ReadingText = ReadingText.objects.create(
        school=school, title=read.title, body=_body(read.text), year=year, made_by=by
    )
    return added


@transaction.atomic
def change_text(text: ReadingText, read: Passage, year: int | None, *, by: User | None) -> ReadingText:
    """Change a text in use. Other words make a new version, and readings of the old one keep theirs."""
    held: ReadingText = ReadingText.objects.select_for_update().get(key=text.key, current=True)
    if held.passage.text == read.text:
        held.title, held.year = read.title, year
        held.save(update_fields=["title", "year"])
        return held
    held.current = False
    held.save(update_fields=["current"])
    changed: ReadingText = ReadingText.objects.create(
        school_id=held.school_id,
        key=held.key,
        version=held.version + 1,
        title=read.title,
        body=_body(read.text),
        year=year,
        withdrawn=held.withdrawn,
        made_by=by,
    )
    return changed


def set_withdrawn(text: ReadingText, *, withdrawn: bool) -> None:
    """Take a text off the list, or put it back; readings of it stay as they are."""
    text.withdrawn = withdrawn
    text.save(update_fields=["withdrawn"])


def _body(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs)

"""An event in words: what it is about, and which of its fields changed from what to what."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime

from ridgeway.access.models import User
from ridgeway.access.trail.linked import Field, Linked
from ridgeway.access.trail.things import OBJECT, Thing
from ridgeway.schools.models import Pupil, School, TeachingGroup

LONGEST: Final = 160
"""Characters of a value; of a longer one its beginning is shown."""
NOTHING: Final = "–"
_ISO_DAY: Final = re.compile(r"\b(\d{4}-\d\d-\d\d)\b")


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what it was, and what it is."""

    name: str
    before: str = ""
    """Blank where there was nothing to compare with: the thing is new, or was removed."""
    after: str = ""
    secret: bool = False
    """It changed, and neither value may be read."""


def title_of(thing: Thing, event: models.Model, linked: Linked) -> str:
    """What an event is about, as the thing calls itself, and of which pupil or class where that is not in it."""
    row = _row(thing, event, linked)
    try:
        said = _ISO_DAY.sub(_in_our_words, str(row))
    except ObjectDoesNotExist:
        said = f"{thing.name} of somebody or something that is no longer here"
    for way in (thing.pupil, thing.group):
        whom = _follow(row, way)
        if whom is not None and str(whom) not in said:
            said = f"{said}, {whom}"
    return said


def changes_of(
    thing: Thing, event: models.Model, before: models.Model | None, linked: Linked, *, by: int | None
) -> list[Change]:
    """The fields that differ from `before`; without it, those that say what the title does not. `by` is who made
    the change."""
    told = []
    for each in thing.model._meta.concrete_fields:
        now = getattr(event, each.attname)
        then = _unsaid(each) if before is None else getattr(before, each.attname)
        in_title = before is None and each.related_model in {Pupil, TeachingGroup}
        if now == then or in_title or _says_nothing(each, now, by):
            continue
        name = str(each.verbose_name)
        if each.name in thing.secrets:
            told.append(Change(name, secret=True))
        else:
            was, is_now = ("" if before is None else in_words(each, then, linked)), in_words(each, now, linked)
            if was or is_now != NOTHING:
                told.append(Change(name, was, is_now))
    return told


def in_words(field: Field, value: Any, linked: Linked) -> str:
    """A value as people say it."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if field.related_model is not None:
        return linked.name(field, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return Truncator(_plain(value)).chars(LONGEST)


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            return date_format(localtime(value), "DATETIME_FORMAT")
        case dt.date():
            return date_format(value, "DATE_FORMAT")
        case list() if all(isinstance(each, str | int) for each in value):
            return ", ".join(map(str, value))
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def _row(thing: Thing, event: models.Model, linked: Linked) -> models.Model:
    """The thing as it was, with what it points to."""
    fields = thing.model._meta.concrete_fields
    row = thing.model(**{each.attname: getattr(event, each.attname) for each in fields})
    for each in fields:
        if (found := linked.object(each, getattr(event, each.attname))) is not None:
            setattr(row, each.name, found)
    return row


def _follow(row: Any, way: str) -> Any:
    """What lies at the end of a way; None where it has no end, or begins at the row itself."""
    if way in {"", OBJECT}:
        return None
    try:
        for step in way.split("__"):
            row = getattr(row, step)
    except (ObjectDoesNotExist, AttributeError):
        return None
    return row


def _unsaid(field: Field) -> Any:
    """What a field holds when nothing is said about it."""
    return None if callable(field.default) and field.default not in {list, dict} else field.get_default()


def _says_nothing(field: Field, value: Any, by: int | None) -> bool:
    """Whether a field only repeats what an entry says anyway: whose it is, who did it and when."""
    if field.primary_key or field.related_model is School or isinstance(field, models.UUIDField):
        return True
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return True
    return field.related_model is User and by is not None and value == by


def _in_our_words(day: re.Match[str]) -> str:
    try:
        return date_format(dt.date.fromisoformat(day[1]), "DATE_FORMAT")
    except ValueError:
        return day[1]

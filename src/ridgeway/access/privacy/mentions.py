"""Texts of the school that name a pupil although they are about something or somebody else.

Searched for is the full name, in the ways people write it, and the UPN: in every text longer than a word, and in
everything kept as JSON, of whatever model belongs to the school. A first name alone is not searched for: “Amber”
is also a colour.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from ridgeway.access.privacy.holdings import AnyModel, holdings
from ridgeway.access.privacy.subjects import Subject

LONGEST_WORD: Final = 40
"""Columns up to this long hold codes and single words."""

TRAIL_COLUMNS: Final = frozenset({"pgh_label"})
"""What the audit trail itself writes: insert, update or delete."""

IN_PLACE: Final = "(name erased)"
"""What stands for a name once its bearer is erased."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A row that names the subject, and the columns that do."""

    row: models.Model
    columns: tuple[str, ...]


@cache
def free_texts() -> dict[AnyModel, tuple[str, ...]]:
    """The columns of schools' tables in which somebody may have written a name."""
    ours = {model: tuple(_columns(model)) for model in apps.get_models() if _is_schools(model)}
    return {model: columns for model, columns in ours.items() if columns}


def mentions(subject: Subject, using: str = DEFAULT_DB_ALIAS) -> Iterator[Mention]:
    """The rows that name the subject and are not the subject's own."""
    own = {holding.model: holding.path for holding in holdings()}
    pattern = _pattern(subject)
    for model, columns in free_texts().items():
        as_text: dict[str, Any] = {f"text_of_{name}": Cast(name, TextField()) for name in columns}
        names = Q()
        for each in as_text:
            names |= Q(**{f"{each}__iregex": rf"\m(?:{_alternatives(subject)})\M"})
        rows = model._base_manager.using(using).alias(**as_text).filter(names, school=subject.school)
        if model in own:
            rows = rows.exclude(**{own[model]: subject.pk})
        for row in rows.order_by("pk"):
            said = tuple(name for name in columns if pattern.search(str(getattr(row, name))))
            if said:
                yield Mention(row, said)


def take_name_out(mention: Mention, subject: Subject, using: str) -> None:
    """Writes `IN_PLACE` where the row named the subject."""
    row, pattern = mention.row, _pattern(subject)
    cleaned = {name: _without(getattr(row, name), pattern, row, name) for name in mention.columns}
    type(row)._base_manager.using(using).filter(pk=row.pk).update(**cleaned)


def _without(value: Any, pattern: re.Pattern[str], row: models.Model, name: str) -> Any:
    cleaned = _replaced(value, pattern)
    most = getattr(row._meta.get_field(name), "max_length", None)
    return cleaned[:most] if most and isinstance(cleaned, str) else cleaned


def _replaced(value: Any, pattern: re.Pattern[str]) -> Any:
    """The value with every name in it replaced, however deep in lists and mappings it stands."""
    if isinstance(value, str):
        return pattern.sub(IN_PLACE, value)
    if isinstance(value, list):
        return [_replaced(each, pattern) for each in value]
    if isinstance(value, dict):
        return {_replaced(key, pattern): _replaced(each, pattern) for key, each in value.items()}
    return value


def _pattern(subject: Subject) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives(subject)})\b", re.IGNORECASE)


def _alternatives(subject: Subject) -> str:
    return "|".join(map(re.escape, subject.ways_to_write))


def _is_schools(model: AnyModel) -> bool:
    return any(field.name == "school" for field in model._meta.concrete_fields) and bool(model._meta.managed)


def _columns(model: AnyModel) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        is_long = is_text and (field.max_length is None or field.max_length > LONGEST_WORD)
        if (is_long or isinstance(field, models.JSONField)) and field.name not in TRAIL_COLUMNS:
            yield field.name

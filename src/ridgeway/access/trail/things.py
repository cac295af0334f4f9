"""What the audit trail is about: every audited model whose rows belong to a school, found by itself.

A model names what it is by its `verbose_name`, and in `kept_secret` the fields whose values nobody may read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import models

from ridgeway.schools.models import Pupil, School, TeachingGroup

OBJECT: Final = "pgh_obj"
"""What an event calls the row that it is about."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of thing that people change: its model, and the model of the events that tell of it."""

    model: type[models.Model]
    events: type[models.Model]
    school: str
    """The field of an event that says whose it is."""
    pupil: str
    group: str
    """Ways from an event to the pupil and to the class that it is about; blank where there is none."""

    @property
    def key(self) -> str:
        """What stands for it in addresses, such as "schools.pupil"."""
        return str(self.model._meta.label_lower)

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def secrets(self) -> frozenset[str]:
        """Names of the fields whose values are never shown."""
        return getattr(self.model, "kept_secret", frozenset())

    def of(self, school: School) -> models.QuerySet[Any]:
        """The events of the school."""
        return self.events._default_manager.filter(**{self.school: school.pk})


@cache
def things() -> tuple[Thing, ...]:
    """All of them, always in the same order."""
    found = (
        Thing(model, events, school, _way(model, Pupil), _way(model, TeachingGroup))
        for events in apps.get_models()
        if (model := getattr(events, "pgh_tracked_model", None)) is not None
        if (school := _school_of(model))
    )
    return tuple(sorted(found, key=lambda thing: thing.key))


def _school_of(model: type[models.Model]) -> str:
    if model is School:
        return OBJECT
    return next((name for name, target in _links(model) if target is School and name == "school"), "")


def _way(model: type[models.Model], target: type[models.Model]) -> str:
    """The way from an event of a model to the row of another that it is about, over one table between at most."""
    if model is target:
        return OBJECT
    links = list(_links(model))
    direct = (name for name, linked in links if linked is target)
    over_one = (f"{name}__{further}" for name, linked in links for further, end in _links(linked) if end is target)
    return next(direct, "") or next(over_one, "")


def _links(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    for each in model._meta.concrete_fields:
        if isinstance(each.related_model, type):
            yield each.name, each.related_model

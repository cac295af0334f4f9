"""What is a pupil's: the pupil's row, and every row from which foreign keys lead to it, in whatever room.

Nothing is listed here. A new model with a foreign key to a pupil, or to something that is a pupil's, belongs to
the pupil from its first day: it is in every copy and goes with every erasure.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models

from ridgeway.access.privacy.subjects import Subject
from ridgeway.schools.models import Pupil

AnyModel = type[models.Model]


@dataclass(frozen=True, slots=True)
class Holding:
    """A model whose rows are pupils', and the look-up that leads from such a row to its pupil's key."""

    model: AnyModel
    path: str

    @property
    def label(self) -> str:
        """What the model is called, such as `schools.Pupil`."""
        return self.model._meta.label

    @property
    def tracked(self) -> AnyModel | None:
        """Of a table of the audit trail the model whose changes it keeps; None of any other."""
        return tracked_by(self.model)

    def rows(self, subject: Subject, using: str = DEFAULT_DB_ALIAS) -> "models.QuerySet[Any]":
        """The rows that are the subject's."""
        manager = self.model._base_manager.using(using)
        return manager.filter(**{self.path: subject.pk}, school=subject.school)

    def depth(self) -> int:
        """How many foreign keys it is away from the pupil's row."""
        return 0 if self.path == "pk" else 1 + self.path.count("__")


def tracked_by(model: AnyModel) -> AnyModel | None:
    """The model whose changes a table of the audit trail keeps."""
    return getattr(model, "pgh_tracked_model", None) if issubclass(model, pghistory.models.Event) else None


@cache
def holdings() -> tuple[Holding, ...]:
    """All that can be a pupil's, what is nearest to the pupil first: rows further away go before those."""
    found: dict[AnyModel, str] = {Pupil: "pk"}
    reached: list[AnyModel] = [Pupil]
    while reached:
        paths = {
            model: path for model in apps.get_models() if model not in found and (path := _path(model, found))
        }
        found |= paths
        reached = list(paths)
    return tuple(Holding(model, path) for model, path in found.items())


def _path(model: AnyModel, found: dict[AnyModel, str]) -> str | None:
    """How rows of a model lead to a pupil by what was found so far, by the shortest way."""
    ways = [
        field.name if found[target] == "pk" else f"{field.name}__{found[target]}"
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and (target := field.related_model) in found
    ]
    return min(ways, key=lambda way: way.count("__"), default=None)

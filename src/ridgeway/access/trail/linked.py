"""What events point to: pupils, classes, colleagues, fetched once for a whole page."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeAlias

from django.db import models
from django_scopes.exceptions import ScopeError

Field: TypeAlias = "models.Field[Any, Any]"


class Linked:
    """The rows that some events point to, as far as they are still there and in scope."""

    def __init__(self, events: Iterable[models.Model]) -> None:
        keys: dict[type[models.Model], set[Any]] = defaultdict(set)
        for event in events:
            for each in event.pgh_tracked_model._meta.concrete_fields:  # type: ignore[attr-defined]
                value = getattr(event, each.attname)
                if isinstance(each.related_model, type) and value is not None:
                    keys[each.related_model].add(value)
        self._found = {model: _fetch(model, wanted) for model, wanted in keys.items()}

    def object(self, field: Field, key: Any) -> models.Model | None:
        """What a field points to; None where it points nowhere, or to what is no longer here."""
        model = field.related_model
        return self._found.get(model, {}).get(key) if isinstance(model, type) else None

    def name(self, field: Field, key: Any) -> str:
        """The name of what a field points to."""
        found = self.object(field, key)
        return "one that is no longer here" if found is None else str(found)


def _fetch(model: type[models.Model], keys: set[Any]) -> dict[Any, models.Model]:
    try:
        return model._default_manager.in_bulk(keys)
    except ScopeError:
        return {}

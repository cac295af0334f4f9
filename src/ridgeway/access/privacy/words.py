"""What tables and columns mean, in words for a parent: each room says so of its own in `privacy.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml
from django.apps import apps

from ridgeway.access.privacy.holdings import AnyModel, tracked_by

FILE: Final = "privacy.yaml"
EVERYWHERE: Final = "everywhere"
"""The entry with the columns that mean the same in every table."""

TRAIL: Final = "trail"
"""The entry with the words about tables of the audit trail."""


@dataclass(frozen=True, slots=True)
class Words:
    """A table in plain English. `withheld` are columns whose values no copy gives out, each with the reason."""

    title: str
    about: str
    columns: Mapping[str, str]
    withheld: Mapping[str, str]


def words_of(model: AnyModel) -> Words:
    """What the room of the model says of it; of a table of the audit trail, what is said of what it follows."""
    said, common = _said(), _said()[EVERYWHERE]["columns"]
    tracked = tracked_by(model)
    entry = said[(tracked or model)._meta.label]
    columns: dict[str, str] = {**common, **entry.get("columns", {})}
    title, about = entry["title"], entry["about"]
    if tracked is not None:
        trail = said[TRAIL]
        title, about, columns = f"{trail['title']}: {title}", trail["about"], {**columns, **trail["columns"]}
    return Words(title, about, columns, entry.get("withheld", {}))


@cache
def _said() -> dict[str, Any]:
    """The entries of all rooms, by model."""
    said: dict[str, Any] = {}
    for room in apps.get_app_configs():
        file = files(room.module).joinpath(FILE) if room.module else None
        if room.name.startswith("ridgeway.") and file is not None and file.is_file():
            said |= yaml.safe_load(file.read_text("utf-8"))
    return said

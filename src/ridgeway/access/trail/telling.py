"""Telling what was changed, in words: one entry for everything of one kind that was done in one go."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import pghistory.models
from django.db import models
from django.db.models import OuterRef, Subquery

from ridgeway.access.models import User
from ridgeway.access.trail.finding import Asked, Place, Row, rows_before
from ridgeway.access.trail.linked import Linked
from ridgeway.access.trail.things import Thing
from ridgeway.access.trail.words import Change, changes_of, title_of
from ridgeway.schools.models import Pupil, School

ROWS: Final = 2_000
"""Changes that a page looks at, at most."""
ENTRIES: Final = 40
"""Entries that a page shows, at most."""
NAMED: Final = 3
"""Of several things done in one go, how many are named."""

VERBS: Final = {"insert": "added", "update": "changed", "delete": "removed"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person did to one thing, or in one go to several of a kind."""

    at: dt.datetime
    who: str
    verb: str
    thing: Thing
    titles: Sequence[str]
    """What was changed: all of it, or the first few."""
    count: int
    changes: Sequence[Change]
    """The fields that changed; of several things, none."""
    act: UUID | None

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.titles)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the trail, newest first."""

    entries: Sequence[Entry]
    older: Place | None
    """Where the next page begins; None on the last."""


def page_of(school: School, asked: Asked, place: Place | None = None) -> Page:
    """What the school's people changed before a place in the trail. Needs the school's scope."""
    rows = rows_before(school, asked, place, most=ROWS + 1)
    groups, taken = _grouped(rows[:ROWS], apart=asked.act is not None)
    older = Place.of(rows[taken - 1]) if taken < len(rows) else None
    return Page(_told(school, groups), older)


def _grouped(rows: Sequence[Row], *, apart: bool) -> tuple[list[list[Row]], int]:
    """Rows that belong in one entry, and how many rows the page takes; `apart` gives each an entry of its own."""
    groups: dict[object, list[Row]] = {}
    for taken, row in enumerate(rows):
        name = (row.place, row.key) if apart or row.act is None else (row.act, row.place, row.label)
        if name not in groups and len(groups) == ENTRIES:
            return list(groups.values()), taken
        groups.setdefault(name, []).append(row)
    return list(groups.values()), len(rows)


def _told(school: School, groups: Iterable[Sequence[Row]]) -> list[Entry]:
    entries = list(groups)
    shown = [row for group in entries for row in group[:NAMED]]
    now, before = _events(school, shown)
    linked = Linked([*now.values(), *before.values()])
    people = _Doers({group[0].act for group in entries})
    return [
        Entry(
            at=first.at,
            who=people.name(first.act),
            verb=VERBS[first.label],
            thing=first.thing,
            titles=[title_of(row.thing, now[row.place, row.key], linked) for row in group[:NAMED]],
            count=len(group),
            changes=(
                changes_of(
                    first.thing,
                    now[first.place, first.key],
                    before.get((first.place, first.key)),
                    linked,
                    by=people.user(first.act),
                )
                if len(group) == 1
                else ()
            ),
            act=first.act,
        )
        for group in entries
        for first in group[:1]
    ]


Events = dict[tuple[int, int], models.Model]
"""Events by the number of their thing and their key."""


def _events(school: School, rows: Iterable[Row]) -> tuple[Events, Events]:
    """The events of these rows, and for each change what the trail has of the same thing just before."""
    keys: dict[int, list[int]] = defaultdict(list)
    things: dict[int, Thing] = {}
    for row in rows:
        keys[row.place].append(row.key)
        things[row.place] = row.thing
    now: Events = {}
    before: Events = {}
    for place, thing in things.items():
        of_school = thing.of(school)
        last = of_school.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        found = list(
            of_school.filter(pk__in=keys[place]).annotate(
                earlier=Subquery(last.order_by("-pgh_id").values("pgh_id")[:1])
            )
        )
        earlier = of_school.in_bulk([event.earlier for event in found if event.earlier])
        for event in found:
            now[place, event.pk] = event
            if event.pgh_label == "update" and event.earlier:
                before[place, event.pk] = earlier[event.earlier]
    return now, before


class _Doers:
    """Who did what was done, by act."""

    def __init__(self, acts: Iterable[UUID | None]) -> None:
        contexts = pghistory.models.Context.objects.in_bulk([act for act in acts if act is not None])
        self._said: dict[UUID | None, dict[str, Any]] = {key: each.metadata for key, each in contexts.items()}
        users = {said.get("user") for said in self._said.values()} - {None}
        pupils = {said.get("pupil") for said in self._said.values()} - {None}
        self._users = User.objects.in_bulk(users)
        self._pupils = Pupil.objects.in_bulk(pupils)

    def user(self, act: UUID | None) -> int | None:
        """The key of the member of staff who did it."""
        key: int | None = self._said.get(act, {}).get("user")
        return key

    def name(self, act: UUID | None) -> str:
        said = self._said.get(act, {})
        if (pupil := said.get("pupil")) is not None:
            return f"{self._pupils[pupil]} (pupil)" if pupil in self._pupils else "A pupil who is no longer here"
        if (user := said.get("user")) is not None:
            return str(self._users.get(user, "Somebody whose account is gone"))
        if "command" in said:
            return f"ridgeway {said['command']}, at the server"
        return "Ridgeway, by itself"

"""The main navigation: each room says where it can be entered, the shell shows what a person may open.

A room adds its entries once, when Django starts (in its ``AppConfig.ready``)::

    add_to_nav(NavEntry("Classes", "foundations:classes", needs="see_pupils", prefix="classes/", order=20))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["school", "network"]
"""What the pages of a place are about."""


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One word in the main navigation."""

    label: str
    url_name: str
    """Name of a URL whose one argument is the place (a school's URN, a network's slug)."""
    needs: str = ""
    """The capability a person must have here to see it; empty for everybody."""
    prefix: str = ""
    """What the addresses under this entry begin with, after the place's own; empty for its front page."""
    order: int = 50
    over: PlaceKind = "school"
    """In the navigation of what kind of place it stands."""


_ENTRIES: dict[str, NavEntry] = {}


def add_to_nav(*entries: NavEntry) -> None:
    """Add entries to the main navigation; the same URL name again replaces the entry."""
    _ENTRIES.update({entry.url_name: entry for entry in entries})


def nav_entries(may: Callable[[str], bool], over: PlaceKind = "school") -> list[NavEntry]:
    """Return the entries of such a place that a person may open, in order. ``may`` tells whether they have a
    capability."""
    shown = [entry for entry in _ENTRIES.values() if entry.over == over and (not entry.needs or may(entry.needs))]
    return sorted(shown, key=lambda entry: (entry.order, entry.label))

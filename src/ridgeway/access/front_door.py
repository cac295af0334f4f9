"""What else stands at the front door: cards of rooms above, such as the demo's list of who can come in.

A room adds its card once, when Django starts (in its ``AppConfig.ready``).
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Tell = Callable[[], Mapping[str, Any] | None]
"""What the card has to tell now; None where it must not be shown."""


class FrontDoorCard(NamedTuple):
    """A template, and what it finds in its context as ``told``."""

    template: str
    told: Mapping[str, Any]


_CARDS: dict[str, Tell] = {}


def add_to_front_door(template: str, tell: Tell) -> None:
    """Add a card; the same template again replaces it."""
    _CARDS[template] = tell


def front_door_cards() -> list[FrontDoorCard]:
    """The cards to show now."""
    cards = ((template, tell()) for template, tell in _CARDS.items())
    return [FrontDoorCard(template, told) for template, told in cards if told is not None]

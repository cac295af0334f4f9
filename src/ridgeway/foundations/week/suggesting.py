"""What to try next with a pupil who needs something else, and where in Ridgeway it is done."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from ridgeway.fluency.growth import Advice, AnyRemedy, left_for_facts, remedy_in_words
from ridgeway.fluency.growth.moves import ALL_TRIED
from ridgeway.foundations.steering.models import Kind
from ridgeway.foundations.week.models import Tried
from ridgeway.web.shell import Link


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do, in a sentence, and the remedies that are left, the one that is meant first."""

    words: str
    remedies: Sequence[AnyRemedy]

    @property
    def remedy(self) -> AnyRemedy | None:
        """What is meant; None where everything usual has been tried."""
        return self.remedies[0] if self.remedies else None

    @property
    def otherwise(self) -> list[str]:
        """What else is left to try."""
        return [remedy_in_words(each) for each in self.remedies[1:]]


def suggest(advice: Advice, tried: Sequence[Tried], today: dt.date) -> Suggestion:
    """The next move for somebody who needs one: for the pupil as a whole, else for facts that do not stick."""
    if advice.stuck:
        return Suggestion(advice.words, advice.remedies)
    left = left_for_facts([each.attempt for each in tried], today)
    return Suggestion(f"{capfirst(remedy_in_words(left[0]) if left else ALL_TRIED)}.", left)


class Place(NamedTuple):
    """A page on which something is done: what its link says, which page, and what is chosen there."""

    label: str
    page: Literal["sheets", "pupil_steering", "pupil_growth", "pupil"]
    kind: str = ""


PLACES: Final[Mapping[str, Place]] = {
    "ease the set": Place("Give fewer new ones a session", "pupil_steering", Kind.SLOWER),
    "more model": Place("Print facts to cover and write", "sheets", "cover-facts"),
    "other timing": Place("Print own facts for sprints", "sheets", "own-facts"),
    "talk it over": Place("Look at the chart together", "pupil_growth"),
    "other device": Place("Print own facts to write or say", "sheets", "own-facts"),
    "tool speed": Place("Print a sentence to copy", "sheets", "copying"),
    "earlier set": Place("Choose the set before", "pupil_steering", Kind.SET),
    "another way": Place("See the facts", "pupil"),
    "cover and write": Place("Print facts to cover and write", "sheets", "cover-facts"),
    "leave alone": Place("Leave facts alone", "pupil_steering", Kind.PAUSE),
}
"""Where each remedy is done, or begins."""


def place_of(tried: Tried, group: int, urn: int) -> Link:
    """The page on which a remedy is done for the pupil, with what can be chosen there already chosen."""
    place = PLACES[tried.remedy]
    if place.page == "sheets":
        chosen = urlencode([("kind", place.kind), ("pupils", tried.pupil_id)])
        return Link(place.label, f"{reverse('foundations:sheets', args=[urn, group])}?{chosen}")
    address = reverse(f"foundations:{place.page}", args=[urn, group, tried.pupil_id])
    return Link(place.label, f"{address}?kind={place.kind}#decide" if place.kind else address)

"""A page of a pupil's own facts, laid out as incremental rehearsal (see `rehearsal`)."""

from collections.abc import Mapping
from typing import Final

from ridgeway.foundations.paper.contents import Content
from ridgeway.foundations.paper.contents.facts import COLUMNS
from ridgeway.foundations.paper.kinds.kind import Making, Options, SheetKind
from ridgeway.foundations.paper.known import planner
from ridgeway.foundations.paper.look import Look
from ridgeway.foundations.paper.rehearsal import make_fact_page


class OwnFacts(SheetKind):
    """What each pupil is learning, among what the pupil knows."""

    key = "own-facts"
    title = "Own facts"
    about = "What each pupil is learning, among what is known."
    family = "Facts"

    def own(self, options: Options) -> bool:
        return True

    def pages(self, making: Making) -> Mapping[int, Content]:
        plan = planner(making)
        pages: dict[int, Content] = {}
        for pupil in making.pupils:
            rng = making.rng(pupil)
            pages[pupil.pk] = make_fact_page(plan(pupil, rng), rng=rng, columns=columns_for(making.look))
        return pages


def columns_for(look: Look) -> int:
    """How many columns leave room to write in: one less on A5, and one less in large print."""
    return COLUMNS - (look.paper == "a5") - look.large


KINDS: Final = (OwnFacts(),)

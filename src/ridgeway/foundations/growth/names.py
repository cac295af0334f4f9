"""What lines of growth are called, and what they are about."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from ridgeway.fluency import catalogue, whole_catalogue
from ridgeway.fluency.progression import strand_titles
from ridgeway.foundations.activities.probes import GRID, GRID_TITLE
from ridgeway.foundations.growth.lines import PRACTICE, Work
from ridgeway.foundations.models import Device, Writing
from ridgeway.foundations.paper.kinds import KINDS

READING: Final = "reading"


def name_of(work: Work) -> str:
    """A work as a heading: "Practice: Addition, keyboard"."""
    about = titles().get(work.of) or work.of.replace("-", " to ").replace(" x ", " × ")
    kind = _kinds().get(work.kind, work.kind)
    device = "" if work.kind == READING else Device(work.device).label.lower()
    return ", ".join(part for part in (f"{kind}: {about}" if about else kind, device) if part)


def unit_of(work: Work) -> str:
    """What is counted a minute."""
    if work.kind == READING:
        return "words"
    return "letters" if work.kind in Writing.values else "answers"


def strand_of(work: Work) -> str:
    """The strand that a work is about; empty where it is about none, or several."""
    if work.of in whole_catalogue().strands:
        return work.of
    if work.of == GRID:
        return "add"
    if work.device == Device.PAPER and work.kind in KINDS:
        return KINDS[work.kind].strand(work.of)
    return strands().get(work.of, "")


@cache
def strands() -> Mapping[str, str]:
    """The strand of all that can be named: strands themselves, sets and items."""
    items = whole_catalogue()
    of_sets = {each.id: each.strand for each in items.sets}
    return {each: each for each in items.strands} | of_sets | {each.id: of_sets[each.set_id] for each in items}


def titles() -> dict[str, str]:
    """The titles of all strands and sets, and of the grid that is probed."""
    return {**strand_titles(), **{each.id: each.title for each in whole_catalogue().sets}, GRID: GRID_TITLE}


def set_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The sets of each strand of number facts in teaching order: for each its id and title."""
    sets = catalogue().sets
    return [
        (strand_titles()[strand], [(each.id, each.title) for each in sets if each.strand == strand])
        for strand in catalogue().strands
    ]


def _kinds() -> dict[str, str]:
    return {
        **{key: kind.title for key, kind in KINDS.items()},
        PRACTICE: "Practice",
        "probe": "Probe",
        READING: "Reading",
        **{writing.value: str(writing.label) for writing in Writing},
    }

"""How fast is fluent: the aim for each strand, year group and device, in one place.

An answer within the aim counts as fluent. Three seconds is two for recall, the usual line between known and
not known in incremental rehearsal (Intervention Central), and one for typing; it is also the "Rock Star" line
of a times-table program that English schools know. Younger year groups get longer. Those longer aims and the
allowance for paper are provisional: they follow bands of correct answers a minute that are a judgement, not a
norm. What takes more typing than a number gets more time, by what precision teaching expects of typing and
writing.

Nobody can answer faster than their hand writes, so no aim is shorter than `TOOL_SHARE` allows (see `tool`).
Only an aim that a teacher has set stands as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal, get_args

import numpy as np

from ridgeway.fluency.arrays import Floats, Whole, frozen
from ridgeway.fluency.errors import UnknownItemError, require_number, require_one_of
from ridgeway.fluency.items import Catalogue

Device = Literal["keyboard", "touch", "paper", "speech"]

DEVICES: Final[tuple[Device, ...]] = get_args(Device)

OwnAims = Mapping[str, float]
"""Aims set by a teacher, in milliseconds, by the id of an item or of a set, or by strand."""

STRAND_MS: Final = {"add": 3000, "sub": 3000, "mul": 3000, "div": 3000}
"""The aim for each strand from Year 3 on, answered on a keyboard."""

OTHER_STRAND_MS: Final = 3000
"""The aim for a strand that is not listed."""

YOUNGER_MS: Final = {0: 6000, 1: 6000, 2: 4500}
"""The shortest aim for younger year groups (0 is Reception). Provisional."""

DEVICE_EXTRA_MS: Final[dict[Device, int]] = {"keyboard": 0, "touch": 0, "paper": 500, "speech": 0}
"""What a device adds to the aim. Provisional."""

SHORT_ANSWER: Final = 3
"""The aims above are for answers of up to so many characters, which every number fact has."""

CHARACTER_MS: Final[dict[Device, int]] = {"keyboard": 800, "touch": 800, "paper": 600, "speech": 0}
"""What each further character adds: the middle of the aims of precision teaching for typing (60 to 90
characters a minute) and for copying by hand (80 to 120; Binder, Haughton and Bateman 2002)."""

SLOW: Final = 2.0
"""Beyond so many times its aim a correct answer is slow. Twice three seconds is what England's multiplication
tables check allows for an answer."""

TOOL_SHARE: Final = 0.65
"""A pupil is asked for no more than this share of the rate at which they can copy an answer. Precision
teaching sets personal aims at about six to seven and a half tenths of the tool skill. Provisional."""

LEAST_AIM_MS, MOST_AIM_MS = 250.0, 600_000.0
"""What a teacher may set: nobody answers sooner than the one, and nothing here takes longer than the other."""


def aim_ms(strand: str, *, year: int | None = None, device: Device = "keyboard") -> int:
    """Return the aim for a short answer of a strand, in milliseconds; `year` is the pupil's, if it is known."""
    require_one_of("device", device, DEVICES)
    base = STRAND_MS.get(strand, OTHER_STRAND_MS)
    if year is not None:
        base = max(base, YOUNGER_MS.get(year, 0))
    return base + DEVICE_EXTRA_MS[device]


@lru_cache(maxsize=256)
def aims_ms(items: Catalogue, *, year: int | None = None, device: Device = "keyboard") -> Floats:
    """Return the aim for each item of a catalogue, in milliseconds, whoever the pupil is. Read-only."""
    by_strand = np.array([aim_ms(strand, year=year, device=device) for strand in items.strands], dtype=np.float64)
    further = np.maximum(characters(items) - SHORT_ANSWER, 0)
    return frozen(by_strand[items.strand_of] + CHARACTER_MS[device] * further)


@lru_cache(maxsize=64)
def aims_by_device(items: Catalogue, year: int | None) -> Floats:
    """Return these aims with a row for each of `DEVICES`. Read-only."""
    return frozen(np.stack([aims_ms(items, year=year, device=device) for device in DEVICES]))


@lru_cache(maxsize=64)
def characters(items: Catalogue) -> Whole:
    """Return how many characters each item's answer has. Read-only."""
    return frozen(np.array([len(item.answer) for item in items], dtype=np.int64))


def personal_least_ms(tool_ms: Floats) -> Floats:
    """Return the shortest aims, in milliseconds, for a pupil who takes so long to copy the answers."""
    return tool_ms / TOOL_SHARE


def with_own(aims: Floats, items: Catalogue, own: OwnAims | None) -> Floats:
    """Return the aims with those a teacher has set in their place.

    Of several that fit an item the most particular counts: its own, then its set's, then its strand's. An aim
    outside `LEAST_AIM_MS` to `MOST_AIM_MS`, or for what the catalogue does not hold, is refused.
    """
    if not own:
        return aims
    for name, milliseconds in own.items():
        require_number(f"own_aims[{name!r}]", milliseconds, at_least=LEAST_AIM_MS, at_most=MOST_AIM_MS)
    by_set = {each.id: place for place, each in enumerate(items.sets)}
    by_strand = {strand: place for place, strand in enumerate(items.strands)}
    unknown = [name for name in own if not (name in items or name in by_set or name in by_strand)]
    if unknown:
        raise UnknownItemError("own_aims", unknown[0], "it must be an item, a set or a strand of the catalogue")
    aims = aims.copy()
    for name in sorted(own, key=lambda name: (name in items, name in by_set)):
        if name in items:
            aims[..., items.position(name)] = own[name]
        elif name in by_set:
            aims[..., items.set_of == by_set[name]] = own[name]
        else:
            aims[..., items.strand_of == by_strand[name]] = own[name]
    return aims

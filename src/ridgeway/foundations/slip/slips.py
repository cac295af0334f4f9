"""What stands on the slips of a class: by each pupil's own stages and aims, as the teacher has decided."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils import timezone

from ridgeway.fluency import Catalogue, Item, Knowledge, Plan, Prior, Subject, catalogue, plan_session
from ridgeway.fluency.aims import OwnAims
from ridgeway.fluency.arrays import Whole
from ridgeway.fluency.stages import FLUENT
from ridgeway.fluency.trials import Reason
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.models import KnowledgeState
from ridgeway.foundations.practice import SECONDS
from ridgeway.foundations.slip.games import Game, choose_games
from ridgeway.foundations.slip.picking import once, spread
from ridgeway.foundations.slip.skills import Told, tell_skills
from ridgeway.foundations.steering.choices import Choices, choices_of
from ridgeway.foundations.steering.classmates import expected_in
from ridgeway.foundations.steering.resolving import Steering, steering_of
from ridgeway.foundations.steering.short_check import CHECKED, plan_check
from ridgeway.foundations.years import as_year
from ridgeway.schools.models import Pupil, TeachingGroup, YearPlacement

FACTS: Final[Subject] = "number-facts"
WORDS: Final[Subject] = "spelling"
SUBJECTS: Final = (FACTS, WORDS)

MOST_NEXT: Final = 4
MOST_KNOWN: Final = 4
MOST_GAMES: Final = 3

COMES_NEXT: Final[tuple[Reason, ...]] = ("new", "speeding up", "check")
KEEPS_FRESH: Final[tuple[Reason, ...]] = ("due", "known")

DAYS_OF_A_TURN: Final = 7
"""After so many days a slip has other games."""


@dataclass(frozen=True, slots=True)
class Part:
    """A subject of a pupil's slip.

    `skills` are what is sure and nearly there of number facts; `known` some items that are fluent beside those of
    the sure skills; `coming` what is asked next, or, with `fresh`, what is to stay known.
    """

    begun: bool
    skills: Told
    known: tuple[Item, ...]
    coming: tuple[Item, ...]
    fresh: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """One pupil's slip. It holds nothing of any other pupil, and no count."""

    pupil: Pupil
    facts: Part
    words: Part | None
    """Spelling, where the class practises it or the pupil has."""
    games: tuple[Game, ...]

    @property
    def begun(self) -> bool:
        """Whether the pupil has practised anything."""
        return any(part.begun for part in self.parts)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The subjects on it."""
        return (self.facts,) if self.words is None else (self.facts, self.words)


def slips_of(group: TeachingGroup, pupils: Sequence[Pupil], now: dt.datetime) -> list[Slip]:
    """The slips of some pupils of a class, in their order. So many queries, however many pupils there are."""
    day = timezone.localdate(now)
    years = _years(group, pupils)
    choices = choices_of([group.pk])
    found = {subject: _parts(subject, group, pupils, years, now, choices) for subject in SUBJECTS}
    slips = []
    for pupil in pupils:
        facts, words = found[FACTS][pupil.pk], found[WORDS][pupil.pk]
        shown = words if words.begun or WORDS in choices.subjects else None
        strands = _strands([facts] if shown is None else [facts, shown])
        turn = pupil.pk + day.toordinal() // DAYS_OF_A_TURN
        chosen = choose_games(strands, year=years.get(pupil.pk), how_many=MOST_GAMES, turn=turn)
        slips.append(Slip(pupil, facts, shown, tuple(chosen)))
    return slips


def _parts(
    subject: Subject,
    group: TeachingGroup,
    pupils: Sequence[Pupil],
    years: Mapping[int, int | None],
    now: dt.datetime,
    choices: Choices,
) -> dict[int, Part]:
    """One subject of every pupil, by pupil key."""
    day = timezone.localdate(now)
    held = KnowledgeState.objects.filter(pupil__in=pupils, subject=subject)
    states = {state.pupil_id: state for state in held}
    steering = steering_of(pupils, day, subject=subject)
    priors = {year: expected_in([group.pk], day, year=year, subject=subject) for year in set(years.values())}
    parts = {}
    for pupil in pupils:
        state, year = states.get(pupil.pk), years.get(pupil.pk)
        at = now if state is None or state.last_at is None else max(now, state.last_at)
        known = read_knowledge(state, subject)
        plan = _plan(known, at, year, steering[pupil.pk], priors[year], choices)
        parts[pupil.pk] = part_of(subject, known, plan, year=year, own_aims=steering[pupil.pk].own_aims)
    return parts


def part_of(subject: Subject, known: Knowledge, plan: Plan, *, year: int | None, own_aims: OwnAims) -> Part:
    """What a slip says of one subject: by the stages that the pupil's own aims give, and by the next session."""
    stages = known.stages(year=year, own_aims=own_aims)
    told = tell_skills(stages) if subject == FACTS else Told()
    begun = bool(known.rows.answers.any())
    coming, fresh = _coming(known.items, plan, year=year, begun=begun)
    return Part(begun, told, _known(known.items, stages, told), coming, fresh)


def _plan(
    known: Knowledge, at: dt.datetime, year: int | None, steering: Steering, prior: Prior, choices: Choices
) -> Plan:
    """What a session now would ask; it is the class's short check where nothing is known."""
    rng = np.random.default_rng(0)
    if choices.starts_with_check and known.items is catalogue(CHECKED) and not known.rows.answers.any():
        aims = known.aims_ms(year=year, own_aims=steering.own_aims)
        check = plan_check(year=year, rng=rng, aims=aims, allowed=steering.allows)
        if check is not None:
            return check
    return plan_session(known, at=at, seconds=SECONDS, rng=rng, year=year, prior=prior, **steering.options)


def _known(items: Catalogue, stages: Whole, told: Told) -> tuple[Item, ...]:
    """Some items that are fluent and not told of otherwise."""
    fluent = [
        items.items[place] for place in np.flatnonzero(stages >= FLUENT).tolist() if place not in told.places
    ]
    return spread(items, fluent, MOST_KNOWN)


def _coming(items: Catalogue, plan: Plan, *, year: int | None, begun: bool) -> tuple[tuple[Item, ...], bool]:
    """What the next session brings; where it brings nothing that is not fluent, what it keeps fresh.

    The first session of all asks a little of everything; of that it is what belongs to years up to the pupil's.
    """
    for reasons in (COMES_NEXT, KEEPS_FRESH):
        asked = [trial for trial in plan.trials if trial.reason in reasons]
        found = [trial.item for trial in sorted(asked, key=lambda trial: reasons.index(trial.reason))]
        if found and begun:
            return once(found)[:MOST_NEXT], reasons is KEEPS_FRESH
        if found:
            taught = [item for item in found if year is None or item.year <= year]
            return spread(items, taught or found, MOST_NEXT), False
    return (), False


def _strands(parts: Sequence[Part]) -> list[str]:
    """The strands of what comes next, those of all subjects before a second one of any."""
    found = [list(dict.fromkeys(item.strand for item in part.coming)) for part in parts]
    ordered = sorted((place, at, strand) for at, each in enumerate(found) for place, strand in enumerate(each))
    return [strand for _, _, strand in ordered]


def _years(group: TeachingGroup, pupils: Sequence[Pupil]) -> dict[int, int | None]:
    placed = YearPlacement.objects.filter(academic_year_id=group.academic_year_id, pupil__in=pupils)
    years = {key: as_year(year) for key, year in placed.values_list("pupil_id", "year_group")}
    return {pupil.pk: years.get(pupil.pk) for pupil in pupils}

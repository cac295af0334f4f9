"""Pupils' figures by class, year group and characteristic: rows of a table, small numbers hidden."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from ridgeway.foundations.overview.figures import PupilFigures
from ridgeway.foundations.overview.measured import Measures
from ridgeway.schools.models.pupils import Kind, Sex, YearGroup
from ridgeway.schools.small_numbers import LEAST, hide_small_counts


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of a group of pupils: medians over those who practised. None where there is nothing to say.

    `minutes` and `days` are of a school week. `counted` are those of whom anything is known in the strand looked
    at, `values` what is told of it. With `hidden` only the name may be shown.
    """

    name: str
    pupils: int
    practised: int
    minutes: float | None
    days: float | None
    counted: int
    values: Sequence[float | None]
    hidden: bool = False

    @property
    def share(self) -> float | None:
        """The share of pupils who practised."""
        return self.practised / self.pupils if self.pupils else None


@dataclass(frozen=True, slots=True)
class Division:
    """One way to divide a school's pupils: its name, and its groups."""

    name: str
    groups: Sequence[GroupFigures]


Named = Callable[[PupilFigures], str]


def _has(kind: Kind, yes: str, no: str) -> Named:
    return lambda each: yes if kind in each.held else no


YEARS: Final = tuple(str(each.label) for each in YearGroup)

DIVISIONS: Final[tuple[tuple[str, Named, tuple[str, ...]], ...]] = (
    ("Year group", lambda each: each.year_group or "Year not known", YEARS),
    ("Class", lambda each: each.class_name, ()),
    (
        "Pupil premium",
        _has(Kind.PUPIL_PREMIUM, "Pupil premium", "Other pupils"),
        ("Pupil premium", "Other pupils"),
    ),
    (
        "Special educational needs",
        _has(Kind.SEN_PROVISION, "SEN support or plan", "No SEN"),
        ("SEN support or plan",),
    ),
    (
        "First language",
        _has(Kind.EAL, "English as an additional language", "English"),
        ("English as an additional language",),
    ),
    ("Sex", lambda each: str(Sex(each.pupil.sex).label), tuple(str(each.label) for each in Sex)),
)
"""What a school is divided by: the name, which group a pupil belongs to, and the order of groups, if known."""


def divide(figures: Sequence[PupilFigures], told: Measures, weeks: float, *, hide: bool) -> list[Division]:
    """The whole school, then its groups by everything it can be divided by. `hide` hides small numbers."""
    whole = Division("School", [whole_school(figures, told, weeks, hide=hide)])
    divided = ((name, _members(figures, named, order)) for name, named, order in DIVISIONS)
    return [whole, *(Division(name, _groups(members, told, weeks, hide=hide)) for name, members in divided)]


def whole_school(figures: Sequence[PupilFigures], told: Measures, weeks: float, *, hide: bool) -> GroupFigures:
    """All pupils of a school as one group."""
    return _groups({"All pupils": figures}, told, weeks, hide=hide)[0]


def _members(
    figures: Iterable[PupilFigures], named: Named, order: Sequence[str]
) -> dict[str, Sequence[PupilFigures]]:
    """The pupils of each group of a division, group by group in order."""
    members: dict[str, list[PupilFigures]] = {}
    for each in figures:
        members.setdefault(named(each), []).append(each)
    names = sorted(members, key=lambda group: (_place(group, order), _youngest(members[group]), group))
    return {group: members[group] for group in names}


def _groups(
    members: Mapping[str, Sequence[PupilFigures]], told: Measures, weeks: float, *, hide: bool
) -> list[GroupFigures]:
    least = LEAST if hide else 1
    groups = [group_figures(name, each, told, weeks, least=least) for name, each in members.items()]
    return hidden_where_small(groups, hide=hide)


def _place(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def _youngest(members: Iterable[PupilFigures]) -> int:
    """The place of the lowest year group among pupils: Reception comes first, whatever a class is called."""
    return min(_place(each.year_group, YEARS) for each in members)


def group_figures(
    name: str, members: Sequence[PupilFigures], told: Measures, weeks: float, *, least: int = 1
) -> GroupFigures:
    """The figures of a group over so many school weeks; none that is known of fewer than `least` pupils.

    Of thirty who practised two may have a celeration: its middle would be theirs.
    """
    active = [each for each in members if each.days]

    def middle(values: Iterable[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return median(known) if len(known) >= least else None

    return GroupFigures(
        name=name,
        pupils=len(members),
        practised=len(active),
        minutes=middle(each.minutes / weeks for each in active),
        days=middle(each.days / weeks for each in active),
        counted=sum(told.knows(each) for each in active),
        values=[middle(map(measure.of, active)) for measure in told.of_groups],
    )


def hidden_where_small(groups: Sequence[GroupFigures], *, hide: bool) -> list[GroupFigures]:
    """The groups of one division, those of few pupils without their figures.

    Those who practised, and those of whom something is known, are counted as well: a figure of two who were timed
    is a figure of two, whoever else is in the group.
    """
    if not hide:
        return list(groups)
    few = zip(
        hide_small_counts([group.pupils for group in groups]),
        hide_small_counts([group.practised for group in groups]),
        hide_small_counts([group.counted for group in groups]),
        strict=True,
    )
    return [
        GroupFigures(group.name, 0, 0, None, None, 0, [None] * len(group.values), hidden=True)
        if any(reasons)
        else group
        for group, reasons in zip(groups, few, strict=True)
    ]

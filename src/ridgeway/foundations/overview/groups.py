"""Pupils' figures by class, year group and characteristic: rows of a table, small numbers hidden."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from ridgeway.foundations.overview.figures import PupilFigures
from ridgeway.schools.models.pupils import Kind, Sex, YearGroup
from ridgeway.schools.small_numbers import LEAST, hide_small_counts


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of a group of pupils: medians over those who practised. None where there is nothing to say.

    `minutes` and `days` are of a school week. With `hidden` only the name may be shown.
    """

    name: str
    pupils: int
    practised: int
    minutes: float | None
    days: float | None
    fluent: float | None
    at_aim: float | None
    gain: float | None
    celeration: float | None
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


def divide(figures: Sequence[PupilFigures], weeks: float, *, hide: bool) -> list[Division]:
    """The whole school, then its groups by everything it can be divided by. `hide` hides small numbers."""
    whole = Division("School", [whole_school(figures, weeks, hide=hide)])
    return [whole, *(_divided(name, named, order, figures, weeks, hide=hide) for name, named, order in DIVISIONS)]


def whole_school(figures: Sequence[PupilFigures], weeks: float, *, hide: bool) -> GroupFigures:
    """All pupils of a school as one group."""
    return _groups({"All pupils": figures}, weeks, hide=hide)[0]


def _divided(
    name: str, named: Named, order: Sequence[str], figures: Iterable[PupilFigures], weeks: float, *, hide: bool
) -> Division:
    members: dict[str, list[PupilFigures]] = {}
    for each in figures:
        members.setdefault(named(each), []).append(each)
    names = sorted(members, key=lambda group: (_place(group, order), _youngest(members[group]), group))
    return Division(name, _groups({group: members[group] for group in names}, weeks, hide=hide))


def _groups(members: Mapping[str, Sequence[PupilFigures]], weeks: float, *, hide: bool) -> list[GroupFigures]:
    least = LEAST if hide else 1
    groups = [group_figures(name, each, weeks, least=least) for name, each in members.items()]
    return hidden_where_small(groups, hide=hide)


def _place(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def _youngest(members: Iterable[PupilFigures]) -> int:
    """The place of the lowest year group among pupils: Reception comes first, whatever a class is called."""
    return min(_place(each.year_group, YEARS) for each in members)


def group_figures(name: str, members: Sequence[PupilFigures], weeks: float, *, least: int = 1) -> GroupFigures:
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
        fluent=middle(each.fluent for each in active),
        at_aim=middle(each.at_aim for each in active),
        gain=middle(each.gain for each in active),
        celeration=middle(each.celeration for each in active),
    )


def hidden_where_small(groups: Sequence[GroupFigures], *, hide: bool) -> list[GroupFigures]:
    """The groups of one division, those of few pupils without their figures.

    Those who practised are counted as well: a figure of two who practised is a figure of two, whoever else is in
    the group.
    """
    if not hide:
        return list(groups)
    few = hide_small_counts([group.pupils for group in groups])
    few_practised = hide_small_counts([group.practised for group in groups])
    return [
        GroupFigures(group.name, 0, 0, None, None, None, None, None, None, hidden=True) if one or other else group
        for group, one, other in zip(groups, few, few_practised, strict=True)
    ]

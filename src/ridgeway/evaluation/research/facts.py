"""The facts about pupils that others may know too, and how each is told more coarsely."""

from collections.abc import Mapping
from typing import Final

from ridgeway.evaluation.research.anonymity import ANY, Ladder
from ridgeway.schools.models.pupils import Kind, Sex, YearGroup

NOT_KNOWN: Final = "not known"
YES, NO = "yes", "no"

_STAGES: Final = {
    **dict.fromkeys(("N1", "N2", "R"), "early years"),
    **dict.fromkeys(("1", "2"), "1 and 2"),
    **dict.fromkeys(("3", "4"), "3 and 4"),
    **dict.fromkeys(("5", "6"), "5 and 6"),
}
_HALVES: Final = {"early years": "up to 2", "1 and 2": "up to 2", "3 and 4": "3 to 6", "5 and 6": "3 to 6"}
_SEN: Final = {"none": NO, "support": YES, "plan": YES}

SCHOOL: Final = Ladder("school", worth=3)
SCHOOL_YEAR: Final = Ladder("school_year", worth=2)
YEAR_GROUP: Final = Ladder("year_group", (_STAGES, _HALVES), worth=2)

CHOSEN: Final[Mapping[str, Ladder]] = {
    ladder.name: ladder
    for ladder in (
        Ladder("sex"),
        Ladder("pupil_premium"),
        Ladder("fsm"),
        Ladder("sen", (_SEN,)),
        Ladder("eal"),
    )
}
"""Characteristics that a release may tell, by name."""

KINDS: Final[Mapping[str, Kind]] = {
    "pupil_premium": Kind.PUPIL_PREMIUM,
    "fsm": Kind.FREE_SCHOOL_MEALS,
    "sen": Kind.SEN_PROVISION,
    "eal": Kind.EAL,
}
"""The dated characteristic behind each but sex."""

NAMES: Final[Mapping[str, str]] = {
    "school": "School",
    "school_year": "School year",
    "year_group": "Year group",
    "sex": "Sex",
    "pupil_premium": "Pupil premium",
    "fsm": "Free school meals",
    "sen": "Special educational needs",
    "eal": "English as an additional language",
}
"""What the facts are called."""

MEANINGS: Final[Mapping[str, str]] = {
    "school": "School, under a pseudonym of this release",
    "school_year": "The last of the chosen school years in which the pupil was at the school",
    "year_group": "National curriculum year in that school year: N1, N2, R, 1 to 6",
    "sex": "Sex: F, M or not known",
    "pupil_premium": "Pupil premium at the end of that school year",
    "fsm": "Free school meals at the end of that school year",
    "sen": "Special educational needs at the end of that school year: none, support or plan",
    "eal": "English as an additional language at the end of that school year",
}


def ladders_of(characteristics: tuple[str, ...]) -> tuple[Ladder, ...]:
    """The ladders of a release that tells these characteristics."""
    return (SCHOOL, SCHOOL_YEAR, YEAR_GROUP, *(CHOSEN[name] for name in characteristics))


def told_in_words(ladder: Ladder, level: int) -> str:
    """How a fact is told at a level, such as "Year group: told more coarsely"."""
    how = "as it is" if level == 0 else "not told" if level == ladder.height else "told more coarsely"
    return f"{NAMES[ladder.name]}: {how}"


def values_of(ladder: Ladder, level: int) -> str:
    """What may stand in the column of a fact at a level, for the data dictionary."""
    known = _VALUES.get(ladder.name, ())
    return ", ".join(dict.fromkeys(ladder.told(value, level) for value in known)) if level < ladder.height else ANY


_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "year_group": tuple(str(year.value) for year in YearGroup),
    "sex": (Sex.FEMALE.value, Sex.MALE.value, NOT_KNOWN),
    "sen": tuple(_SEN),
    **dict.fromkeys(("pupil_premium", "fsm", "eal"), (YES, NO)),
}

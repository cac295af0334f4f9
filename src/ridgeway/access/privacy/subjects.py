"""The pupil that it is about: found by UPN or by key, in one school."""

import re
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format

from ridgeway.access.privacy.models import Erasure, pseudonym_of
from ridgeway.schools.models import Pupil, School

_KEY: Final = re.compile(r"[0-9]{1,18}")


class SubjectError(Exception):
    """Nobody, or more than one pupil, is named like that; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A pupil as the school has known them: by all names and UPNs that its records ever had for them."""

    school: School
    pk: int
    name: str
    forenames: frozenset[str]
    surnames: frozenset[str]
    middle_names: frozenset[str]
    upns: frozenset[str]

    @classmethod
    def from_records(cls, school: School, key: int, newest: Any, *earlier: Any) -> Self:
        """From the pupil's row and what the audit trail has of it; the newest says how they are called."""
        records = [newest, *earlier]

        def said(*fields: str) -> frozenset[str]:
            return frozenset(value for each in records for field in fields if (value := getattr(each, field)))

        return cls(
            school=school,
            pk=key,
            name=f"{newest.preferred_forename or newest.legal_forename} "
            f"{newest.preferred_surname or newest.legal_surname}",
            forenames=said("legal_forename", "preferred_forename"),
            surnames=said("legal_surname", "preferred_surname"),
            middle_names=said("middle_names"),
            upns=said("upn", "former_upn"),
        )

    @property
    def ways_to_write(self) -> list[str]:
        """Their full names in all the ways that people write them, and their UPNs; the longest first."""
        pairs = list(product(self.forenames, self.surnames))
        names = [name for fore, last in pairs for name in (f"{fore} {last}", f"{last} {fore}", f"{last}, {fore}")]
        names += [f"{fore} {middle} {last}" for fore, last in pairs for middle in self.middle_names]
        return sorted({*names, *self.upns}, key=lambda words: (-len(words), words))


def find_subject(school: School, named: str) -> Subject:
    """The pupil with this UPN or key at the school, whose scope is open; one of whom only the audit trail knows,
    too. Raises `SubjectError`."""
    words = named.strip().upper()
    keys = {int(words)} if _KEY.fullmatch(words) else _keys_with(school, words)
    if len(keys) > 1:
        listed = ", ".join(map(str, sorted(keys)))
        raise SubjectError(
            f"Several pupils of {school} have or had the UPN {words}. Name one by the key instead: {listed}."
        )
    records = [record for key in keys for record in _records(school, key)]
    if not records:
        raise SubjectError(_unknown(school, named, keys))
    return Subject.from_records(school, next(iter(keys)), *records)


def _keys_with(school: School, upn: str) -> set[int]:
    """Who has or had this UPN; those whom only the trail knows where nobody else has."""
    if not upn:
        return set()
    has_it = Q(upn=upn) | Q(former_upn=upn)
    here = Pupil.objects.filter(has_it, school=school).values_list("pk", flat=True)
    return set(here) or set(_trail(school).filter(has_it).values_list("pgh_obj_id", flat=True))


def _trail(school: School) -> "models.QuerySet[Any]":
    trail: models.QuerySet[Any] = apps.get_model("schools", "PupilEvent")._default_manager.filter(school=school)
    return trail


def _records(school: School, key: int) -> list[Any]:
    """The pupil's row and what the trail has of it, the newest first."""
    trail = _trail(school).filter(pgh_obj_id=key).order_by("-pgh_id")
    return [*Pupil.objects.filter(pk=key, school=school), *trail]


def _unknown(school: School, named: str, keys: set[int]) -> str:
    pseudonyms = [pseudonym_of(school.urn, key) for key in keys]
    erased = Erasure.objects.filter(school=school, pseudonym__in=pseudonyms).first()
    if erased is not None:
        return f"All that {school} held about the pupil {named} was erased on {date_format(erased.erased_at)}."
    return (
        f"No pupil of {school} has the UPN or key “{named}”. Take the UPN from the school office, or the number at"
        " the end of the address of the pupil's page."
    )

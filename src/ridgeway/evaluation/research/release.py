"""Making a release: look what would be told, then make the file and log it in the network and in every school."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.db import transaction

from ridgeway.access.models import User
from ridgeway.evaluation.report.figures import counted
from ridgeway.evaluation.research.anonymity import Alike, Facts, Ladder, least_alike, make_alike
from ridgeway.evaluation.research.columns import PUPILS, TABLES, Column, TableRow, as_csv, dictionary
from ridgeway.evaluation.research.facts import MEANINGS, ladders_of, told_in_words, values_of
from ridgeway.evaluation.research.models import Release, SchoolRelease
from ridgeway.evaluation.research.pseudonyms import Pseudonyms
from ridgeway.evaluation.research.reading import Asked, SchoolPart, read_facts, read_table
from ridgeway.schools.models import Network, School
from ridgeway.schools.models.calendar import academic_year_name
from ridgeway.schools.tenancy import school_scope

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class NothingLeftError(Exception):
    """Too few pupils are alike for anything to be released."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a release would tell: how coarsely each fact, how many pupils, and of how many schools."""

    ladders: tuple[Ladder, ...]
    alike: Alike
    parts: tuple[SchoolPart, ...]

    @property
    def pupils(self) -> int:
        """How many pupils it would hold."""
        return len(self.alike.told) - self.alike.left_out

    @property
    def held(self) -> dict[int, int]:
        """How many pupils it would hold of each school that has any in it, by the school's key."""
        told = self.told
        counts = {part.school.pk: sum(name in told for name in part.facts) for part in self.parts}
        return {key: count for key, count in counts.items() if count}

    @property
    def words(self) -> list[str]:
        """How each fact is told."""
        return [
            told_in_words(ladder, level) for ladder, level in zip(self.ladders, self.alike.levels, strict=True)
        ]

    @property
    def told(self) -> dict[str, Facts]:
        """Each pupil who is in it, by pseudonym, with the facts as told."""
        called = [name for part in self.parts for name in part.facts]
        return {name: facts for name, facts in zip(called, self.alike.told, strict=True) if facts is not None}


def look(schools: Sequence[School], asked: Asked, *, k: int, names: Pseudonyms) -> Looked:
    """What a release of these schools would tell, so that at least `k` pupils are alike; changes nothing."""
    parts = []
    for school in schools:
        with school_scope(school):
            parts.append(read_facts(school, asked, names))
    ladders = ladders_of(asked.characteristics)
    pupils = [facts for part in parts for facts in part.facts.values()]
    return Looked(ladders, make_alike(pupils, ladders, k=k), tuple(parts))


@dataclass(frozen=True, slots=True)
class Why:
    """Who releases, when, why and for whom."""

    by: User
    at: dt.datetime
    purpose: str
    recipient: str


def make_release(
    network: Network, schools: Sequence[School], asked: Asked, why: Why, *, k: int
) -> tuple[Release, bytes]:
    """Make the file (ZIP) under new pseudonyms, and log it, all or nothing. Raises `NothingLeftError`."""
    names = Pseudonyms()
    with transaction.atomic():
        looked = look(schools, asked, k=k, names=names)
        if not looked.pupils:
            raise NothingLeftError(
                f"No {k} of these pupils are alike, however coarsely they are told of. Choose more schools or "
                "years."
            )
        content = _archive(looked, asked, why, names)
        return _log(network, looked, asked, why, sha256(content).hexdigest()), content


def _archive(looked: Looked, asked: Asked, why: Why, names: Pseudonyms) -> bytes:
    told = looked.told
    files = {f"{PUPILS}.csv": as_csv(_pupil_columns(looked), told.items())}
    for table in asked.tables:
        rows: list[TableRow] = []
        for part in looked.parts:
            with school_scope(part.school):
                rows += [row for row in read_table(table, asked, names) if row.pupil in told]
        files[f"{table}.csv"] = as_csv(TABLES[table][1], rows)
    columns = {PUPILS: _pupil_columns(looked), **{table: TABLES[table][1] for table in asked.tables}}
    files["data_dictionary.csv"] = dictionary(columns)
    files["about.txt"] = _about(looked, asked, why).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _pupil_columns(looked: Looked) -> tuple[Column, ...]:
    """The columns of the table of pupils, whose rows are (pseudonym, facts as told)."""
    facts = [
        Column(ladder.name, "text", MEANINGS[ladder.name], _fact(at), values_of(ladder, looked.alike.levels[at]))
        for at, ladder in enumerate(looked.ladders)
    ]
    return (Column("pupil", "text", "Pupil, under a pseudonym of this release", lambda row: row[0]), *facts)


def _fact(at: int) -> Callable[[tuple[str, Facts]], str]:
    return lambda row: row[1][at]


def _about(looked: Looked, asked: Asked, why: Why) -> str:
    """What the reader of the files has to know."""
    years = dict.fromkeys(map(academic_year_name, (asked.first_year, asked.last_year)))
    lines = [
        f"Research data of {counted(len(looked.held), 'school')}, {' to '.join(years)}",
        f"Made on {why.at:%Y-%m-%d} for {why.recipient}",
        f"Purpose: {why.purpose}",
        "",
        f"{looked.pupils} pupils; {looked.alike.left_out} are left out because they would stand out.",
        f"Each combination of the facts in pupils.csv is that of at least {looked.alike.k} pupils:",
        *(f"- {words}" for words in looked.words),
        "",
        "Pupils and schools stand under pseudonyms made for this release alone; days are told by their week.",
        "They are still of persons: keep them safe, try to recognise nobody, delete them when they have served.",
        "",
    ]
    return "\n".join(lines)


def _log(network: Network, looked: Looked, asked: Asked, why: Why, digest: str) -> Release:
    """An entry in the network, and one in every school that has pupils in it, with its own counts."""
    facts = {
        "purpose": why.purpose,
        "recipient": why.recipient,
        "made_by": why.by,
        "made_at": why.at,
        "first_year": asked.first_year,
        "last_year": asked.last_year,
        "tables": ", ".join([PUPILS, *asked.tables]),
        "k": least_alike(list(looked.told.values())),
        "digest": digest,
    }
    held = looked.held
    for part in looked.parts:
        if part.school.pk not in held:
            continue
        pupils = held[part.school.pk]
        with school_scope(part.school):
            SchoolRelease.objects.create(
                school=part.school,
                released_by=network,
                pupils=pupils,
                left_out=len(part.facts) - pupils,
                **facts,
            )
    release: Release = Release.objects.create(
        network=network, schools=len(held), pupils=looked.pupils, left_out=looked.alike.left_out, **facts
    )
    return release

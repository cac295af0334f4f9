"""A copy of everything held about one pupil, for the pupil or a parent: one ZIP file.

In it: a page to read, every table as CSV, all of it once more as JSON for a program, and what each table and each
column means. Texts about others stand apart, so that the school can look at them before it hands the copy on.
"""

import csv
import datetime as dt
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from ridgeway.access.models import User
from ridgeway.access.privacy.models import Disclosure
from ridgeway.access.privacy.subjects import Subject
from ridgeway.access.privacy.tables import Cell, Table, tables_about
from ridgeway.schools.models import Pupil

PAGE: Final = "Read this first.html"
MEANINGS: Final = "What the tables mean.csv"
FOR_PROGRAMS: Final = "everything.json"
TO_CHECK: Final = "To check before handing over"


@dataclass(frozen=True, slots=True)
class Copy:
    """The file; `tables` is how many there are in it, `rows` how many rows they have together."""

    name: str
    data: bytes
    tables: int
    rows: int


def copy_for_parents(subject: Subject, *, by: User, at: dt.datetime) -> Copy:
    """Makes the copy, and notes in the school's log that `by` did; the school's scope is open."""
    with transaction.atomic():
        if Pupil.objects.filter(pk=subject.pk).exists():
            Disclosure.objects.create(school=subject.school, pupil_id=subject.pk, made_at=at, made_by=by)
        tables = tables_about(subject)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(subject, tables, at):
            archive.writestr(name, content)
    day = timezone.localdate(at).isoformat()
    name = f"held-about-{slugify(subject.name) or subject.pk}-{day}.zip"
    return Copy(name, written.getvalue(), len(tables), sum(len(table.rows) for table in tables))


def _files(subject: Subject, tables: Sequence[Table], at: dt.datetime) -> Iterator[tuple[str, bytes]]:
    named = [(_file_of(number, table), table) for number, table in enumerate(tables, start=1)]
    page = render_to_string("access/privacy/copy.html", {"subject": subject, "named": named, "at": at})
    yield PAGE, page.encode()
    meanings = ((file, table.title, *each) for file, table in named for each in table.columns.items())
    yield MEANINGS, as_csv(chain([("file", "table", "column", "meaning")], meanings))
    yield FOR_PROGRAMS, json.dumps(_as_object(subject, named, at), cls=DjangoJSONEncoder, indent=1).encode()
    for file, table in named:
        yield file, as_csv(chain([list(table.columns)], table.rows))


def _file_of(number: int, table: Table) -> str:
    folder = TO_CHECK if table.names_others else "Earlier versions" if table.is_history else "Tables"
    return f"{folder}/{number:02d} {slugify(table.title)}.csv"


def _as_object(subject: Subject, named: Iterable[tuple[str, Table]], at: dt.datetime) -> dict[str, object]:
    return {
        "pupil": subject.name,
        "school": {"urn": subject.school.urn, "name": subject.school.name},
        "made_at": at,
        "tables": [
            {
                "file": file,
                "title": table.title,
                "about": table.about,
                "columns": dict(table.columns),
                "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
            }
            for file, table in named
        ],
    }


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as a CSV file that Excel opens as it is, and in which it runs nothing."""
    written = io.StringIO()
    csv.writer(written).writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, list | dict):
        return json.dumps(cell, ensure_ascii=False)
    if not isinstance(cell, str):
        return cell
    begins = unicodedata.normalize("NFKC", cell).lstrip().startswith(("=", "+", "-", "@"))
    return f"'{cell}" if begins else cell

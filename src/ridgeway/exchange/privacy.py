"""Traces of a pupil in imports: what an import keeps to be taken back, and lists that wait for a decision."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.db import models
from django.db.models import Q

from ridgeway.access.privacy.holdings import holdings
from ridgeway.access.privacy.subjects import Subject
from ridgeway.access.privacy.traces import Row
from ridgeway.exchange.models import Change, ImportRun, State
from ridgeway.exchange.problems import BadFile
from ridgeway.exchange.received import MEGABYTE, decoded, gunzipped

LARGEST: Final = 50 * MEGABYTE
"""Of a list, unpacked; no reader takes a larger one."""


class ImportedRows:
    """Changes that imports made to the pupil's rows. Without them an import can still be taken back."""

    title = "What imports changed"
    about = (
        "What each list of pupils that was brought in changed about the pupil, kept so that it can be taken back."
    )
    columns = {
        "import": "The number of the import.",
        "table": "Which table the row is in, as the program calls it.",
        "key": "The number of the row.",
        "before": "How it was; empty where the row was added.",
        "after": "How it became.",
    }
    covers = frozenset({"exchange.Change"})

    def rows(self, subject: Subject, using: str) -> Sequence[Row]:
        """The changes, the oldest first."""
        return [
            {
                "import": each.run_id,
                "table": each.model,
                "key": each.key,
                "before": each.before,
                "after": each.after,
            }
            for each in _changes(subject, using).order_by("pk")
        ]

    def erase(self, subject: Subject, using: str) -> int:
        """Takes them away."""
        return int(_changes(subject, using)._raw_delete(using))


class WaitingLists:
    """Lists of pupils that name the pupil, and that nobody has decided about. Erasing discards them."""

    title = "Lists of pupils that wait for a decision"
    about = "Files that were chosen to be brought in, that seem to name the pupil, and that wait to be applied."
    columns = {"file": "What the file is called.", "made_at": "When it was chosen."}
    covers = frozenset({"exchange.ImportRun"})

    def rows(self, subject: Subject, using: str) -> Sequence[Row]:
        """The files; what is in them is about others, too."""
        return [{"file": run.file_name, "made_at": run.made_at} for run in _waiting(subject, using)]

    def erase(self, subject: Subject, using: str) -> int:
        """Discards them: a list that is still wanted is chosen again."""
        runs = ImportRun._base_manager.using(using).filter(pk__in=[run.pk for run in _waiting(subject, using)])
        return runs.update(state=State.DISCARDED, content=None)


def _changes(subject: Subject, using: str) -> "models.QuerySet[Change]":
    about = Q(after__pupil_id=subject.pk) | Q(before__pupil_id=subject.pk)
    for model, keys in _keys(subject, using).items():
        about |= Q(model=model, key__in=keys)
    return Change._base_manager.using(using).filter(about, school=subject.school)


def _keys(subject: Subject, using: str) -> dict[str, set[int]]:
    """The keys of rows that are, or once were, the subject's, by the names that changes have for their models."""
    ours = Change._base_manager.using(using).filter(school=subject.school)
    written = set(ours.order_by().values_list("model", flat=True).distinct())
    keys: dict[str, set[int]] = defaultdict(set, {"schools.pupil": {subject.pk}})
    for holding in holdings():
        model, key = (holding.tracked, "pgh_obj_id") if holding.tracked else (holding.model, "pk")
        if model._meta.label_lower in written:
            keys[model._meta.label_lower] |= set(holding.rows(subject, using).values_list(key, flat=True))
    return keys


def _waiting(subject: Subject, using: str) -> list[ImportRun]:
    runs = ImportRun._base_manager.using(using).filter(school=subject.school).exclude(content=None)
    return [run for run in runs.order_by("pk") if _names(run, subject)]


def _names(run: Any, subject: Subject) -> bool:
    """Whether the file seems to name the subject: by UPN, or by a surname and a first name somewhere in it."""
    text = _text(bytes(run.content)).casefold()

    def has(words: frozenset[str]) -> bool:
        return any(word.casefold() in text for word in words)

    return has(subject.upns) or (has(subject.surnames) and has(subject.forenames))


def _text(data: bytes) -> str:
    try:
        return decoded(gunzipped(data, file="", limit=LARGEST), file="").text
    except BadFile:
        return data.decode("latin-1")

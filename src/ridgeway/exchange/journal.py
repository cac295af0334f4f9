"""Every row an import writes goes through a journal, so that the import can be taken back as a whole."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from ridgeway.exchange.models import Change, ImportRun

BATCH = 1000

_SINCE = {
    "schools_staffassignment": "A class of this import has been given a teacher",
    "foundations_practice": "Pupils of this import have practised",
    "foundations_knowledge": "Pupils of this import have practised",
    "foundations_answer": "Pupils of this import have practised",
    "foundations_": "Work with pupils or classes of this import has begun, on paper or on screen,",
}
"""What has happened when a table refers to what an import brought, by how the table's name begins."""
_INSTEAD = "Import the right list as one of the whole school instead: pupils whom it does not name leave."


class UndoRefusedError(Exception):
    """An import cannot be taken back; the message says what has happened since."""


class Journal:
    """Writes rows for one import and remembers how they were."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self._changes: list[Change] = []

    def insert(self, rows: Sequence[models.Model]) -> None:
        """Adds rows of one model; they have their keys afterwards."""
        if not rows:
            return
        type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)
        self._changes += [self._change(row, None, _values(row, _field_names(row))) for row in rows]

    def update(self, row: models.Model, **values: Any) -> None:
        """Sets fields of a row; those that hold the value already are left alone."""
        before = _values(row, values)
        for name, value in values.items():
            setattr(row, name, value)
        after = _values(row, values)
        altered = [name for name in after if after[name] != before[name]]
        if not altered:
            return
        row.save(update_fields=[row._meta.get_field(name).name for name in altered])
        self._changes.append(
            self._change(row, {name: before[name] for name in altered}, {name: after[name] for name in altered})
        )

    def close(self) -> None:
        """Writes the journal itself; call it last, inside the import's transaction."""
        Change.objects.bulk_create(self._changes, batch_size=BATCH)
        self._changes = []

    def _change(self, row: models.Model, before: dict[str, Any] | None, after: dict[str, Any]) -> Change:
        return Change(
            run=self.run,
            school_id=self.run.school_id,
            model=row._meta.label_lower,
            key=row.pk,
            before=before,
            after=after,
        )


def undo_changes(run: ImportRun) -> None:
    """Takes back what `run` wrote, newest first, in one transaction: added rows go, altered fields get their old
    values. Raises `UndoRefusedError`, changing nothing, when a row has changed since or is referred to."""
    with transaction.atomic():
        changes = list(run.changes.order_by("-pk"))
        _refuse_if_changed_since(changes)
        for change in changes:
            rows = _model(change)._base_manager.filter(pk=change.key)
            if change.before is None:
                rows._raw_delete(rows.db)
            else:
                rows.update(**change.before)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except IntegrityError as error:
            raise UndoRefusedError(_in_use(error)) from error


def _refuse_if_changed_since(changes: Iterable[Change]) -> None:
    latest: dict[tuple[str, int], dict[str, Any]] = {}
    for change in changes:
        expected = latest.setdefault((change.model, change.key), {})
        for name, value in change.after.items():
            expected.setdefault(name, value)
    keys: dict[str, list[int]] = {}
    for model, key in latest:
        keys.setdefault(model, []).append(key)
    for label, wanted in keys.items():
        rows = apps.get_model(label)._base_manager.in_bulk(wanted)
        for key in wanted:
            row = rows.get(key)
            expected = latest[label, key]
            if row is None or _plain(_values(row, expected)) != expected:
                name = f"“{row}”" if row else "A row"
                kind = apps.get_model(label)._meta.verbose_name
                raise UndoRefusedError(f"{name} ({kind}) has changed since this import, so it can't be undone.")


def _in_use(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    table = str(getattr(diagnosis, "table_name", "") or "")
    happened = next((words for start, words in _SINCE.items() if table.startswith(start)), None)
    if happened is None:
        return "Other records have come to depend on this import since, so it can't be undone."
    return f"{happened} since, and undoing this import would lose that. {_INSTEAD}"


def _model(change: Change) -> type[models.Model]:
    return apps.get_model(change.model)


def _field_names(row: models.Model) -> list[str]:
    return [field.attname for field in row._meta.concrete_fields if not field.primary_key]


def _values(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {row._meta.get_field(name).attname: getattr(row, row._meta.get_field(name).attname) for name in names}  # type: ignore[union-attr]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as they come back from JSON."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}

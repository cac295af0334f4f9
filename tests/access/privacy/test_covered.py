"""Nothing that is held about a pupil is forgotten: not by a copy, not by an erasure, not by the words for it."""

from typing import Any, Final

from django.apps import apps
from django.db import models

from ridgeway.access.privacy.holdings import holdings, tracked_by
from ridgeway.access.privacy.mentions import free_texts
from ridgeway.access.privacy.traces import all_traces
from ridgeway.access.privacy.words import words_of

NOT_ABOUT_A_PUPIL: Final = {
    "access.AccountEvent": "what happened to an account of a member of staff",
    "access.Erasure": "says nothing of whom it was about",
    "access.Membership": "roles of staff",
    "access.User": "an account of a member of staff",
    "account.EmailAddress": "of an account",
    "account.EmailConfirmation": "of an account",
    "auth.Group": "unused",
    "auth.Permission": "unused",
    "contenttypes.ContentType": "the program's own",
    "evaluation.Release": "counts; a release itself is not kept",
    "evaluation.Run": "figures of schools",
    "evaluation.RunFile": "figures of schools",
    "evaluation.SchoolInspection": "public",
    "evaluation.Study": "a question of a network about schools",
    "evaluation.StudyFile": "figures of schools",
    "evaluation.Survey": "figures of schools",
    "evaluation.SurveyFigure": "figures of schools",
    "exchange.AreaResults": "public",
    "exchange.ResultsFile": "public",
    "exchange.SchoolResults": "public",
    "mfa.Authenticator": "of an account",
    "pghistory.Events": "a view of the audit trail, with no rows of its own",
    "pghistory.MiddlewareEvents": "a view of the audit trail, with no rows of its own",
    "procrastinate.ProcrastinateEvent": "when a job ran",
    "procrastinate.ProcrastinateJob": "jobs name networks and nights",
    "procrastinate.ProcrastinatePeriodicDefer": "when a job ran",
    "procrastinate.ProcrastinateWorker": "the program's own",
    "schools.Network": "public",
    "schools.NetworkSchool": "public",
    "schools.School": "public",
    "schools.SchoolLink": "public",
}
"""Models in which nobody writes of a pupil, each with the reason."""

NO_KEYS: Final = {
    "exchange.ColumnMapping.mapping": "headings of columns",
    "exchange.ImportRun.counts": "how many of what",
    "exchange.ImportRun.options": "what was chosen about a file",
    "foundations.ClassPractice.further_subjects": "names of subjects",
    "foundations.SheetSet.options": "what is on the sheets of all",
}
"""Columns of schools' tables that could hold pupils' keys without a foreign key, and what they hold instead."""


def is_trail(model: type[models.Model]) -> bool:
    return tracked_by(model) is not None


def test_every_model_belongs_to_a_pupil_is_searched_is_traced_or_holds_nothing_of_one() -> None:
    held = {holding.model for holding in holdings()}
    traced = {label for trace in all_traces() for label in trace.covers}
    left = {
        model._meta.label
        for model in apps.get_models()
        if model not in held and not is_trail(model) and not _is_schools(model) and model._meta.label not in traced
    }
    assert left == set(NOT_ABOUT_A_PUPIL)


def test_what_a_school_keeps_beside_its_pupils_rows_holds_no_pupils_key() -> None:
    held = {holding.model for holding in holdings()}
    traced = {label for trace in all_traces() for label in trace.covers}
    columns = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if _is_schools(model) and model not in held and not is_trail(model)
        for field in model._meta.concrete_fields
        if field.get_internal_type() in {"JSONField", "ArrayField", "BinaryField"}
    }
    traced_columns = {name for name in columns if name.rpartition(".")[0] in traced and name not in NO_KEYS}
    assert columns - traced_columns == set(NO_KEYS)


def test_the_trail_of_what_is_a_pupils_is_the_pupils() -> None:
    held = {holding.model for holding in holdings()}
    assert all((tracked_by(model) in held) == (model in held) for model in apps.get_models() if is_trail(model))


def test_every_row_of_a_pupil_names_its_school() -> None:
    assert all(_is_schools(holding.model) for holding in holdings())


def test_every_text_longer_than_a_word_is_searched_for_names() -> None:
    assert {"note"} <= set(free_texts()[apps.get_model("foundations", "ReadingResult")])
    assert {"before", "after"} <= set(free_texts()[apps.get_model("exchange", "Change")])
    assert apps.get_model("foundations", "Answer") not in free_texts()


def test_every_column_that_is_given_out_is_said_in_plain_english() -> None:
    for holding in holdings():
        words = words_of(holding.model)
        unsaid = {field.name for field in holding.model._meta.concrete_fields} - set(words.columns)
        assert not unsaid, f"{holding.label}: say what {sorted(unsaid)} mean in its room's privacy.yaml"
        assert set(words.withheld) <= set(words.columns)


def _is_schools(model: type[models.Model]) -> bool:
    return any(field.name == "school" for field in model._meta.concrete_fields) and not _is_public(model)


def _is_public(model: Any) -> bool:
    return model._meta.label in NOT_ABOUT_A_PUPIL

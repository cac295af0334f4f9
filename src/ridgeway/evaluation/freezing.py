"""Freezing a protocol: from then on nothing in it changes, and the data it names lie beside it."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from ridgeway.access.models import User
from ridgeway.evaluation.answers import Answers
from ridgeway.evaluation.assistant import Assistant, OpenQuestionError
from ridgeway.evaluation.deviations import followed
from ridgeway.evaluation.engine import STUDY
from ridgeway.evaluation.models import Study, StudyFile, packed
from ridgeway.evaluation.protocol import hash_of, study_file
from ridgeway.evaluation.tables import files_for
from ridgeway.evaluation.working import unpack
from ridgeway.impact.errors import ImpactError
from ridgeway.impact.study import freeze as pin
from ridgeway.impact.study import protocol_path, read_study
from ridgeway.schools.models import SchoolLink


class FreezeError(Exception):
    """The protocol cannot be frozen; the message says why and what to do."""


def protocol_of(study: Study, answers: Answers) -> str:
    """The study file as it would be frozen now."""
    links = answers.source == "tables" and SchoolLink.objects.exists()
    plain = study_file(answers, links=links)
    departs = followed(study, plain)
    return study_file(answers, links=links, follows=departs) if departs else plain


def freeze(study: Study, *, seen: str, by: User | None, now: dt.datetime) -> Study:
    """Freezes the protocol whose hash is `seen`, with its data, or raises `FreezeError` and changes nothing."""
    with transaction.atomic():
        locked: Study = Study.objects.select_for_update().get(pk=study.pk)
        if not locked.is_draft:
            raise FreezeError("This protocol is frozen already.")
        try:
            answers = Assistant(locked).answers
        except OpenQuestionError as still:
            raise FreezeError("A question is still open. Answer it, then freeze the protocol.") from still
        protocol = protocol_of(locked, answers)
        if hash_of(protocol) != seen:
            raise FreezeError("The protocol has changed since you looked. Read it again, then freeze it.")
        locked.protocol, locked.protocol_hash = protocol, seen
        _keep_data(locked, answers)
        if answers.decided == "before":
            _pin(locked, now.date())
        locked.frozen_at, locked.frozen_by, locked.title = now, by, answers.title
        locked.save()
    return locked


def _pin(study: Study, day: dt.date) -> None:
    """Lets the engine write down what was decided before any result from the start on is read, for the runs to
    find. Where such results were known already its objection to that stands."""
    with TemporaryDirectory(prefix="ridgeway-study-") as name:
        unpack(study, Path(name))
        read = read_study(Path(name) / STUDY)
        try:
            pin(read, on=day)
        except ImpactError as refusal:
            raise FreezeError(f"The engine cannot freeze this protocol. {refusal}") from refusal
        path = protocol_path(read)
        StudyFile.objects.create(
            study=study, network_id=study.network_id, name=path.name, packed=packed(path.read_bytes())
        )


def _keep_data(study: Study, answers: Answers) -> None:
    """Writes the tables that the protocol names; a panel of one's own is there already."""
    if answers.source == "file":
        return
    StudyFile.objects.filter(study=study).delete()
    StudyFile.objects.bulk_create(
        StudyFile(study=study, network_id=study.network_id, name=name, packed=packed(content))
        for name, content in files_for(answers).items()
    )

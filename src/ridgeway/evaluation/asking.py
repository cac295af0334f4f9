"""Asking for a run of a frozen study, and stopping it."""

import datetime as dt
from typing import Final

from django.db import transaction

from ridgeway.access.models import User
from ridgeway.evaluation.models import Run, State, Study
from ridgeway.evaluation.tasks import evaluate_study
from ridgeway.evaluation.working import end_run, is_lost

LOST: Final = "The background worker stopped before the study was done. Run it again."


def start_run(study: Study, *, by: User | None, now: dt.datetime) -> Run:
    """Asks for a run of a frozen study; one that is going already is returned instead."""
    with transaction.atomic():
        Study.objects.select_for_update().get(pk=study.pk)
        going: Run | None = study.runs.filter(state__in=[State.WAITING, State.RUNNING]).first()
        if going is not None and not is_lost(going, now):
            return going
        if going is not None:
            end_run(going, State.REFUSED, now, words=LOST)
        run: Run = Run.objects.create(
            network_id=study.network_id, study=study, asked_by=by, asked_at=now, step="Waiting to begin"
        )
        evaluate_study.defer(network=study.network_id, run=run.pk)
    return run


def cancel_run(run: Run, now: dt.datetime) -> bool:
    """Stops a run; false if it had come to an end before."""
    return end_run(run, State.CANCELLED, now)

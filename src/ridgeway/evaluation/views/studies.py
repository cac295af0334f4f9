"""The list of a network's studies, one study's page, and what can be done with a study as a whole."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ridgeway.access.gate import NetworkRequest, network_view
from ridgeway.evaluation.answers import QUESTIONS
from ridgeway.evaluation.assistant import Assistant
from ridgeway.evaluation.listing import lines_of
from ridgeway.evaluation.models import Run, State, Study
from ridgeway.evaluation.results import page_of
from ridgeway.evaluation.telling import telling_of
from ridgeway.web.shell import Link

UNNAMED = "A study without a name"


@network_view(needs="see_network")
def studies(request: NetworkRequest) -> HttpResponse:
    """The network's studies, the latest first."""
    return render(request, "evaluation/studies.html", {"lines": lines_of(timezone.now())})


@network_view(needs="evaluate")
@require_POST
def new_study(request: NetworkRequest) -> HttpResponse:
    """A new draft, at its first question."""
    study = Study.objects.create(
        network=request.network, title=UNNAMED, made_by=request.user, made_at=timezone.now()
    )
    return redirect("evaluation:question", request.network.slug, study.pk, QUESTIONS[0].key)


@network_view(needs="see_network")
def study(request: NetworkRequest, study: int) -> HttpResponse:
    """A study where it stands: its next question, its frozen protocol, its run, or what it found."""
    found = study_of(study)
    if found.is_draft and "evaluate" in request.capabilities:
        return redirect(_next_page(request, found))
    run = latest_run(found)
    said: dict[str, Any] = {"study": found, "crumbs": crumbs(request), "run": run}
    if run is not None and run.state == State.DONE:
        return render(request, "evaluation/result.html", said | page_of(found, run))
    said |= telling_of(run, timezone.now()) if run is not None else {}
    return render(request, "evaluation/study.html", said)


@network_view(needs="evaluate")
@require_POST
def copy_study(request: NetworkRequest, study: int) -> HttpResponse:
    """A new draft with the same answers, which says what it follows once it is frozen."""
    found = study_of(study)
    copy = Study.objects.create(
        network=request.network,
        title=found.title,
        draft=found.draft,
        follows=found,
        made_by=request.user,
        made_at=timezone.now(),
    )
    Assistant(copy).take_panel_of(found)
    messages.success(request, f"This is a copy of “{found.title}”. Change what should be different.")
    return redirect("evaluation:question", request.network.slug, copy.pk, QUESTIONS[0].key)


@network_view(needs="evaluate")
@require_POST
def delete_study(request: NetworkRequest, study: int) -> HttpResponse:
    """Removes a study with its data and results; the audit trail keeps its protocol."""
    found = study_of(study)
    found.delete()
    messages.success(request, f"“{found.title}” is deleted.")
    return redirect("evaluation:studies", request.network.slug)


def study_of(key: int) -> Study:
    """A study of the network in scope, and of no other."""
    found: Study = get_object_or_404(Study.objects.select_related("made_by", "frozen_by"), pk=key)
    return found


def latest_run(study: Study) -> Run | None:
    """The run that was asked for last."""
    return Run.objects.filter(study=study).first()


def crumbs(request: NetworkRequest, *more: Link) -> list[Link]:
    """The way back."""
    return [Link("Studies", reverse("evaluation:studies", args=[request.network.slug])), *more]


def _next_page(request: NetworkRequest, study: Study) -> str:
    open_question = Assistant(study).first_open
    address = [request.network.slug, study.pk]
    if open_question is None:
        return reverse("evaluation:protocol", args=address)
    return reverse("evaluation:question", args=[*address, open_question])

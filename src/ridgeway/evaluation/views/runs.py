"""Running a frozen study, watching it, and stopping it."""

from hashlib import sha256

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from ridgeway.access.gate import NetworkRequest, network_view
from ridgeway.evaluation.asking import cancel_run, start_run
from ridgeway.evaluation.telling import progress_told
from ridgeway.evaluation.views.studies import latest_run, study_of
from ridgeway.evaluation.working import is_lost


@network_view(needs="evaluate")
@require_POST
def run_study(request: NetworkRequest, study: int) -> HttpResponse:
    """Asks for a run."""
    found = study_of(study)
    if found.is_draft:
        messages.warning(request, "Freeze the protocol first: a study is run on what was decided before.")
    else:
        start_run(found, by=request.user, now=timezone.now())
    return redirect("evaluation:study", request.network.slug, found.pk)


@network_view(needs="evaluate")
@require_POST
def cancel(request: NetworkRequest, study: int) -> HttpResponse:
    """Stops the run that is going."""
    found = study_of(study)
    run = latest_run(found)
    if run is not None and cancel_run(run, timezone.now()):
        messages.success(request, "Stopped. The protocol and its data are as they were: it can be run again.")
    else:
        messages.warning(request, "It had come to an end before it could be stopped.")
    return redirect("evaluation:study", request.network.slug, found.pk)


@network_view(needs="see_network")
def progress(request: NetworkRequest, study: int) -> HttpResponse:
    """How far the run is, for the page that watches it: unchanged since the last look is 304, ended a new page."""
    found = study_of(study)
    run, now = latest_run(found), timezone.now()
    if run is None or not run.is_going or is_lost(run, now):
        return HttpResponseClientRefresh()
    response = render(request, "evaluation/progress.html", {"study": found, "run": run} | progress_told(run, now))
    patch_cache_control(response, private=True, no_cache=True)
    etag = f'"{sha256(response.content).hexdigest()}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response

"""Pages: what makes the player an app that starts without a network, and what a teacher sees of devices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ridgeway.access.classes import class_crumbs, find_class
from ridgeway.access.gate import SchoolRequest, key_named, open_to_pupils, school_view
from ridgeway.foundations.offline import shell
from ridgeway.foundations.offline.devices import ask_to_forget, device_lines, devices_of, let_remember
from ridgeway.foundations.offline.models import SharedDevice
from ridgeway.foundations.offline.refusals import refused_in
from ridgeway.schools.models import TeachingGroup

FRESH = {"Cache-Control": "no-cache"}


@open_to_pupils
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands at the root, for from there it may serve every page of a pupil."""
    return HttpResponse(shell.worker_script(), content_type="text/javascript", headers=FRESH)


@open_to_pupils
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest."""
    return JsonResponse(shell.manifest(), content_type="application/manifest+json", headers=FRESH)


@open_to_pupils
def device_page(request: HttpRequest) -> HttpResponse:
    """The page a device keeps and opens when there is no network."""
    return HttpResponse(shell.device_page(), headers=FRESH)


@school_view(needs="teach")
def devices(request: SchoolRequest, group: int) -> HttpResponse:
    """The devices that hold plans of the class's pupils."""
    found = find_class(group)
    lines = device_lines(found)
    context = {
        "group": found,
        "lines": lines,
        "can_ask": any(not line.is_to_forget for line in lines),
        "crumbs": class_crumbs(request.school, found),
    }
    return render(request, "foundations/offline/devices.html", context)


@school_view(needs="teach")
@require_POST
def forget_devices(request: SchoolRequest, group: int) -> HttpResponse:
    """Asks the device that the form names to forget its pupils; all of the class's when it names none."""
    found = find_class(group)
    chosen = devices_of(found)
    key = request.POST.get("device", "")
    if key:
        chosen = chosen.filter(pk=get_object_or_404(chosen, pk=key_named(key)).pk)
    asked = ask_to_forget(chosen, request.user, timezone.now())
    many = "1 device forgets" if asked == 1 else f"{asked} devices forget"
    messages.success(request, f"{many} everything about pupils as soon as it is used with a network.")
    return redirect(_page(request, found))


@school_view(needs="teach")
@require_POST
def keep_device(request: SchoolRequest, group: int, device: int) -> HttpResponse:
    """Takes back that a device is to forget."""
    found = find_class(group)
    kept: SharedDevice = get_object_or_404(devices_of(found), pk=device)
    let_remember(kept)
    messages.success(request, f"{kept} goes on as before.")
    return redirect(_page(request, found))


@school_view(needs="teach")
def refused_answers(request: SchoolRequest, group: int) -> HttpResponse:
    """Answers of the class's pupils that could not be counted, and why."""
    found = find_class(group)
    context = {"group": found, "lines": refused_in(found), "crumbs": class_crumbs(request.school, found)}
    return render(request, "foundations/offline/refused.html", context)


def _page(request: SchoolRequest, group: TeachingGroup) -> str:
    return reverse("foundations:devices", args=[request.school.urn, group.pk])

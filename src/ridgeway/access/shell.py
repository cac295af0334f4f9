"""What the page frame needs to know: the school or network, the person's roles there, and where they can go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ridgeway.access.gate import NetworkPlace
from ridgeway.access.gate import Place as SchoolPlace
from ridgeway.access.roles import capabilities
from ridgeway.web.nav import NavEntry, nav_entries
from ridgeway.web.shell import Link, Place


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page; empty outside a school or network."""
    place: SchoolPlace | NetworkPlace | None = getattr(request, "place", None)
    if place is None:
        return {}
    allowed = capabilities(place.roles)
    front_page = reverse(f"access:{place.kind}", args=[place.key])
    elsewhere = reverse("home") if getattr(request, "has_other_places", False) else ""

    def link(entry: NavEntry) -> Link:
        rest = request.path.removeprefix(front_page)
        current = rest.startswith(entry.prefix) if entry.prefix else not rest
        return Link(entry.label, reverse(entry.url_name, args=[place.key]), current)

    return {
        "school": getattr(request, "school", None),
        "network": getattr(request, "network", None),
        "capabilities": allowed,
        "place": Place(place.name, front_page, place.role_names, elsewhere),
        "nav": [link(entry) for entry in nav_entries(allowed.__contains__, place.kind)],
    }

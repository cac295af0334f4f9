"""Networks: founding one, and the days on which schools join and leave it."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from ridgeway.schools.models import Network, NetworkSchool, School

LONGEST_NAME: Final = 60
"""Characters of a network's name; as many fit into its address."""


class NetworkError(Exception):
    """A change of a network that is refused; the message says why, as a whole sentence."""


def found_network(name: str) -> Network:
    """A new network without schools, under a name that no other has."""
    name = " ".join(name.split())
    slug = slugify(name)[:LONGEST_NAME].strip("-")
    if not slug or len(name) > LONGEST_NAME:
        raise NetworkError(
            f"“{name}” cannot be a network's name: it needs letters, and at most {LONGEST_NAME} characters."
        )
    if Network.objects.filter(Q(name__iexact=name) | Q(slug=slug)).exists():
        raise NetworkError(f"There is a network called “{name}” already, or one with nearly the same name.")
    return Network.objects.create(name=name, slug=slug)


@transaction.atomic
def join_network(network: Network, school: School, day: dt.date) -> NetworkSchool:
    """The school belongs to the network from `day` on. A school may come back; its earlier time stays."""
    if network.periods.filter(school=school, ends=None).exists():
        raise NetworkError(f"{school.name} is in {network.name} already.")
    last = network.periods.filter(school=school).order_by("-ends").first()
    if last is not None and last.ends is not None and day < last.ends:
        raise NetworkError(
            f"{school.name} left {network.name} on {last.ends:%Y-%m-%d}: it can come back from then on."
        )
    return NetworkSchool.objects.create(network=network, school=school, starts=day)


@transaction.atomic
def leave_network(network: Network, school: School, day: dt.date) -> NetworkSchool:
    """The school no longer belongs to the network on `day`. What it did there stays on record."""
    period = network.periods.select_for_update().filter(school=school, ends=None).first()
    if period is None:
        raise NetworkError(f"{school.name} is not in {network.name}.")
    if day < period.starts:
        raise NetworkError(
            f"{school.name} joined {network.name} on {period.starts:%Y-%m-%d}: it cannot leave earlier."
        )
    period.ends = day
    period.save(update_fields=["ends"])
    return period

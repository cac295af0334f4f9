"""The demo's schools, classes and posts, as `content/network.yaml` lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ridgeway.access.roles import Role
from ridgeway.fluency.aims import Device

CONTENT = files("ridgeway.demo").joinpath("content")


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody who signs in: their post, their roles, and for a support assistant the class."""

    title: str
    roles: tuple[Role, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class PracticePlace:
    """How a class practises: since how many school `days`, on which strand (None = all), from which level.

    `level` is the class's mean in standard deviations from the middle of its year group; `diligence` the mean
    share of the class's sessions in which a pupil takes part; `grid` the kind of paper grid it does once a week.
    """

    days: int
    level: float
    diligence: float = 0.625
    strand: str | None = None
    device: Device = "keyboard"
    grid: str | None = None


@dataclass(frozen=True, slots=True)
class ClassPlace:
    """A class of this academic year.

    `practice` is None where the class has not begun. `pictures` is the password of all its pupils, where it is one
    that visitors are told.
    """

    name: str
    years: tuple[str, ...]
    size: int
    signs_in: bool = False
    roles: tuple[Role, ...] = ()
    practice: PracticePlace | None = None
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolPlace:
    """A school, its classes from the youngest up, and its staff beyond the class teachers.

    `keeps_leavers`: last year's oldest pupils are still in its records.
    """

    urn: int
    establishment: int
    name: str
    kind: str
    town: str
    postcode: str
    domain: str
    staff: tuple[Post, ...]
    classes: tuple[ClassPlace, ...]
    trust: str = ""
    keeps_leavers: bool = False

    @property
    def pupils(self) -> int:
        """How many pupils the classes hold."""
        return sum(group.size for group in self.classes)


@dataclass(frozen=True, slots=True)
class NetworkPlace:
    """The network: its own people and its schools, all in one local authority that does not exist."""

    name: str
    slug: str
    domain: str
    la: int
    la_name: str
    region: str
    people: tuple[Post, ...]
    schools: tuple[SchoolPlace, ...]


@cache
def demo_network() -> NetworkPlace:
    """The whole network as packaged."""
    return _network(yaml.safe_load(CONTENT.joinpath("network.yaml").read_text(encoding="utf-8")))


def _network(entry: Mapping[str, Any]) -> NetworkPlace:
    return NetworkPlace(
        **{
            **entry,
            "people": tuple(map(_post, entry["people"])),
            "schools": tuple(map(_school, entry["schools"])),
        }
    )


def _school(entry: Mapping[str, Any]) -> SchoolPlace:
    return SchoolPlace(
        **{
            **entry,
            "staff": tuple(map(_post, entry["staff"])),
            "classes": tuple(map(_class, entry["classes"])),
        }
    )


def _class(entry: Mapping[str, Any]) -> ClassPlace:
    return ClassPlace(
        **{
            **entry,
            "years": tuple(entry["years"]),
            "roles": tuple(map(Role, entry.get("roles", ()))),
            "pictures": tuple(entry.get("pictures", ())),
            "practice": PracticePlace(**entry["practice"]) if "practice" in entry else None,
        }
    )


def _post(entry: Mapping[str, Any]) -> Post:
    return Post(entry["post"], tuple(map(Role, entry["roles"])), entry.get("with", ""))

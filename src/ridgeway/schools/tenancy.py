"""Tenancy, twice: an unscoped query is an error in Python and returns nothing in PostgreSQL.

`school_scope` opens one or several schools for the code inside it. It sets the `school` dimension of
django-scopes, which every `SchoolOwned` manager asks for, and tells the database session the same, which the
row-level security policies read. Outside a scope Python raises and PostgreSQL shows no row. `network_scope` does
the same for what a network owns, with the dimension `network` and `NetworkOwned`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Literal, TypeVar

import pghistory
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django_scopes import get_scope, scope
from django_scopes.manager import DisabledQuerySet

from ridgeway.statements import run

Setting = Literal["ridgeway.schools", "ridgeway.networks"]

# What the database session has been told; kept to repeat it after a reconnection.
_told: ContextVar[dict[Setting, str]] = ContextVar("ridgeway_database_session")

ModelClass = TypeVar("ModelClass", bound=type[models.Model])
Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


def audited(model: ModelClass) -> ModelClass:
    """Class decorator: every change of a row goes to the audit trail, with who made it."""
    track = pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return track(model)  # type: ignore[no-any-return]


class ScopedManager(models.Manager[Row_co]):
    """The rows of what is in scope. With nothing in scope every query raises `django_scopes.ScopeError`.

    Written out instead of made by `django_scopes.ScopedManager`, whose class no type checker can name.
    """

    dimension: ClassVar[Literal["school", "network"]]

    def get_queryset(self) -> models.QuerySet[Row_co]:
        opened, owner = get_scope(), self.dimension
        if not opened.get("_enabled", True):
            return super().get_queryset()
        if owner not in opened:
            return DisabledQuerySet(self.model, using=self._db, missing_scopes={owner})  # type: ignore[no-any-return]
        chosen = opened[owner]
        return super().get_queryset().filter(**{f"{owner}__in" if isinstance(chosen, list) else owner: chosen})

    def all(self) -> models.QuerySet[Row_co]:
        return self.get_queryset().all()


class SchoolManager(ScopedManager[Row_co]):
    """The rows of the schools in scope."""

    dimension = "school"


class NetworkManager(ScopedManager[Row_co]):
    """The rows of the network in scope."""

    dimension = "network"


class SchoolOwned(models.Model):
    """A row that belongs to one school and is seen only inside that school's scope."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[SchoolManager[Any]] = SchoolManager()

    class Meta:
        abstract = True


class NetworkOwned(models.Model):
    """A row that belongs to one network and is seen only inside that network's scope."""

    network = models.ForeignKey("schools.Network", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[NetworkManager[Any]] = NetworkManager()

    class Meta:
        abstract = True


@contextmanager
def school_scope(*schools: models.Model | int) -> Iterator[None]:
    """Opens the rows of these schools (given as objects or primary keys) to the code inside."""
    keys = [school if isinstance(school, int) else school.pk for school in schools]
    with scope(school=keys[0] if len(keys) == 1 else keys), _database_scope("ridgeway.schools", keys):
        yield


@contextmanager
def network_scope(network: models.Model | int) -> Iterator[None]:
    """Opens a network's own rows, such as its studies and its advisers' memberships; not those of its schools."""
    key = network if isinstance(network, int) else network.pk
    with scope(network=key), _database_scope("ridgeway.networks", [key]):
        yield


@contextmanager
def _database_scope(setting: Setting, keys: list[int]) -> Iterator[None]:
    before = _told.get({})
    value = ",".join(map(str, keys))
    _tell(setting, value)
    token = _told.set({**before, setting: value})
    try:
        yield
    finally:
        _told.reset(token)
        # A transaction that must roll back refuses statements, and its rollback restores the setting anyway.
        if not connection.needs_rollback:
            _tell(setting, before.get(setting, ""))


def _tell(setting: Setting, value: str) -> None:
    run("SELECT set_config(%s, %s, false)", setting, value)


@receiver(connection_created)
def _repeat_after_reconnection(connection: Any, **kwargs: Any) -> None:
    if connection.alias == DEFAULT_DB_ALIAS:
        for setting, value in _told.get({}).items():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, %s, false)", [setting, value])

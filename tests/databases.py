"""Databases for tests: the embedded PostgreSQL, a migrated template, and a copy of it for every test process."""

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from django.db import OperationalError, connections
from psycopg import sql

from ridgeway.database import append_only_tables, prepare_database
from ridgeway.embedded import Address, EmbeddedServer, create_database

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ridgeway"
VAR = ROOT / "var" / "test"
TRIES = 5


@contextmanager
def test_database(worker: str) -> Iterator[Address]:
    """A fresh, migrated database of this process; dropped in the end."""
    with EmbeddedServer(VAR) as server, _admin(server) as admin:
        # Nothing here needs to survive a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        admin.execute("SELECT pg_reload_conf()")
        template = _template(server, admin)
        mine = replace(server, database=f"test_{worker}_{os.getpid()}")
        create_database(admin, mine.database, template=template)
        _point_django_at(mine)
        try:
            yield mine
        finally:
            connections.close_all()
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(mine.database)))


def empty_all_tables() -> None:
    """Takes every row out, as the owner: for tests that commit."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(format('%I', relname), ', ') FROM pg_class"
            " WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace"
            " AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
        )
        (tables,) = cursor.fetchone()
        for left in reversed(range(TRIES)):
            try:
                cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
                break
            except OperationalError:  # a deadlock: the server is still busy for a browser that has gone
                if left == 0:
                    raise


@contextmanager
def _admin(server: Address) -> Iterator[psycopg.Connection[Any]]:
    url = replace(server, database="postgres").url("postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def _template(server: Address, admin: psycopg.Connection[Any]) -> str:
    name = f"template_{_digest()}"
    admin.execute("SELECT pg_advisory_lock(20)")
    try:
        done = admin.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [name]).fetchone()
        if done is None or not done[0]:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            create_database(admin, name)
            _point_django_at(replace(server, database=name))
            prepare_database()
            connections.close_all()
            admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))
    finally:
        admin.execute("SELECT pg_advisory_unlock(20)")
    return name


def _digest() -> str:
    files = [
        SOURCE / "database.py",
        *sorted(SOURCE.glob("*/migrations/*.py")),
        SOURCE / "schools/rowsecurity.py",
    ]
    month = f"{dt.date.today():%Y-%m}"  # noqa: DTZ011  those around it are open in the ledger
    text = b"".join(file.read_bytes() for file in files) + ",".join([*append_only_tables(), month]).encode()
    return hashlib.sha256(text).hexdigest()[:12]


def _point_django_at(database: Address) -> None:
    from ridgeway.embedded import OWNER, WEB

    connections.close_all()
    for alias, role in (("default", WEB), ("owner", OWNER)):
        settings = connections[alias].settings_dict
        settings.update(HOST=database.socket_dir, NAME=database.database, USER=role, PORT="", PASSWORD="")

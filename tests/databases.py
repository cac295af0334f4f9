"""Databases for tests: the embedded PostgreSQL, a migrated template, and a copy of it for every test process."""

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import django
import psycopg
from django.db import OperationalError, connections, transaction
from psycopg import sql

from ridgeway.database import append_only_tables, prepare_database
from ridgeway.embedded import OWNER, WEB, Address, EmbeddedServer, create_database

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ridgeway"
VAR = ROOT / "var" / "test"
TRIES = 5


@contextmanager
def test_database(worker: str) -> Iterator[Address]:
    """A fresh, migrated database of this process; dropped in the end."""
    with _server() as server, copied_database(server, f"test_{worker}_{os.getpid()}") as mine:
        _point_django_at(mine)
        try:
            yield mine
        finally:
            connections.close_all()


@contextmanager
def copied_database(server: Address, name: str) -> Iterator[Address]:
    """A copy of the migrated template; dropped in the end."""
    copy = replace(server, database=name)
    with _admin(server) as admin:
        create_database(admin, name, template=_template(server, admin))
        try:
            yield copy
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def keep_keys_apart(database: Address) -> None:
    """Begins each table's keys at a number of its own, so that a key of one thing never finds another."""
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "SELECT setval(format('%I', sequencename)::regclass, 10000 * row_number() OVER ())"
            " FROM pg_sequences WHERE schemaname = 'public'"
        )


def empty_all_tables() -> None:
    """Takes every row out, as the owner: for tests that commit."""
    for left in reversed(range(TRIES)):
        try:
            _empty()
            break
        except OperationalError:  # a deadlock: the server is still busy for a browser that has gone
            if left == 0:
                raise


@transaction.atomic(using="owner")
def _empty() -> None:
    """Few tables hold any row, so that it is quicker to find and empty those than to truncate all.

    The lock waits for what a server is still writing; without triggers and foreign keys no order matters, and
    nothing is recorded.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT format('%I', relname) FROM pg_class"
            " WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace"
            " AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE")
        cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in tables))
        held = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in held:
            cursor.execute(f"DELETE FROM {table}")


@contextmanager
def _server() -> Iterator[Address]:
    with EmbeddedServer(VAR) as server, _admin(server) as admin:
        # Nothing here needs to survive a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        admin.execute("SELECT pg_reload_conf()")
        yield server


@contextmanager
def _admin(server: Address) -> Iterator[psycopg.Connection[Any]]:
    url = replace(server, database="postgres").url("postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def _template(server: Address, admin: psycopg.Connection[Any]) -> str:
    name = f"template_{_digest()}"
    admin.execute("SELECT pg_advisory_lock(20)")
    try:
        admin.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
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


@cache
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
    connections.close_all()
    for alias, role in (("default", WEB), ("owner", OWNER)):
        settings = connections[alias].settings_dict
        settings.update(HOST=database.socket_dir, NAME=database.database, USER=role, PORT="", PASSWORD="")


def main() -> None:
    """Makes the template, so that no test waits for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ridgeway.settings")
    django.setup()
    with _server() as server, _admin(server) as admin:
        _template(server, admin)


if __name__ == "__main__":
    main()

"""Databases for the benches: a copy of the tests' migrated template, or one that waits for the disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg


@contextmanager
def bench_database() -> Iterator[None]:
    """Sets Django up as it serves, with gathered static files, as the web role on a fresh database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ridgeway.settings")
    os.environ["RIDGEWAY_VAR"] = "var/bench"
    django.setup()
    from ridgeway.cli.serving import collect_static_files
    from tests.databases import test_database

    collect_static_files()
    with test_database("bench"):
        yield


@contextmanager
def durable_database() -> Iterator[None]:
    """Sets Django up on the embedded PostgreSQL as `ridgeway serve` starts it, with a new database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ridgeway.settings")
    os.environ["RIDGEWAY_VAR"] = "var/bench"
    from ridgeway.embedded import DATABASE, Address, EmbeddedServer, create_database

    with EmbeddedServer(Path("var/bench")) as server:
        admin = Address(server.socket_dir, "postgres").url("postgres")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            create_database(connection, DATABASE)
        django.setup()
        from django.db import connections

        from ridgeway.database import prepare_database

        for alias in ("default", "owner"):
            connections[alias].settings_dict.update(HOST=server.socket_dir, NAME=DATABASE)
        prepare_database()
        yield
        connections.close_all()

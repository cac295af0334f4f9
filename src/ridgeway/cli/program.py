"""Getting ready to do anything: settings, the database, Django."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import django
from rich.console import Console

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@contextmanager
def program(*, prepare: bool = True) -> Iterator[None]:
    """Sets Django up with a running database for the code inside.

    An embedded database is started (or joined) and, with `prepare`, brought up to date; a server's database is
    left as it is, since its migrations are run deliberately with `ridgeway migrate`.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ridgeway.settings")
    from django.conf import settings

    if not settings.EMBEDDED_DATABASE:
        django.setup()
        with _on_record():
            yield
        return

    from ridgeway.embedded import EmbeddedServer

    with EmbeddedServer(settings.VAR_DIR) as address:
        for database in settings.DATABASES.values():
            database["HOST"] = address.socket_dir
        django.setup()
        if prepare:
            from ridgeway.database import prepare_database

            prepare_database()
        try:
            with _on_record():
                yield
        finally:
            from django.db import connections

            connections.close_all()


def _on_record() -> AbstractContextManager[object]:
    """The audit trail says of each change that the command line made it, and by which command."""
    import pghistory

    return pghistory.context(command=" ".join(sys.argv[1:2]))

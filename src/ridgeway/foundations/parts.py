"""Parts of schools rebuilt beside each other, in processes of their own.

Such a process begins in this module, so nothing here is imported from Django's models before it is set up.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal
from typing import Any, NamedTuple

import django


class Part(NamedTuple):
    """Some pupils of one school, by their keys."""

    school_id: int
    pupils: tuple[int, ...]


class Done(NamedTuple):
    """So many pupils were rebuilt, from so many answers."""

    pupils: int
    answers: int


def rebuild_parts(parts: Sequence[Part], *, processes: int = 1) -> Iterator[Done]:
    """Rebuilds the parts in so many processes, each part in one transaction, and says of each when it is done.

    Whoever stops asking stops the work: parts that were begun are finished, the others stay as they were.
    """
    if min(processes, len(parts)) <= 1:
        yield from map(_rebuild, parts)
        return
    from django.db import connection

    spawn, database = get_context("spawn"), dict(connection.settings_dict)
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_begin, initargs=(database,)) as pool:
        try:
            yield from pool.map(_rebuild, parts)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _begin(database: Mapping[str, Any]) -> None:
    """Sets Django up on the database of the process that asks, which alone stops at Ctrl-C."""
    signal(SIGINT, SIG_IGN)
    django.setup()
    from django.db import connection

    connection.settings_dict.update(database)


def _rebuild(part: Part) -> Done:
    from ridgeway.foundations.rebuilding import rebuild_pupils
    from ridgeway.schools.tenancy import school_scope

    with school_scope(part.school_id):
        rebuilt = rebuild_pupils(part.school_id, part.pupils)
    return Done(len(part.pupils), sum(int(each.knowledge.rows.answers.sum()) for each in rebuilt.values()))

"""Things that happen at the same moment: each in a thread and on a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")


def at_once(*acts: Callable[[], Result]) -> list[Result]:
    """Does all of these at the same moment and says what came of each. Needs a cast that is committed."""
    start = Barrier(len(acts))

    def do(act: Callable[[], Result]) -> Result:
        try:
            start.wait()
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))

"""A pupil's knowledge as bytes, to the bit.

The layout, all little-endian: the four bytes `RWK` and the version; two 32-bit counts (items kept, bytes of
their ids); the ids, one a line; the pupil's numbers; then each array of `Rows` in turn, items that were met
only. Newer bytes of some items, with the pupil's numbers, can be laid over them, so that an answer need not
write everything again. Ids make the bytes independent of the catalogue's order and growth: items that came later
are unmet. An item that the catalogue no longer has is refused, because dropping it would lose what a pupil has
done.

A change of fields or of their meaning takes the next version; older states are then rebuilt from the ledger.
Version 1 kept no first meetings and one tool speed for all devices; version 2 lost the doubt about a time that had
grown by an answer without one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final

import numpy as np

from ridgeway.fluency.arrays import Floats
from ridgeway.fluency.errors import StoredStateError
from ridgeway.fluency.items import Catalogue
from ridgeway.fluency.pupil import PUPIL_NUMBERS, Pupil
from ridgeway.fluency.rows import ROW_FIELDS, Rows

VERSION: Final = 3
MAGIC: Final = b"RWK"
HEAD: Final = struct.Struct("<3sBII")
NUMBER: Final = np.dtype("<f8")


def to_bytes(items: Catalogue, rows: Rows, pupil: Pupil, only: Iterable[str] | None = None) -> bytes:
    """Return the bytes of one pupil's numbers and rows: of the items met, or `only` of those named."""
    kept = np.flatnonzero(rows.answers > 0) if only is None else np.sort(items.positions(only))
    ids = "\n".join(map(items.ids.__getitem__, kept.tolist())).encode()
    numbers = (pupil.numbers(), np.stack(rows.arrays())[:, kept])
    told = (each.astype(NUMBER, copy=False).tobytes() for each in numbers)
    return b"".join([HEAD.pack(MAGIC, VERSION, len(kept), len(ids)), ids, *told])


def from_bytes(data: bytes, items: Catalogue, newer: bytes = b"") -> tuple[Rows, Pupil]:
    """Return the rows and numbers in the bytes, with unmet rows for all other items of the catalogue.

    What is in `newer`, if anything, takes the place of what is in `data`.
    """
    table = np.stack(Rows.unseen(len(items)).arrays())
    numbers = _lay_over(table, data, items)
    if newer:
        numbers = _lay_over(table, newer, items)
    return Rows(*table), Pupil.of_numbers(numbers)


def ids_in(data: bytes) -> list[str]:
    """Return the ids of the items whose rows are in the bytes."""
    count, length = _read_head(data)
    return data[HEAD.size : HEAD.size + length].decode().split("\n") if count else []


def _lay_over(table: Floats, data: bytes, items: Catalogue) -> Floats:
    """Write the rows in the bytes into the table of all rows, and return the pupil's numbers."""
    count, length = _read_head(data)
    expected = HEAD.size + length + NUMBER.itemsize * (PUPIL_NUMBERS + count * len(ROW_FIELDS))
    if len(data) != expected:
        raise StoredStateError("data", f"{len(data)} bytes", f"there must be {expected} by what its head says")
    ids = ids_in(data)
    if len(ids) != count:
        raise StoredStateError("data", f"{len(ids)} ids", f"there must be {count} by what its head says")
    numbers = np.frombuffer(data, dtype=NUMBER, offset=HEAD.size + length).astype(np.float64)
    table[:, items.positions(ids)] = numbers[PUPIL_NUMBERS:].reshape(len(ROW_FIELDS), count)
    return numbers[:PUPIL_NUMBERS]


def _read_head(data: bytes) -> tuple[int, int]:
    if len(data) < HEAD.size or not data.startswith(MAGIC):
        raise StoredStateError("data", data[:8], "it must be the bytes of a state of knowledge")
    _, version, count, length = HEAD.unpack_from(data)
    if version != VERSION:
        raise StoredStateError("version", version, f"it must be {VERSION}; rebuild the state from the ledger")
    return count, length

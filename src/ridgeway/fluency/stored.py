"""A pupil's knowledge as bytes, to the bit.

The layout, all little-endian: the four bytes `RWK` and the version; two 32-bit counts (items met, bytes of
their ids); the ids, one a line; the pupil's numbers; then each array of `Rows` in turn, items that were met
only. Ids make the bytes independent of the catalogue's order and growth: items that came later are unmet. An
item that the catalogue no longer has is refused, because dropping it would lose what a pupil has done.

A change of fields or of their meaning takes the next version; older states are then rebuilt from the ledger.
Version 1 kept no first meetings and one tool speed for all devices.
"""

from __future__ import annotations

import struct
from typing import Final

import numpy as np

from ridgeway.fluency.errors import StoredStateError
from ridgeway.fluency.items import Catalogue
from ridgeway.fluency.pupil import PUPIL_NUMBERS, Pupil
from ridgeway.fluency.rows import ROW_FIELDS, Rows

VERSION: Final = 2
MAGIC: Final = b"RWK"
HEAD: Final = struct.Struct("<3sBII")
NUMBER: Final = np.dtype("<f8")


def to_bytes(items: Catalogue, rows: Rows, pupil: Pupil) -> bytes:
    """Return the bytes of one pupil's rows and numbers."""
    met = np.flatnonzero(rows.answers > 0)
    ids = "\n".join(map(items.ids.__getitem__, met.tolist())).encode()
    numbers = (pupil.numbers(), np.stack(rows.arrays())[:, met])
    told = (each.astype(NUMBER, copy=False).tobytes() for each in numbers)
    return b"".join([HEAD.pack(MAGIC, VERSION, len(met), len(ids)), ids, *told])


def from_bytes(data: bytes, items: Catalogue) -> tuple[Rows, Pupil]:
    """Return the rows and numbers in the bytes, with unmet rows for all other items of the catalogue."""
    count, length = _read_head(data)
    expected = HEAD.size + length + NUMBER.itemsize * (PUPIL_NUMBERS + count * len(ROW_FIELDS))
    if len(data) != expected:
        raise StoredStateError("data", f"{len(data)} bytes", f"there must be {expected} by what its head says")
    ids = data[HEAD.size : HEAD.size + length].decode().split("\n") if count else []
    if len(ids) != count:
        raise StoredStateError("data", f"{len(ids)} ids", f"there must be {count} by what its head says")
    numbers = np.frombuffer(data, dtype=NUMBER, offset=HEAD.size + length).astype(np.float64)
    table = np.stack(Rows.unseen(len(items)).arrays())
    table[:, items.positions(ids)] = numbers[PUPIL_NUMBERS:].reshape(len(ROW_FIELDS), count)
    return Rows(*table), Pupil.of_numbers(numbers[:PUPIL_NUMBERS])


def _read_head(data: bytes) -> tuple[int, int]:
    if len(data) < HEAD.size or not data.startswith(MAGIC):
        raise StoredStateError("data", data[:8], "it must be the bytes of a state of knowledge")
    _, version, count, length = HEAD.unpack_from(data)
    if version != VERSION:
        raise StoredStateError("version", version, f"it must be {VERSION}; rebuild the state from the ledger")
    return count, length

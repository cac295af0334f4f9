"""Pseudonyms of one release: a keyed hash, whose key is made for the release and kept nowhere.

Two releases can so not be joined, and nobody, we included, can find the pupil that a pseudonym stands for.
"""

import base64
import hmac
import secrets
from hashlib import sha256
from typing import Final, Literal

Thing = Literal["pupil", "school"]

LETTERS: Final = 16
"""Of 5 bits each: among a million pupils two share a pseudonym with a chance below 1 in 10¹¹."""


class Pseudonyms:
    """Gives each pupil and school of a release a name; the same one whenever it is asked again."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = secrets.token_bytes(32) if key is None else key

    def of(self, thing: Thing, number: int) -> str:
        """The pseudonym of a pupil or a school by its primary key."""
        digest = hmac.new(self._key, f"{thing} {number}".encode(), sha256).digest()
        return f"{thing[0]}-{base64.b32encode(digest).decode().lower()[:LETTERS]}"

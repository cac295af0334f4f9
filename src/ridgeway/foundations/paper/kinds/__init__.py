"""The kinds of sheets. A new kind is an entry in one of these files, or one more file with a line here."""

from collections.abc import Mapping
from itertools import chain
from typing import Final

from ridgeway.foundations.paper.kinds import grids, own_facts, questions, words, writing
from ridgeway.foundations.paper.kinds.kind import MINUTE, Making, Options, OptionsForm, SheetKind

__all__ = ["KINDS", "MINUTE", "Making", "Options", "OptionsForm", "SheetKind"]

FILES: Final = (own_facts, grids, questions, words, writing)

KINDS: Final[Mapping[str, SheetKind]] = {
    kind.key: kind for kind in chain.from_iterable(file.KINDS for file in FILES)
}
"""Every kind by its key, in the order in which the page that makes sheets shows them."""

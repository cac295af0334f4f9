"""How sheets look on paper: its size, and what makes them easier to read."""

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, get_args

Paper = Literal["a4", "a5"]

PAPERS: Final[tuple[Paper, ...]] = get_args(Paper)


@dataclass(frozen=True, slots=True)
class Look:
    """`large`: bigger type, and fewer questions on a page; `spaced`: more room between letters, words and lines;
    `contrast`: black on white alone, no grey."""

    paper: Paper = "a4"
    large: bool = False
    spaced: bool = False
    contrast: bool = False

    def drawn(self) -> dict[str, Any]:
        """What the Typst files are told."""
        return asdict(self)

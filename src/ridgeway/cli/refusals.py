"""What goes wrong in a known way is told in a sentence, not in a traceback."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from ridgeway.cli.program import err, out
from ridgeway.impact.errors import ImpactError


@contextmanager
def plain_sentences(*, as_json: bool) -> Iterator[None]:
    """Tell a refusal, or a file that cannot be used, in a sentence or as JSON, and end with exit code 1."""
    try:
        yield
        return
    except ImpactError as refused:
        words = str(refused)
    except OSError as unusable:
        words = f"{unusable.filename} can't be read or written: {unusable.strerror}."
    if as_json:
        out.print_json(json.dumps({"error": words}))
    else:
        err.print(words, style="bold red", markup=False, soft_wrap=True)
    raise typer.Exit(1)

"""How one protocol departs from another: told in the later one, so that no reader has to compare them."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ridgeway.evaluation.models import Study

_LONGEST = 60


def followed(study: Study, protocol: str) -> list[str]:
    """Sentences on the frozen study that this one follows, and each key in which its protocol is another."""
    before = study.follows
    if before is None or before.is_draft:
        return []
    earlier, later = (dict(_flat(yaml.safe_load(text))) for text in (before.protocol, protocol))
    told = [f"It follows the study “{before.title}” with the protocol {before.protocol_hash[:12]}."]
    for key in dict.fromkeys([*earlier, *later]):
        if earlier.get(key) != later.get(key):
            told.append(f"Deviation: {key} was {_told(earlier.get(key))}, and is {_told(later.get(key))}.")
    return told


def _flat(value: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{above}{key}.")
        elif key != "protocol":
            yield f"{above}{key}", inner


def _told(value: object) -> str:
    if value is None:
        return "not given"
    if isinstance(value, list):
        whole = ", ".join(_entry(each) for each in value)
        return whole if len(whole) <= _LONGEST else f"{len(value)} entries"
    return str(value)


def _entry(value: object) -> str:
    return " ".join(map(str, value.values())) if isinstance(value, dict) else str(value)

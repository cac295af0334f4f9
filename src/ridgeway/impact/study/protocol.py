"""A protocol: what was decided, frozen before any outcome from the start on is read.

`freeze` writes what a study decided beside its file: every choice with its default filled in, who is treated, and
hashes of the treated list and of all results and facts of the years before the first start. Results from the first
start on are dropped as soon as a file is opened; they may be there or not, and change nothing. `deviations` says
later, in plain words, what is no longer as it was decided. A protocol that somebody altered by hand is told by its
own hash; that hash is what to print, register or send to somebody else on the day of freezing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import polars as pl

from ridgeway.impact.errors import StudyFileError
from ridgeway.impact.panel import Panel
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Prior, code_digest, load_before

ENDING: Final = ".protocol.json"
"""A protocol lies beside its study file: `north.yaml` has `north.protocol.json`."""

_KINDS: Final = ("treated", "data_before", "facts_before", "code")

_CHANGED: Final[Mapping[str, str]] = {
    "treated": "The list of treated schools is another one than was frozen.",
    "data_before": "Results of the years before the start are others than were frozen.",
    "facts_before": "Facts known before the start are others than were frozen.",
    "code": "The program is another version than the one with which the protocol was frozen.",
}


@dataclass(frozen=True, slots=True)
class Protocol:
    """What was decided on a day. `choices` has every key of the study with its value, defaults filled in.

    `hashes` are SHA-256 of the treated schools, of results and facts before the start, and of the code; `digest`
    is that of all of it. `intact` says whether the file still has this digest.
    """

    title: str
    frozen_on: dt.date
    version: str
    choices: Mapping[str, Any]
    hashes: Mapping[str, str]
    digest: str
    intact: bool = True


def protocol_path(study: Study) -> Path:
    """Return where the protocol of a study lies, whether there is one or not."""
    return study.path.with_name(study.path.stem + ENDING)


def freeze(study: Study, *, on: dt.date | None = None) -> Protocol:
    """Write what a study decided beside its file, dated today unless a day is given.

    Refused (`StudyFileError`) where there is a protocol already: it stays as it was, and `deviations` lists what
    differs. Raises what reading the data raises.
    """
    path = protocol_path(study)
    if (frozen := read_protocol(study)) is not None:
        remedy = "A protocol is frozen once: evaluate lists what differs. To begin anew, move that file away."
        raise StudyFileError(path.name, f"frozen on {frozen.frozen_on.isoformat()}", remedy)
    content = _content(study, load_before(study), on or dt.date.today())  # noqa: DTZ011
    path.write_text(json.dumps({**content, "digest": _sha(content)}, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return _protocol(content, _sha(content), intact=True)


def read_protocol(study: Study) -> Protocol | None:
    """Return the frozen protocol of a study, None where there is none; one that is none is refused."""
    path = protocol_path(study)
    if not path.is_file():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        digest = told.pop("digest")
        return _protocol(told, digest, intact=_sha(told) == digest)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        remedy = "It is not a protocol as `ridgeway evaluate --freeze` writes it: bring the file back as it was."
        raise StudyFileError(path.name, type(wrong).__name__, remedy) from wrong


def deviations(study: Study, protocol: Protocol) -> tuple[str, ...]:
    """Return what differs now from what was frozen, a sentence each; nothing where all is as it was decided."""
    now = _content(study, load_before(study), protocol.frozen_on)
    found = []
    if not protocol.intact:
        found.append(
            "The protocol was altered after it was frozen: its hash is not that of its content, so that nothing "
            "in it can be relied on."
        )
    then, chosen = _flat(protocol.choices), _flat(now["choices"])
    for key in sorted({*then, *chosen}):
        if then.get(key) != chosen.get(key):
            found.append(f"{key}: {_words(then.get(key))} was frozen, now it is {_words(chosen.get(key))}.")
    found += [_CHANGED[kind] for kind in _KINDS if protocol.hashes.get(kind) != now["hashes"][kind]]
    return tuple(found)


def kept(protocol: Protocol | None, found: tuple[str, ...]) -> bool:
    """Whether a study is still the one that was frozen; a newer program does not make it another one."""
    return protocol is not None and protocol.intact and not set(found) - {_CHANGED["code"]}


def _content(study: Study, prior: Prior, day: dt.date) -> dict[str, Any]:
    treated = json.dumps(dict(sorted(prior.starts.items())))
    return {
        "title": study.title,
        "frozen_on": day.isoformat(),
        "version": _version(),
        "choices": _choices(study),
        "hashes": {
            "treated": hashlib.sha256(treated.encode()).hexdigest(),
            "data_before": _frame_digest(_used(study, prior.panel)),
            "facts_before": _frame_digest(prior.panel.facts),
            "code": code_digest(),
        },
    }


def _protocol(content: Mapping[str, Any], digest: str, *, intact: bool) -> Protocol:
    return Protocol(
        title=content["title"],
        frozen_on=dt.date.fromisoformat(content["frozen_on"]),
        version=content["version"],
        choices=content["choices"],
        hashes=content["hashes"],
        digest=digest,
        intact=intact,
    )


def _choices(study: Study) -> dict[str, Any]:
    """Return every choice of a study as plain values, defaults filled in; where its files lie is none of them."""
    plan = {f"design.{key}": value for key, value in asdict(study.plan).items() if key != "unused"}
    options = {f"options.{key}": value for key, value in asdict(study.choices).items()}
    only = study.data.values.get("only") or {}
    told = {"outcomes": study.outcomes, **plan, **options, "data.only": only, "protocol": study.protocol}
    plain: dict[str, Any] = json.loads(json.dumps(told, default=str))
    return plain


def _used(study: Study, panel: Panel) -> pl.DataFrame:
    """Return the results that a study may use: of its outcomes and of the measures it matches on."""
    wanted = [*study.outcomes, *(study.plan.match_on or ())]
    return panel.results.filter(pl.col("measure").is_in(wanted)).drop_nulls("value").drop("missing")


def _frame_digest(frame: pl.DataFrame) -> str:
    """Return the SHA-256 of a table's rows, whatever their order and that of the columns."""
    columns = sorted(frame.columns)
    text = frame.select(columns).sort(columns, nulls_last=True).write_csv()
    return hashlib.sha256(text.encode()).hexdigest()


def _flat(choices: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in choices.items():
        found |= (
            {f"{key}.{each}": part for each, part in value.items()} if isinstance(value, dict) else {key: value}
        )
    return found


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _sha(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _version() -> str:
    try:
        return version("ridgeway")
    except PackageNotFoundError:
        return "not installed"

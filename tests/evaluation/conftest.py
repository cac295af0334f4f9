"""A study's ground: imported tables of forty schools over four years, and a panel of one's own."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from ridgeway.evaluation.assistant import Assistant
from ridgeway.evaluation.freezing import freeze, protocol_of
from ridgeway.evaluation.models import Study
from ridgeway.evaluation.protocol import hash_of
from ridgeway.exchange.models import AreaResults, Format, ImportRun, ResultsFile, SchoolResults
from ridgeway.schools.models import Network
from tests.cast import Cast

YEARS = ("2015-16", "2016-17", "2017-18", "2018-19")
MEASURES = ["TELIG", "READ_AVERAGE", "PTREAD_EXP"]
URNS = tuple(range(100_001, 100_041))
TREATED = URNS[:8]

ANSWERS: Mapping[str, Mapping[str, list[str]]] = {
    "schools": {
        "title": ["Reading in Chalk Ridge"],
        "what": ["Ten minutes of reading a day."],
        "from_year": ["2018"],
        "others": ["\n".join(map(str, TREATED))],
    },
    "results": {
        "source": ["tables"],
        "table_outcomes": ["READ_AVERAGE"],
        "table_years": ["2016", "2017", "2018", "2019"],
    },
    "comparison": {"beside": ["alike"], "ratio": ["2"]},
    "chosen": {"chosen": ["yes"]},
    "beforehand": {"decided": ["after"], "notes": ["A point would be worth it."]},
    "readers": {"readers": ["network"]},
}
"""Answers to all six questions that make a study of the imported tables."""


@pytest.fixture
def tables(db: None) -> None:
    """Four years of tables: schools about 100 points, those treated two points better from 2017-18 on."""
    source = np.random.default_rng(7)
    level = source.normal(100, 3, len(URNS))
    for at, year in enumerate(YEARS):
        run = ImportRun.objects.create(
            format=Format.KS2, file_name=f"{year}.csv", digest="0" * 64, made_at=timezone.now()
        )
        file = ResultsFile.objects.create(
            run=run, year=year, measures=MEASURES, units=["number", "number", "percent"]
        )
        for school, urn in enumerate(URNS):
            gain = 2.0 if urn in TREATED and at >= 2 else 0.0
            score = round(float(level[school] + gain + source.normal(0, 0.5)), 1)
            SchoolResults.objects.create(
                file=file,
                urn=urn,
                la=850 + school % 2,
                establishment=2000 + school,
                record_type=1,
                values=[30.0, score, round(score - 30)],
                reasons=[0, 0, 0],
            )
        AreaResults.objects.create(
            file=file, area="state_funded", values=[600_000.0, 104.0, 74.0], reasons=[0, 0, 0]
        )


def drafted(network: Network, **changed: Mapping[str, list[str]]) -> Study:
    """A draft with all answers, some of them `changed`; in the network's scope."""
    study: Study = Study.objects.create(
        network=network, title="Reading in Chalk Ridge", draft={**ANSWERS, **changed}, made_at=timezone.now()
    )
    return study


def frozen(study: Study) -> Study:
    """The study with its protocol frozen."""
    seen = hash_of(protocol_of(study, Assistant(study).answers))
    return freeze(study, seen=seen, by=None, now=timezone.now())


def addresses(cast: Cast) -> Any:
    """The beginning of the addresses of the network's studies."""
    return f"/networks/{cast.network.slug}/studies/"

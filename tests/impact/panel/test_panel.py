"""A panel: what it refuses, and the grid it gives to designs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.impact.errors import DataError, DesignError, TooLittleError
from ridgeway.impact.outcomes import NEVER
from ridgeway.impact.panel import RESULTS, Norms, Panel, is_percent, scale_of
from tests.impact.panel.samples import hampshire, long

SCALES = {
    "PTRWM_EXP": "percent expected",
    "PTRWM_EXP_FSM6CLA1A": "percent expected",
    "PTWRITTA_HIGH": "percent higher",
    "GPS_AVERAGE": "scaled score",
    "MATPROG_18": "progress score",
    "READPROG_DESCR": "own",
    "READPROG_LOWER": "own",
    "PTREADWRITTAMATX": "percent level 4",
    "PTENGMATX": "percent level 4",
    "PTREADWRITTAMAT4B": "percent level 4b",
    "PTMATAX": "percent level 5",
    "PT2MATH": "percent two levels",
    "TAPS": "level points",
    "OVAMEAS": "value added",
    "attendance": "own",
}
TWELVE = " ".join(
    f"{at},{year},PTRWM_EXP,{50 + at + year % 10},{10 + at}" for at in range(12) for year in (2018, 2019)
)


@pytest.mark.parametrize(("measure", "scale"), SCALES.items())
def test_a_measure_carries_its_scale(measure: str, scale: str) -> None:
    assert scale_of(measure) == scale
    assert is_percent(scale_of(measure)) == scale.startswith("percent")


def test_outcomes_are_the_grid_of_schools_with_results_by_years() -> None:
    panel = long("b,2018,m,1,10 b,2019,m,2,20 a,2019,m,3,30 c,2018,m,SUPP,4 a,2019,other,9,9")
    outcomes = panel.outcomes("m", {"b": 2019})
    assert (outcomes.schools, outcomes.years.tolist()) == (("a", "b"), [2018, 2019])
    np.testing.assert_array_equal(outcomes.values, [[np.nan, 3], [1, 2]])
    np.testing.assert_array_equal(outcomes.weights, [[0, 30], [10, 20]])
    assert outcomes.starts.tolist() == [NEVER, 2019]


def test_some_years_can_be_chosen_but_none_without_results() -> None:
    panel = long("a,2018,m,1,10 a,2019,m,2,20 b,2017,m,SUPP,4")
    assert panel.outcomes("m", years=[2019]).years.tolist() == [2019]
    with pytest.raises(DataError, match=r"years of m: \[2017, 2020\] .* 2018, 2019"):
        panel.outcomes("m", years=[2017, 2019, 2020])


def test_without_weights_each_result_counts_one() -> None:
    panel = long("a,2018,m,1 b,2018,m,2", header="school,year,measure,value")
    assert panel.outcomes("m").weights.tolist() == [[1.0], [1.0]]


def test_weights_are_for_all_results_or_for_none() -> None:
    with pytest.raises(DataError, match="weight of m: 'none for b in 2018'"):
        long("a,2018,m,1,10 b,2018,m,2,").outcomes("m")


def test_a_treated_school_without_a_result_is_named_with_the_reason() -> None:
    panel = long("a,2018,m,1,10 b,2018,m,SUPP,4")
    with pytest.raises(DataError, match="'b': 'suppressed', 'z': 'not in the panel'"):
        panel.outcomes("m", {"b": 2018, "z": 2018})


def test_an_unknown_measure_is_refused_with_those_known() -> None:
    with pytest.raises(DataError, match=r"'n' .* The panel has m"):
        long("a,2018,m,1,10").outcomes("n")


def test_levels_and_scaled_scores_are_never_mixed_without_standardising() -> None:
    levels = TWELVE.replace("2019,PTRWM_EXP", "2019,DROP").replace("2018,PTRWM_EXP", "2015,PTREADWRITTAMATX")
    panel = Panel.of(long(levels), long(TWELVE)).chained("rwm", "PTREADWRITTAMATX", "PTRWM_EXP")
    with pytest.raises(DesignError, match="percent level 4 from 2015, percent expected from 2018"):
        panel.outcomes("rwm")
    assert panel.outcomes("rwm", years=[2018, 2019]).values.shape == (12, 2)
    assert panel.outcomes("rwm", standardise="schools").years.tolist() == [2015, 2018, 2019]
    assert "tests-2016" in {entry.key for entry in panel.breaks("rwm")}
    assert panel.breaks("rwm", [2018, 2019]) == panel.breaks("PTRWM_EXP") == ()


def test_parts_of_a_chain_do_not_overlap_and_keep_the_reason_why_both_are_missing() -> None:
    panel = long("a,2015,old,SUPP,1 a,2015,new,NA,2 a,2016,new,5,3")
    made = panel.chained("both", "old", "new").results.filter(pl.col("measure") == "both").sort("year")
    assert made.select("value", "missing").rows() == [(None, "suppressed"), (5.0, None)]
    with pytest.raises(DataError, match="overlap"):
        long("a,2015,old,1,1 a,2015,new,2,2").chained("both", "old", "new")


@pytest.mark.parametrize(("basis", "mean"), [("schools", 50 + 5.5 + 8), ("pupils", None), ("published", 60.0)])
def test_standardising_centres_on_the_mean_of_schools_of_pupils_or_as_published(basis: str, mean: float) -> None:
    rows = {
        "area": "state-funded",
        "code": None,
        "year": 2018,
        "measure": "PTRWM_EXP",
        "value": 60.0,
        "weight": 396.0,
    }
    elsewhere = rows | {"area": "england", "value": 61.0}
    plain = long(TWELVE)
    one_year = plain.results.filter(pl.col("year") == 2018)
    published = pl.DataFrame([elsewhere, rows], schema=plain.published.schema)
    panel = Panel(one_year, published=published)
    norms = panel.norms("PTRWM_EXP", basis)  # type: ignore[arg-type]
    values, weights = one_year["value"].to_numpy(), one_year["weight"].to_numpy()
    weight = weights if basis == "pupils" else np.ones(12)
    centre = np.average(values, weights=weight)
    assert norms.mean[0] == pytest.approx(centre if mean is None else mean)
    variance = np.average((values - centre) ** 2, weights=weight) * 12 / 11
    assert norms.sd[0] == pytest.approx(np.sqrt(variance), rel=1e-12)
    assert norms.coverage[0] == pytest.approx(weights.sum() / 396)
    grid = panel.outcomes("PTRWM_EXP", standardise=norms)
    np.testing.assert_allclose(np.sort(grid.values[:, 0]), np.sort((values - norms.mean[0]) / norms.sd[0]))


@given(st.floats(0.5, 20), st.floats(-50, 50))
def test_z_do_not_depend_on_unit_or_origin(factor: float, shift: float) -> None:
    panel = long(TWELVE)
    moved = Panel(panel.results.with_columns(value=pl.col("value") * factor + shift))
    for basis in ("schools", "pupils"):
        np.testing.assert_allclose(
            moved.outcomes("PTRWM_EXP", standardise=basis).values,
            panel.outcomes("PTRWM_EXP", standardise=basis).values,
            atol=1e-9,
        )


def test_the_national_figure_is_of_state_funded_schools_or_else_of_all() -> None:
    plain = long(TWELVE)
    rows = [("england", 2018, 61.0), ("state-funded", 2018, 60.0), ("england", 2019, 63.0), ("la", 2019, 70.0)]
    told = [{"area": area, "year": year, "measure": "PTRWM_EXP", "value": value} for area, year, value in rows]
    panel = Panel(plain.results, published=pl.DataFrame(told, schema=plain.published.schema))
    assert panel.national("PTRWM_EXP") == {2018: 60.0, 2019: 63.0}


def test_reasons_are_counted_by_year() -> None:
    panel = long("a,2018,m,SUPP,1 b,2018,m,SUPP,1 c,2018,m,NE,0 a,2019,m,1,1 b,2019,m,,1")
    assert panel.why_missing("m").rows() == [
        (2018, "no entry", 1),
        (2018, "suppressed", 2),
        (2019, "not given", 1),
    ]


def test_what_cannot_be_standardised_is_refused() -> None:
    nine = long(" ".join(TWELVE.split()[:18]))
    with pytest.raises(TooLittleError, match=r"PTRWM_EXP in 2018: '9 schools' .* at least 10"):
        nine.norms("PTRWM_EXP")
    flat = Panel(long(TWELVE).results.with_columns(value=pl.lit(60.0)))
    with pytest.raises(DesignError, match="no spread"):
        flat.norms("PTRWM_EXP")
    with pytest.raises(DataError, match="no national figure"):
        long(TWELVE).norms("PTRWM_EXP", "published")
    with pytest.raises(DesignError, match="one of schools, pupils, published"):
        long(TWELVE).norms("PTRWM_EXP", "county")  # type: ignore[arg-type]
    bare = Panel(long(TWELVE).results.with_columns(weight=pl.lit(None, pl.Float64)))
    with pytest.raises(DataError, match="standardise by schools"):
        bare.norms("PTRWM_EXP", "pupils")
    later = long(TWELVE.replace("2019", "2023")).norms("PTRWM_EXP")
    with pytest.raises(DesignError, match=r"\[2019\] .* no national distribution"):
        long(TWELVE).outcomes("PTRWM_EXP", standardise=later)


def test_norms_of_a_wider_panel_can_be_used_for_a_part() -> None:
    whole = long(TWELVE)
    part = whole.only(["1", "2"]).outcomes("PTRWM_EXP", standardise=whole.norms("PTRWM_EXP"))
    assert isinstance(whole.norms("PTRWM_EXP"), Norms)
    np.testing.assert_array_equal(
        part.values, whole.outcomes("PTRWM_EXP", standardise="schools").only([1, 4]).values
    )


FACTS = "school,year,measure,value,la,size"


def test_facts_of_a_later_year_are_never_used() -> None:
    panel = long("a,2018,m,1,850,30 a,2019,m,1,851, a,2020,m,1,852,60 b,2020,m,1,850,9", header=FACTS)
    assert panel.facts_in(2019).rows() == [("a", 851.0, 30.0)]
    assert panel.facts_in(2020).rows() == [("a", 852.0, 60.0), ("b", 850.0, 9.0)]


def test_labels_join_facts_and_leave_out_schools_of_which_they_are_not_known() -> None:
    panel = long("a,2018,m,1,x,30 b,2018,m,1,y,", header=FACTS)
    assert panel.labels("la", "size", year=2018) == {"a": "x, 30.0"}
    with pytest.raises(DataError, match=r"\['region'\] .* Known facts are la, size"):
        panel.labels("region", year=2018)


def test_schools_are_chosen_by_their_facts() -> None:
    panel = long("a,2018,m,1,x,30 b,2018,m,1,y,40", header=FACTS)
    assert panel.where(pl.col("la") == "y").schools == ("b",)
    assert panel.where(pl.col("la") == "y").facts["school"].to_list() == ["b"]


def test_a_panel_has_one_result_of_a_school_year_and_measure() -> None:
    panel = long("a,2018,m,1,10")
    with pytest.raises(DataError, match="'a', 2018, 'm'"):
        Panel.of(panel, panel)
    with pytest.raises(DataError, match=r"results: .* The columns must be"):
        Panel(panel.results.rename({"value": "x"}))


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.integers(2015, 2019)), st.none() | st.floats(0, 100), min_size=1
    )
)
def test_every_result_stands_in_the_grid_and_nothing_else(cells: Mapping[tuple[str, int], float | None]) -> None:
    rows = [
        {"school": at, "year": year, "measure": "m", "value": value, "weight": 1.0, "missing": None}
        for (at, year), value in cells.items()
    ]
    known = {key: value for key, value in cells.items() if value is not None}
    panel = Panel(pl.DataFrame(rows, schema=RESULTS))
    if not known:
        with pytest.raises(TooLittleError, match="Every result is missing"):
            panel.outcomes("m")
        return
    grid = panel.outcomes("m")
    told = {
        (at, int(year)): value
        for at, row in zip(grid.schools, grid.values, strict=True)
        for year, value in zip(grid.years, row, strict=True)
        if not np.isnan(value)
    }
    assert told == known


def test_hampshire_on_the_national_mean_is_a_little_above_it() -> None:
    # Published: county 66, 68, 68; England 61, 64, 65. The weighted mean z × SD gives the difference, ± 1 point.
    panel = hampshire()
    norms = panel.norms("PTRWM_EXP", "published")
    z = panel.outcomes("PTRWM_EXP", standardise=norms)
    points = np.nansum(z.values * z.weights, axis=0) / z.weights.sum(axis=0) * norms.sd
    np.testing.assert_allclose(points, [5, 4, 3], atol=1)
    assert (norms.coverage < 0.03).all()

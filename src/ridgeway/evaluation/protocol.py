"""From six answers to a protocol: the study file that `ridgeway evaluate` takes, and the same in plain words."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

import yaml

from ridgeway.evaluation.answers import Answers, Beside, Chosen, Decided, Readers, school_year_name
from ridgeway.evaluation.report.names import heading_of
from ridgeway.impact.panel.breaks import Break, breaks_in

METHODS: Final[dict[Beside, str]] = {"alike": "matched_did", "all": "did", "nobody": "describe"}

CHOSEN: Final[dict[Chosen, str]] = {
    "no": "The schools were not chosen because of their results.",
    "partly": "The schools were chosen partly because of their results.",
    "yes": "The schools were chosen because of their results.",
}
DECIDED: Final[dict[Decided, str]] = {
    "before": "All of this was decided before anybody had seen the results that came after the start.",
    "after": "Results that came after the start were known when this was decided.",
}
READERS: Final[dict[Readers, str]] = {
    "network": "the network’s own schools",
    "governors": "governors and parents",
    "funder": "a funder or a trust",
    "researchers": "researchers",
}
FACTS: Final[dict[str, str]] = {"la": "local authority"}
"""Facts of the imported tables on which comparison schools may be made to agree."""
LINKS: Final = "links.csv"


def breaks_of(answers: Answers) -> tuple[Break, ...]:
    """The known breaks in the series of results that the study spans; freezing it acknowledges them."""
    found = (each for outcome in answers.outcomes for each in breaks_in(outcome, answers.years))
    return tuple(dict.fromkeys(found))


def table_name(year: int) -> str:
    """The name of the file with the tables of a year."""
    return f"ks2-{school_year_name(year)}.csv"


def study_file(answers: Answers, *, links: bool = False, follows: Sequence[str] = ()) -> str:
    """The protocol as YAML. `links`: a file of links between schools lies beside it; `follows`: sentences on the
    study that this one departs from."""
    whole: dict[str, Any] = {
        "title": answers.title,
        "data": _data(answers, links=links),
        "treated": [{"school": school, "from": year} for school, year in sorted(answers.starts.items())],
        "outcomes": list(answers.outcomes),
        "design": _design(answers),
        "options": {"years": list(answers.years)},
        "protocol": list(dict.fromkeys([*_notes(answers), *follows])),
    }
    if breaks := breaks_of(answers):
        whole["options"]["acknowledge"] = [each.key for each in breaks]
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=100)


def hash_of(text: str) -> str:
    """SHA-256 of a protocol or a result."""
    return sha256(text.encode()).hexdigest()


def in_plain_words(answers: Answers) -> list[tuple[str, list[str]]]:
    """The protocol as headings with sentences."""
    return [
        ("What was done", [answers.what, _who(answers)]),
        ("What should have improved", [*map(heading_of, answers.outcomes), _which_years(answers)]),
        ("Compared with", [_compared(answers), *_left_out(answers), CHOSEN[answers.chosen]]),
        ("Decided beforehand", [DECIDED[answers.decided], *answers.notes]),
        ("Written for", [f"{READERS[answers.readers][0].upper()}{READERS[answers.readers][1:]}."]),
    ]


def _data(answers: Answers, *, links: bool) -> dict[str, Any]:
    if answers.source == "file":
        return {"panel": answers.panel}
    told: dict[str, Any] = {"ks2": [{"file": table_name(year), "year": year} for year in answers.years]}
    if links:
        told["links"] = LINKS
    return told | ({"only": {"kind": "mainstream"}} if answers.mainstream else {})


def _design(answers: Answers) -> dict[str, Any]:
    told: dict[str, Any] = {"method": METHODS[answers.beside]}
    if answers.same and answers.beside != "all":
        told["exact"] = list(answers.same)
    if answers.beside == "alike":
        told["ratio"] = answers.ratio
    return told | ({} if answers.chosen == "no" else {"chosen_by_results": True})


def _notes(answers: Answers) -> Iterator[str]:
    yield f"What was done: {answers.what}"
    yield CHOSEN[answers.chosen]
    yield DECIDED[answers.decided]
    yield from answers.notes
    yield f"Written for {READERS[answers.readers]}."


def _who(answers: Answers) -> str:
    years = sorted(set(answers.starts.values()))
    counts = [f"{list(answers.starts.values()).count(year)} from {school_year_name(year)}" for year in years]
    return f"{len(answers.starts)} schools took part: {', '.join(counts)}."


def _which_years(answers: Answers) -> str:
    first, last = school_year_name(answers.years[0]), school_year_name(answers.years[-1])
    source = "the national key stage 2 tables" if answers.source == "tables" else answers.panel
    return f"Results of {first} to {last}, from {source}."


def _left_out(answers: Answers) -> list[str]:
    return ["Special schools are left out: none took part."] if answers.mainstream else []


def _compared(answers: Answers) -> str:
    same = " and ".join(f"the same {FACTS.get(fact, fact)}" for fact in answers.same)
    match answers.beside:
        case "alike":
            many = "the one other school" if answers.ratio == 1 else f"up to {answers.ratio} other schools"
            like = "was" if answers.ratio == 1 else "were"
            return (
                f"For each school {many}{f' of {same}' if same else ''} whose results and size before the start "
                f"{like} most like its own. A school without any like it is left out, and named."
            )
        case "all":
            return "All other schools in the data, each with its own level taken off."
        case "nobody":
            within = f" and of schools of {same}" if same else ""
            return (
                f"Only described, beside the change of all other schools{within}. It cannot say what caused what."
            )

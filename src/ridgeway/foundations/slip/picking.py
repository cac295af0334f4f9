"""Which items stand for many: different ones, that are worth naming, from all that there are."""

from collections import Counter
from collections.abc import Iterable
from itertools import zip_longest

from ridgeway.fluency import Catalogue, Item


def once(items: Iterable[Item]) -> tuple[Item, ...]:
    """Each item once, of a fact and the same turned round only one; what needs no learning comes last."""
    kept: dict[object, Item] = {}
    for item in sorted(items, key=needs_no_learning):
        pair = item.id if item.fact is None else (item.fact.form, frozenset((item.fact.a, item.fact.b)))
        kept.setdefault(pair, item)
    return tuple(kept.values())


def spread(items: Catalogue, found: Iterable[Item], most: int) -> tuple[Item, ...]:
    """Some of the items, from all strands in turn: of a strand the sets taught last first, and one of every set.

    What needs no learning comes last here too.
    """
    order = {each.id: place for place, each in enumerate(items.sets)}
    seen: Counter[str] = Counter()
    ranked = []
    for item in once(found):
        ranked.append((needs_no_learning(item), seen[item.set_id], -order[item.set_id], item))
        seen[item.set_id] += 1
    strands: dict[str, list[Item]] = {}
    for *_, item in sorted(ranked, key=lambda each: each[:3]):
        strands.setdefault(item.strand, []).append(item)
    dealt = (item for round_ in zip_longest(*strands.values()) for item in round_ if item is not None)
    return tuple(sorted(dealt, key=needs_no_learning)[:most])


def needs_no_learning(item: Item) -> bool:
    """Whether a fact follows from a rule alone: adding nothing, or one times a number."""
    if item.fact is None:
        return False
    least = 1 if item.fact.form in {"mul", "div"} else 0
    return min(item.fact.a, item.fact.b) <= least

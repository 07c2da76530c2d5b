"""Drawing from weighted lists in a fixed order, so that the same seed always gives the same people."""

import random
from collections.abc import Sequence

Weighted = tuple[tuple[str, float], ...]


def pick(rng: random.Random, weighted: Weighted) -> str:
    """Draw one of the words by its weight."""
    words, weights = zip(*weighted, strict=True)
    return rng.choices(words, weights)[0]


def deck(weighted: Weighted, size: int) -> list[str]:
    """As many words as asked for, in proportion to their weights, rounded by largest remainder.

    Unlike single draws this gives rare words their share and no more.
    """
    total = sum(weight for _, weight in weighted)
    exact = [(word, weight * size / total) for word, weight in weighted]
    counts = [int(n) for _, n in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i][1], i))
    for i in by_remainder[: size - sum(counts)]:
        counts[i] += 1
    return [word for (word, _), n in zip(exact, counts, strict=True) for _ in range(n)]


def some(rng: random.Random, candidates: Sequence[int], one_in: int) -> set[int]:
    """Draw one in so many of the candidates. Ask for membership only: a set has no order."""
    return set(rng.sample(candidates, len(candidates) // one_in))

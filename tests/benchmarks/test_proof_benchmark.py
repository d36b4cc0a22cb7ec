"""One altered amount among many rows is found and named, as the benchmark counts it; the count itself is tried on a paper of which nothing is said."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import proof


@pytest.mark.parametrize("seed", range(5))
def test_one_altered_amount_is_found_and_its_row_named(seed):
    counted = proof.count(4, 400, seed)
    assert (counted.altered, counted.clean, counted.alarms) == (4, 4, 0)
    assert (counted.found, counted.right) == (4, 4)


@pytest.mark.parametrize("form", proof.FORMS)
@pytest.mark.parametrize("seed", range(2))
def test_one_altered_amount_on_a_page_is_found_and_its_row_named(form, seed):
    """Drawn and read."""
    rng, counted = Random(seed), proof.Count()
    while counted.altered + counted.clean < 2:
        one = proof.paper(rng, 120, altered=not counted.altered)
        if one.form == form:
            counted.add(one, proof.judged(proof.drawn(one), one.rows, one.totals))
    assert (counted.found, counted.right, counted.alarms) == (1, 1, 0)


def test_the_count_tells_a_paper_of_which_nothing_is_said():
    one = proof.paper(Random(3), 50, altered=True)
    counted = proof.Count()
    counted.add(one, proof.Told(frozenset(), ()))
    counted.add(replace(one, altered=None), proof.Told(frozenset({"BNK201"}), ()))
    assert (counted.altered, counted.found, counted.right, counted.clean, counted.alarms) == (1, 0, 0, 1, 1)
    assert one.altered is not None
    assert sum((row.amount for row in one.rows), Decimal(0)) != one.rows[-1].balance - one.rows[0].balance

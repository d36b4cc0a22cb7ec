"""The drawing shares nothing with the product, and draws the same again."""

import ast
import json
import sys
from datetime import date, datetime
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

SAMPLES = Path(__file__).parents[2] / "samples"
PRODUCT = {"pipeline", "extractors", "checks", "flows"}
sys.path.insert(0, str(SAMPLES))

import _applications  # noqa: E402
import _banking  # noqa: E402
import _ledger  # noqa: E402
import _people  # noqa: E402
import _statements  # noqa: E402
import _truth  # noqa: E402


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_it_imports_nothing_of_the_product(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert not imported & PRODUCT


def test_every_committed_folder_is_drawn_by_the_script():
    drawn = {make.__name__.replace("_", "-") for make in _applications.APPLICATIONS}
    assert drawn == {path.parent.name for path in SAMPLES.glob("*/truth.json")}


@pytest.mark.parametrize("make", [_applications.gig_nothing_but_id, _applications.salaried_csv_export])
def test_the_same_is_drawn_again(make):
    """Of folders without PDF, whose fonts would have to be made first; pictures may differ by a bit between processors."""
    folder = SAMPLES / make.__name__.replace("_", "-")
    made = make()
    assert set(made.files) == {path.name for path in folder.iterdir()} - {"truth.json"}
    assert without_hashes(made.truth) == without_hashes(json.loads((folder / "truth.json").read_text(encoding="utf-8")))


def without_hashes(node):
    if isinstance(node, dict):
        return {key: without_hashes(value) for key, value in node.items() if key != "sha256"}
    return [without_hashes(one) for one in node] if isinstance(node, list) else node


@given(st.integers(0, 10**9))
def test_a_made_up_person_has_a_number_that_fits(seed):
    person = _people.anybody(Random(seed))
    assert person.id_number == _people.id_number(person.area, person.born, int(person.id_number[14:17]))
    assert person.id_number[6:14] == f"{person.born:%Y%m%d}"
    assert (int(person.id_number[16]) % 2 == 1) == (person.sex == "男")


@pytest.mark.parametrize(
    ("born", "issued", "until"),
    [
        (date(2012, 5, 1), date(2026, 5, 1), "2031-05-01"),
        (date(2010, 5, 1), date(2026, 5, 1), "2036-05-01"),
        (date(2000, 5, 2), date(2026, 5, 1), "2036-05-01"),
        (date(2000, 5, 1), date(2026, 5, 1), "2046-05-01"),
        (date(1980, 5, 1), date(2026, 5, 1), "长期"),
    ],
)
def test_the_term_of_a_card_follows_the_age_at_issue(born, issued, until):
    assert _people.term(born, issued) == until


@given(st.integers(0, 10**6))
def test_balances_of_a_ledger_chain_and_never_fall_below_zero(seed):
    rng = Random(seed)
    days = date(2026, 1, 1), date(2026, 4, 30)
    moves = _ledger.ledger(_ledger.spending(rng, *days, 9, 500), *days, _ledger.money(800), rng)
    balance = _ledger.money(800)
    for move in moves:
        balance += move.amount
        assert move.balance == balance >= 0


def test_a_written_truth_reads_back():
    truth = {"documents": [{"rows": [{"a": "b"}], "months": ["2026-03"], "box": [1, 2.5], "fields": {}}], "rows": []}
    assert json.loads(_truth.dumps(truth)) == truth


@pytest.mark.parametrize("layout", sorted(_statements.LAYOUTS))
def test_every_layout_prints_all_its_rows(layout):
    """In the font that needs no making."""
    rng, days = Random(7), (date(2026, 3, 1), date(2026, 6, 30))
    moves = _ledger.ledger(_ledger.spending(rng, *days, 20, 300), *days, _ledger.money(9000), rng)
    account = _banking.Account("样本人", "6222020000012345678")
    order = _banking.Order(account, moves, *days, datetime(2026, 7, 1, 9, 0, 0), rng, face="song")
    drawn = _statements.draw(layout, order)
    with pypdfium2.PdfDocument(drawn.data) as pdf:
        text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
        assert len(pdf) == len(drawn.sizes) == max(row["page"] for row in drawn.rows)
    assert sorted(row["balance"] for row in drawn.rows) == sorted(f"{move.balance:.2f}" for move in moves)
    assert all(f"{move.balance:.2f}" in text.replace(",", "") for move in moves)
    assert {"bank", "bank_name", "holder", "account", "period_start", "period_end"} <= set(drawn.fields)

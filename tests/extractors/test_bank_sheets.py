"""What banks let their customers download as a spreadsheet is read to the last row."""

from datetime import date

import pytest
from bank_sheets import FIRST, LAST, SHEETS, moves

import extractors
from pipeline import reading
from pipeline.model import Source
from pipeline.readers import discover
from pipeline.spreadsheet import open_spreadsheet

READERS = discover(extractors)


def read(sheet, made):
    kind = "csv" if sheet.name.endswith("csv") else "spreadsheet"
    (document,) = reading.read(open_spreadsheet(Source(sheet.name, kind, "", sheet.data(made))), READERS)
    return document


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", SHEETS)
def test_every_row_and_field_of_a_download(name, seed):
    sheet, made = SHEETS[name], moves(40, seed)
    document = read(sheet, made)
    assert (document.type, document.notes) == ("bank_statement", ())
    rows = sorted(document.rows, key=lambda row: made.index(next(m for m in made if m.balance == row.balance)))
    assert [(r.date, r.amount, r.balance) for r in rows] == [(m.at.date(), m.amount, m.balance) for m in made]
    assert [r.summary for r in rows] == [m.summary for m in made]
    if sheet.time:
        assert [r.time for r in rows] == [f"{m.at:%H:%M:%S}" for m in made]
    if sheet.party:
        assert [r.counterparty for r in rows] == [m.party or None for m in made]
    if sheet.party_account:
        assert [r.counterparty_account for r in rows] == [m.account or None for m in made]
    shown = {n: document.value(n) for n in ("bank", "account", "holder")}
    assert shown == {"bank": sheet.bank, "account": sheet.account, "holder": sheet.holder}
    printed = [document.fields[n].method == "cell" for n in ("period_start", "period_end")]
    assert printed == [sheet.period] * 2
    if sheet.period:
        assert (document.value("period_start"), document.value("period_end")) == (FIRST, LAST)
    totals = [n for n in document.fields if n.startswith("printed_")]
    assert all(document.value(n) is not None for n in totals)


def test_the_days_of_export_are_the_issue_date():
    assert read(SHEETS["cmb gbk"], moves()).value("issued_on") == date(2026, 5, 2)
    assert read(SHEETS["cib"], moves()).value("issued_on") == date(2026, 5, 2)

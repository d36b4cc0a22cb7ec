"""How surely one altered amount is found: `python benchmarks/proof.py [--papers 100] [--rows 3000] [--drawn 12] [--drawn-rows 600] [--seed 1]`.

Half of the papers have one amount altered and all balances left as they were; the other half are clean. They are of every form that banks
print: signed amounts, two columns, a flag, nothing; newest or oldest first, with and without printed totals, with equal rows, reversals and rows
of nothing. `--papers` are made in memory and judged; `--drawn` are drawn as PDFs, read and judged. Found is that BNK201 or
BNK202 says so, the right row that BNK201 names it and no other; a false alarm is either code on a clean paper.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from _common import ROOT, share, table  # noqa: F401  (puts the root on the path)

import checks
from pipeline.coverage import months_of, with_period
from pipeline.model import Application, Document, Field, Finding, Part, Transaction

FORMS = ("signed", "pair", "flag", "unsigned")
_AS_OF = date(2026, 11, 24)
_CODES = ("BNK201", "BNK202")


@dataclass(frozen=True)
class Paper:
    """A made-up statement in the order printed; `altered` is the number of the row whose amount is another, None where none is."""

    form: str
    rows: tuple[Transaction, ...]
    totals: tuple[Decimal, Decimal] | None
    altered: int | None


@dataclass(frozen=True)
class Told:
    """What was said of a paper: the codes, and the rows that BNK201 names, each as (day, amount, balance)."""

    codes: frozenset[str]
    named: tuple[tuple[str, str, str], ...]


# ---------------------------------------------------------------- made-up papers


def paper(rng: Random, rows: int, altered: bool) -> Paper:
    """A statement of so many rows; its totals, where it prints any, are those of the rows as they were."""
    made, form = list(_moves(rng, rows)), rng.choice(FORMS)
    totals = None
    if rng.random() < 0.5:
        totals = tuple(
            sum((abs(r.amount or 0) for r in made if (r.amount or 0) * way > 0), Decimal(0)) for way in (1, -1)
        )
    at = rng.randrange(rows) if altered else None
    if at is not None:
        made[at] = replace(made[at], amount=_another(rng, made[at].amount or Decimal(0), form != "unsigned"))
    if rng.random() < 0.5:
        made.reverse()
        at = None if at is None else rows - 1 - at
    return Paper(form, tuple(made), totals, at)  # type: ignore[arg-type]


def _moves(rng: Random, rows: int) -> Iterator[Transaction]:
    day, balance, last = date(2023, 11, 1), Decimal(rng.randint(0, 900000)) / 100, Decimal("12.50")
    for n in range(rows):
        day += timedelta(rng.random() < 1000 / rows)
        pick = rng.random()
        amount = Decimal(rng.choice((-1, -1, 1)) * rng.randint(1, 10 ** rng.randint(2, 6))) / 100
        amount = last if pick < 0.03 else -last if pick < 0.05 else Decimal("0.00") if pick < 0.055 else amount
        balance, last = balance + amount, amount
        yield Transaction(
            day, amount, balance=balance, summary=rng.choice(("消费", "转账", "工资", "结息")), page=1 + n // 25
        )


def _another(rng: Random, amount: Decimal, signed: bool) -> Decimal:
    """An amount as somebody alters it: a digit more or another one, another sign where the paper shows it, or any other."""
    cents = str(abs(amount)).replace(".", "").zfill(3)
    at = rng.randrange(len(cents))
    digit = cents[:at] + rng.choice([d for d in "123456789" if d != cents[at]]) + cents[at + 1 :]
    sign = -1 if amount < 0 else 1
    choices = [sign * Decimal(digit) / 100, amount * 10, -amount, amount + rng.choice((100, 1000, 5000))]
    return rng.choice([one for one in choices if one != amount and (signed or abs(one) != abs(amount))])


# ---------------------------------------------------------------- judged


def judged(document: Document, rows: Sequence[Transaction], totals: tuple[Decimal, Decimal] | None) -> Told:
    """What the rules say of a document."""
    application = Application("A1", _AS_OF, None, (), (replace(document, id="d1"),), ())
    found = [f for f in checks.conclude(application, checks.load_profile("self_employed")).findings if f.code in _CODES]
    named = [row for f in found if f.code == "BNK201" for row in _named(f)]
    return Told(frozenset(f.code for f in found), tuple(named))


def _named(finding: Finding) -> Iterator[tuple[str, str, str]]:
    for row in finding.data["rows"]:
        yield str(row["date"]), f"{abs(Decimal(row['amount'])):.2f}", row["balance"]


def in_memory(one: Paper) -> Document:
    """The document that a reader makes of it."""
    fields = {
        "bank": Field("icbc", 0.9, "text"),
        "holder": Field("王建国", 0.9, "text"),
        "account": Field("6222020200001234567", 0.9, "text"),
    }
    if one.totals:
        fields |= {n: Field(v, 0.9, "text") for n, v in zip(("printed_in", "printed_out"), one.totals, strict=True)}
    shown = with_period("bank_statement", fields, one.rows)
    part = Part("a.pdf", "", (1,), ((842.0, 595.0),), "pt")
    return Document(
        "", "bank_statement", (part,), "issuer_pdf", 0.99, shown, one.rows, months_of("bank_statement", shown, one.rows)
    )


def drawn(one: Paper) -> Document:
    """The paper drawn as a PDF of an unknown bank, and read."""
    import extractors
    from pipeline import pdf, reading
    from pipeline.model import Source
    from pipeline.readers import discover

    source = Source("a.pdf", "pdf", "", _pdf(one))
    (document,) = reading.read(pdf.open_pdf(source, None), discover(extractors))
    return document


_HEADS = {
    "signed": ("交易日期", "交易金额", "账户余额", "摘要"),
    "pair": ("交易日期", "收入金额", "支出金额", "账户余额", "摘要"),
    "flag": ("交易日期", "借贷标志", "交易金额", "账户余额", "摘要"),
    "unsigned": ("交易日期", "交易金额", "账户余额", "摘要"),
}


def _cells(form: str, row: Transaction) -> tuple[str, ...]:
    amount = row.amount or Decimal(0)
    bare = f"{abs(amount):,.2f}"
    moved = {
        "signed": (f"{amount:+,.2f}",),
        "pair": ("", bare) if amount < 0 else (bare, ""),
        "flag": ("借" if amount < 0 else "贷", bare),
        "unsigned": (bare,),
    }[form]
    return (f"{row.date}", *moved, f"{row.balance:,.2f}", row.summary or "")


def _pdf(one: Paper) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    xs = [40 + 110 * n for n in range(len(_HEADS[one.form]))]
    for begin in range(0, len(one.rows), 45):
        page.setFont("STSong-Light", 9)
        page.drawString(200, 805, "海港城市商业银行账户流水")
        page.drawString(40, 785, "户名：王建国    账号：6222020200001234567")
        if one.totals and begin == 0:
            page.drawString(40, 770, f"总收入：{one.totals[0]:,.2f}    总支出：{one.totals[1]:,.2f}")
        for n, line in enumerate((_HEADS[one.form], *(_cells(one.form, r) for r in one.rows[begin : begin + 45]))):
            for x, text in zip(xs, line, strict=True):
                page.drawString(x, 745 - 15 * n, text)
        page.showPage()
    page.save()
    return buffer.getvalue()


# ---------------------------------------------------------------- counted


@dataclass
class Count:
    """How many papers of each half, and what was said of them."""

    altered: int = 0
    found: int = 0
    right: int = 0
    clean: int = 0
    alarms: int = 0

    def add(self, one: Paper, told: Told) -> None:
        """One paper more."""
        if one.altered is None:
            self.clean += 1
            self.alarms += bool(told.codes)
            return
        self.altered += 1
        self.found += bool(told.codes)
        self.right += told.named == (_as_named(one.rows[one.altered]),)


def _as_named(row: Transaction) -> tuple[str, str, str]:
    return f"{row.date}", f"{abs(row.amount or Decimal(0)):.2f}", str(row.balance)


def count(papers: int, rows: int, seed: int, in_pdf: bool = False) -> Count:
    """So many papers altered, and as many clean, each of so many rows."""
    counted, rng = Count(), Random(f"proof/{seed}")
    for n in range(2 * papers):
        one = paper(rng, rows, altered=n % 2 == 0)
        document = drawn(one) if in_pdf else in_memory(one)
        counted.add(one, judged(document, one.rows, one.totals))
    return counted


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("papers", 100), ("rows", 3000), ("drawn", 12), ("drawn-rows", 600), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    made = [("in memory", asked.rows, count(asked.papers, asked.rows, asked.seed))]
    if asked.drawn:
        made.append(("drawn and read", asked.drawn_rows, count(asked.drawn, asked.drawn_rows, asked.seed, in_pdf=True)))
    heads = ("papers", "rows", "found", "right row named", "false alarms")
    print(
        table(
            heads,
            [
                (what, rows, share(c.found, c.altered), share(c.right, c.altered), f"{c.alarms} of {c.clean}")
                for what, rows, c in made
            ],
        )
    )


if __name__ == "__main__":
    main()

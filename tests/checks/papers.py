"""Documents from plain values, for the tests of the rules: no file is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import checks
from pipeline.coverage import first_day, last_day, months_between, months_of, shift, with_period
from pipeline.model import (
    Applicant,
    Application,
    Box,
    Contribution,
    Document,
    Earning,
    Field,
    Guide,
    Part,
    PictureFault,
    Place,
    Problem,
    Row,
    Transaction,
)
from pipeline.profiles import Profile

AS_OF = date(2026, 11, 24)
NAME, NUMBER = "王建国", "110101199003070038"
OTHER, OTHER_NUMBER = "李秀英", "110101198505050024"


@cache
def profile(name: str = "salaried") -> Profile:
    """A profile that calls no income volatile, so that a few made-up rows raise nothing beside what a test is about."""
    loaded = checks.load_profile(name)
    return loaded.model_copy(update={"income": loaded.income.model_copy(update={"volatile_above": Decimal(99)})})


def fields(file: str, **values: Any) -> dict[str, Field]:
    """Read values; None is one that is there and could not be read."""
    place = Place(file, 1, Box(10, 10, 90, 20))
    return {
        name: Field(value, 0.99 if value is not None else 0.2, "text", place, str(value or ""))
        for name, value in values.items()
    }


def paper(document_type: str, file: str, rows: tuple[Row, ...] = (), **values: Any) -> Document:
    guide, faults = values.pop("guide", None), values.pop("faults", ())
    original, traits = values.pop("original", "issuer_pdf"), values.pop("traits", {})
    shown = with_period(document_type, fields(file, **values), rows)
    return Document(
        "",
        document_type,
        (Part(file, f"sha-{file}", (1,), ((595.0, 842.0),), "pt"),),
        original,
        0.99,
        shown,
        rows,
        months_of(document_type, shown, rows),
        guide,
        tuple(PictureFault(kind, Place(file, 1, Box(0, 0, 9, 9)), 0.9) for kind in faults),
        traits,
    )


def front(name: str | None = NAME, number: str | None = NUMBER, file: str = "front.jpg", **values: Any) -> Document:
    told = {"sex": "男", "birth_date": date(1990, 3, 7), "address": "北京市东城区某某街道1号"}
    return paper("id_card_front", file, name=name, id_number=number, **(told | values))


def back(
    start: date | None = date(2016, 3, 10), until: Any = date(2036, 3, 10), file: str = "back.jpg", **values: Any
) -> Document:
    told = {"issuing_authority": "北京市公安局东城分局"}
    return paper("id_card_back", file, valid_from=start, valid_until=until, **(told | values))


def move(day: str, amount: str | None, balance: str | None = None, **more: Any) -> Transaction:
    return Transaction(
        date.fromisoformat(day),
        Decimal(amount) if amount is not None else None,
        balance=Decimal(balance) if balance is not None else None,
        **more,
    )


GUIDE = Guide("icbc", "工商银行", "打开工商银行手机银行，进入“明细导出”，日期选 {start} 至 {end}，导出 PDF。")


def bank(
    start: str | None,
    end: str | None,
    rows: tuple[Row, ...] = (),
    file: str = "icbc.pdf",
    holder: str | None = NAME,
    account: str | None = "6222020200001234567",
    **values: Any,
) -> Document:
    period = {
        name: date.fromisoformat(day) for name, day in (("period_start", start), ("period_end", end)) if day is not None
    }
    told = {"bank": "icbc", "bank_name": "工商银行", "holder": holder, "account": account, "guide": GUIDE}
    if account is None:
        del told["account"]
    return paper("bank_statement", file, rows, **(period | told | values))


def wallet(start: str, end: str, rows: tuple[Row, ...] = (), file: str = "alipay.pdf", **values: Any) -> Document:
    told = {
        "provider": "alipay",
        "holder": NAME,
        "account": "138****0000",
        "period_start": date.fromisoformat(start),
        "period_end": date.fromisoformat(end),
    }
    return paper("wallet_statement", file, rows, **{k: v for k, v in (told | values).items() if v != ...})


def gig(first: str, last: str, without: tuple[str, ...] = (), file: str = "didi.pdf", **values: Any) -> Document:
    rows = tuple(Earning(Decimal("8000.00"), month=m) for m in months_between(first, last) if m not in without)
    told = {"platform": "didi", "holder": NAME, "period_start": first_day(first), "period_end": last_day(last)}
    return paper("gig_earnings", file, rows, **{k: v for k, v in (told | values).items() if v != ...})


def paid(start: str, end: str) -> tuple[Transaction, ...]:
    """The credits of those days that pay what `gig` lists for the year before AS_OF: each month's on the 15th of the next."""
    days = [f"{shift(month, 1)}-15" for month in months_between("2025-11", "2026-10")]
    return tuple(move(day, "8000.00") for day in days if start <= day <= end)


def contributions(
    first: str, last: str, unpaid: tuple[str, ...] = (), file: str = "ssi.pdf", **values: Any
) -> Document:
    rows = tuple(
        Contribution(m, "pension", Decimal("5000.00"), Decimal("400.00"), paid=m not in unpaid)
        for m in months_between(first, last)
    )
    told = {"holder": NAME, "id_number": NUMBER, "issued_on": date(2026, 11, 20)}
    return paper("social_insurance", file, rows, **(told | values))


def fund(first: str, last: str, file: str = "fund.pdf", **values: Any) -> Document:
    rows = tuple(Contribution(m, amount=Decimal("600.00")) for m in months_between(first, last))
    return paper("housing_fund", file, rows, **({"holder": NAME, "issued_on": date(2026, 11, 20)} | values))


def letter(**values: Any) -> Document:
    told = {
        "holder": NAME,
        "id_number": NUMBER,
        "issuer": "某某社区居委会",
        "issuer_contact": "010-00000000",
        "position": "外卖配送",
        "employed_since": date(2023, 1, 1),
        "monthly_income": Decimal("8000.00"),
        "issued_on": date(2026, 11, 10),
        "sealed": True,
    }
    return paper("employment_letter", "letter.pdf", **{k: v for k, v in (told | values).items() if v != ...})


def application(
    *documents: Document,
    as_of: date = AS_OF,
    signing: date | None = None,
    listed: tuple[Applicant, ...] = (),
    problems: tuple[Problem, ...] = (),
    **more: Any,
) -> Application:
    from dataclasses import replace

    numbered = tuple(replace(d, id=f"d{n}") for n, d in enumerate(documents, 1))
    return Application("A1", as_of, signing, listed, numbered, problems, **more)


def conclude(*documents: Document, under: str | Profile = "salaried", **more: Any) -> checks.Conclusion:
    asked = profile(under) if isinstance(under, str) else under
    return checks.conclude(application(*documents, **more), asked)


def codes(*documents: Document, **more: Any) -> list[str]:
    return [finding.code for finding in conclude(*documents, **more).findings]


def months_named(conclusion: checks.Conclusion) -> dict[str, list[str]]:
    return {f.code: f.data["months"] for f in conclusion.findings if "months" in f.data}

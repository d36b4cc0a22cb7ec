"""A made-up application as values, for the tests of what is published: no file is read."""

from datetime import date
from decimal import Decimal

from pipeline.model import (
    Box,
    Document,
    Earning,
    Evidence,
    Field,
    Finding,
    Guide,
    Item,
    Month,
    Part,
    Place,
    Remedy,
    Review,
    Severity,
    Transaction,
    Unanswered,
)

SHA = "0" * 64
ICBC = Guide("icbc", "工商银行", "在工商银行手机银行导出 {start} 至 {end} 的明细")
DIDI = Guide("didi", "滴滴", "在滴滴车主导出")


def field(value, box=None, *, file="front.jpg", page=1, confidence=0.98, method="ocr", **rest):
    place = Place(file, page, Box(*box)) if box else None
    return Field(value, confidence, method, place, **rest)


def card_front():
    return Document(
        id="d1",
        type="id_card_front",
        parts=(Part("front.jpg", SHA, (1,), ((1600, 1200),), "px"),),
        original="photo",
        confidence=0.9999,
        fields={
            "id_number": field(
                "11010119900307001X", (520.04, 930, 1250, 1000), readings=("11010119900307001X", "I10101")
            ),
            "name": field("王建国", (371.26, 164, 600.0, 230)),
            "birth_date": field(date(1990, 3, 7), (371, 380, 800, 440)),
            "address": field(None, (371, 500, 900, 640), confidence=0.3, reason="反光遮住了住址"),
        },
    )


def statement():
    rows = (
        Transaction(
            date(2026, 3, 1),
            Decimal("8012.00"),
            time="09:30:00",
            balance=Decimal("9000.00"),
            counterparty="云账户（天津）共享经济信息咨询有限公司",
            summary="代发",
            page=1,
            place=Place("icbc.pdf", 1, Box(40, 200, 560, 214)),
        ),
        Transaction(
            date(2026, 3, 2),
            None,
            balance=Decimal("8990.00"),
            summary="消费",
            page=2,
            place=Place("icbc.pdf", 2, Box(40, 214, 560, 228)),
            unread=frozenset({"amount", "counterparty"}),
        ),
    )
    return Document(
        id="d2",
        type="bank_statement",
        parts=(Part("icbc.pdf", SHA, (1, 2), ((595.28, 841.89), (595.28, 841.89)), "pt"),),
        original="issuer_pdf",
        confidence=1.0,
        fields={
            "bank": field("icbc", (40, 40, 200, 60), file="icbc.pdf", method="text", confidence=1.0),
            "holder": field("王建国", (300, 80, 360, 95), file="icbc.pdf", method="text", confidence=1.0),
            "period_start": Field(date(2026, 3, 1), 1.0, "derived"),
        },
        rows=rows,
        months=(
            Month("2026-02", "none", Decimal(0), Decimal(0), 0),
            Month("2026-03", "full", Decimal("8012"), Decimal(0), 2),
            Month("2026-04", "partial", Decimal(0), Decimal(0), 0),
        ),
        guide=ICBC,
        notes=("第 2 页有一行金额看不清",),
    )


def earnings():
    place = Place("didi.xlsx", sheet="收入", cell="B3")
    return Document(
        id="d3",
        type="gig_earnings",
        parts=(Part("didi.xlsx", SHA, (), (), None),),
        original="editable",
        confidence=0.97,
        fields={
            "platform": Field("didi", 1.0, "cell", Place("didi.xlsx", sheet="收入", cell="A1")),
            "total": Field(Decimal("8320"), 1.0, "cell", place),
        },
        rows=(
            Earning(Decimal("8320"), month="2026-03", orders=412, place=place, method="cell"),
            Earning(
                Decimal("-12.5"),
                month="2026-03",
                kind="扣款",
                place=Place("didi.xlsx", sheet="收入", cell="B4"),
                method="cell",
            ),
        ),
        guide=DIDI,
    )


def review(**changed):
    spot = Evidence(Place("icbc.pdf", 2, Box(300, 214, 360, 228)), "8,9?0.00", 0.61)
    remedy = Remedy(("icbc",), "bank_statement", "补充工商银行流水", "缺少 2026年3月 的流水", "…", ("2026-03",))
    given = {
        "application": "A2026-0001",
        "as_of": date(2026, 11, 24),
        "profile": "gig_worker",
        "applicants": ({"role": "borrower", "documents": ("d1", "d2", "d3")},),
        "status": "supplement",
        "documents": (card_front(), statement(), earnings()),
        "findings": (
            Finding(
                "工商银行流水缺少 2026年4月",
                ("d2",),
                (),
                {"document": "bank_statement", "months": ("2026-04",)},
                remedy,
                "BNK102",
                "statement-months-missing",
                Severity.REQUIRED,
            ),
            Finding(
                "第 2 页的余额与上一行对不上",
                ("d2",),
                (spot,),
                {"expected": Decimal("9000"), "day": date(2026, 3, 2)},
                None,
                "BNK201",
                "balance-chain-broken",
                Severity.REVIEW,
            ),
            Finding("流水是可编辑的表格", ("d3",), (), {}, None, "BNK302", "editable-export", Severity.ADVICE),
        ),
        "unanswered": (Unanswered("看不清户名，无法确认是不是本人的流水", "BNK104"),),
        "items": (
            Item(
                1,
                "bank_statement",
                "补充工商银行流水",
                "缺少 2026年4月 的流水",
                "在工商银行手机银行导出 2026-04-01 至 2026-04-30 的明细",
                ("BNK102",),
                ("2026-04",),
            ),
        ),
        "income": {
            "months": [
                {
                    "month": "2026-03",
                    "bank": Decimal("8012"),
                    "platform": Decimal("8320"),
                    "wallet": None,
                    "social_insurance_base": None,
                    "counted": Decimal("8012"),
                },
                {
                    "month": "2026-04",
                    "bank": None,
                    "platform": None,
                    "wallet": None,
                    "social_insurance_base": None,
                    "counted": None,
                },
            ],
            "monthly_average": Decimal("8012"),
            "monthly_median": Decimal("8012"),
            "coefficient_of_variation": 0.0,
            "over_36": {
                "monthly_average": Decimal("8012"),
                "monthly_median": Decimal("8012"),
                "coefficient_of_variation": 0.0,
            },
            "evidence": ("bank_statement", "gig_earnings"),
        },
    }
    return Review(**(given | changed))

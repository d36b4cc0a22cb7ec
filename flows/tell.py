"""What the dashboard and the terminal are told of a review: ids, codes, types, months and counts.

A name, a number, an amount, a file's name or a finding's message (which may hold any of these) is never among what is said to
the dashboard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.labels import TYPES, chinese_month
from pipeline.model import Finding, Review
from pipeline.supplement import say_months

STATUSES = {"complete": "齐全", "supplement": "需补件", "review": "需人工查看", "failed": "没有审完"}
SEVERITIES = {"required": "需补件", "review": "需人工查看", "advice": "提示"}
SLOWEST = 5


@dataclass(frozen=True)
class Told:
    """A finding without what it says of a person."""

    code: str
    name: str
    severity: str
    documents: tuple[str, ...]  # types
    months: tuple[str, ...]


@dataclass(frozen=True)
class Thing:
    """An item of the supplement list without its words."""

    document: str
    codes: tuple[str, ...]
    months: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How the review of one application went.

    `folder` and `sentence` (why it could not be reviewed, Chinese) are for the terminal of the person who ran it alone.
    """

    identifier: str
    folder: str
    status: str  # a key of STATUSES
    seconds: float = 0.0
    documents: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # id, type, months covered
    findings: tuple[Told, ...] = ()
    things: tuple[Thing, ...] = ()
    unanswered: tuple[str, ...] = ()
    failure: str = ""
    sentence: str = ""

    @property
    def line(self) -> str:
        """One line for the terminal."""
        if self.status == "failed":
            return f"{self.folder}  {STATUSES[self.status]}：{self.sentence or self.failure}"
        codes = " ".join(dict.fromkeys(told.code for told in self.findings if told.severity != "advice"))
        count = f"  {len(self.things)} 项" if self.things else ""
        return f"{self.folder}  {STATUSES[self.status]}{count}{f'  {codes}' if codes else ''}"


def outcome_of(identifier: str, folder: str, review: Review) -> Outcome:
    """What may be told of a review."""
    types = {document.id: document.type for document in review.documents}
    return Outcome(
        identifier=identifier,
        folder=folder,
        status=review.status,
        documents=tuple(
            (d.id, d.type, tuple(m.month for m in d.months if m.coverage != "none")) for d in review.documents
        ),
        findings=tuple(_told(finding, types) for finding in review.findings),
        things=tuple(Thing(item.document, item.codes, item.months) for item in review.items),
        unanswered=tuple(one.code for one in review.unanswered),
    )


def _told(finding: Finding, types: dict[str, str]) -> Told:
    of = tuple(dict.fromkeys(types[one] for one in finding.documents if one in types))
    months = finding.remedy.months if finding.remedy else ()
    return Told(finding.code, finding.name, finding.severity.value, of, months)


# ---------------------------------------------------------------- one application


def in_a_line(outcome: Outcome) -> str:
    """The state's message: counts and codes."""
    codes = "、".join(dict.fromkeys(told.code for told in outcome.findings))
    return f"{len(outcome.documents)} 份材料，清单 {len(outcome.things)} 项{f'；{codes}' if codes else ''}"


def application_page(outcome: Outcome) -> str:
    """The list on the dashboard, as Markdown."""
    parts = [
        f"# {STATUSES[outcome.status]}",
        f"申请编号 `{outcome.identifier}`，用时 {outcome.seconds:.1f} 秒。姓名、金额和原文在结果目录的 report.html 里。",
        *_section("需要补充", [_thing(thing) for thing in outcome.things]),
        *_section("说不准、要人看的规则", sorted(set(outcome.unanswered))),
        "## 收到的材料",
        _table(
            ("编号", "类型", "月份"), [(i, TYPES.get(t, t), say_months(months)) for i, t, months in outcome.documents]
        ),
    ]
    return "\n\n".join(parts)


def _section(title: str, lines: Iterable[str]) -> list[str]:
    body = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
    return [f"## {title}", body] if body else []


def _thing(thing: Thing) -> str:
    months = f"：{say_months(thing.months)}" if thing.months else ""
    return f"{TYPES.get(thing.document, thing.document)}{months}（{'、'.join(thing.codes)}）"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def findings_table(outcome: Outcome) -> list[dict[str, Any]]:
    """The findings, a row each."""
    return [
        {
            "规则": told.code,
            "名称": told.name,
            "级别": SEVERITIES[told.severity],
            "材料": "、".join(TYPES.get(one, one) for one in told.documents),
            "月份": "、".join(map(chinese_month, told.months)),
        }
        for told in outcome.findings
    ]


# ---------------------------------------------------------------- a batch


def batch_page(outcomes: Sequence[Outcome], seconds: float) -> str:
    """The summary of a batch, as Markdown: by status, by rule, the slowest, the failed."""
    statuses = Counter(outcome.status for outcome in outcomes)
    rules = Counter(code for outcome in outcomes for code in {told.code for told in outcome.findings})
    slowest = sorted(outcomes, key=lambda outcome: -outcome.seconds)[:SLOWEST]
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    return "\n\n".join(
        [
            f"# {len(outcomes)} 份申请，用时 {seconds:.0f} 秒",
            _table(("结果", "份数"), [(name, statuses[status]) for status, name in STATUSES.items()]),
            "## 各规则",
            _table(("规则", "申请数"), rules.most_common()),
            "## 最慢的",
            _table(
                ("申请", "秒", "材料"), [(f"`{o.identifier}`", f"{o.seconds:.1f}", len(o.documents)) for o in slowest]
            ),
            *_section("没有审完的", [f"`{outcome.identifier}`：{outcome.failure}" for outcome in failed]),
        ]
    )


def batch_table(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """The applications of a batch, a row each."""
    return [
        {
            "申请": outcome.identifier,
            "结果": STATUSES[outcome.status],
            "清单项数": len(outcome.things),
            "规则": "、".join(dict.fromkeys(told.code for told in outcome.findings)),
            "秒": round(outcome.seconds, 1),
        }
        for outcome in outcomes
    ]

"""BNK202 to BNK302: what a statement says of itself, and how good a paper it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from checks.accounts import ACCOUNTS, Subject
from checks.altered import signs_of
from checks.chain import missing_pages
from checks.covering import STATEMENT, new_paper
from checks.files import proves_nothing
from checks.proof import evidence, said_few
from checks.windows import asked_of
from pipeline.coverage import first_day
from pipeline.labels import document_name
from pipeline.model import Application, Document, Finding, Outcome, Remedy, Severity, Transaction, Unanswered
from pipeline.profiles import Profile
from pipeline.rules import rule
from pipeline.supplement import steps

_PRINTED = {
    "printed_in": "收入合计",
    "printed_out": "支出合计",
    "printed_count_in": "收入笔数",
    "printed_count_out": "支出笔数",
    "printed_count": "总笔数",
}


@rule("BNK202", "totals-mismatch", Severity.REVIEW)
def totals(application: Application, profile: Profile) -> Iterator[Outcome]:
    """Printed totals or counts disagree with the printed rows; not asked where none are printed."""
    for document in _statements(application):
        shown = [name for name in _PRINTED if name in document.fields]
        wrong = [name for name in shown if _agrees(document, name) is False]
        if wrong:
            words = "、".join(_PRINTED[name] for name in wrong)
            told = f"{document_name(document)}打印的{words}与明细加起来不一致"
            yield Finding(told, (document.id,), evidence(document, *wrong), _both(document, wrong))
        elif document.type in profile.types:
            yield from _unread(document, shown)


def _unread(document: Document, shown: Sequence[str]) -> Iterator[Outcome]:
    """What hides a disagreement. A bank statement's unread rows are told by BNK201, a wallet's here."""
    if document.notes and document.type == "wallet_statement":
        yield Unanswered(f"{document.file}：{said_few(document.notes)}")
    elif any(_agrees(document, name) is None for name in shown):
        yield Unanswered(f"{document.file} 的合计或部分明细看不清，无法核对合计")


def _statements(application: Application) -> list[Document]:
    return [d for d in application.documents if d.type in ACCOUNTS]


def _agrees(document: Document, name: str) -> bool | None:
    printed, (least, most) = document.value(name), _counted(document, name)
    if printed is None:
        return None
    if name.startswith("printed_count"):
        return least <= int(printed) <= most
    if any(row.amount is None for row in _rows(document)):
        return None
    return least <= abs(Decimal(printed)) <= most


def _counted(document: Document, name: str) -> tuple[Decimal, Decimal]:
    """What the rows add up to; two bounds, since a row of 0.00 may be counted on either side.

    A paper that says that its sums are counted in another way may leave out closed orders, and what was given back.
    """
    rows = _rows(document)
    moved = [row.amount for row in rows if row.amount is not None and not row.neutral]
    ins, outs = [a for a in moved if a > 0], [-a for a in moved if a < 0]
    unsure = sum(row.amount is None or row.amount == 0 for row in rows)
    sums = {"printed_in": sum(ins, Decimal(0)), "printed_out": sum(outs, Decimal(0))}
    counts = {"printed_count_in": len(ins), "printed_count_out": len(outs)}
    loose, loose_count = _left_out(rows, name) if document.value("totals_may_differ") else (Decimal(0), 0)
    if name in sums:
        return sums[name] - loose, sums[name]
    if name == "printed_count":
        return Decimal(len(rows) - loose_count), Decimal(len(rows))
    return Decimal(counts[name] - loose_count), Decimal(counts[name] + unsure)


def _left_out(rows: Sequence[Transaction], name: str) -> tuple[Decimal, int]:
    """The sum and number of what such a paper may leave out of a total: closed orders, and refunds that it sets against spending."""
    closed = [row for row in rows if row.closed and _counts_in(row, name)]
    back = [row for row in rows if row.neutral and not row.closed and name == "printed_out" and _is_refund(row)]
    return sum((abs(row.amount or Decimal(0)) for row in (*closed, *back)), Decimal(0)), len(closed)


def _counts_in(row: Transaction, name: str) -> bool:
    if name == "printed_count":
        return True
    amount = row.amount or Decimal(0)
    return not row.neutral and (amount < 0 if name.endswith("out") else amount > 0)


def _is_refund(row: Transaction) -> bool:
    return "退款" in f"{row.status or ''}{row.summary or ''}"


def _rows(document: Document) -> Sequence[Transaction]:
    return [row for row in document.rows if isinstance(row, Transaction)]


def _both(document: Document, names: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    return {n: {"printed": str(document.value(n)), "counted": str(_counted(document, n)[0])} for n in names}


@rule("BNK203", "pages-missing", Severity.REQUIRED)
def pages(application: Application, profile: Profile, subjects: Mapping[str, tuple[Subject, ...]]) -> Iterator[Outcome]:
    """ "第N页/共M页" has holes."""
    for subject in subjects["statement"]:
        for document in subject.documents:
            if holes := missing_pages(document):
                yield _pages(subject, document, holes, application, profile)
            elif "page_numbers" in document.fields and document.value("page_numbers") is None:
                yield Unanswered(f"{document.file} 的页码看不清，无法确定是否缺页")


def _pages(
    subject: Subject, document: Document, holes: Sequence[int], application: Application, profile: Profile
) -> Finding:
    told = f"{document_name(document)}缺第 {'、'.join(map(str, holes))} 页"
    asked = asked_of(profile, "statement", application.as_of)
    spans = ((first_day(asked.window[0]), application.as_of),)
    how = (
        steps(document.guide, spans, STATEMENT.how[document.type])
        + "\n已有完整文件的，直接上传包含全部页的原文件即可。"
    )
    tail = f"（尾号{subject.ending}）" if subject.ending else ""
    key = (subject.kind, subject.type, subject.documents[0].id)
    remedy = Remedy(key, subject.type, f"补充{subject.name}{tail}", told, how)
    return Finding(told, (document.id,), evidence(document, "page_numbers"), {"pages": list(holes)}, remedy)


@rule("BNK301", "not-a-statement", Severity.REQUIRED)
def proves_no_income(application: Application, profile: Profile) -> Iterator[Outcome]:
    """An export that proves nothing; it shares the item of the statement that is missing."""
    if "statement" not in profile.kinds:
        return
    asked = asked_of(profile, "statement", application.as_of)
    for document in filter(proves_nothing, application.documents):
        told = f"{document.file} 是{document.value('export') or '记账或消费订单类的导出'}，{_why_not(document)}不能当作流水"
        remedy = new_paper(STATEMENT, asked, told)
        yield Finding(
            f"{told}；{_instead(profile)}", (document.id,), evidence(document, "kind"), {"file": document.file}, remedy
        )


def _why_not(document: Document) -> str:
    why = document.value("why")
    return f"{why}，" if why else ""


def _instead(profile: Profile) -> str:
    wallet = "，或支付宝、微信开具的交易流水证明" if profile.statement.wallets_count else ""
    return f"请改交本人储蓄卡的银行流水{wallet}"


@rule("BNK302", "editable-export", Severity.ADVICE)
def editable(application: Application) -> Iterator[Outcome]:
    """A spreadsheet or a re-saved file where the bank also gives a sealed PDF."""
    for document in application.documents:
        if document.type == "bank_statement" and (document.original == "editable" or signs_of(document)):
            told = f"{document_name(document)}是可以改动的文件（表格或另存的 PDF），最好换成带电子章的 PDF"
            how = "请在手机银行的“流水打印”里选“电子版（带电子章）”，直接上传下载到的 PDF，不要用其他软件打开另存。"
            key = ("statement", document.type, document.id, "sealed")
            remedy = Remedy(key, document.type, f"把{document_name(document)}换成带电子章的 PDF", told, how)
            yield Finding(told, (document.id,), evidence(document), {"original": document.original}, remedy)

"""The supplement list: what the applicant does, from what the rules found, and the words for days and months in it.

One item is one thing to do. Findings whose remedies have the same key are one item: their months are put together, and each
reason and each way is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pipeline.coverage import Days, Span, last_day, shift
from pipeline.labels import chinese_month
from pipeline.model import Finding, Guide, Item, Remedy, Severity

_CARDS = ("id_card_front", "id_card_back", "temporary_id_card")
_FEW = 3


def items(
    findings: Sequence[Finding], order: Sequence[str] = (), also: Mapping[str, Iterable[tuple[str, ...]]] | None = None
) -> tuple[Item, ...]:
    """The list of the `required` findings: ID cards first, then the document types in `order`, then the rest.

    `also` adds codes to items by the remedies' keys: a finding that shares the items of others and has no remedy of its own.
    """
    groups: dict[tuple[str, ...], list[Finding]] = {}
    shared = {code: frozenset(keys) for code, keys in (also or {}).items()}
    for finding in findings:
        if finding.severity is Severity.REQUIRED and not shared.get(finding.code):
            groups.setdefault(remedy_of(finding).key, []).append(finding)
    rank = {document: n for n, document in enumerate((*_CARDS, *order))}
    ordered = sorted(groups.items(), key=lambda group: rank.get(remedy_of(group[1][0]).document, len(rank)))
    return tuple(_item(n, key, found, shared) for n, (key, found) in enumerate(ordered, 1))


def remedy_of(finding: Finding) -> Remedy:
    """The finding's remedy; one that only says what to look at where a profile raised a finding that has none."""
    if finding.remedy:
        return finding.remedy
    how = "请按上面的说明核对材料，重新上传正确的材料，或联系经办人员说明情况。"
    return Remedy((finding.code, *finding.documents), "unknown", "请核对并说明", finding.message, how)


def _item(
    n: int, key: tuple[str, ...], findings: Sequence[Finding], shared: Mapping[str, frozenset[tuple[str, ...]]]
) -> Item:
    remedies = [remedy_of(finding) for finding in findings]
    codes = {finding.code for finding in findings} | {code for code, keys in shared.items() if key in keys}
    return Item(
        n=n,
        document=remedies[0].document,
        title=remedies[0].title,
        reason="；".join(dict.fromkeys(r.reason for r in remedies)),
        how="\n".join(dict.fromkeys(line for r in remedies for line in r.how.split("\n"))),
        codes=tuple(sorted(codes)),
        months=tuple(sorted({month for r in remedies for month in r.months})),
    )


# ---------------------------------------------------------------- words


def spans_of(months: Iterable[str]) -> tuple[Span, ...]:
    """The days of months, joined where one follows the other."""
    return Days.of_months(months).spans


def say_months(months: Sequence[str]) -> str:
    """Months in words, those that follow each other as a range: "2026年3月、2026年5月至2026年7月"."""
    runs: list[list[str]] = []
    for month in sorted(months):
        if runs and shift(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(
        chinese_month(run[0]) if len(run) == 1 else f"{chinese_month(run[0])}至{chinese_month(run[-1])}" for run in runs
    )


def say_span(span: Span) -> str:
    """Exact days: "2026-03-01 至 2026-03-31"."""
    return f"{span[0].isoformat()} 至 {span[1].isoformat()}"


def say_spans(spans: Sequence[Span]) -> str:
    """Several spans of exact days."""
    return "、".join(map(say_span, spans))


def fewer(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans to ask for: where they are many, one export from the first day to the last is less work."""
    if len(spans) <= _FEW:
        return tuple(spans)
    return ((spans[0][0], spans[-1][1]),)


def steps(guide: Guide | None, spans: Sequence[Span], otherwise: str) -> str:
    """How to export what is wanted: the issuer's own steps, or `otherwise`, in which "{spans}" stands for the days."""
    asked = fewer(spans)
    if guide is None or not asked:
        return otherwise.replace("{spans}", say_spans(asked))
    (start, end), *more = asked
    how = guide.how.replace("{start}", start.isoformat()).replace("{end}", end.isoformat())
    if "{start}" not in guide.how:
        how = f"{how.rstrip('。')}，日期选 {say_span(asked[0])}。"
    return f"{how.rstrip('。')}；同样再导出 {say_spans(more)}。" if more else how


def whole_month_end(month: str, as_of: date) -> date:
    """The last day to ask for of a month: its own, or `as_of` where that is earlier."""
    return min(last_day(month), as_of)

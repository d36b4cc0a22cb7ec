"""What a person reads of a review: the supplement list as Markdown and in a terminal, and the documents of `extract`.

The applicant reads these, so they hold no code and no jargon. File names and recognised text come from outside: what could
act in Markdown, or move a terminal's cursor, is taken out here and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.contract import in_order
from pipeline.labels import (
    COVERAGES,
    chinese_day,
    chinese_month,
    document_name,
    field_label,
    field_text,
    months_span,
    plain,
    sure,
    where,
)
from pipeline.model import Document, Finding, Item, Review, Severity

Style = Callable[[str], str]

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_ACTIVE = re.compile(r"([\\`*\[\]<>|~&]|(?<![^\W_])_|_(?![^\W_]))")


def clean(text: str) -> str:
    """Text on one line, without characters that steer a terminal or turn the direction of writing."""
    return _UNSAFE.sub("", text.replace("\n", " ").replace("\t", " "))


def _escaped(text: str) -> str:
    """Text as it stands in Markdown: no link, no emphasis, no HTML out of a file's name."""
    return _ACTIVE.sub(r"\\\1", clean(text))


def headline(review: Review) -> str:
    """The status in one sentence."""
    if review.status == "supplement":
        return f"还需要补充 {len(review.items)} 项材料"
    if review.status == "review":
        return "材料已收齐，有内容需要工作人员核对"
    return "材料已收齐，没有发现需要补充的内容"


def advice_line(review: Review) -> str:
    """What the applicant does now, in one sentence."""
    if review.status == "supplement":
        return "请先不要前往网点：按下面的说明准备好材料，重新上传后我们会再次预审。"
    if review.status == "review":
        return "您暂时不需要补充材料，工作人员核对后会与您联系。"
    return "您不需要再补充材料。"


def to_look_at(review: Review) -> tuple[str, ...]:
    """What a person at the bank looks at: the findings for review and what no rule could tell, each said once."""
    said = [finding.message for finding in _of(review, Severity.REVIEW)] + [one.why for one in review.unanswered]
    return tuple(dict.fromkeys(said))


def hints(review: Review) -> tuple[str, ...]:
    """Advice: told, and asks for nothing."""
    return tuple(dict.fromkeys(finding.message for finding in _of(review, Severity.ADVICE)))


def _of(review: Review, severity: Severity) -> Iterator[Finding]:
    return (finding for finding in review.findings if finding.severity is severity)


# ---------------------------------------------------------------- Markdown


def supplement_markdown(review: Review) -> str:
    """The supplement list for the applicant, as Markdown."""
    blocks = [
        f"# {headline(review)}",
        f"{advice_line(review)}",
        f"申请：{_escaped(review.application)}　预审日期：{chinese_day(review.as_of)}",
        *_section("需要补充的材料", "\n".join(_markdown_item(item) for item in review.items)),
        *_section("工作人员会核对的内容", _bullets(to_look_at(review))),
        *_section("提示", _bullets(hints(review))),
        *_section("已收到的材料", _bullets(map(received, review.documents), "还没有收到可以识别的材料。")),
        "本清单由程序根据您上传的材料生成，不代表贷款审批结果。",
    ]
    return "\n\n".join(blocks) + "\n"


def _section(title: str, body: str) -> tuple[str, ...]:
    return (f"## {title}", body) if body else ()


def _bullets(lines: Iterable[str], where_none: str = "") -> str:
    return "\n".join(f"- {_escaped(line)}" for line in lines) or where_none


def _markdown_item(item: Item) -> str:
    said = [f"{label}：{_escaped(line)}" for label, line in (("为什么", item.reason), *ways(item))]
    return "\n".join([f"{item.n}. **{_escaped(item.title)}**", *(f"   - {line}" for line in said)])


def ways(item: Item) -> list[tuple[str, str]]:
    """What to do about an item, a line each with its label: the first is 怎么办, any further one 另外."""
    first, *others = [line for line in item.how.splitlines() if line.strip()] or [""]
    return [("怎么办", first), *(("另外", line) for line in others)]


def received(document: Document) -> str:
    """One paper that came in: what it is, which months it holds, and the files that it stands in."""
    held = months_span([month.month for month in document.months if month.coverage != "none"])
    files = "、".join(where(part) for part in document.parts)
    return f"{document_name(document)}{f'，{held}' if held else ''}（{files}）"


# ---------------------------------------------------------------- terminal


def _painter(colour: bool) -> Callable[[str, str], str]:
    return (lambda style, text: f"\x1b[{style}m{text}\x1b[0m") if colour else (lambda style, text: text)


_STATUS_STYLE = {"supplement": "1;33", "review": "1;36", "complete": "1;32"}
_STRONG, _DIM = "1", "2"
_MOST_RECEIVED = 12


def terminal_text(review: Review, colour: bool = False) -> str:
    """The same list for `prereview review`: about one screen, the things to do first. `colour` uses ANSI styles."""
    paint = _painter(colour)
    lines = [
        f"{paint(_STRONG, clean(review.application))}  {paint(_STATUS_STYLE[review.status], headline(review))}",
        advice_line(review),
    ]
    for item in review.items:
        lines += ["", f"{item.n:2}. {paint(_STRONG, clean(item.title))}"]
        lines += [
            f"    {paint(_DIM, padded(label, 6))}  {clean(line)}"
            for label, line in (("为什么", item.reason), *ways(item))
        ]
    lines += _listed(paint, "工作人员会核对", to_look_at(review))
    lines += _listed(paint, "提示", hints(review))
    lines += _listed(paint, "已收到", _first([received(document) for document in review.documents], "份"))
    return "\n".join(lines) + "\n"


def _first(said: Sequence[str], unit: str) -> list[str]:
    """As many as fit a screen; how many more there are is said."""
    more = len(said) - _MOST_RECEIVED
    return [*said[:_MOST_RECEIVED], *([f"另有 {more} {unit}"] if more > 0 else [])]


def _listed(paint: Callable[[str, str], str], title: str, said: Sequence[str]) -> list[str]:
    return ["", paint(_DIM, title), *(f"  · {clean(one)}" for one in said)] if said else []


# ---------------------------------------------------------------- extract


def extract_text(documents: Iterable[Document], findings: Iterable[Finding] = ()) -> str:
    """The documents for `prereview extract`: each with its fields, how sure they are, and what its rows cover."""
    blocks = ["\n".join(_extracted(document)) for document in documents]
    blocks += [clean(finding.message) for finding in findings]
    return "\n\n".join(blocks or ["没有找到可以识别的材料。"]) + "\n"


def _extracted(document: Document) -> Iterator[str]:
    yield clean(f"{document_name(document)}  {'、'.join(where(part) for part in document.parts)}")
    labels = {name: field_label(document, name) for name in document.fields}
    wide = max(map(_width, labels.values()), default=0)
    for name in in_order(document):
        field = document.fields[name]
        shown = field_text(document, name) or f"（未能读出：{field.reason or '不清楚'}）"
        yield f"  {padded(labels[name], wide)}  {clean(shown)}  {sure(field)}"
    if document.rows:
        yield f"  共 {len(document.rows)} 行"
    for month in document.months:
        yield (
            f"  {padded(chinese_month(month.month), 10)}  {COVERAGES[month.coverage]}"
            f"  收入 {plain(month.inflow) or '看不清'}  支出 {plain(month.outflow) or '看不清'}  {month.rows} 行"
        )
    yield from (f"  ※ {clean(note)}" for note in document.notes)


def _width(text: str) -> int:
    """Columns that a text takes in a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, width: int) -> str:
    """Text with spaces after it, so that it takes `width` columns of a terminal."""
    return text + " " * max(width - _width(text), 0)

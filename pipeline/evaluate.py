"""How right reviews are, measured against truths in the same shape: per document type, field, row, month and rule.

A truth may be thinner than a review: what it does not say (no `rows`, no `income`, no `findings` …) is not judged. What it does
say is judged in both directions: a field, row or finding too many counts as one that is wrong. Every figure has its n.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from pipeline.contract import FIELDS
from pipeline.publish import padded

Json: TypeAlias = Mapping[str, Any]

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
"""The lower edges of the bins in which the calibration curve counts given values by their confidence; the last reaches to 1."""

THRESHOLDS = (0.9, 0.95, 0.99)
"""Where the share of right values is told for all confidences from there on; each is an edge of `BINS`."""

SURE = 0.9
"""From this confidence on, a wrong value is silently wrong: nobody is told to look at it."""

ROW_KEYS: Mapping[str, tuple[str, ...]] = {
    "bank_statement": ("date", "amount", "balance"),
    "wallet_statement": ("date", "amount", "neutral"),
    "gig_earnings": ("date", "month", "amount"),
    "social_insurance": ("month", "scheme", "base", "personal", "paid"),
    "housing_fund": ("month", "base", "amount"),
}
"""The columns in which a row must be exact to count as right, by document type."""

MOST_LISTED = 60


@dataclass(frozen=True, slots=True)
class Score:
    """How many of n are right."""

    right: int = 0
    n: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.n + other.n)

    @property
    def share(self) -> float | None:
        """The right ones' share; None where nothing was judged."""
        return self.right / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class RuleScore:
    """A rule's findings: rightly made, made too many, and missed."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: RuleScore) -> RuleScore:
        return RuleScore(self.hits + other.hits, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> Score:
        """Of the findings made, the right ones."""
        return Score(self.hits, self.hits + self.extra)

    @property
    def recall(self) -> Score:
        """Of the findings due, the ones made."""
        return Score(self.hits, self.hits + self.missed)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that is not the truth's, given with a confidence of at least `SURE`."""

    application: str
    file: str
    type: str
    field: str
    expected: Any
    given: Any
    confidence: float


@dataclass(frozen=True)
class Evaluation:
    """The figures of all applications together. Keys of `scores` are (table, entry)."""

    applications: int = 0
    scores: Mapping[tuple[str, str], Score] = field(default_factory=dict)
    rules: Mapping[str, RuleScore] = field(default_factory=dict)
    unanswered: Mapping[str, RuleScore] = field(default_factory=dict)
    bins: Mapping[float, Score] = field(default_factory=dict)
    silent: tuple[Wrong, ...] = ()
    mistaken: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def __add__(self, other: Evaluation) -> Evaluation:
        return Evaluation(
            applications=self.applications + other.applications,
            scores=_summed((*self.scores.items(), *other.scores.items()), Score()),
            rules=_summed((*self.rules.items(), *other.rules.items()), RuleScore()),
            unanswered=_summed((*self.unanswered.items(), *other.unanswered.items()), RuleScore()),
            bins=_summed((*self.bins.items(), *other.bins.items()), Score()),
            silent=self.silent + other.silent,
            mistaken=_summed((*self.mistaken.items(), *other.mistaken.items()), 0),
        )

    @property
    def curve(self) -> dict[float, Score]:
        """Of the values given with at least each of `THRESHOLDS`, the right ones."""
        return {at: sum((s for edge, s in self.bins.items() if edge >= at), Score()) for at in THRESHOLDS}

    def table(self, name: str) -> dict[str, Score]:
        """The entries of one table, in the order of their names."""
        return {entry: self.scores[table, entry] for table, entry in sorted(self.scores) if table == name}

    def total(self, name: str) -> Score:
        """All entries of one table together."""
        return sum(self.table(name).values(), Score())

    def json(self) -> dict[str, Any]:
        """The figures in JSON's own types."""
        return _as_json(self)

    def text(self) -> str:
        """The figures as tables for a terminal."""
        return "\n\n".join(_as_text(self)) + "\n"


def evaluate(pairs: Iterable[tuple[Json, Json]]) -> Evaluation:
    """Compare (truth, review) of each application; the pairs may come one after another, as they are reviewed."""
    return sum((compare(truth, review) for truth, review in pairs), Evaluation())


def compare(truth: Json, review: Json) -> Evaluation:
    """The figures of one application."""
    matched = match(_list(truth, "documents"), _list(review, "documents")) if "documents" in truth else []
    application = str(review.get("application", ""))
    given = list(_values_given(application, matched))
    silent = (one.wrong for one in given if one.wrong and one.confidence >= SURE)
    return Evaluation(
        applications=1,
        scores=_summed((*_document_scores(matched), *_application_scores(truth, review)), Score()),
        rules=_summed(_finding_scores(truth, review) if "findings" in truth else (), RuleScore()),
        unanswered=_summed(_unanswered_scores(truth, review) if "unanswered" in truth else (), RuleScore()),
        bins=_summed(((_bin(one.confidence), Score(int(one.wrong is None), 1)) for one in given), Score()),
        silent=(*silent, *_rows_wrong(application, matched)),
        mistaken=_summed(((types, 1) for types in _mistaken(matched)), 0),
    )


K = TypeVar("K")
N = TypeVar("N", Score, RuleScore, int)


def _summed(entries: Iterable[tuple[K, N]], nothing: N) -> dict[K, N]:
    """The sum of all that stands under each key, in the order of the keys' first appearance."""
    sums: dict[K, N] = {}
    for key, one in entries:
        sums[key] = sums.get(key, nothing) + one
    return sums


def _list(of: Json, key: str) -> Sequence[Json]:
    return of.get(key) or ()


def _bin(confidence: float) -> float:
    """The lower edge of the bin that a confidence lies in."""
    return max(edge for edge in BINS if edge <= max(0.0, confidence))


def _score(marks: Iterable[bool]) -> Score:
    marked = list(marks)
    return Score(sum(marked), len(marked))


# ---------------------------------------------------------------- which document is which


Match: TypeAlias = tuple[Json | None, Json | None]
"""(truth's document, given document); None where the other has no counterpart."""


def match(truths: Sequence[Json], given: Sequence[Json]) -> list[Match]:
    """Pair documents that stand in the same pages of the same files, those of the same type and values first."""
    ranked = sorted(
        ((_likeness(t, g), i, j) for i, t in enumerate(truths) for j, g in enumerate(given) if _same_place(t, g)),
        key=lambda one: (tuple(-n for n in one[0]), one[1], one[2]),
    )
    pairs: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    matched: list[Match] = [(t, given[pairs[i]] if i in pairs else None) for i, t in enumerate(truths)]
    return matched + [(None, g) for j, g in enumerate(given) if j not in pairs.values()]


def _spots(document: Json) -> set[tuple[str, int | None]]:
    """(file, page) of all its pages; the page is None for a spreadsheet, or where a truth does not say."""
    return {(part["file"], page) for part in _list(document, "parts") for page in part.get("pages") or [None]}


def _same_place(truth: Json, given: Json) -> bool:
    return not _spots(truth) or bool(_common(truth, given))


def _common(truth: Json, given: Json) -> set[tuple[str, int | None]]:
    ours, theirs = _spots(truth), _spots(given)
    anywhere = {file for file, page in ours if page is None}
    return (ours & theirs) | {(file, page) for file, page in theirs if file in anywhere}


def _likeness(truth: Json, given: Json) -> tuple[int, int, int]:
    values = [name for name, one in _fields(truth).items() if one == _fields(given).get(name, _ABSENT)]
    return int(truth.get("type") == given.get("type")), len(_common(truth, given)), len(values)


_ABSENT = object()


def _fields(document: Json) -> dict[str, Any]:
    """The values of a document's fields; a truth may write them plainly, without an object around each."""
    return {name: _value(one) for name, one in (document.get("fields") or {}).items()}


def _value(one: Any) -> Any:
    return one.get("value") if isinstance(one, Mapping) else one


# ---------------------------------------------------------------- documents


def _document_scores(matched: Iterable[Match]) -> Iterator[tuple[tuple[str, str], Score]]:
    for truth, given in matched:
        if truth is None:
            yield ("types", str(given and given.get("type"))), Score(0, 1)
            continue
        kind = str(truth.get("type"))
        alike = given if given and given.get("type") == kind else None
        yield ("types", kind), Score(int(alike is not None), 1)
        if "fields" in truth:
            yield from _field_scores(kind, _fields(truth), _fields(alike or {}))
        if "rows" in truth and (truth["rows"] or _list(alike or {}, "rows")):
            yield ("rows", kind), _row_score(kind, truth["rows"], _list(alike or {}, "rows"))
        if truth.get("months"):
            yield from _month_scores(kind, truth["months"], _list(alike or {}, "months"))


def _field_scores(kind: str, truth: Json, given: Json) -> Iterator[tuple[tuple[str, str], Score]]:
    for name in judged(kind, truth, given):
        right = truth.get(name, _ABSENT) == given.get(name, _ABSENT)
        yield ("fields", f"{kind}.{name}"), Score(int(right), 1)


def judged(kind: str, truth: Json, given: Json) -> list[str]:
    """The fields to judge: those of the truth, and those given that the contract's table has; what goes beyond it is allowed."""
    return [*truth, *(name for name in given if name not in truth and name in FIELDS.get(kind, ()))]


def row_keys(kind: str, truth: Sequence[Json], given: Sequence[Json]) -> tuple[Counter[Any], Counter[Any]]:
    """The rows of a truth and of a document as bags of what must be exact, in the columns that the truth has."""
    has = {column for row in truth for column in row}
    columns = [column for column in ROW_KEYS.get(kind, ()) if column in has or not truth]
    return tuple(Counter(tuple(row.get(c) for c in columns) for row in rows) for rows in (truth, given))  # type: ignore[return-value]


def _row_score(kind: str, truth: Sequence[Json], given: Sequence[Json]) -> Score:
    ours, theirs = row_keys(kind, truth, given)
    return Score((ours & theirs).total(), max(ours.total(), theirs.total()))


def _month_scores(kind: str, truth: Sequence[Json], given: Sequence[Json]) -> Iterator[tuple[tuple[str, str], Score]]:
    ours, theirs = ({month["month"]: month for month in months} for months in (truth, given))
    every = sorted({*ours, *theirs})
    covered = [ours.get(m, {}).get("coverage", "none") == theirs.get(m, {}).get("coverage", "none") for m in every]
    yield ("months", kind), _score(covered)
    sums = [
        all(ours[m][s] == theirs.get(m, {}).get(s) for s in ("inflow", "outflow")) for m in ours if "inflow" in ours[m]
    ]
    if sums:
        yield ("sums", kind), _score(sums)


def _mistaken(matched: Iterable[Match]) -> Iterator[tuple[str, str]]:
    """(true type, given type) of the documents whose type is wrong, "" where one side has no document."""
    for truth, given in matched:
        types = str((truth or {}).get("type", "")), str((given or {}).get("type", ""))
        if types[0] != types[1]:
            yield types


@dataclass(frozen=True, slots=True)
class _Given:
    """A field (not null) that a review gives, and what is wrong with it, if anything."""

    confidence: float
    wrong: Wrong | None


def _both(matched: Iterable[Match], key: str) -> Iterator[tuple[Json, Json]]:
    """The pairs whose type is right and whose truth tells `key`."""
    return ((t, g) for t, g in matched if t and g and t.get("type") == g.get("type") and key in t)


def _spot(application: str, given: Json) -> tuple[str, str, str]:
    return application, str(next(iter(_list(given, "parts")), {}).get("file", "")), str(given["type"])


def _values_given(application: str, matched: Iterable[Match]) -> Iterator[_Given]:
    for truth, given in _both(matched, "fields"):
        yield from _fields_given(_spot(application, given), _fields(truth), given.get("fields") or {})


def _rows_wrong(application: str, matched: Iterable[Match]) -> Iterator[Wrong]:
    """Rows given whole and surely that the truth does not have; those with a null or in doubt say so themselves."""
    for truth, given in _both(matched, "rows"):
        kind, rows = str(given["type"]), _list(given, "rows")
        left, _ = row_keys(kind, truth["rows"], rows)
        for row in rows:
            (key,) = row_keys(kind, truth["rows"], [row])[1]
            sure = float(row.get("confidence", 1.0))
            if left[key] > 0:
                left[key] -= 1
            elif sure >= SURE and None not in row.values():
                yield Wrong(
                    *_spot(application, given), "rows", None, " ".join(str(x) for x in key if x is not None), sure
                )


def _fields_given(spot: tuple[str, str, str], truth: Json, given: Json) -> Iterator[_Given]:
    for name in judged(spot[2], truth, given):
        one = given.get(name)
        if one is not None and _value(one) is not None:
            expected, sure = truth.get(name, _ABSENT), float(one.get("confidence", 1.0))
            shown = None if expected is _ABSENT else expected
            wrong = None if expected == _value(one) else Wrong(*spot, name, shown, _value(one), sure)
            yield _Given(sure, wrong)


# ---------------------------------------------------------------- the application


def _application_scores(truth: Json, review: Json) -> Iterator[tuple[tuple[str, str], Score]]:
    if "status" in truth:
        yield ("status", str(truth["status"])), Score(int(truth["status"] == review.get("status")), 1)
    if "supplement_list" in truth:
        ours, theirs = (_asked_for(_list(one, "supplement_list")) for one in (truth, review))
        yield ("items", "supplement_list"), Score((ours & theirs).total(), max(ours.total(), theirs.total()))
    if "income" in truth:
        yield ("income", "told"), Score(int(bool(truth["income"]) == bool(review.get("income"))), 1)
        yield from _income_scores(truth["income"] or {}, review.get("income") or {})


def _asked_for(items: Sequence[Json]) -> Counter[Any]:
    """What a list asks for, whatever its words: document, codes and months of each item."""
    return Counter((i.get("document"), tuple(sorted(i.get("codes", ()))), tuple(i.get("months") or ())) for i in items)


def _income_scores(truth: Json, given: Json) -> Iterator[tuple[tuple[str, str], Score]]:
    ours, theirs = ({m["month"]: m.get("counted") for m in _list(one, "months")} for one in (truth, given))
    if "months" in truth:
        marks = (ours.get(m, _ABSENT) == theirs.get(m, _ABSENT) for m in {**ours, **theirs})
        yield ("income", "counted"), _score(marks)
    for name in ("monthly_average", "monthly_median", "coefficient_of_variation"):
        if name in truth:
            yield ("income", name), Score(int(_same_figure(truth[name], given.get(name, _ABSENT))), 1)


def _same_figure(one: Any, other: Any) -> bool:
    """Equal; a coefficient of variation to two places."""
    if isinstance(one, float) and isinstance(other, (int, float)):
        return abs(one - other) <= 0.005
    return bool(one == other)


# ---------------------------------------------------------------- findings


@dataclass(frozen=True, slots=True)
class _Said:
    """A finding, as far as it is compared: type, months and file are None where it names none."""

    code: str
    document: str | None
    months: tuple[str, ...] | None
    file: str | None


def _said(review: Json) -> list[_Said]:
    """What a review's findings say, of each type of document once: one finding of two cards says as much as two of one."""
    types = {document.get("id"): document.get("type") for document in _list(review, "documents")}
    said = [one for finding in _list(review, "findings") for one in _sayings(finding, review, types)]
    kinds = dict.fromkeys(one for one in said if one.document)
    return [*kinds, *(one for one in said if not one.document)]


def _sayings(finding: Json, review: Json, types: Mapping[Any, Any]) -> Iterator[_Said]:
    data, code = finding.get("data") or {}, str(finding["code"])
    named = dict.fromkeys(types[one] for one in finding.get("documents") or () if one in types)
    file = None if named else next((one.get("file") for one in finding.get("evidence") or ()), None)
    for document in [data["document"]] if data.get("document") else named or [None]:
        months = data.get("months") or _months_asked(review, code, document)
        yield _Said(code, document, tuple(months) if months else None, file)


def _months_asked(review: Json, code: str, document: str | None) -> Sequence[str] | None:
    items = _list(review, "supplement_list")
    return next((i.get("months") for i in items if code in i.get("codes", ()) and i.get("document") == document), None)


def _finding_scores(truth: Json, review: Json) -> Iterator[tuple[str, RuleScore]]:
    left = _said(review)
    for due in sorted(_said(truth), key=lambda one: (one.months is None, one.document is None)):  # the exact ones first
        made = next((one for one in left if _meets(due, one)), None)
        if made:
            left.remove(made)
        yield due.code, RuleScore(hits=int(made is not None), missed=int(made is None))
    yield from ((one.code, RuleScore(extra=1)) for one in left)


def _meets(due: _Said, made: _Said) -> bool:
    """Whether a finding is the one due: the same code, and the same type, months and file where the truth names them."""
    kind = due.document is None or made.document in (None, due.document)
    return due.code == made.code and kind and due.months in (None, made.months) and due.file in (None, made.file)


def _unanswered_scores(truth: Json, review: Json) -> Iterator[tuple[str, RuleScore]]:
    due, made = ({str(u["code"]) for u in _list(one, "unanswered")} for one in (truth, review))
    for code in due | made:
        yield code, RuleScore(int(code in due & made), int(code in made - due), int(code in due - made))


# ---------------------------------------------------------------- showing it


_TABLES = {
    "types": "材料类型",
    "fields": "字段（完全一致）",
    "rows": "明细行（日期、金额、余额一致）",
    "months": "各月覆盖",
    "sums": "各月收支合计",
    "status": "结论",
    "items": "补充清单",
    "income": "收入",
}


def _as_text(evaluation: Evaluation) -> Iterator[str]:
    yield f"申请 n={evaluation.applications}"
    for name, title in _TABLES.items():
        entries = evaluation.table(name)
        if entries:
            yield _block(
                title, [(entry, _shown(score)) for entry, score in (*entries.items(), ("合计", evaluation.total(name)))]
            )
    if evaluation.mistaken:
        pairs = sorted(evaluation.mistaken.items())
        yield _block("类型认错（应为 → 认作）", [(f"{a or '没有'} → {b or '没有'}", f"n={n}") for (a, b), n in pairs])
    yield from _rule_blocks(evaluation)
    if evaluation.bins:
        lines = [(_bin_name(edge), _shown(evaluation.bins[edge])) for edge in BINS if edge in evaluation.bins]
        yield _block("把握与正确（按给出的把握分档的字段）", lines)
        yield _block("把握不低于此值的字段", [(f"≥ {at}", _shown(s)) for at, s in evaluation.curve.items()])
    yield _silent_block(evaluation.silent)


def _upper(edge: float) -> float:
    return (*BINS[1:], 1.0)[BINS.index(edge)]


def _bin_name(edge: float) -> str:
    return f"{edge:.2f} 至 {_upper(edge):.2f}"


def _rule_blocks(evaluation: Evaluation) -> Iterator[str]:
    for title, rules in (("规则", evaluation.rules), ("无法判断的规则", evaluation.unanswered)):
        if rules:
            every = (*sorted(rules.items()), ("合计", sum(rules.values(), RuleScore())))
            yield _block(title, [(c, f"查准 {_shown(s.precision)}  查全 {_shown(s.recall)}") for c, s in every])


def _shown(score: Score) -> str:
    share = (
        "  —  " if score.share is None else f"{score.right * 1000 // score.n / 1000:.3f}"
    )  # cut, so that only n of n is 1.000
    return f"{share} {f'{score.right}/n={score.n}':<13}"


def _block(title: str, lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join([title, *(f"  {padded(name, 40)} {shown}".rstrip() for name, shown in lines)])


def _silent_block(silent: Sequence[Wrong]) -> str:
    lines = [
        f"  {w.application} {w.file} {w.type}.{w.field}：应为 {w.expected!r}，给出 {w.given!r}（{w.confidence}）"
        for w in silent[:MOST_LISTED]
    ]
    more = [f"  另有 {len(silent) - MOST_LISTED} 个"] if len(silent) > MOST_LISTED else []
    return "\n".join([f"有把握却错的值（把握 ≥ {SURE}） n={len(silent)}", *lines, *more])


def _as_json(evaluation: Evaluation) -> dict[str, Any]:
    def shown(score: Score) -> dict[str, Any]:
        return {"right": score.right, "n": score.n, "share": score.share}

    def rule(score: RuleScore) -> dict[str, Any]:
        return {"precision": shown(score.precision), "recall": shown(score.recall)}

    return {
        "applications": evaluation.applications,
        **{name: {entry: shown(s) for entry, s in evaluation.table(name).items()} for name in _TABLES},
        "rules": {code: rule(score) for code, score in sorted(evaluation.rules.items())},
        "unanswered": {code: rule(score) for code, score in sorted(evaluation.unanswered.items())},
        "calibration": [
            {"from": edge, "to": _upper(edge), **shown(evaluation.bins[edge])}
            for edge in BINS
            if edge in evaluation.bins
        ],
        "curve": {str(at): shown(score) for at, score in evaluation.curve.items()},
        "silently_wrong": [{name: getattr(w, name) for name in Wrong.__slots__} for w in evaluation.silent],
        "mistaken_types": [{"true": a, "given": b, "n": n} for (a, b), n in sorted(evaluation.mistaken.items())],
    }

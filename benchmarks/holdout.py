"""The product over the holdout: `python benchmarks/holdout.py [--cards 1000 --faults 100 …] [--drawn DIR] [--json FILE]`.

Draws the holdout (or takes DIR as it is), reviews every application in process and prints, with n: exact fields per condition and
document, faults found and false alarms, what is no ID card, rows and header fields per layout, monthly sums of earnings, precision and recall per code,
status, and how far confidence can be trusted. What was read wrong is counted, not shown: nobody tunes on the holdout (`--details` is for
the judge).
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from _common import drawn, share, table, truths, write
from _runs import Resume, Run, in_any_order, product_version, reviewed

from pipeline.evaluate import BINS, Evaluation, Score

FAULT_CODES = {
    "blurred": "IMG101", "glare": "IMG102", "cropped": "IMG103", "dark": "IMG104", "small": "IMG105", "recapture": "IMG201", "photocopy": "IMG202",
}  # fmt: skip


CARDS = ("id_card_front", "id_card_back", "temporary_id_card")


def together(runs: Iterable[Run]) -> Evaluation:
    """The figures of some runs."""
    return sum((r.figures for r in runs), Evaluation())


def grouped(runs: Iterable[Run], key: str) -> dict[str, list[Run]]:
    """Runs by how they were drawn."""
    out: dict[str, list[Run]] = defaultdict(list)
    for one in runs:
        out[str(one.drawn.get(key))].append(one)
    return dict(sorted(out.items()))


def _score(score: Score) -> str:
    return share(score.right, score.n)


def _of(figures: Evaluation, name: str, prefix: str) -> Score:
    return sum((s for entry, s in figures.table(name).items() if entry.startswith(prefix)), Score())


def wrong_numbers(runs: Iterable[Run]) -> int:
    """ID numbers given surely and wrongly."""
    return sum(w.field == "id_number" for r in runs for w in r.figures.silent)


def alarms(runs: Iterable[Run]) -> tuple[int, int]:
    """Cards of good pictures that some picture fault was found on, and how many cards there are."""
    refused = cards = 0
    for one in runs:
        cards += len(one.truth["documents"])
        refused += len({d for f in one.review["findings"] if f["code"].startswith("IMG") for d in f["documents"]})
    return refused, cards


def cards_table(runs: list[Run]) -> str:
    rows = []
    for condition, some in [*grouped(runs, "condition").items(), ("all", runs)]:
        figures = together(some)
        rows.append([
            condition, _score(figures.total("types")), _score(_of(figures, "fields", "id_card_front")), _score(_of(figures, "fields", "id_card_back")),
            _score(_of(figures, "fields", "id_card_front.id_number")), len(figures.silent), wrong_numbers(some), share(*alarms(some)),
        ])  # fmt: skip
    heads = [
        "condition",
        "type",
        "fields, front",
        "fields, back",
        "ID number",
        "surely wrong",
        "of these ID numbers",
        "refused though good",
    ]
    return table(heads, rows)


def _codes_of_faulty(one: Run) -> set[str]:
    """The picture codes found on the file with the fault."""
    file = next(f["evidence"][0]["file"] for f in one.truth["findings"] if f["code"].startswith("IMG"))
    ids = {d["id"] for d in one.review["documents"] for p in d["parts"] if p["file"] == file}
    return {f["code"] for f in one.review["findings"] if f["code"].startswith("IMG") and ids & set(f["documents"])}


def _codes_of_good(one: Run) -> int:
    """Whether the other, good picture of a fault's application was refused too."""
    file = next(f["evidence"][0]["file"] for f in one.truth["findings"] if f["code"].startswith("IMG"))
    ids = {d["id"] for d in one.review["documents"] for p in d["parts"] if p["file"] != file}
    return any(f["code"].startswith("IMG") and ids & set(f["documents"]) for f in one.review["findings"])


def _asked_again(one: Run) -> bool:
    """Whether the faulty side, whatever code it got, is asked for again or looked at by a person."""
    side = "IDC001" if one.drawn["side"] == "front" else "IDC002"
    return bool(_codes_of_faulty(one)) or side in {f["code"] for f in one.review["findings"]}


def faults_table(runs: list[Run]) -> str:
    rows = []
    for kind, some in grouped(runs, "fault").items():
        codes = [_codes_of_faulty(r) for r in some]
        others = Counter(c for found in codes for c in found if c != FAULT_CODES[kind])
        rows.append([
            kind, share(sum(FAULT_CODES[kind] in c for c in codes), len(some)), share(sum(map(_asked_again, some)), len(some)),
            " ".join(f"{c}×{n}" for c, n in sorted(others.items())), share(sum(map(_codes_of_good, some)), len(some)), len(together(some).silent), wrong_numbers(some),
        ])  # fmt: skip
    heads = [
        "fault",
        "found",
        "found or asked again",
        "other picture codes",
        "good side refused",
        "surely wrong",
        "of these ID numbers",
    ]
    return table(heads, rows)


def others_table(runs: Sequence[Run]) -> str:
    """What papers that are no ID card, and pictures without one, are taken for."""
    by_kind: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        by_kind[run.drawn["kind"]].append(run)
    rows = []
    for kind, some in sorted(by_kind.items()):
        taken = [_taken_for(run) for run in some]
        cards = sum(any(t.startswith(CARDS) for t in types) for types in taken)
        right = sum(types == _due(run) for run, types in zip(some, taken, strict=True))
        wrong = Counter(" + ".join(types) for run, types in zip(some, taken, strict=True) if types != _due(run))
        rows.append(
            [
                kind,
                share(right, len(some)),
                share(cards, len(some)),
                _values_on(some),
                "; ".join(f"{t} ×{n}" for t, n in wrong.most_common(4)),
            ]
        )
    heads = ("what it is", "told for what it is", "taken for an ID card", "ID-card values given", "taken for")
    return table(heads, rows)


def _called(document: Mapping[str, Any]) -> str:
    kind = document["fields"].get("kind", {}).get("value")
    return f"{document['type']}: {kind}" if kind else str(document["type"])


def _taken_for(run: Run) -> list[str]:
    return sorted(map(_called, run.review["documents"])) or ["nothing"]


def _due(run: Run) -> list[str]:
    return sorted(map(_called, run.truth["documents"]))


def _values_on(runs: Sequence[Run]) -> int:
    """Values given as those of an ID card."""
    documents = [d for run in runs for d in run.review["documents"] if d["type"] in CARDS]
    return sum(f["value"] is not None for d in documents for f in d["fields"].values())


def papers_table(runs: list[Run], kind: str) -> str:
    rows = []
    for layout, some in [*grouped(runs, "layout").items(), ("all", runs)]:
        figures = together(some)
        rows.append(
            [layout, _score(figures.total("types")), *(_score(_of(figures, t, kind)) for t in ("rows", "fields", "months", "sums")), len(figures.silent)]
        )  # fmt: skip
    return table(["layout", "type", "rows", "header fields", "months covered", "monthly sums", "surely wrong"], rows)


def rules_table(runs: list[Run]) -> str:
    figures = together(runs)
    rows = [[code, _score(s.precision), _score(s.recall)] for code, s in sorted(figures.rules.items())]
    hits, extra, missed = (sum(getattr(s, k) for s in figures.rules.values()) for k in ("hits", "extra", "missed"))
    rows += [
        ["all", share(hits, hits + extra), share(hits, hits + missed)],
        ["status", "", _score(figures.total("status"))],
    ]
    return table(["code", "precision", "recall"], rows)


def planted_table(runs: list[Run]) -> str:
    """Whole applications by what is wrong with them: all codes right, and the status."""
    marks: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for one in runs:
        exact = all(s.extra == s.missed == 0 for s in one.figures.rules.values())
        right = one.truth["status"] == one.review["status"]
        for name in one.drawn["planted"]:
            marks[name].append((exact, right))
    rows = [[k, *(share(sum(m[i] for m in v), len(v)) for i in (0, 1))] for k, v in sorted(marks.items())]
    return table(["planted", "all codes right", "status right"], rows)


def calibration_table(runs: Iterable[Run]) -> str:
    """The share of right values by the confidence they are given with, in bins and from some confidences on."""
    figures = together(runs)
    uppers = dict(zip(BINS, (*BINS[1:], 1.0), strict=True))
    rows = [[f"{edge:.2f} to {uppers[edge]:.2f}", _score(figures.bins[edge])] for edge in BINS if edge in figures.bins]
    return table(["confidence", "right"], rows + [[f"at least {at}", _score(s)] for at, s in figures.curve.items()])


def report(runs: list[Run]) -> str:
    """All tables."""
    sets = grouped(runs, "set")
    parts = []
    if cards := sets.get("cards"):
        parts += ["## ID cards", cards_table(cards)]
    if faults := sets.get("faults"):
        parts += ["## Photo faults", faults_table(faults)]
    if others := sets.get("others"):
        parts += ["## Not an ID card", others_table(others)]
    if statements := sets.get("statements"):
        parts += ["## Bank statements, digital", papers_table(statements, "bank_statement")]
    if earnings := sets.get("earnings"):
        parts += ["## Gig earnings", papers_table(earnings, "gig_earnings")]
    if applications := sets.get("applications"):
        parts += ["## Whole applications", rules_table(applications), planted_table(applications)]
    parts += [
        "## Confidence, all sets but the faults",
        calibration_table([r for r in runs if r.drawn["set"] != "faults"]),
    ]
    return "\n\n".join(parts)


def details(runs: list[Run]) -> str:
    """What was read surely and wrongly, for the judge."""
    lines = [
        f"{w.application} {w.file} {w.field}: {w.expected!r} read as {w.given!r} ({w.confidence})"
        for r in runs
        for w in r.figures.silent
    ]
    for one in runs:
        off = {c: s for c, s in one.figures.rules.items() if s.extra or s.missed}
        lines += [f"{one.name}: {c} {'too many' if s.extra else 'missed'}" for c, s in off.items()]
    return "\n".join(lines)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    defaults = {"cards": 1000, "faults": 100, "others": 40, "statements": 20, "earnings": 20, "applications": 60}
    for name, n in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=n, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drawn", type=Path, metavar="DIR", help="a drawn holdout, or where to draw it and keep it")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="keep every review there, and read nothing twice")
    parser.add_argument("--only", nargs="*", default=[], metavar="PREFIX", help="folders whose name starts so")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--details", action="store_true")
    asked = parser.parse_args()
    with drawn(asked.drawn, seed=asked.seed, **{name: getattr(asked, name) for name in defaults}) as folder:
        resume, version = Resume(asked.resume), product_version()
        runs = [reviewed(*one, resume, version) for one in in_any_order(truths(folder, *asked.only))]
    print(report(runs))
    if asked.details:
        print("\n## Details\n\n" + details(runs))
    figures = {name: _brief(together(some)) for name, some in grouped(runs, "set").items()}
    write(asked.json, {"n": len(runs), "sets": figures, "report": report(runs).split("\n")})


def _brief(figures: Evaluation) -> dict[str, Any]:
    told = figures.json()
    told["silently_wrong"] = dict(Counter(w.field for w in figures.silent))
    return told


if __name__ == "__main__":
    main()

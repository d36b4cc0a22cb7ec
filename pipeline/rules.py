"""The rules' mechanism: what a rule is, how it gets the facts it names, and how its outcomes are collected.

A rule is a pure function that yields findings and could-not-tells, and yields nothing where it passes. It names the facts that it needs as
parameters; a fact is a pure function that may name other facts, and is worked out once for an application. Both are found by
looking through the modules of `checks`: to add a rule is to add a file, and its page.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from pipeline.model import Outcome, Severity, Unanswered


@dataclass(frozen=True)
class Rule:
    """A rule of the contract. `needs` are the names of the facts that `judge` takes."""

    code: str
    name: str
    severity: Severity
    judge: Callable[..., Iterable[Outcome]]
    needs: tuple[str, ...]


class RuleError(Exception):
    """A module of `checks` that does not declare its rules as it must."""


def rule(
    code: str, name: str, severity: Severity
) -> Callable[[Callable[..., Iterable[Outcome]]], Callable[..., Iterable[Outcome]]]:
    """Mark a function as the rule `code`. One function may carry several codes' marks only through several functions."""

    def mark(judge: Callable[..., Iterable[Outcome]]) -> Callable[..., Iterable[Outcome]]:
        marked = Rule(code, name, severity, judge, tuple(inspect.signature(judge).parameters))
        judge.__dict__["__rule__"] = marked
        return judge

    return mark


def fact(work_out: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a function as a fact of its own name, for rules and other facts to ask for by that name."""
    work_out.__dict__["__fact__"] = True
    return work_out


@dataclass(frozen=True)
class Rulebook:
    """All rules and facts that a package declares."""

    rules: tuple[Rule, ...]
    facts: Mapping[str, Callable[..., Any]]


def discover(package: ModuleType) -> Rulebook:
    """Every rule and fact in the modules of a package; RuleError where two rules share a code or a fact is not known."""
    rules: dict[str, Rule] = {}
    facts: dict[str, Callable[..., Any]] = {}
    for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        module = importlib.import_module(info.name)
        facts |= {m.__name__: m for m in _own(module) if getattr(m, "__fact__", False)}
        for marked in _declared(module):
            if marked.code in rules:
                raise RuleError(f"{info.name} declares {marked.code}, which is taken: a code is never used twice")
            rules[marked.code] = marked
    book = Rulebook(tuple(rules[code] for code in sorted(rules)), facts)
    _all_known(book)
    return book


def _own(module: ModuleType) -> list[Any]:
    return [m for m in vars(module).values() if getattr(m, "__module__", None) == module.__name__]


def _declared(module: ModuleType) -> list[Rule]:
    """The rules that a module marks one by one, and those of its `RULES`, for families that are judged the same way."""
    return [m.__rule__ for m in _own(module) if hasattr(m, "__rule__")] + list(getattr(module, "RULES", ()))


GIVEN = ("application", "profile")
"""The facts that every judging starts from."""


def _all_known(book: Rulebook) -> None:
    wanted = {name: marked.code for marked in book.rules for name in marked.needs}
    wanted |= {name: f.__name__ for f in book.facts.values() for name in inspect.signature(f).parameters}
    for name, by in wanted.items():
        if name not in book.facts and name not in GIVEN:
            raise RuleError(f"{by} asks for the fact {name!r}, which no module declares: write it with @fact")


def work_out(book: Rulebook, names: Iterable[str], **given: Any) -> dict[str, Any]:
    """The facts of these names, and all that they rest on, with `given` as the first; `judge` takes them all as given."""
    known = dict(given)
    for name in names:
        _look_up(book, name, known)
    return known


def _look_up(book: Rulebook, name: str, known: dict[str, Any]) -> Any:
    if name not in known:
        fact_of = book.facts[name]
        known[name] = fact_of(**{n: _look_up(book, n, known) for n in inspect.signature(fact_of).parameters})
    return known[name]


def judge(book: Rulebook, codes: Iterable[str] | None = None, **given: Any) -> tuple[Outcome, ...]:
    """Ask every rule (or those of `codes`), with `given` as the first facts; outcomes in the order of the codes."""
    known = dict(given)
    asked = set(codes) if codes is not None else {marked.code for marked in book.rules}
    outcomes: list[Outcome] = []
    for marked in book.rules:
        if marked.code in asked:
            needed = {name: _look_up(book, name, known) for name in marked.needs}
            outcomes += [_signed(marked, o) for o in marked.judge(**needed)]
    return tuple(outcomes)


def _signed(marked: Rule, outcome: Outcome) -> Outcome:
    if isinstance(outcome, Unanswered):
        return replace(outcome, code=marked.code)
    severity = outcome.severity if outcome.code == marked.code else marked.severity
    return replace(outcome, code=marked.code, name=marked.name, severity=severity)

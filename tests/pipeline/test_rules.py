import sys
from pathlib import Path

import pytest

from pipeline.model import Finding, Severity, Unanswered
from pipeline.rules import RuleError, discover, judge

HEAD = """
from dataclasses import replace
from pipeline.model import Finding, Severity, Unanswered
from pipeline.rules import Rule, fact, rule
"""
FACT = """
calls = []

@fact
def doubled(application):
    calls.append(1)
    return application * 2

@fact
def fourfold(doubled):
    return doubled * 2
"""
RULES = """
@rule("ABC002", "second", Severity.REQUIRED)
def second(doubled, fourfold):
    if fourfold > 10:
        yield Finding(message=f"{doubled}")

@rule("ABC001", "first", Severity.ADVICE)
def first(fourfold, profile):
    yield Unanswered("看不清")
"""


def package(tmp_path: Path, monkeypatch, text: str):
    folder = tmp_path / f"rules_{tmp_path.name.replace('-', '_')}"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "abc.py").write_text(HEAD + text)
    monkeypatch.syspath_prepend(str(tmp_path))
    __import__(folder.name)
    return sys.modules[folder.name]


def test_rules_get_the_facts_they_name_each_worked_out_once(tmp_path, monkeypatch):
    made = package(tmp_path, monkeypatch, FACT + RULES)
    book = discover(made)
    first, second = judge(book, application=3, profile=None)
    assert first == Unanswered("看不清", code="ABC001")
    assert second == Finding(message="6", code="ABC002", name="second", severity=Severity.REQUIRED)
    assert sys.modules[f"{made.__name__}.abc"].calls == [1]


def test_a_rule_that_yields_nothing_has_passed(tmp_path, monkeypatch):
    book = discover(package(tmp_path, monkeypatch, FACT + RULES))
    assert judge(book, codes=["ABC002"], application=1, profile=None) == ()


def test_an_unknown_fact_is_refused_when_the_rules_are_loaded(tmp_path, monkeypatch):
    made = package(tmp_path, monkeypatch, "@rule('ABC001', 'x', Severity.ADVICE)\ndef x(weather):\n    yield from ()\n")
    with pytest.raises(RuleError, match="asks for the fact 'weather'"):
        discover(made)


def test_a_code_is_never_used_twice(tmp_path, monkeypatch):
    twice = "@rule('ABC001', 'x', Severity.ADVICE)\ndef {}(application):\n    yield from ()\n"
    made = package(tmp_path, monkeypatch, twice.format("x") + twice.format("y"))
    with pytest.raises(RuleError, match="ABC001, which is taken"):
        discover(made)

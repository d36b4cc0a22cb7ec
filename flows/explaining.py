"""What `prereview explain` prints: the list of the rules, and a rule's page."""

from __future__ import annotations

import difflib
from importlib import resources

import checks
from pipeline.rules import Rule, discover

SEVERITIES = {"required": "需补件", "review": "需人工查看", "advice": "提示"}


def list_of_rules() -> str:
    """Every rule on a line: code, severity, name, and the title of its page."""
    return "\n".join(
        f"{rule.code}  {SEVERITIES[rule.severity]:　<5}  {rule.name:<34} {_title(rule)}"
        for rule in discover(checks).rules
    )


def page_of(code: str) -> str:
    """A rule's page; KeyError with a sentence, and the nearest code, where there is no such rule."""
    known = {rule.code: rule for rule in discover(checks).rules}
    rule = known.get(code.upper())
    if rule is None:
        near = difflib.get_close_matches(code.upper(), known, n=1, cutoff=0.5)
        hint = f"；是不是 {near[0]}？" if near else "；"
        raise KeyError(f"没有规则 {code}{hint}不带参数运行 prereview explain 可列出全部规则。")
    return _page(rule)


def _page(rule: Rule) -> str:
    return (resources.files(checks) / "pages" / f"{rule.code}.md").read_text(encoding="utf-8").rstrip()


def _title(rule: Rule) -> str:
    return _page(rule).splitlines()[0].lstrip("# ").removeprefix(rule.code).strip()

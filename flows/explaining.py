"""What `prereview explain` prints: the list of the rules, and a rule's page."""

from __future__ import annotations

import difflib

from checks import page, rulebook
from flows.tell import SEVERITIES


def list_of_rules() -> str:
    """Every rule on a line: code, name, severity, and the title of its page."""
    return "".join(
        f"{rule.code}  {rule.name:<34}{SEVERITIES[rule.severity]:　<6}{_title(rule.code)}\n"
        for rule in rulebook().rules
    )


def page_of(code: str) -> str:
    """A rule's page; LookupError with a sentence, and the nearest code, where there is no such rule."""
    try:
        return page(code.upper())
    except KeyError:
        near = difflib.get_close_matches(code.upper(), [rule.code for rule in rulebook().rules], n=1, cutoff=0.5)
        hint = f"；是不是 {near[0]}？" if near else "；"
        raise LookupError(f"没有规则 {code}{hint}不带参数运行 prereview explain 可列出全部规则。") from None


def _title(code: str) -> str:
    return page(code).splitlines()[0].lstrip("# ").removeprefix(code).strip()

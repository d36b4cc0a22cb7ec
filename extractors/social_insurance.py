"""Proofs of social insurance in any province's layout, by their title and a table of months."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors._contributions import agency_of, contributions, fields_of, notes_of, proof_of, qr_code, region_of
from pipeline.layout import squeezed
from pipeline.levelling import levelled
from pipeline.model import Field, Leaf, Opened, Reading
from pipeline.readers import Claim, Reader

_TITLE = re.compile(
    r".{0,16}(?:社会保险|社保|基本养老保险|基本医疗保险|养老保险|医疗保险|失业保险).{0,16}(?:参保|缴费|权益|历年|个人账户|对账).{0,14}(?:证明|明细表?|清单|记录单?|凭证|查询单|情况表?|对账单)(?:\(.{1,12}\))?(?:\d{4}年)?"
)
_SPEAKS = re.compile(r"缴费基数|个人缴费|个人交|个人缴纳|单位缴费|缴费月份|缴费年月|参保状态|险种|到账|费款所属期")
_OF_COMPANIES = re.compile(r"单位专用|\(单位\)|参保人数|应缴人员名单")
_ANOTHER_PAPER = re.compile(r"交易日期|借方|贷方|账户余额|住房公积金个人|兹证明.{0,40}月收入")


def _is_proof(leaf: Leaf) -> bool:
    text = squeezed(leaf)
    titled = any(_TITLE.fullmatch(line) for line in text.splitlines()[:10])
    return titled and bool(_SPEAKS.search(text)) and not _OF_COMPANIES.search(text) and not _ANOTHER_PAPER.search(text)


def _continues(leaf: Leaf) -> bool:
    """A later page goes on with months, with the notes under the table, or repeats the title."""
    return bool(re.search(r"20\d{2}(?:年|[-./])?\d{1,2}|缴费|参保|打印|说明|备注|验证", squeezed(leaf)))


def _read(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    proof = proof_of([levelled(leaf) for leaf in leaves])
    rows = contributions(proof)
    fields: dict[str, Field | None] = {
        **fields_of(proof), "region": region_of(proof), "agency": agency_of(proof), "qr_code": qr_code(leaves[0]),
    }  # fmt: skip
    notes = notes_of(proof, rows, "没有找到按月列出的缴费明细，请下载带缴费明细的参保证明")
    return Reading("social_insurance", {name: field for name, field in fields.items() if field}, rows, notes=notes)


READER = Reader(
    name="social_insurance",
    type="social_insurance",
    claims=lambda leaf: Claim(0.95) if _is_proof(leaf) else None,
    read=_read,
    continues=_continues,
)

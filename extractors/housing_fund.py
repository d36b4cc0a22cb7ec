"""Proofs of the housing fund: a certificate, or a list of deposits by month or by day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors._contributions import account_of, amount_of, deposits, fields_of, notes_of, proof_of, qr_code
from pipeline.layout import squeezed
from pipeline.levelling import levelled
from pipeline.model import Field, Leaf, Opened, Reading
from pipeline.readers import Claim, Reader

_TITLE = re.compile(
    r".{0,20}(?:住房)?公积金.{0,16}(?:缴存|明细|账户|帐户|对账|个人|流水|汇缴|查询).{0,12}(?:证明|明细表?|清单|对账单|流水|记录|信息表?|情况表?|查询单)(?:\(.{1,12}\))?|(?:个人)?住房公积金(?:证明|缴存证明|对账单|明细账?)"
)
_SPEAKS = re.compile(r"缴存|汇缴|月缴|公积金账号|个人账号")
_ANOTHER_PAPER = re.compile(r"贷款合同|异地贷款|借款合同|对方户名|对方账号")


def _is_proof(leaf: Leaf) -> bool:
    text = squeezed(leaf)
    titled = any(_TITLE.fullmatch(line) for line in text.splitlines()[:10])
    return titled and bool(_SPEAKS.search(text)) and not _ANOTHER_PAPER.search(text)


def _continues(leaf: Leaf) -> bool:
    return bool(re.search(r"20\d{2}(?:年|[-./])?\d{1,2}|缴存|汇缴|打印|说明|备注", squeezed(leaf)))


def _read(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    proof = proof_of([levelled(leaf) for leaf in leaves])
    rows = deposits(proof)
    own = fields_of(proof)
    fields: dict[str, Field | None] = {
        **{name: field for name, field in own.items() if not name.startswith("verification")},
        "account": account_of(proof), "balance": amount_of(proof, "balance"), "qr_code": qr_code(leaves[0]),
    }  # fmt: skip
    notes = notes_of(proof, rows, "没有找到按月列出的缴存明细，请下载带缴存明细的公积金证明")
    return Reading("housing_fund", {name: field for name, field in fields.items() if field}, rows, notes=notes)


READER = Reader(
    name="housing_fund",
    type="housing_fund",
    claims=lambda leaf: Claim(0.95) if _is_proof(leaf) else None,
    read=_read,
    continues=_continues,
)

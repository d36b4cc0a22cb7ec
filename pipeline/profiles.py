"""Profiles: what a product asks for, and every rule's limits, in a TOML file that a credit officer reads and changes.

A profile is checked when it is loaded; a misspelt key is refused with the nearest right one.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from pipeline.model import Severity

Kind = Literal["statement", "gig_earnings", "contributions", "employment_letter"]
"""The kinds of income evidence. A statement is of a bank, or of a wallet where the profile lets wallets count."""

KINDS: tuple[Kind, ...] = get_args(Kind)

OtherKind = Literal[
    "household_register",
    "marriage_certificate",
    "divorce_certificate",
    "purchase_contract",
    "down_payment_receipt",
    "credit_report",
    "business_license",
    "residence_permit",
    "driving_license",
    "passport",
    "bank_card",
]
Scheme = Literal["pension", "medical", "unemployment", "injury", "maternity"]
Months = Annotated[int, Field(ge=1, le=36)]
Age = Annotated[int, Field(ge=0, le=3650)]
Share = Annotated[Decimal, Field(ge=0, le=10)]


class ProfileError(Exception):
    """A profile that is not there or does not say what it must; its text (Chinese) tells the officer what to change."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WindowLimits(_Table):
    """The asked window in months, and the greatest age of the last covered day."""

    months: Months = 12
    max_age_days: Age = 30


class StatementLimits(WindowLimits):
    """Bank and wallet statements, and whether a wallet counts."""

    wallets_count: bool = True


class GigLimits(WindowLimits):
    """Platform earnings, and how the payouts are looked for in the accounts: yuan that may differ, and the share that may be withheld."""

    max_age_days: Age = 45
    payout_tolerance: Annotated[Decimal, Field(ge=0)] = Decimal("1.00")
    payout_withheld: Share = Decimal("0.10")


class ContributionLimits(WindowLimits):
    """Social insurance and housing fund."""

    max_age_days: Age = 45
    scheme: Scheme = "pension"
    backpaid_counts: bool = True
    housing_fund_counts: bool = True


class LetterLimits(_Table):
    """The employment letter."""

    max_age_days: Age = 30


class EvidenceLimits(_Table):
    """Which kinds of income evidence count, how many must hold, and of which kinds one must be."""

    kinds: tuple[Kind, ...] = ()
    needed: Annotated[int, Field(ge=0, le=len(KINDS))] = 0
    one_of: tuple[Kind, ...] = ()


class IncomeLimits(_Table):
    """Facts about the income that are told as advice."""

    volatile_above: Share = Decimal("0.50")
    payment_share: Share = Decimal("0.30")
    rate_rise: Share = Decimal("0.005")
    income_fall: Share = Decimal("0.20")


class Profile(_Table):
    """What a product asks for. `name` is the file's own; `required` are kinds that must be there whatever else holds."""

    name: str
    title: str
    id_card: bool = True
    required: tuple[Kind, ...] = ()
    evidence: EvidenceLimits = EvidenceLimits()
    statement: StatementLimits = StatementLimits()
    gig_earnings: GigLimits = GigLimits()
    contributions: ContributionLimits = ContributionLimits()
    employment_letter: LetterLimits = LetterLimits()
    other_documents: tuple[OtherKind, ...] = ()
    income: IncomeLimits = IncomeLimits()
    severity: Mapping[str, Severity] = {}

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that it asks for, in its order: those that must be there first."""
        return tuple(dict.fromkeys(self.required + self.evidence.kinds))

    @property
    def types(self) -> frozenset[str]:
        """The document types that it asks for, ID cards and other papers included."""
        asked = {t for kind in self.kinds for t in self.types_of(kind)}
        cards = {"id_card_front", "id_card_back", "temporary_id_card"} if self.id_card else set()
        return frozenset(asked | cards | ({"other_document"} if self.other_documents else set()))

    def types_of(self, kind: str) -> tuple[str, ...]:
        """The document types that make up a kind of evidence."""
        also = {
            "statement": ("bank_statement", *(("wallet_statement",) if self.statement.wallets_count else ())),
            "contributions": (
                "social_insurance",
                *(("housing_fund",) if self.contributions.housing_fund_counts else ()),
            ),
        }
        return also.get(kind, (kind,))


def load_profile(name_or_path: str, folder: Path, codes: Collection[str] = ()) -> Profile:
    """The profile called so in `folder`, or the one in a TOML file. `codes` are the rules that `severity` may name.

    Raises `ProfileError` where there is none, or it is not as it must be.
    """
    path = _find(name_or_path, folder)
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise ProfileError(f"方案文件 {path.name} 读不了（{why}）：请检查它是不是 UTF-8 编码的 TOML 文件") from why
    try:
        profile = Profile.model_validate({"name": path.stem, **told})
    except ValidationError as wrong:
        raise ProfileError("\n".join(f"方案文件 {path.name}：{_sentence(e)}" for e in wrong.errors())) from wrong
    _consistent(profile, path.name, codes)
    return profile


def names(folder: Path) -> tuple[str, ...]:
    """The profiles in a folder, by name."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def _find(name_or_path: str, folder: Path) -> Path:
    path = Path(name_or_path)
    if path.suffix == ".toml":
        if path.is_file():
            return path
        raise ProfileError(f"没有方案文件 {name_or_path}：请检查路径")
    if name_or_path in names(folder):
        return folder / f"{name_or_path}.toml"
    near = difflib.get_close_matches(name_or_path, names(folder), 1)
    hint = f"是不是想写 {near[0]}？" if near else ""
    raise ProfileError(f"没有名为 {name_or_path} 的方案。{hint}现有的方案：{'、'.join(names(folder))}")


def _sentence(error: ErrorDetails) -> str:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        key, known = str(error["loc"][-1]), _keys_at(error["loc"][:-1])
        near = difflib.get_close_matches(key, known, 1, cutoff=0.4)
        hint = f"是不是想写 {near[0]}？" if near else f"这里可以写：{'、'.join(known)}"
        return f"没有 {where} 这一项。{hint}"
    if error["type"] == "missing":
        return f"缺少 {where} 这一项"
    if error["type"] in ("literal_error", "enum"):
        return f"{where} 的值 {error['input']!r} 不对，可以写：{error['ctx']['expected'].replace(' or ', '、')}"
    return f"{where} 的值 {error['input']!r} 不对：{error['msg']}"


def _keys_at(place: tuple[int | str, ...]) -> list[str]:
    table: Any = Profile
    for part in place:
        table = table.model_fields[str(part)].annotation
    return sorted(table.model_fields)


def _consistent(profile: Profile, file: str, codes: Collection[str]) -> None:
    """That the numbers of kinds can be met, and that the codes are known."""
    evidence = profile.evidence
    if evidence.needed > len(evidence.kinds):
        raise ProfileError(
            f"方案文件 {file}：evidence.needed 是 {evidence.needed}，但 kinds 只列了 {len(evidence.kinds)} 种"
        )
    if stray := [kind for kind in evidence.one_of if kind not in evidence.kinds]:
        raise ProfileError(f"方案文件 {file}：evidence.one_of 中的 {stray[0]} 不在 kinds 里")
    for code in profile.severity:
        if codes and code not in codes:
            near = difflib.get_close_matches(code, sorted(codes), 1, cutoff=0.4)
            hint = f"是不是想写 {near[0]}？" if near else ""
            raise ProfileError(f"方案文件 {file}：没有编号为 {code} 的规则。{hint}")

"""What an applicant's folder says of itself: `application.toml`, read strictly.

A key that is not known, or a value of the wrong kind, is an error that names the key and the nearest right one; a wrong setting that
is silently ignored would review the application for something else. No error repeats a name, an ID number or a password.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, cast

from pipeline.model import Applicant, Loan, Role
from pipeline.text import day, normalise, person, squeeze

FILE = "application.toml"
_LIMIT = 1 << 20  # bytes; a hand-written file has a few hundred

KEYS = ("profile", "id", "expected_signing", "passwords", "applicants", "loan")
APPLICANT_KEYS = ("name", "id_number", "role")
LOAN_KEYS = ("amount", "months", "annual_rate")
ROLES: tuple[Role, ...] = ("borrower", "co_borrower")


@dataclass(frozen=True, slots=True)
class Request:
    """What `application.toml` asks for; everything is None or empty where it is silent."""

    profile: str | None = None
    id: str | None = None
    expected_signing: date | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)
    applicants: tuple[Applicant, ...] = field(default=(), repr=False)
    loan: Loan | None = None


class RequestError(Exception):
    """An `application.toml` that cannot be used: the file, all that is wrong with it, and what to do (Chinese)."""

    def __init__(self, file: str, reasons: Iterable[str], remedy: str = "请改正后重试") -> None:
        self.file, self.reason, self.remedy = file, "；".join(reasons), remedy
        super().__init__(f"{file}：{self.reason}。{remedy}。")


def read_request(folder: Path) -> Request:
    """The request of an application's folder or ZIP; an empty one where it has no `application.toml` (a single file has none).

    In a ZIP it lies at the top, or in the only folder there. Raises RequestError where the file is there and cannot be used.
    """
    if folder.is_file() and zipfile.is_zipfile(folder):
        packed = _packed(folder)
        return Request() if packed is None else parse_request(packed)
    path = folder / FILE
    if not folder.is_dir() or not os.path.lexists(path):
        return Request()
    if path.is_symlink() or not path.is_file():
        raise RequestError(FILE, ["不是普通文件"], "请换成普通的文本文件")
    try:
        with path.open("rb") as opened:
            data = opened.read(_LIMIT + 1)
    except OSError as error:
        raise RequestError(FILE, ["没有权限读取，或者磁盘出错"], "请检查文件的权限") from error
    return parse_request(data)


def _packed(path: Path) -> bytes | None:
    """The file as it lies in a ZIP, None where it is not there or cannot be unpacked (which intake then says of the ZIP)."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(n for n in archive.namelist() if n.split("/")[-1] == FILE and n.count("/") <= 1)
            for name in sorted(names, key=lambda n: n.count("/")):
                with archive.open(name) as entry:
                    return entry.read(_LIMIT + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
        return None
    return None


def parse_request(data: bytes) -> Request:
    """The request that the bytes of an `application.toml` make; RequestError where they make none."""
    table = _table(data)
    wrong: list[str] = [*_strangers(table, KEYS, "")]
    request = Request(
        profile=_text(table, "profile", wrong),
        id=_identifier(table, wrong),
        expected_signing=_day(table, "expected_signing", wrong),
        passwords=_passwords(table, wrong),
        applicants=_applicants(table, wrong),
        loan=_loan(table, wrong),
    )
    if wrong:
        raise RequestError(FILE, wrong)
    return request


def _table(data: bytes) -> dict[str, Any]:
    if len(data) > _LIMIT:
        raise RequestError(FILE, [f"超过 {_LIMIT >> 20} MB，不像是手写的设置"], "请只保留需要的设置")
    try:
        return tomllib.loads(_decoded(data).replace("\r\n", "\n"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"第 {line[1]} 行" if line else "文件末尾"
        raise RequestError(FILE, [f"{where}不合 TOML 的写法"], "文字要放在英文双引号里，例如 profile = \"gig_worker\"") from None  # fmt: skip
    except (InvalidOperation, RecursionError, ValueError):
        raise RequestError(FILE, ["有无法解析的内容"]) from None


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):  # the latter is what an old Windows Notepad writes
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RequestError(FILE, ["文字编码不是 UTF-8"], "请用记事本另存为 UTF-8 编码")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one most likely stands for; None where none is near."""
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def _strangers(table: Mapping[str, Any], known: tuple[str, ...], prefix: str) -> Iterable[str]:
    for key in table:
        if key not in known:
            near = nearest(key, known)
            hint = f"是否应为 {prefix}{near}" if near else f"可用的键有 {'、'.join(prefix + k for k in known)}"
            yield f"不认识的键 {prefix}{_short(key)}，{hint}"


def _short(key: str) -> str:
    return key if len(key) <= 40 else key[:40] + "…"


def _text(table: Mapping[str, Any], key: str, wrong: list[str], prefix: str = "") -> str | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        wrong.append(f"{prefix}{key} 应是放在引号里的文字")
        return None
    return value.strip()


def _identifier(table: Mapping[str, Any], wrong: list[str]) -> str | None:
    """The application's id, which also names its folder among the results: no separators, nothing hidden."""
    value = _text(table, "id", wrong)
    if value is not None and not re.fullmatch(r"(?!\.)[^/\\\x00-\x1f]{1,100}", value):
        wrong.append("id 不能以点开头，不能含斜杠，最长 100 个字")
        return None
    return value


def _day(table: Mapping[str, Any], key: str, wrong: list[str]) -> date | None:
    value = table.get(key)
    if isinstance(value, datetime):
        return value.date()
    found = value if isinstance(value, date) else day(value) if isinstance(value, str) else None
    if value is not None and found is None:
        wrong.append(f"{key} 应是日期，例如 2026-12-01")
    return found


def _passwords(table: Mapping[str, Any], wrong: list[str]) -> tuple[str, ...]:
    value = table.get("passwords", [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        wrong.append("passwords 应是一列放在引号里的文字，例如 [\"123456\"]")  # fmt: skip
        return ()
    return tuple(v for v in values if v)


def _tables(value: Any) -> list[dict[str, Any]] | None:
    if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        return cast(list[dict[str, Any]], value)
    return None


def _applicants(table: Mapping[str, Any], wrong: list[str]) -> tuple[Applicant, ...]:
    entries = _tables(table.get("applicants", []))
    if entries is None:
        wrong.append("applicants 应写成若干个 [[applicants]] 小节")
        return ()
    return tuple(_applicant(entry, f"第 {n} 位申请人的 ", wrong) for n, entry in enumerate(entries, 1))


def _applicant(entry: Mapping[str, Any], who: str, wrong: list[str]) -> Applicant:
    wrong.extend(_strangers(entry, APPLICANT_KEYS, "applicants."))
    name = _text(entry, "name", wrong, who)
    number = _text(entry, "id_number", wrong, who)
    role = _text(entry, "role", wrong, who) or ROLES[0]
    if role not in ROLES:
        wrong.append(f"{who}role 应是 {' 或 '.join(ROLES)}")
    if number is not None:
        number = squeeze(normalise(number)).upper()
        if not re.fullmatch(r"\d{17}[\dX]|\d{15}", number):
            wrong.append(f"{who}id_number 不是 18 位身份证号码")
    if name is None and number is None:
        wrong.append(f"{who}name 和 id_number 至少要写一项")
    return Applicant(cast(Role, role), person(normalise(name)) if name else None, number)


def _loan(table: Mapping[str, Any], wrong: list[str]) -> Loan | None:
    entry = table.get("loan")
    if entry is None:
        return None
    if not isinstance(entry, dict):
        wrong.append("loan 应写成 [loan] 小节")
        return None
    wrong.extend(_strangers(entry, LOAN_KEYS, "loan."))
    missing = [key for key in LOAN_KEYS if key not in entry]
    if missing:
        wrong.append(f"loan 缺少 {'、'.join(missing)}")
        return None
    amount = _number(entry, "amount", "大于零的金额（元）", lambda v: 0 < v < 10**12, wrong)
    months = _number(entry, "months", "1 到 480 之间的整数", lambda v: v == int(v) and 1 <= v <= 480, wrong)
    rate = _number(entry, "annual_rate", "小数，例如百分之三点五写成 0.035", lambda v: 0 <= v < 1, wrong)
    if amount is None or months is None or rate is None:
        return None
    return Loan(amount, int(months), rate)


def _number(
    entry: Mapping[str, Any], key: str, wanted: str, fits: Callable[[Decimal], bool], wrong: list[str]
) -> Decimal | None:
    value = entry[key]
    try:
        number = Decimal(value) if isinstance(value, int | str | Decimal) and not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or not fits(number):
        wrong.append(f"loan.{key} 应是{wanted}")
        return None
    return number

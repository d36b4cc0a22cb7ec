"""Postal Savings Bank of China (邮储银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="psbc",
    name="邮储银行",
    printed="中国邮政储蓄银行",
    how="打开邮储银行手机银行，进入“账户管理 → 明细查询 → 电子流水申请”，选择本人账户，起止日期填 {start} 至 {end}，格式选 PDF，发送到邮箱后上传收到的原文件",
    marks=(
        ("中国邮政储蓄银行借记账户历史明细",),
        ("邮储银行历史明细",),
        ("中国邮政储蓄银行账户交易明细",),
        ("邮政储蓄银行", "借记账户历史明细"),
    ),
    signed=True,
)
READER = reader(BANK)

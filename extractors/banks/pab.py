"""Ping An Bank (平安银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="pab",
    name="平安银行",
    printed="平安银行",
    how="打开平安口袋银行 App，搜索“交易流水”（账户交易明细清单），选择本人账户，起止日期填 {start} 至 {end}，发送到邮箱后上传收到的原文件",
    marks=(
        ("平安银行个人账户交易明细清单",),
        ("TransactionDetailsListofPersonalAccountofPing",),
        ("账户流水明细", "付款方姓名", "收款方姓名"),
    ),
    columns={"summary": ("摘要",), "party": ("交易对手信息",), "direction": ("交易类型",)},
    labels={"period": ("交易起止日期",)},
    signed=True,
)
READER = reader(BANK)

"""China Guangfa Bank (广发银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="cgb",
    name="广发银行",
    printed="广发银行",
    how="打开广发银行手机银行，进入“账户 → 交易明细 → 流水证明”，选择本人账户，起止日期填 {start} 至 {end}，发送到邮箱后上传收到的原文件",
    marks=(("广发银行", "个人账户交易流水证明"), ("个人账户交易流水证明", "对手户名")),
    columns={"summary": ("摘要/交易渠道",)},
    signed=True,
)
READER = reader(BANK)

"""Industrial Bank (兴业银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="cib",
    name="兴业银行",
    printed="兴业银行",
    how="打开兴业银行手机银行，进入“账户 → 交易明细 → 流水打印”，选择本人账户，起止日期填 {start} 至 {end}，格式选 PDF，发送到邮箱后上传收到的原文件",
    marks=(("兴业银行交易流水",), ("兴业银行交易明细",), ("IndustrialBankTransactionDetails",)),
    columns={"direction": ("支/收",)},
)
READER = reader(BANK)

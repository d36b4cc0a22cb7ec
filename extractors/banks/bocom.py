"""Bank of Communications (交通银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="bocom",
    name="交通银行",
    printed="交通银行",
    how="打开交通银行手机银行，进入“账户查询 → 交易明细 → 流水打印（电子版）”，选择本人账户，起止日期填 {start} 至 {end}，勾选“展示对方账户信息”，发送到邮箱后上传收到的原文件",
    marks=(("交通银行个人客户交易清单",), ("BocomPersonalAccountDetails",), ("交通银行银行卡交易明细",)),
    columns={"kind": ("交易类型", "交易方式")},
)
READER = reader(BANK)

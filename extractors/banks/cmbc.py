"""China Minsheng Bank (民生银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="cmbc",
    name="民生银行",
    printed="中国民生银行",
    how="打开民生银行手机银行，进入“账户 → 交易明细 → 明细下载（个人账户对账单）”，选择本人账户，起止日期填 {start} 至 {end}，格式选 PDF，发送到邮箱后上传收到的原文件",
    marks=(("民生银行", "个人账户对账单"), ("个人账户对账单", "现转标志")),
    columns={"party": ("对方户名/账号",)},
    labels={"account": ("客户账号",)},
    signed=True,
)
READER = reader(BANK)

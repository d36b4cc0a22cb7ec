"""China Everbright Bank (光大银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="ceb",
    name="光大银行",
    printed="中国光大银行",
    how="打开光大银行手机银行，进入“账户 → 明细查询 → 交易流水申请”，选择本人账户，起止日期填 {start} 至 {end}，格式选 PDF，发送到邮箱后上传收到的原文件",
    marks=(
        ("中国光大银行账户明细查询",),
        ("TransactionStatementofChinaEverbrightBank",),
        ("光大银行", "账户交易明细查询"),
    ),
    labels={"issued_on": ("下载日期", "打印时间"), "period": ("对账日期", "查询起止日期")},
)
READER = reader(BANK)

"""Shanghai Pudong Development Bank (浦发银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="spdb",
    name="浦发银行",
    printed="上海浦东发展银行",
    how="打开浦发银行手机银行，进入“账户 → 交易明细 → 电子流水”，选择本人账户，起止日期填 {start} 至 {end}，格式选 PDF，发送到邮箱后上传收到的原文件",
    marks=(
        ("上海浦东发展银行个人客户交易流水",),
        ("TransactionStatementofShanghaiPudongDevelopmentBank",),
        ("顺序号", "交易对手名称", "存入金额", "取出金额"),
    ),
    signed=True,
)
READER = reader(BANK)

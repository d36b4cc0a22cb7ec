"""China Merchants Bank (招商银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="cmb",
    name="招商银行",
    printed="招商银行",
    how="打开招商银行 App，搜索“流水打印”，选择本人账户，起止日期填 {start} 至 {end}，发送到邮箱；收到的压缩包密码在 App 的申请记录里显示，请一并提供",
    marks=(
        ("招商银行交易流水",),
        ("TransactionStatementofChinaMerchantsBank",),
        ("TransationStatementofChinaMerchantsBank",),
        ("#招商银行交易记录",),
    ),
    labels={"serial_code": ("电子流水号",)},
    signed=True,
)
READER = reader(BANK)

"""Agricultural Bank of China (农业银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="abc",
    name="农业银行",
    printed="中国农业银行",
    how="打开农业银行手机银行，进入“账户 → 明细查询 → 明细导出（电子流水）”，选择本人账户，起止日期填 {start} 至 {end}，格式选 PDF，发送到邮箱后上传收到的原文件",
    marks=(
        ("中国农业银行账户活期交易明细清单",),
        ("中国农业银行银行卡交易明细清单",),
        ("农业银行", "对私客户账户明细"),
        ("账户明细查询", "账户:", "交易用途"),
        ("账户明细", "收入金额", "摘要/交易用途"),  # of a business account
        ("农业银行", "交易明细", "日志号"),
    ),
    signed=True,
)
READER = reader(BANK)

"""WeBank (微众银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="webank",
    name="微众银行",
    printed="微众银行",
    how="打开微众银行 App，进入“我的 → 证明开具 → 微众卡交易流水”，起止日期填 {start} 至 {end}，发送到邮箱；收到的压缩包密码在 App 里显示，请一并提供",
    marks=(("微众银行", "交易流水"), ("微众卡交易流水",), ("WeBank", "交易流水"), ("微众银行", "账户交易明细")),
    signed=True,
)
READER = reader(BANK)

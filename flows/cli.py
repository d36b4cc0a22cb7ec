"""The `prereview` command. What a command needs is imported when it runs, so that `--help` is there at once."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from flows.console import COMPLETE, SUPPLEMENT, all_passwords, all_there, in_colour, stop

_F = TypeVar("_F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day, YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that the text says; the command fails where it says none."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} 不是日期，应写成 2026-11-24 的样子。", param, ctx)


def _shared(*options: Callable[[_F], _F]) -> Callable[[_F], _F]:
    def add(command: _F) -> _F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


_passwords = _shared(
    click.option("--password", "given", multiple=True, metavar="PW", help="加密文件的密码；可重复，每次一个。"),
    click.option(
        "--password-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="密码文件，每行一个。也可放在环境变量 PREREVIEW_PASSWORDS 里，每行一个。",
    ),
)
_profile = click.option(
    "--profile", metavar="NAME", help="审核口径：salaried、gig_worker、self_employed，或自己的 .toml 文件。"
)
_as_of = click.option("--as-of", type=Day(), help="以哪一天为“今天”；默认是上海时间的今天。")
_out = click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="结果写到哪个目录。")

_HELP = """读懂住房贷款申请人的材料，跑之前就告诉他还缺什么。

\b
常用：
  prereview review 张三的材料/                审核一份申请，打印补件清单
  prereview review 材料.zip --json            同上，输出 JSON
  prereview review 材料/ --out 结果/          另存 review.json、supplement.md、report.html
  prereview extract 流水.pdf 身份证.jpg       只识别文件，不做判断
  prereview batch 收件箱/                     用 Prefect 批量审核，每个文件夹一份申请
  prereview explain BNK102                    一条规则查什么、为什么、怎么补

\b
退出码（review、batch）：0 材料齐全；1 需要补件或人工查看；2 命令没有跑起来。
"""


@click.group(help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="prereview", message="%(prog)s %(version)s")
def main() -> None:
    """Set the process up: private files, quiet logs on stderr, text as UTF-8 wherever it goes."""
    os.umask(0o077)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command(short_help="审核一份或几份申请，打印补件清单。")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@_profile
@_as_of
@click.option("--expected-signing", type=Day(), help="预计签约日；身份证在此之前到期也要提醒。")
@_passwords
@click.option("--json", "as_json", is_flag=True, help="只往标准输出写 JSON；几个 PATH 时是数组。")
@_out
def review(
    paths: tuple[Path, ...],
    profile: str | None,
    as_of: date | None,
    expected_signing: date | None,
    given: tuple[str, ...],
    password_file: Path | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """审核申请：每个 PATH 是一份申请（文件夹、ZIP 或单个文件），在本进程内完成，不需要 Prefect 服务。

    \b
    例：
      prereview review samples/… --as-of 2026-11-24
      prereview review 申请A/ 申请B.zip --json > 结果.json
      PREREVIEW_PASSWORDS='123456' prereview review 材料/ --profile salaried
    """
    all_there(paths)
    from flows import reviewing

    asked = reviewing.Asked(as_of, profile, expected_signing, all_passwords(given, password_file))
    reviews = reviewing.review_all(paths, asked, out)
    click.echo(reviewing.as_json(reviews) if as_json else reviewing.as_text(reviews, in_colour()), nl=False)
    sys.exit(COMPLETE if all(one.status == "complete" for one in reviews) else SUPPLEMENT)


@main.command(short_help="只识别文件里的材料，不做判断。")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@_passwords
@click.option("--json", "as_json", is_flag=True, help="只往标准输出写 JSON。")
def extract(files: tuple[Path, ...], given: tuple[str, ...], password_file: Path | None, as_json: bool) -> None:
    """识别文件里有哪些材料、各字段读到了什么。只报告文件本身的问题（FIL 类），不做审核。

    \b
    例：
      prereview extract 身份证.jpg 流水.pdf
      prereview extract 流水.pdf --json --password 123456
    """
    all_there(files)
    from flows import reviewing

    extracted = reviewing.extract_all(files, reviewing.Asked(passwords=all_passwords(given, password_file)))
    click.echo(reviewing.extracted_json(extracted) if as_json else reviewing.extracted_text(extracted), nl=False)
    sys.exit(SUPPLEMENT if extracted.findings else COMPLETE)


@main.command(short_help="用 Prefect 批量审核一个收件箱里的申请。")
@click.argument("inbox", type=click.Path(path_type=Path), metavar="INBOX")
@_profile
@_as_of
@_passwords
@_out
def batch(
    inbox: Path,
    profile: str | None,
    as_of: date | None,
    given: tuple[str, ...],
    password_file: Path | None,
    out: Path | None,
) -> None:
    """批量审核：INBOX 里每个文件夹（或 ZIP）是一份申请，运行 Prefect 流程 review-batch。

    结果写到 DIR（默认 INBOX/.prereview），每份申请一个子目录，内有 review.json、supplement.md、report.html。
    设了 PREFECT_API_URL 就用那个 Prefect 服务；没有就临时起一个，运行记录留在 PREFECT_HOME 里。
    Prefect 里只有随机编号，没有姓名、证件号和文件名；编号和文件夹的对照在 DIR/index.json。

    \b
    例：
      prereview batch 收件箱/ --profile gig_worker --as-of 2026-11-24
    """
    all_there([inbox])
    if not inbox.is_dir():
        stop(f"{inbox} 不是文件夹；要审核单个文件请用 prereview review。")
    passwords = all_passwords(given, password_file)
    from flows import engine, reviewing

    reviewing.ready(profile)
    engine.prepare()
    engine.reachable_or_stop()
    from flows.flows import run_batch

    outcomes = run_batch(inbox, out or inbox / ".prereview", profile, as_of, passwords)
    if isinstance(outcomes, str):
        stop(outcomes)
    for one in outcomes:
        click.echo(one.line)
    sys.exit(COMPLETE if all(one.status == "complete" for one in outcomes) else SUPPLEMENT)


@main.command(short_help="在本机启动 Prefect 服务、看板和每晚的定时批审。")
@click.option(
    "--inbox",
    type=click.Path(path_type=Path),
    default=Path("inbox"),
    show_default=True,
    metavar="DIR",
    help="收件箱；不存在就新建。",
)
@_out
@click.option("--host", default="127.0.0.1", show_default=True, help="Prefect 服务监听的地址。")
@click.option("--port", type=click.IntRange(1, 65535), default=4200, show_default=True, help="Prefect 服务监听的端口。")
@click.option("--cron", default="0 2 * * *", show_default=True, help="批审的时刻表（上海时间）。")
def serve(inbox: Path, out: Path | None, host: str, port: int, cron: str) -> None:
    """在一台机器上跑起来：Prefect 服务和看板（设了 PREFECT_API_URL 就用那个）、两个部署和每晚的批审。按 Ctrl-C 干净停下，再启动时记录都在。

    这是第一版：接收上传的 API 和申请人的网页还没有，材料要先放进收件箱文件夹。

    \b
    例：
      prereview serve --inbox /srv/inbox
      PREFECT_API_URL=http://prefect.internal:4200/api prereview serve
    """
    from flows import engine

    engine.prepare()
    from flows.serving import serve as run

    inbox.mkdir(parents=True, exist_ok=True)
    sys.exit(run(inbox.resolve(), (out or inbox / ".prereview").resolve(), host, port, cron))


@main.command(short_help="一条规则查什么、为什么、怎么补。")
@click.argument("code", required=False, metavar="[CODE]")
def explain(code: str | None) -> None:
    """打印一条规则的说明；不写 CODE 就列出全部规则。

    \b
    例：
      prereview explain
      prereview explain BNK102
    """
    from flows import explaining

    try:
        click.echo(explaining.page_of(code) if code else explaining.list_of_rules(), nl=False)
    except LookupError as unknown:
        stop(str(unknown))


@main.command(short_help="拿审核结果和标准答案比，算准确率。")
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--json", "as_json", is_flag=True, help="只往标准输出写 JSON。")
def evaluate(directory: Path, as_json: bool) -> None:
    """审核 DIR 里每份带 truth.json 的申请，和标准答案比：各类材料、各字段的准确率，各规则的查准率和查全率，都带样本数 n。

    truth.json 放在申请的文件夹里，形状和审核结果一样；它没写的部分不比。

    \b
    例：
      prereview evaluate samples/
    """
    all_there([directory])
    from flows import evaluating
    from pipeline import contract

    found = evaluating.evaluated(directory)
    click.echo(contract.dumps(found.json()) if as_json else found.text(), nl=False)

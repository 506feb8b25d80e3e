"""`tidu audit`: go along the chain of the log and name what was changed, and print its head to be kept elsewhere."""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tidu.domain.audit.heads import Head

CHANGED, REFUSED = 1, 2
_TELL_EVERY = 2.0  # seconds


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `audit` to the command line."""
    parts = commands.add_parser("audit", help="操作日志：核对封存链、打印链头", description=__doc__)
    under = parts.add_subparsers(required=True, metavar="command")
    verify = under.add_parser("verify", help="核对整条链，指出被改、被删、被插入、被换序的事件")
    verify.add_argument("--from", dest="since", type=date.fromisoformat, help="从这一天起，例如 2026-04-01")
    verify.add_argument("--to", dest="until", type=date.fromisoformat, help="到这一天止")
    verify.add_argument("--heads", type=Path, help="另处留存的链头文件；不给则用数据目录里的")
    verify.set_defaults(run=run_verify)
    under.add_parser("head", help="打印现在的链头：日期、序号、摘要").set_defaults(run=run_head)


def run_verify(options: argparse.Namespace) -> int:
    """Print what is not as it was sealed; 0 where nothing is, 1 where something was found."""
    _start()

    from tidu.domain.audit.heads import BadHeads  # noqa: PLC0415 - it has tables, which need the settings first
    from tidu.domain.audit.verifying import Verification  # noqa: PLC0415 - as above

    try:
        heads = _heads(options.heads)
    except (OSError, BadHeads) as problem:
        print(f"读不了留存的链头：{problem}", file=sys.stderr)
        return REFUSED
    walk = Verification(since=options.since, until=options.until, heads=heads, tell=_teller())
    began, found = time.monotonic(), 0
    for finding in walk.findings():
        found += 1
        print(finding)
    seconds = max(time.monotonic() - began, 0.001)
    speed = f"用时 {seconds:.1f} 秒，每秒 {walk.events / seconds:,.0f} 件"
    print(f"核对 {walk.events:,} 件事件，编号空缺 {walk.gaps:,} 处，对照链头 {len(heads):,} 个；{speed}。")
    print(f"还没有封存的事件 {walk.unsealed:,} 件。")
    print(f"发现 {found:,} 处不符。" if found else "没有发现不符。")
    return CHANGED if found else 0


def run_head(_: argparse.Namespace) -> int:
    """Print the head as it is now, in the form that `--heads` reads."""
    _start()

    from tidu.domain.audit.heads import head  # noqa: PLC0415 - it has tables, which need the settings first

    now = head()
    if now is None:
        print("还没有封存任何事件。", file=sys.stderr)
        return CHANGED
    print(now)
    return 0


def _heads(path: Path | None) -> Sequence[Head]:
    from tidu.domain.audit.heads import kept_heads, read_heads  # noqa: PLC0415 - as above

    return kept_heads() if path is None else read_heads(path)


def _teller() -> Callable[[int], None]:
    """Tell a person who waits how far the walk is, every two seconds."""
    told_at = time.monotonic()

    def tell(links: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= _TELL_EVERY:
            told_at = time.monotonic()
            print(f"已核对 {links:,} 环", file=sys.stderr)

    return tell


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidu.config.settings.local")

    import django  # noqa: PLC0415 - the other commands need no Django

    django.setup()

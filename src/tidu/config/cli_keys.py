"""`tidu keys`: what seals personal data. To rotate: put a new key in front, restart, rotate, remove the old key."""

from __future__ import annotations

import argparse
import os
import sys

from tidu.kit import keyring

REFUSED = 2


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `keys` to the command line."""
    keys = commands.add_parser("keys", help="个人信息的密钥").add_subparsers(required=True, metavar="command")
    new = keys.add_parser("new", help="生成一套新密钥；给出编号则只生成一把，放到 TIDU_DATA_KEYS 的最前面")
    new.add_argument("id", nargs="?", default="", help="新密钥的编号，例如 k2")
    new.set_defaults(run=_new)
    keys.add_parser("list", help="列出密钥编号，和各用它封存了多少个值").set_defaults(run=_list)
    keys.add_parser("rotate", help="全部改用最前面的密钥封存；服务不必停，中断后可再次执行").set_defaults(run=_rotate)


def _new(options: argparse.Namespace) -> int:
    print(keyring.new_key(options.id) if options.id else keyring.new_ring())
    return 0


def _list(_: argparse.Namespace) -> int:
    if not _set_up():
        return REFUSED
    from tidu.kit.resealing import counted, sealed_columns  # noqa: PLC0415 - needs Django set up
    from tidu.kit.sealed import keyring as ring_of  # noqa: PLC0415 - as above

    ring = ring_of()
    for column in sealed_columns():
        for name, number in sorted(counted(column).items()):
            print(name, column.place, number, *([] if name in ring.keys else ["没有这把密钥，打不开"]), sep="\t")
    for name in ring.keys:
        print(name, "当前密钥" if name == ring.current else "只用来打开", sep="\t")
    return 0


def _rotate(_: argparse.Namespace) -> int:
    if not _set_up():
        return REFUSED
    from tidu.domain.audit.actions import record  # noqa: PLC0415 - needs Django set up
    from tidu.kit.resealing import Progress, reseal, sealed_columns  # noqa: PLC0415 - as above
    from tidu.kit.sealed import keyring as ring_of  # noqa: PLC0415 - as above

    def tell(progress: Progress) -> None:
        print(f"\r{progress.column.place}\t{progress.seen}\t{progress.changed}", end="", flush=True)

    changed, closed = 0, 0
    for column in sealed_columns():
        done = reseal(column, tell)
        print(f"\r{column.place}\t看过 {done.seen} 行，改封 {done.changed} 个值")
        for each in done.closed:
            print(each, file=sys.stderr)
        changed, closed = changed + done.changed, closed + len(done.closed)
    record(None, "keys.rotated", "keys", ring_of().current, changed=changed, closed=closed)
    if closed:
        print(f"{closed} 个值打不开，旧密钥先不要移除。", file=sys.stderr)
        return 1
    print(f"全部用密钥 {ring_of().current} 封存，其余密钥可以从 TIDU_DATA_KEYS 移除；blind 不动。")
    return 0


def _set_up() -> bool:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidu.config.settings.local")
    import django  # noqa: PLC0415 - `keys new` needs none

    from tidu.config.env import Misconfigured  # noqa: PLC0415 - as above

    try:
        django.setup()
    except Misconfigured as problem:
        print(problem, file=sys.stderr)
        return False
    return True

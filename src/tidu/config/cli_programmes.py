"""`tidu programmes`: list the editions, show one as the official table, compare two, and keep their lock."""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidu.rules.programme_sheets import Difference, Entry
    from tidu.rules.schema import Edition

REFUSED = 2


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    programmes = commands.add_parser("programmes", help="事项与标准：列出、查看、比较、锁定", description=__doc__)
    programmes.set_defaults(run=run_list)
    parts = programmes.add_subparsers(metavar="command")
    show = parts.add_parser("show", help="按文件的样子列出一版标准")
    show.add_argument("edition")
    show.set_defaults(run=run_show)
    diff = parts.add_parser("diff", help="说明两版标准有何不同")
    diff.add_argument("before")
    diff.add_argument("after")
    diff.set_defaults(run=run_diff)
    parts.add_parser("check", help="核对每一版能否计算、已发布的是否被改动").set_defaults(run=run_check)
    lock = parts.add_parser("lock", help="锁定新发布的标准")
    lock.add_argument("--rewrite", action="store_true", help="重写全部（仅限 0.x 版）")
    lock.set_defaults(run=run_lock)


def run_list(_: argparse.Namespace) -> int:
    """Print every edition with its date and document."""
    from tidu.rules import catalogue  # noqa: PLC0415 - `tidu --help` needs no rules
    from tidu.rules.programme_sheets import doubt  # noqa: PLC0415 - `tidu --help` needs no rules

    for edition in catalogue.editions():
        until = f" 至 {edition.in_force.until}" if edition.in_force.until else " 起"
        word = doubt(edition.source.basis)
        document = f"{edition.source.document}（{word}）" if word else edition.source.document
        print(f"{edition.id:<28}{edition.name}  {edition.in_force.since}{until}  {document}")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Print one edition as the official table."""
    from tidu.rules.programme_sheets import sheet  # noqa: PLC0415 - `tidu --help` needs no rules

    edition = _edition(options.edition)
    if edition is None:
        return REFUSED
    print(edition.id)
    part = ""
    for entry in sheet(edition):
        if entry.part != part:
            part = entry.part
            print(f"\n{part}")
        print("\n".join(_lines(entry)))
    return 0


def run_diff(options: argparse.Namespace) -> int:
    """Print what two editions lay down differently."""
    from tidu.rules.programme_sheets import differences  # noqa: PLC0415 - `tidu --help` needs no rules

    before, after = _edition(options.before), _edition(options.after)
    if before is None or after is None:
        return REFUSED
    found = differences(before, after)
    print(f"{before.id} → {after.id}：{len(found)} 处不同")
    for each in found:
        print("\n".join(_difference(each)))
    return 0


def run_check(_: argparse.Namespace) -> int:
    """Return 1 where an edition cannot be reckoned with, or a published one is not what the lock says."""
    from tidu.rules import programme_lock, soundness  # noqa: PLC0415 - `tidu --help` needs no rules
    from tidu.rules.catalogue import published  # noqa: PLC0415 - `tidu --help` needs no rules

    if faults := soundness.faults(published()):
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    state = programme_lock.compared(programme_lock.locked(), programme_lock.digests(published()))
    for words, editions in (("尚未锁定", state.new), ("与锁定时不同", state.changed), ("文件已不在", state.gone)):
        for edition in editions:
            print(f"{edition}：{words}。", file=sys.stderr)
    return 0 if state.holds else 1


def run_lock(options: argparse.Namespace) -> int:
    """Add new editions to the lock; refuse where one cannot be reckoned with, or a locked one has changed."""
    from tidu.rules import programme_lock, soundness  # noqa: PLC0415 - `tidu --help` needs no rules
    from tidu.rules.catalogue import published  # noqa: PLC0415 - `tidu --help` needs no rules

    if faults := soundness.faults(published()):
        return _refused("\n".join(faults))
    lock, now = programme_lock.locked(), programme_lock.digests(published())
    state = programme_lock.compared(lock, now)
    if options.rewrite and not _version().startswith("0."):
        return _refused("已正式发布的版本不能重写锁定；更正请另建一个新日期的标准文件。")
    if (state.changed or state.gone) and not options.rewrite:
        changed = "、".join([*state.changed, *state.gone])
        return _refused(f"{changed} 与锁定时不同。已发布的标准不能改动；更正请另建一个新日期的标准文件。")
    programme_lock.write(now if options.rewrite else {**lock, **now})
    print(f"已锁定 {len(now)} 版标准，新增 {len(state.new)} 版。")
    return 0


def _edition(name: str) -> Edition | None:
    from tidu.rules import catalogue  # noqa: PLC0415 - `tidu --help` needs no rules

    try:
        return catalogue.edition(name)
    except catalogue.UnknownEdition as unknown:
        print(unknown, file=sys.stderr)
        return None


def _lines(entry: Entry) -> list[str]:
    cited = [f"      依据：{entry.cited}"] if entry.cited else []
    return [f"  {entry.key}  {entry.text}", *(f"      {detail}" for detail in entry.details), *cited]


def _difference(difference: Difference) -> list[str]:
    before, after = difference.before, difference.after
    title = f"{difference.part} · {difference.key}"
    if before is None and after is not None:
        return [f"新增 {title}", *_lines(after)]
    if after is None and before is not None:
        return [f"去掉 {title}", *_lines(before)]
    assert before is not None
    assert after is not None
    old, new = _lines(before), _lines(after)
    return [
        f"改变 {title}",
        *(f"  原 {line.strip()}" for line in old if line not in new),
        *(f"  现 {line.strip()}" for line in new if line not in old),
    ]


def _version() -> str:
    try:
        return version("tidu")
    except PackageNotFoundError:  # run from the sources, before anything was released
        return "0."


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED

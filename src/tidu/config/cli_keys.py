"""`tidu keys new`: the key ring of a new installation, and the next key of an old one. Needs no settings yet."""

from __future__ import annotations

import argparse

from tidu.kit import keyring


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `keys` to the command line."""
    keys = commands.add_parser("keys", help="个人信息的密钥").add_subparsers(required=True, metavar="command")
    new = keys.add_parser("new", help="生成一套新密钥；给出编号则只生成一把，放到 TIDU_DATA_KEYS 的最前面")
    new.add_argument("id", nargs="?", default="", help="新密钥的编号，例如 k2")
    new.set_defaults(run=_new)


def _new(options: argparse.Namespace) -> int:
    print(keyring.new_key(options.id) if options.id else keyring.new_ring())
    return 0

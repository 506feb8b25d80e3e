"""`tidu`, the one command: scoring tables, the programmes, and `tidu manage …` for the platform itself."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from tidu.config import cli_audit, cli_keys, cli_programmes, cli_score

_MANAGE = "manage"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a check failed, 2 refused with a sentence."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [_MANAGE]:  # Django reads its own arguments
        return _manage(given[1:])
    options = _parser().parse_args(given)
    run = options.run
    try:
        return int(run(options))
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tidu", description="优质中小企业梯度培育平台")
    commands = parser.add_subparsers(required=True, metavar="command")
    cli_score.add_commands(commands)
    cli_programmes.add_commands(commands)
    cli_keys.add_commands(commands)
    cli_audit.add_commands(commands)
    commands.add_parser(_MANAGE, help="平台管理命令：tidu manage migrate 等", add_help=False)
    return parser


def _manage(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidu.config.settings.local")

    from django.core.management import execute_from_command_line  # noqa: PLC0415 - the other commands need no Django

    from tidu.config.env import Misconfigured  # noqa: PLC0415 - as above

    try:
        execute_from_command_line(["tidu manage", *arguments])
    except Misconfigured as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

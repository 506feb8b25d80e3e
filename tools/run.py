"""`make run`: set everything up and serve the platform, with its background worker, until Ctrl-C."""

from __future__ import annotations

import os
import sys

from tools import house, port, steps
from tools.installation import Installation
from tools.serving import web_server, worker
from tools.setup import SetUp
from tools.together import environment, run_together


def main() -> int:
    """Set up and serve."""
    number = port.wanted()
    port.require_free(number)  # before the long part, not after it
    SetUp().for_running()
    installation = Installation(house.data_dir(), os.environ.get("DATABASE_URL", ""))
    installation.bring_up_to_date()
    port.require_free(number)
    os.chdir(house.ROOT)
    return run_together(
        {"web server": web_server(number), "background worker": worker()},
        env=environment(TIDU_DATA_DIR=str(installation.folder)),
        is_ready=lambda: port.answers(number),
        when_ready=lambda: _welcome(number, installation),
    )


def _welcome(number: int, installation: Installation) -> None:
    print(f"\nTidu is running: http://{port.HOST}:{number}/", flush=True)
    accounts = installation.accounts()
    if accounts:
        print(f"\nDemo accounts\n{accounts}", flush=True)
    elif installation.database_url:
        print("DATABASE_URL is set, so no demo world was built into that database.", flush=True)
    print("\nCtrl-C ends it.", flush=True)


if __name__ == "__main__":
    sys.exit(steps.plainly(main))

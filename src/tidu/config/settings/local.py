"""The platform on one machine, as `make run` starts it: everything of `base`, on the demo world's time."""

import os

os.environ.setdefault("TIDU_DEMO_STARTS_AT", "2026-04-16T09:00:00")

from tidu.config.settings.base import *  # noqa: F403 - the demo time must be set before it is read

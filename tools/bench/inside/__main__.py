"""`python -m tools.bench.inside`: for every line of JSON, a verb and what it wants, answer with a line of JSON."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from tools.bench.inside.verbs import VERBS  # noqa: E402 - the models need the settings

answers, sys.stdout = sys.stdout, sys.stderr  # whatever else is printed is no answer
for line in sys.stdin:
    verb, wanted = json.loads(line)
    print(json.dumps(VERBS[verb](**wanted)), file=answers, flush=True)

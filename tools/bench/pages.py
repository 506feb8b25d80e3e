"""Single pages and requests, one after the other, each kind with a client of its own."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from tools.bench.client import Answer, Client, hidden
from tools.bench.figures import Timing
from tools.bench.plan import Plan
from tools.bench.server import Server
from tools.bench.stage import Stage

HOME, LOOK_UP, LOOK_UP_CORE = "public home", "public look-up", "  of it the query"
QUEUE, QUEUE_COUNTY, FILTERED = "queue, first page", "queue of a county", "queue, filtered"
SAVE, SUBMIT, PAPER = "save a field", "submit", "PDF of a 申报书"
_WARM = 5
_CELL = "revenue"
_FILTERS = urlencode({"programme": "specialised", "county": "320583", "search": "精密"})
#: The look-up answers an address thirty times a minute.
_LOOK_UPS_AN_ADDRESS = 25
_strangers = count(1)


@dataclass
class Pages:
    """What is measured of one server; ``script`` is how the form is filled, ``sessions`` are those of officers."""

    stage: Stage
    server: Server
    plan: Plan
    script: Sequence[dict[str, Any]]
    sessions: dict[str, str]

    def all(self) -> dict[str, Timing]:
        """Measure every kind."""
        visitor, province = Client(self.server.port), self._officer("province")
        return {
            HOME: self._timed([lambda: visitor.get("/")] * (self.plan.pages + _WARM)),
            LOOK_UP: self._look_up(),
            LOOK_UP_CORE: Timing(self.stage.ask("look_ups", count=self.plan.pages)),
            QUEUE: self._timed([lambda: province.get("/desk/")] * (self.plan.pages + _WARM)),
            QUEUE_COUNTY: self._queue_of_a_county(),
            FILTERED: self._timed([lambda: province.get(f"/desk/?{_FILTERS}")] * (self.plan.pages + _WARM)),
            SAVE: self._save(),
            SUBMIT: self._submit(),
            PAPER: self._paper(),
        }

    def _timed(self, requests: Sequence[Callable[[], Any]]) -> Timing:
        """Time the requests behind the first few, which only warm up."""
        for request in requests[:_WARM]:
            request()
        seconds = []
        cpu = self.server.cpu_seconds()
        for request in requests[_WARM:]:
            started = perf_counter()
            request()
            seconds.append(perf_counter() - started)
        return Timing(seconds, (self.server.cpu_seconds() - cpu) / len(seconds))

    def _officer(self, level: str) -> Client:
        return Client(self.server.port, session=self.sessions[level])

    def _queue_of_a_county(self) -> Timing:
        county = self._officer("county")
        return self._timed([lambda: county.get("/desk/")] * (self.plan.pages + _WARM))

    def _paper(self) -> Timing:
        made = self.stage.ask("papers", count=self.plan.papers)
        return Timing(made["seconds"], note=f"  {made['pages']} pages" if made["pages"] else "")

    def _look_up(self) -> Timing:
        """Look enterprises up as a browser does, the work for the challenge done beforehand."""
        requests = []
        client = Client(self.server.port)
        for place, typed in enumerate(self.stage.ask("searches", count=self.plan.pages + _WARM)):
            if place % _LOOK_UPS_AN_ADDRESS == 0:
                client = Client(self.server.port, address=f"127.0.1.{next(_strangers)}")
            page = client.get("/lookup/")
            requests.append(_posting(client, "/lookup/", hidden(page) | {"q": typed, "proof": _proof(page)}, {200}))
        return self._timed(requests)

    def _save(self) -> Timing:
        """Save one cell of one declaration again and again, each time on top of the last version."""
        (applicant,) = self.stage.ask("applicants", count=1, complete=False)
        client = Client(self.server.port, session=applicant["session"])
        section = next(step["section"] for step in self.script if step["cell"] == _CELL)
        path = f"/my/declarations/{applicant['number']}/{section}/save/"
        client.get(path.removesuffix("save/"))

        def saving(version: int) -> Callable[[], Any]:
            typed = f"{6_000 + version}.5"
            sent = {"cell": _CELL, "typed": typed, "based_on": version, "key": str(uuid.uuid4())}
            return lambda: client.post_json(path, sent)

        return self._timed([saving(version) for version in range(self.plan.saves + _WARM)])

    def _submit(self) -> Timing:
        """The last click on declarations in which nothing is missing, each of another enterprise."""
        applicants = self.stage.ask("applicants", count=self.plan.submits + _WARM, complete=True)
        client = Client(self.server.port)
        return self._timed([_submitting(client, applicant) for applicant in applicants])


def _posting(client: Client, path: str, form: dict[str, str], expected: set[int]) -> Callable[[], Answer]:
    return lambda: client.post(path, form, expected=expected)


def _submitting(client: Client, applicant: dict[str, str]) -> Callable[[], Answer]:
    path = f"/my/declarations/{applicant['number']}"
    client.be(applicant["session"])
    form = hidden(client.get(f"{path}/check/"))

    def submit() -> Answer:
        client.be(applicant["session"])
        return client.post(f"{path}/submit/", form, expected={302})

    return submit


def _proof(page: Answer) -> str:
    """The work that the page asks of a browser: a number whose digest with the nonce begins with enough zeros."""
    found = re.search(r'data-nonce="([^"]+)"\s+data-bits="(\d+)"', page.text)
    assert found is not None, "the look-up asks for no work"
    nonce, bits = found[1], int(found[2])
    number = 0
    while int.from_bytes(hashlib.sha256(f"{nonce}:{number}".encode()).digest()) >> (256 - bits):
        number += 1
    return str(number)

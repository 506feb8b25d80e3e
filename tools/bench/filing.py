"""Many clients at once: submit requests alone, and whole filings from the first page to the receipt."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from queue import Empty, SimpleQueue
from time import monotonic, perf_counter
from typing import Any

from tools.bench.client import Client, Unexpected, hidden
from tools.bench.figures import Timing
from tools.bench.plan import Plan
from tools.bench.server import Server
from tools.bench.stage import Stage

Applicant = dict[str, str]


@dataclass
class Storm:
    """What many clients did together: who saw a receipt, what each request took, what went wrong."""

    elapsed: float = 0.0
    cpu: float = 0.0
    acknowledged: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    @property
    def a_second(self) -> float:
        return len(self.acknowledged) / self.elapsed

    @property
    def timing(self) -> Timing:
        return Timing(self.seconds, self.cpu / len(self.seconds))


class TimedClient(Client):
    """A client that writes down what each of its requests took."""

    def __init__(self, port: int, seconds: list[float]) -> None:
        super().__init__(port)
        self.seconds = seconds

    def _ask(self, *given: Any) -> Any:
        started = perf_counter()
        answer = super()._ask(*given)
        self.seconds.append(perf_counter() - started)
        return answer


def submits(stage: Stage, server: Server, plan: Plan) -> Storm:
    """Fire only the last click, on declarations in which nothing is missing."""
    applicants: list[Applicant] = stage.ask("applicants", count=plan.prepared, complete=True)
    first = Client(server.port, session=applicants[0]["session"])
    # they are copies of one another, so one page tells what all of them would show
    form = hidden(first.get(f"/my/declarations/{applicants[0]['number']}/check/"))

    def submit(client: Client, applicant: Applicant) -> None:
        client.be(applicant["session"])
        client.post(f"/my/declarations/{applicant['number']}/submit/", form, expected={302})

    return _storm(stage, server, plan.clients, plan.storm_seconds, applicants, submit)


def filings(stage: Stage, server: Server, plan: Plan, script: Sequence[dict[str, Any]]) -> Storm:
    """File whole declarations: open every section, save every cell by itself, check, submit, see the receipt."""
    applicants: list[Applicant] = stage.ask("applicants", count=plan.filers, complete=False)

    def file(client: Client, applicant: Applicant) -> None:
        client.be(applicant["session"])
        path = f"/my/declarations/{applicant['number']}"
        for section, steps in groupby(script, key=lambda step: str(step["section"])):
            client.get(f"{path}/{section}/")
            for step in steps:
                _save(client, f"{path}/{section}", step)
            client.get(f"{path}/{section}/panel/", fetched=True)
        form = hidden(client.get(f"{path}/check/"))
        answer = client.post(f"{path}/submit/", form, expected={302})
        client.get(answer.location)

    return _storm(stage, server, plan.clients, plan.filing_seconds, applicants, file)


def _save(client: Client, path: str, step: dict[str, Any]) -> None:
    if step["is_file"]:
        client.post_file(f"{path}/files/{step['cell']}/", "佐证.pdf", step["typed"].encode())
        return
    # the key is the browser's; one save of a cell of one declaration needs no more than to be told from the others
    key = f"00000000-0000-4000-8000-{abs(hash(step['cell'])) % 16**12:012x}"
    client.post_json(f"{path}/save/", {"cell": step["cell"], "typed": step["typed"], "based_on": 0, "key": key})


def _storm(
    stage: Stage,
    server: Server,
    clients: int,
    seconds: float,
    applicants: Sequence[Applicant],
    act: Callable[[Client, Applicant], None],
) -> Storm:
    """Let the clients take applicants until the time is up or nobody is left; then count in the database."""
    waiting: SimpleQueue[Applicant] = SimpleQueue()
    for applicant in applicants:
        waiting.put(applicant)
    storm = Storm()
    cpu, started = server.cpu_seconds(), monotonic()

    def work() -> None:
        client = TimedClient(server.port, storm.seconds)
        while monotonic() - started < seconds:
            try:
                applicant = waiting.get_nowait()
            except Empty:
                return
            try:
                act(client, applicant)
            except (Unexpected, OSError, http.client.HTTPException) as wrong:
                storm.wrong.append(str(wrong))
                client.close()  # the next request connects anew
                continue
            storm.acknowledged.append(applicant["number"])

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    storm.elapsed, storm.cpu = monotonic() - started, server.cpu_seconds() - cpu
    storm.counted = stage.ask("counted", acknowledged=storm.acknowledged)
    return storm

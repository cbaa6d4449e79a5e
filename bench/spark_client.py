"""What PySpark's client waits for: the count of ten numbers, and five million rows of ten columns as a frame of pandas; beside Sail.

The client's own time is what is left of a call when the time inside of its requests is taken off: from sending a request to its answer, or to the
next message of one that streams.
"""

from __future__ import annotations

import contextlib
import pathlib
import statistics
import sys
import threading
import time
from collections.abc import Iterator

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools")]

from localserver import LocalServer  # noqa: E402

import side_by_side  # noqa: E402
from process_tree import peak_pss_mib  # noqa: E402
from spark_tpch import connect, sail  # noqa: E402

COUNTS, ROUNDS = 50, 5
ROWS = 5_000_000
ANSWER_MS = 5  # what a count may wait for its answer
ROWS_MEMORY_MIB = 2048  # of the server and its engine, whatever the client takes at once

COLUMNS = ["id", "id % 1000 as small", "cast(id as double) / 7 as real", "cast(id as decimal(18,2)) as price", "cast(id % 2 = 0 as boolean) as even",
           "date_add(date'2020-01-01', cast(id % 3650 as int)) as day", "timestamp_seconds(id) as moment", "concat('name ', id) as name",
           "cast(id % 100 as string) as code", "if(id % 10 = 0, null, id * 3) as gaps"]


class TimedStub:
    """The stub of a client, with the seconds that the program spent inside of its requests; the client's own threads do not hold it up."""

    def __init__(self, stub):
        self.stub, self.seconds = stub, 0.0

    def __getattr__(self, name: str):
        call = getattr(self.stub, name)

        def timed(*arguments, **named):
            with self.clock():
                answer = call(*arguments, **named)
            return self.stream(answer) if hasattr(answer, "__next__") else answer

        return timed

    def stream(self, answers) -> Iterator:
        while True:
            with self.clock():
                answer = next(answers, None)
            if answer is None:
                return
            yield answer

    @contextlib.contextmanager
    def clock(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        if threading.current_thread() is threading.main_thread():
            self.seconds += time.perf_counter() - began


class Client:
    """A session whose requests are timed."""

    def __init__(self, url: str):
        self.session = connect(url)
        self.requests = self.session.client._stub = TimedStub(self.session.client._stub)

    def count(self) -> tuple[float, float]:
        """Seconds of a count, and those inside of its requests."""
        self.requests.seconds = 0.0
        whole = side_by_side.timed(self.session.range(10).count)
        return whole, self.requests.seconds

    def frame(self):
        return self.session.range(ROWS).selectExpr(*COLUMNS).toPandas()

    def frame_seconds(self) -> float:
        return side_by_side.timed(self.frame)


def counts(clients: dict[str, Client]) -> list[str]:
    for client in clients.values():
        if client.session.range(10).count() != 10:
            raise SystemExit("ten numbers are not ten: nothing is timed")
    times = {name: [] for name in clients}
    for _ in range(COUNTS):
        for name, client in clients.items():
            times[name].append(client.count())
    lines = [f"spark.range(10).count(), {COUNTS} interleaved rounds", f"{'':<12}{'the call':>12}{'inside of requests':>22}{'spread':>22}"]
    for name, each in times.items():
        inside = sorted(seconds for _, seconds in each)
        whole = statistics.median(seconds for seconds, _ in each)
        lines.append(f"{name:<12}{whole * 1000:>9.1f} ms{statistics.median(inside) * 1000:>19.1f} ms{f'{inside[0] * 1000:.1f} - {inside[-1] * 1000:.1f} ms':>22}")
    waited = statistics.median(inside for _, inside in times["Dovetail"])
    return lines + [side_by_side.held("a count, over the client's own time", waited * 1000, " ms", 1, at_most=ANSWER_MS)]


def frames(server: LocalServer, clients: dict[str, Client]) -> list[str]:
    answers = [client.frame().sort_values("id", ignore_index=True) for client in clients.values()]  # whose order nobody promises
    if not all(answer.equals(answers[0]) for answer in answers):
        raise SystemExit("the frames differ: nothing is timed")
    del answers
    with peak_pss_mib(server.process.pid) as peak:
        seconds = side_by_side.measure({name: client.frame_seconds for name, client in clients.items()}, ROUNDS)
    return [side_by_side.table(f"{ROWS:,} rows and {len(COLUMNS)} columns as a frame of pandas, {ROUNDS} interleaved rounds, frames equal", seconds),
            side_by_side.held("Dovetail / Sail", side_by_side.ratio(seconds["Dovetail"], seconds["Sail"]), "x", at_most=1),
            side_by_side.held("server and engine meanwhile", peak.mib, " MiB PSS", 0, at_most=ROWS_MEMORY_MIB)]


def main() -> str:
    with LocalServer() as server, sail() as sail_url:
        clients = {"Dovetail": Client(server.spark_url), "Sail": Client(sail_url)}
        return "\n".join([*counts(clients), "", *frames(server, clients)])


if __name__ == "__main__":
    print(main())

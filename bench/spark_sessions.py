"""Sixteen PySpark programs at once, a process and a session each, beside one that has the server to itself: how much slower a query gets, and whether
any session is left behind.

Every session asks the same queries of TPC-H (SF1) in an order of its own.
"""

from __future__ import annotations

import multiprocessing
import pathlib
import random
import shutil
import statistics
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "test/trino")]

from localserver import LocalServer  # noqa: E402
from tpch import QUERIES  # noqa: E402

import side_by_side  # noqa: E402
import tpch_data  # noqa: E402
from spark_tpch import Spark, connect, same  # noqa: E402
from tpch_queries import DuckDb  # noqa: E402

SESSIONS = 16
BEHIND = 3  # times the median of all sessions that one may take
ASKED = [1, 3, 4, 5, 6, 10, 12, 14, 18, 22]


def session(url: str, folder: pathlib.Path, seed: int, start, seconds) -> None:
    """A program: waits for the others, then asks its queries; puts what each took."""
    spark = Spark(connect(url), folder)
    spark.rows(QUERIES[6])
    order = random.Random(seed).sample(ASKED, len(ASKED))
    start.wait()
    seconds.put({number: spark.timed(QUERIES[number]) for number in order})


def at_once(url: str, folder: pathlib.Path, sessions: int) -> list[dict[int, float]]:
    """What each query took in each of so many sessions. Processes are spawned: no process with a gRPC client can fork."""
    spawn = multiprocessing.get_context("spawn")
    start, seconds = spawn.Barrier(sessions), spawn.Queue()
    programs = [spawn.Process(target=session, args=(url, folder, seed, start, seconds)) for seed in range(sessions)]
    for program in programs:
        program.start()
    try:
        return [seconds.get(timeout=600) for _ in programs]
    finally:
        for program in programs:
            program.join(30)


def main() -> str:
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="dovetail-bench-"))
    try:
        tpch_data.generate("parquet", scratch)
        with LocalServer() as server:
            ours, duck = Spark(connect(server.spark_url), scratch), DuckDb(scratch)
            for number in ASKED:
                if not same(duck.rows(QUERIES[number]), ours.rows(QUERIES[number])):
                    raise SystemExit(f"the answers to query {number} differ: nothing is timed")
            [alone] = at_once(server.spark_url, scratch, 1)
            return report(alone, at_once(server.spark_url, scratch, SESSIONS))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def report(alone: dict[int, float], together: list[dict[int, float]]) -> str:
    slowdowns = sorted(seconds / alone[number] for one in together for number, seconds in one.items())
    wholes = sorted(sum(one.values()) for one in together)
    median = statistics.median(wholes)
    shares = [f"{share} %: {slowdowns[min(len(slowdowns) - 1, len(slowdowns) * share // 100)]:.1f}x" for share in (50, 90, 99)]
    return "\n".join([
        f"{SESSIONS} sessions at once, {len(ASKED)} queries of TPC-H SF{tpch_data.SCALE} each; one alone took {sum(alone.values()):.1f} s",
        f"a query's slowdown    {'   '.join(shares)}   at most: {slowdowns[-1]:.1f}x",
        f"a session took        {wholes[0]:.1f} - {wholes[-1]:.1f} s, median {median:.1f} s: {median / sum(alone.values()):.1f} times one alone",
        side_by_side.held("the slowest session / the median", wholes[-1] / median, "x", at_most=BEHIND)])


if __name__ == "__main__":
    print(main())

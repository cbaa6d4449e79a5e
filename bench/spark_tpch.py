"""The 22 queries of TPC-H through PySpark, warm, their rows collected by the client: Dovetail beside DuckDB in process, Sail and Spark itself.

Every contender is a PySpark session (DuckDB: a connection) over the same Parquet files on disk, with two threads; the answers are compared with
Spark's first, which warms all of them too.
"""

from __future__ import annotations

import contextlib
import decimal
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "test/trino")]

from localserver import LocalServer  # noqa: E402
from tpch import QUERIES  # noqa: E402

import side_by_side  # noqa: E402
import tpch_data  # noqa: E402
from tpch_queries import DuckDb  # noqa: E402

ROUNDS = 5
THREADS = 2
LIMITS = {"DuckDB": 1.15, "Sail": 1 / 1.4, "Spark": 1 / 12}  # what Dovetail may take, in the other's time


class Spark:
    """A session of PySpark's over the files."""

    def __init__(self, session, folder: pathlib.Path):
        self.session = session
        for table in tpch_data.COLUMNS:
            session.read.parquet(f"{folder}/{table}.parquet").createOrReplaceTempView(table)

    def rows(self, sql: str) -> list[tuple]:
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def timed(self, sql: str) -> float:
        return side_by_side.timed(self.rows, sql)


def connect(url: str):
    from pyspark.sql.connect.session import SparkSession

    return SparkSession.builder.remote(url).create()


@contextlib.contextmanager
def sail():
    """Its server, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    library = pathlib.Path(os.environ["DOVETAIL_DEPS"]) / "sail"
    environment = os.environ | {"PYTHONPATH": str(library), "SAIL_EXECUTION__DEFAULT_PARALLELISM": str(THREADS), "TOKIO_WORKER_THREADS": str(THREADS)}
    process = subprocess.Popen([sys.executable, str(library / "bin/sail"), "spark", "server", "--port", str(port)], env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield f"sc://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def local():
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings = {"spark.sql.ansi.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": str(THREADS),
                "spark.driver.memory": "4g"}
    builder = SparkSession.builder.master(f"local[{THREADS}]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def same(ours: list[tuple], theirs: list[tuple]) -> bool:
    return len(ours) == len(theirs) and all(same_cell(*cells) for rows in zip(ours, theirs) for cells in zip(*rows, strict=True))


def same_cell(ours: object, theirs: object) -> bool:
    """Quotients and averages of decimals are decimals in Spark, rounded, and doubles in DuckDB."""
    if isinstance(ours, float) and isinstance(theirs, decimal.Decimal):
        return abs(ours - float(theirs)) <= 0.5001 * 10.0 ** theirs.as_tuple().exponent
    if isinstance(theirs, float):
        return abs(float(ours) - theirs) <= 1e-9 * max(1, abs(theirs))
    return ours == theirs


def same_but_for_a_last_digit(theirs: list[tuple], sparks: list[tuple]) -> bool:
    """Sail cuts the averages that Spark rounds."""
    def near(cell: object, other: object) -> bool:
        return same_cell(cell, other) or (isinstance(cell, decimal.Decimal) and abs(cell - other) <= decimal.Decimal(1).scaleb(other.as_tuple().exponent))

    return len(theirs) == len(sparks) and all(near(*cells) for rows in zip(theirs, sparks) for cells in zip(*rows, strict=True))


def check(contenders: dict[str, object]) -> None:
    for number, sql in QUERIES.items():
        answers = {name: contender.rows(sql) for name, contender in contenders.items()}
        for name, rows in answers.items():
            if not (same_but_for_a_last_digit if name == "Sail" else same)(rows, answers["Spark"]):
                raise SystemExit(f"the answer of {name} to query {number} differs from Spark's: nothing is timed")


def main() -> str:
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="dovetail-bench-"))
    try:
        tpch_data.generate("parquet", scratch)
        spark = Spark(local(), scratch)  # before there is a gRPC client, which no process can fork
        with LocalServer() as server, sail() as sail_url:
            contenders = {"Dovetail": Spark(connect(server.spark_url), scratch), "DuckDB": DuckDb(scratch), "Sail": Spark(connect(sail_url), scratch), "Spark": spark}
            check(contenders)
            seconds = {number: side_by_side.measure({name: lambda one=one: one.timed(sql) for name, one in contenders.items()}, ROUNDS)
                       for number, sql in QUERIES.items()}
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return report(seconds)


def report(seconds: dict[int, dict[str, list[float]]]) -> str:
    """A query's median in milliseconds for each, and what part of each peer's time ours is, round by round: the median."""
    peers = list(LIMITS)
    lines = [f"TPC-H SF{tpch_data.SCALE} through PySpark, warm, {ROUNDS} interleaved rounds a query, {THREADS} threads each, answers equal Spark's",
             f"{'':<10}{'Dovetail':>12}" + "".join(f"{peer:>12}{'of it':>9}" for peer in peers)]
    medians = {number: {name: statistics.median(values) for name, values in query.items()} for number, query in seconds.items()}
    for number, query in seconds.items():
        ratios = {peer: statistics.median(mine / theirs for mine, theirs in zip(query["Dovetail"], query[peer])) for peer in peers}
        lines.append(row(f"query {number}", medians[number], ratios))
    totals = {name: sum(one[name] for one in medians.values()) for name in ["Dovetail", *peers]}
    lines.append(row("all", totals, {peer: totals["Dovetail"] / totals[peer] for peer in peers}))
    lines += [side_by_side.held(f"all of them / {peer}", totals["Dovetail"] / totals[peer], "x", at_most=limit) for peer, limit in LIMITS.items()]
    return "\n".join(lines)


def row(title: str, seconds: dict[str, float], ratios: dict[str, float]) -> str:
    return f"{title:<10}{seconds['Dovetail'] * 1000:>9,.0f} ms" + "".join(f"{seconds[peer] * 1000:>9,.0f} ms{ratio:>8.2f}x" for peer, ratio in ratios.items())


if __name__ == "__main__":
    print(main())

"""TPC-H's 22 queries at scale factor 10 through PySpark, in a server that may have 2 GiB for all its work; beside DuckDB in process with as much.

What does not fit is spilled. The answers are compared with those of a DuckDB that may have what it wants.
"""

from __future__ import annotations

import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "test/trino")]

from localserver import LocalServer  # noqa: E402
from tpch import QUERIES  # noqa: E402

import side_by_side  # noqa: E402
import tpch_data  # noqa: E402
from process_tree import peak_pss_mib  # noqa: E402
from spark_tpch import Spark, connect, same  # noqa: E402
from tpch_queries import DuckDb  # noqa: E402

SCALE = 10
MEMORY_MIB = 2048


class Measured:
    """A query's seconds, the most memory of server and engine meanwhile, and DuckDB's seconds in as much."""

    def __init__(self, server: LocalServer, ours: Spark, small: DuckDb, whole: DuckDb, number: int):
        sql = QUERIES[number]
        with peak_pss_mib(server.process.pid) as peak:
            self.seconds = side_by_side.timed(lambda: setattr(self, "rows", ours.rows(sql)))
        self.mib = peak.mib
        self.duck_seconds = small.timed(sql)
        if not same(whole.rows(sql), self.rows):
            raise SystemExit(f"the answer to query {number} differs from DuckDB's")
        del self.rows


def main() -> str:
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="dovetail-bench-"))
    try:
        tpch_data.generate("parquet", scratch, scale=SCALE)
        with LocalServer("--memory", f"{MEMORY_MIB}MiB") as server:
            ours, whole = Spark(connect(server.spark_url), scratch), DuckDb(scratch)
            small = DuckDb(scratch, memory_limit=f"{MEMORY_MIB}MiB", temp_directory=str(scratch / "spill"))
            queries = {number: Measured(server, ours, small, whole, number) for number in QUERIES}
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return report(queries)


def report(queries: dict[int, Measured]) -> str:
    lines = [f"TPC-H SF{SCALE} through PySpark in {MEMORY_MIB:,} MiB, once, answers equal DuckDB's",
             f"{'':<10}{'Dovetail':>12}{'server, PSS':>14}{'DuckDB in as much':>20}{'of it':>9}"]
    for number, each in queries.items():
        lines.append(f"query {number:<4}{each.seconds * 1000:>9,.0f} ms{each.mib:>10,.0f} MiB{each.duck_seconds * 1000:>17,.0f} ms{each.seconds / each.duck_seconds:>8.2f}x")
    ours, theirs = sum(each.seconds for each in queries.values()), sum(each.duck_seconds for each in queries.values())
    lines.append(f"{'all':<10}{ours * 1000:>9,.0f} ms{'':>14}{theirs * 1000:>17,.0f} ms{ours / theirs:>8.2f}x")
    return "\n".join([*lines, side_by_side.held("server and engine at most", max(each.mib for each in queries.values()), " MiB PSS", 0, at_most=MEMORY_MIB)])


if __name__ == "__main__":
    print(main())

"""A count over one partition of a table that has ever more of them: through Athena's API, beside DuckDB over the same files in local folders.

Athena asks the catalog for the one partition, so what a query costs should be the cost of the one; DuckDB finds it among all folders.
Both count the same rows first.
"""

from __future__ import annotations

import concurrent.futures
import pathlib
import shutil
import statistics
import sys
import tempfile

import duckdb

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools")]

from localserver import LocalServer  # noqa: E402

import side_by_side  # noqa: E402
import tpch_data  # noqa: E402
from athena_api import Athena  # noqa: E402

SIZES = [1, 100, 1_000, 10_000, 100_000]
ROUNDS = 7
ROWS = 1_000  # of each partition
ATHENA, DUCKDB = "Athena's API", "DuckDB, local folders"


class Events:
    """The table: N partitions of one Parquet file each, in the lake and in local folders."""

    def __init__(self, server: LocalServer, folder: pathlib.Path):
        self.s3, self.glue, self.folder, self.size = server.client("s3"), server.client("glue"), folder, 0
        self.file = folder / "rows.parquet"
        duckdb.sql(f"copy (select range as id from range({ROWS})) to '{self.file}'")
        self.s3.create_bucket(Bucket="events")
        self.glue.create_database(DatabaseInput={"Name": "events"})
        self.storage = tpch_data.parquet_storage([{"Name": "id", "Type": "bigint"}])
        self.glue.create_table(DatabaseName="events", TableInput={
            "Name": "events", "TableType": "EXTERNAL_TABLE", "PartitionKeys": [{"Name": "day", "Type": "string"}],
            "StorageDescriptor": self.storage | {"Location": "s3://events/"}})

    def grow(self, size: int) -> None:
        added = range(self.size, size)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(self.put, added))
        for first in added[::100]:
            inputs = [{"Values": [day(number)], "StorageDescriptor": self.storage | {"Location": f"s3://events/day={day(number)}/"}}
                      for number in range(first, min(first + 100, size))]
            errors = self.glue.batch_create_partition(DatabaseName="events", TableName="events", PartitionInputList=inputs)["Errors"]
            if errors:
                raise SystemExit(str(errors[0]))
        self.size = size

    def put(self, number: int) -> None:
        self.s3.put_object(Bucket="events", Key=f"day={day(number)}/rows.parquet", Body=self.file.read_bytes())
        local = self.folder / f"days/day={day(number)}"
        local.mkdir(parents=True)
        shutil.copy(self.file, local / "rows.parquet")


def day(number: int) -> str:
    return f"d{number:06}"


def main() -> str:
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="dovetail-bench-"))
    lines = [f"count(*) of one partition of N ({ROWS:,} rows each), {ROUNDS} interleaved rounds, counts equal",
             f"{'partitions':>10}{ATHENA:>16}{'spread':>24}   {DUCKDB:>22}{'spread':>26}"]
    try:
        with LocalServer() as server:
            events, athena, duck = Events(server, scratch), Athena(server, "events"), duckdb.connect(config={"threads": 2})
            bars = {}
            for size in SIZES:
                events.grow(size)
                where = f"where day = '{day(size // 2)}'"
                ours, theirs = f"select count(*) from events.events {where}", f"select count(*) from read_parquet('{scratch}/days/*/*.parquet') {where}"
                if [[str(ROWS)]] != athena.rows(ours) or [(ROWS,)] != duck.execute(theirs).fetchall():
                    raise SystemExit("the counts differ: nothing is timed")
                seconds = side_by_side.measure({ATHENA: lambda: athena.timed(ours), DUCKDB: lambda: side_by_side.timed(duck.execute, theirs)}, ROUNDS)
                lines.append(f"{size:>10,}" + "".join(column(values, width) for values, width in zip(seconds.values(), (16, 25))))
                bars[size] = {name: statistics.median(values) for name, values in seconds.items()}
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    first, *_, last = (each[ATHENA] for each in bars.values())
    growth = side_by_side.held(f"one of {SIZES[-1]:,} / the only one, through {ATHENA}", last / first, "x", at_most=1.5)
    return "\n".join(lines + [growth, "", *curve(bars)])


def column(values: list[float], width: int) -> str:
    ms = [value * 1000 for value in values]
    return f"{f'{statistics.median(ms):,.1f} ms':>{width}}{f'{min(ms):,.1f} - {max(ms):,.1f} ms':>24}"


def curve(bars: dict[int, dict[str, float]]) -> list[str]:
    """A bar for each median, the longest 60 signs."""
    longest = max(seconds for each in bars.values() for seconds in each.values())
    return [f"{size:>10,} {name:<22} {'#' * max(1, round(60 * seconds / longest))}" for name in (ATHENA, DUCKDB) for size, each in bars.items()
            for seconds in [each[name]]]


if __name__ == "__main__":
    print(main())

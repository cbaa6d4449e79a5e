"""The 22 queries of TPC-H over the same Parquet files: through Athena's API, from start-query-execution to SUCCEEDED, beside DuckDB in process.

The answers are compared first: row by row, what Trino rounds to the digits of a decimal by those digits.
"""

from __future__ import annotations

import pathlib
import shutil
import statistics
import sys
import tempfile

import duckdb

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "test/trino")]

from localserver import LocalServer  # noqa: E402
from tpch import QUERIES  # noqa: E402

import side_by_side  # noqa: E402
import tpch_data  # noqa: E402
from athena_api import Athena  # noqa: E402

ROUNDS = 5
THREADS = 2
RATIO, API = 1.15, 0.010  # what a query may take: so many times DuckDB's time, and what the API's round trips may add


def create_tables(server: LocalServer, folder: pathlib.Path) -> None:
    s3, glue = server.client("s3"), server.client("glue")
    s3.create_bucket(Bucket="tpch")
    glue.create_database(DatabaseInput={"Name": "tpch"})
    for table in tpch_data.COLUMNS:
        s3.upload_file(str(folder / f"{table}.parquet"), "tpch", f"{table}/{table}.parquet")
        storage = tpch_data.parquet_storage(tpch_data.columns_of(table)) | {"Location": f"s3://tpch/{table}/"}
        glue.create_table(DatabaseName="tpch", TableInput={"Name": table, "TableType": "EXTERNAL_TABLE", "StorageDescriptor": storage})


class DuckDb:
    def __init__(self, folder: pathlib.Path, **settings: str):
        self.connection = duckdb.connect(config={"threads": THREADS} | settings)
        for table in tpch_data.COLUMNS:
            self.connection.execute(f"create view {table} as from read_parquet('{folder}/{table}.parquet')")

    def timed(self, sql: str) -> float:
        return side_by_side.timed(self.rows, sql)

    def rows(self, sql: str) -> list[tuple]:
        return self.connection.execute(sql).fetchall()


def same(ours: list[list[str]], theirs: list[tuple]) -> bool:
    return len(ours) == len(theirs) and all(same_cell(*cells) for rows in zip(ours, theirs) for cells in zip(*rows, strict=True))


def same_cell(ours: str | None, theirs: object) -> bool:
    """Quotients and averages of decimals are decimals in Trino, rounded, and doubles in DuckDB."""
    if isinstance(theirs, float):
        digits = len(ours.partition(".")[2])
        return abs(float(ours) - theirs) <= 0.5001 * 10**-digits
    return ours == (None if theirs is None else str(theirs))


def main() -> str:
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="dovetail-bench-"))
    try:
        tpch_data.generate("parquet", scratch)
        with LocalServer() as server:
            create_tables(server, scratch)
            athena, duck = Athena(server, "tpch"), DuckDb(scratch)
            for number, sql in QUERIES.items():
                if not same(athena.rows(sql), duck.rows(sql)):
                    raise SystemExit(f"the answers to query {number} differ: nothing is timed")
            seconds = {number: side_by_side.measure({"DuckDB in process": lambda: duck.timed(sql), "Athena's API": lambda: athena.timed(sql)}, ROUNDS)
                       for number, sql in QUERIES.items()}
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return report(seconds)


def report(seconds: dict[int, dict[str, list[float]]]) -> str:
    lines = [f"TPC-H SF{tpch_data.SCALE}, Parquet, {ROUNDS} interleaved rounds a query, {THREADS} threads each, answers equal",
             f"{'':<8}{'DuckDB in process':>20}{'Athena API':>14}{'ratio':>9}{'without 10 ms':>16}{'spread':>18}"]
    totals = [sum(each) for each in zip(*([statistics.median(values) for values in query.values()] for query in seconds.values()))]
    for number, query in seconds.items():
        duck, ours = query.values()
        bare = sorted((mine - API) / theirs for mine, theirs in zip(ours, duck))
        theirs, mine = statistics.median(duck), statistics.median(ours)
        lines.append(f"query {number:<2}{theirs * 1000:>17,.1f} ms{mine * 1000:>11,.1f} ms{mine / theirs:>8.2f}x{statistics.median(bare):>15.2f}x"
                     f"{f'{bare[0]:.2f} - {bare[-1]:.2f}':>18}")
    theirs, mine = totals
    lines.append(f"{'all':<8}{theirs * 1000:>17,.1f} ms{mine * 1000:>11,.1f} ms{mine / theirs:>8.2f}x{(mine - API * len(seconds)) / theirs:>15.2f}x")
    lines.append(side_by_side.held("all of them without 10 ms a query / DuckDB", (mine - API * len(seconds)) / theirs, "x", at_most=RATIO))
    return "\n".join(lines)


if __name__ == "__main__":
    print(main())

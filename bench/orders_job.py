"""The 68,883-order job, from start-job-run to SUCCEEDED, beside DuckDB in process and beside a PySpark script.

All three read the same CSV, cast it, keep one row an order, and write Parquet partitioned by status; their outputs are compared first.
DuckDB is timed inside a running process, without its import; PySpark is timed as its user sees it, start included.
"""

from __future__ import annotations

import pathlib
import shutil
import statistics
import sys
import tempfile

import duckdb

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "examples/orders")]

import run as orders  # noqa: E402  the example: its CSV and its job
from localserver import LocalServer  # noqa: E402

import glue_job  # noqa: E402
import side_by_side  # noqa: E402
from pyspark_script import PySpark  # noqa: E402

ROUNDS = 7
THREADS = 2
DUCKDB_SQL = """
copy (select distinct on (order_id) try_cast(order_id as int) as order_id, try_cast(order_last_updated as timestamp) as order_last_updated,
             try_cast(customer_id as int) as customer_id, order_status
      from read_csv('{csv}', all_varchar = true, header = true))
to '{out}' (format parquet, compression snappy, partition_by (order_status), overwrite_or_ignore true)
"""


class Dovetail:
    """The job on a running server; a fresh job name and a fresh output folder for every run, so that nothing is remembered."""

    def __init__(self, server: LocalServer, csv: pathlib.Path):
        self.server, self.runs = server, 0
        self.s3, self.glue = server.client("s3"), server.client("glue")
        self.s3.create_bucket(Bucket="orders-lake")
        self.s3.upload_file(str(csv), "orders-lake", "landing/orders.csv")
        self.glue.create_database(DatabaseInput={"Name": "sales"})

    def __call__(self) -> float:
        self.runs += 1
        name, nodes = f"orders-{self.runs}", orders.job_nodes()
        target = nodes["node-4"]["S3GlueParquetTarget"]
        target["Path"] = f"s3://orders-lake/{name}/"
        target["SchemaChangePolicy"]["Table"] = name
        glue_job.create(self.glue, name, nodes)
        return glue_job.run(self.glue, name)


class DuckDb:
    def __init__(self, csv: pathlib.Path, out: pathlib.Path):
        self.csv, self.out = csv, out
        self.connection = duckdb.connect(config={"threads": THREADS})

    def __call__(self) -> float:
        shutil.rmtree(self.out, ignore_errors=True)
        return side_by_side.timed(self.connection.execute, DUCKDB_SQL.format(csv=self.csv, out=self.out))


def rows_of(folder: pathlib.Path) -> list[tuple]:
    """What a folder of Parquet holds, in order: the comparison that comes before any timing."""
    return duckdb.sql(f"""select order_id, order_last_updated::timestamp, customer_id, order_status
                          from read_parquet('{folder}/**/*.parquet', hive_partitioning = true) order by order_id""").fetchall()


def main() -> str:
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="dovetail-bench-"))
    csv = scratch / "orders.csv"
    orders.write_orders(csv, range(1, orders.ORDERS + 1))
    try:
        with LocalServer() as server:
            ours, duck, spark = Dovetail(server, csv), DuckDb(csv, scratch / "duckdb"), PySpark("orders_job_pyspark.py", csv, scratch / "spark")
            contenders = {"DuckDB in process": duck, "Dovetail start-job-run": ours, "PySpark local[2] script": spark}
            for run in contenders.values():
                run()
            glue_job.download(ours.s3, "orders-lake", f"orders-{ours.runs}/", scratch / "dovetail")
            wanted = rows_of(scratch / "duckdb")
            if len(wanted) != orders.ORDERS or rows_of(scratch / "dovetail") != wanted or rows_of(scratch / "spark") != wanted:
                raise SystemExit("the three outputs differ: nothing is timed")
            seconds = side_by_side.measure(contenders, ROUNDS)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    title = f"orders job, {orders.ORDERS:,} rows, {ROUNDS} interleaved rounds, {THREADS} threads each, outputs equal"
    duck, ours, spark = seconds.values()
    over = statistics.median(own - theirs for own, theirs in zip(ours, duck))
    return (side_by_side.table(title, seconds) +
            "\n" + side_by_side.held("Dovetail over DuckDB", over * 1000, " ms", 0, at_most=150) +
            "\n" + side_by_side.held("PySpark / Dovetail", side_by_side.ratio(spark, ours), "x", 0, at_least=40))


if __name__ == "__main__":
    print(main())

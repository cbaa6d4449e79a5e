"""TPC-H's lineitem.csv (770 MB) to Parquet by ship year: a visual Glue job, beside DuckDB in process and beside a PySpark script.

All three cast the text, keep the lines that were shipped from 1993 on, add the discounted price, and write snappy Parquet in row groups of
122,880 rows (Spark: its own) into a folder a year. Their outputs are compared first. DuckDB is timed inside a running process, PySpark as its
user sees it, start included. The memory is that of Dovetail's whole process tree (PSS), looked at every 50 ms.
"""

from __future__ import annotations

import pathlib
import shutil
import sys
import tempfile

import duckdb

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools")]

from localserver import LocalServer  # noqa: E402

import glue_job  # noqa: E402
import side_by_side  # noqa: E402
import tpch_data  # noqa: E402
from process_tree import peak_pss_mib  # noqa: E402
from pyspark_script import PySpark  # noqa: E402

ROUNDS, THREADS = 5, 2
DUCKDB, DOVETAIL, PYSPARK = "DuckDB in process", "Dovetail start-job-run", "PySpark local[2] script"
COLUMNS = tpch_data.columns_of("lineitem")
SQL = """select *, l_extendedprice * (1 - l_discount) as l_discounted, year(l_shipdate) as l_shipyear
         from lineitem where l_shipdate >= date'1993-01-01'"""


def nodes(name: str) -> dict:
    mapping = [{"FromPath": [column["Name"]], "FromType": "string", "ToKey": column["Name"], "ToType": column["Type"]} for column in COLUMNS]
    return {
        "source": {"S3CsvSource": {"Name": "lineitem.csv", "Paths": ["s3://tpch/in/"], "Separator": "comma", "QuoteChar": "quote", "WithHeader": True}},
        "typed": {"ApplyMapping": {"Name": "Typed columns", "Inputs": ["source"], "Mapping": mapping}},
        "derived": {"SparkSQL": {"Name": "Discounted price", "Inputs": ["typed"], "SqlQuery": SQL, "SqlAliases": [{"From": "typed", "Alias": "lineitem"}]}},
        "target": {"S3GlueParquetTarget": {"Name": "By ship year", "Inputs": ["derived"], "Path": f"s3://tpch/{name}/", "Compression": "snappy",
                                           "PartitionKeys": [["l_shipyear"]]}},
    }


class Dovetail:
    def __init__(self, server: LocalServer, csv: pathlib.Path):
        self.s3, self.glue, self.runs = server.client("s3"), server.client("glue"), 0
        self.s3.create_bucket(Bucket="tpch")
        self.s3.upload_file(str(csv), "tpch", "in/lineitem.csv")

    def __call__(self) -> float:
        self.runs += 1
        glue_job.create(self.glue, self.out, nodes(self.out))
        return glue_job.run(self.glue, self.out)

    @property
    def out(self) -> str:
        """The last run's job and folder: new ones each time, so that nothing is remembered."""
        return f"out-{self.runs}"


class DuckDb:
    def __init__(self, csv: pathlib.Path, out: pathlib.Path):
        self.out, self.connection = out, duckdb.connect(config={"threads": THREADS})
        casts = ", ".join(f"try_cast({column['Name']} as {column['Type'].replace('string', 'varchar')}) as {column['Name']}" for column in COLUMNS)
        self.connection.execute(f"create view lineitem as select {casts} from read_csv('{csv}', all_varchar = true, header = true)")

    def __call__(self) -> float:
        shutil.rmtree(self.out, ignore_errors=True)
        return side_by_side.timed(self.connection.execute, f"copy ({SQL}) to '{self.out}' (format parquet, compression snappy, partition_by (l_shipyear))")


def checksum(folder: pathlib.Path) -> list[tuple]:
    """Of a folder of Parquet, for each year: how many lines, and a sum of hashes of whole lines, which knows no order."""
    names = ", ".join(column["Name"] for column in COLUMNS)
    return duckdb.sql(f"""select l_shipyear, count(*), sum(hash({names}, l_discounted::decimal(38,4)))
                          from read_parquet('{folder}/**/*.parquet', hive_partitioning = true) group by all order by all""").fetchall()


def main() -> str:
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="dovetail-bench-"))
    try:
        tpch_data.generate("csv", scratch, ["lineitem"])
        csv = scratch / "lineitem.csv"
        with LocalServer() as server:
            ours, duck, spark = Dovetail(server, csv), DuckDb(csv, scratch / "duckdb"), PySpark("lineitem_job_pyspark.py", csv, scratch / "spark", SQL)
            with peak_pss_mib(server.process.pid) as peak:
                ours()
            duck()
            spark()
            glue_job.download(ours.s3, "tpch", f"{ours.out}/", scratch / "dovetail")
            wanted = checksum(scratch / "duckdb")
            if checksum(scratch / "dovetail") != wanted or checksum(scratch / "spark") != wanted:
                raise SystemExit("the three outputs differ: nothing is timed")
            seconds = side_by_side.measure({DUCKDB: duck, DOVETAIL: ours, PYSPARK: spark}, ROUNDS)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    lines = sum(count for _, count, _ in wanted)
    return (side_by_side.table(f"lineitem.csv to Parquet by year, {lines:,} lines kept, {ROUNDS} interleaved rounds, {THREADS} threads each, outputs equal", seconds) +
            "\n" + side_by_side.held("Dovetail / DuckDB", side_by_side.ratio(seconds[DOVETAIL], seconds[DUCKDB]), "x", at_most=1.10) +
            "\n" + side_by_side.held("PySpark / Dovetail", side_by_side.ratio(seconds[PYSPARK], seconds[DOVETAIL]), "x", 1, at_least=6) +
            "\n" + side_by_side.held("most memory of Dovetail's process tree", peak.mib, " MiB PSS", 0, at_most=1024))


if __name__ == "__main__":
    print(main())

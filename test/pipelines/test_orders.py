"""The main job, end to end: a CSV of orders lands in S3, a Glue job makes partitioned Parquet of it, Athena counts it."""

import collections
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import time

import pyarrow.parquet
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples/orders"
COUNT_SQL = "select order_status, count(*) from orders group by order_status order by 2 desc"


def test_the_example_ends_with_every_order_once():
    """`make demo`, as a user sees it; it fails by itself where a count is wrong."""
    done = subprocess.run([sys.executable, EXAMPLE / "run.py"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"^ +orders +([\d,]+)$", done.stdout, re.MULTILINE) == ["68,883", "68,883", "68,884"]


class OrdersPipeline:
    """The example's job over the real orders, whose file has no header: columns are named by their place."""

    def __init__(self, s3, glue, athena, bucket, name):
        self.s3, self.glue, self.athena, self.bucket, self.name = s3, glue, athena, bucket, name
        glue.create_database(DatabaseInput={"Name": name})
        glue.create_job(Name=name, Role="glue", Command={"Name": "glueetl"}, GlueVersion="4.0", WorkerType="G.1X",
                        NumberOfWorkers=2, CodeGenConfigurationNodes=self.nodes(),
                        DefaultArguments={"--job-bookmark-option": "job-bookmark-enable"})

    def nodes(self):
        nodes = json.loads((EXAMPLE / "nodes.json").read_text())
        nodes["node-1"]["S3CsvSource"] |= {"Paths": [f"s3://{self.bucket}/landing/"], "WithHeader": False}
        for place, mapping in enumerate(nodes["node-2"]["ApplyMapping"]["Mapping"]):
            mapping["FromPath"] = [f"col{place}"]
        target = nodes["node-4"]["S3GlueParquetTarget"]
        target["Path"] = f"s3://{self.bucket}/curated/orders/"
        target["SchemaChangePolicy"]["Database"] = self.name
        return nodes

    def land(self, key, body):
        self.s3.put_object(Bucket=self.bucket, Key=f"landing/{key}", Body=body)

    def run(self):
        run_id = self.glue.start_job_run(JobName=self.name)["JobRunId"]
        while (run := self.glue.get_job_run(JobName=self.name, RunId=run_id)["JobRun"])["JobRunState"] in ("STARTING", "RUNNING"):
            time.sleep(0.01)
        assert run["JobRunState"] == "SUCCEEDED", run.get("ErrorMessage")

    def counts(self):
        query = self.athena.start_query_execution(
            QueryString=COUNT_SQL, QueryExecutionContext={"Database": self.name},
            ResultConfiguration={"OutputLocation": f"s3://{self.bucket}/results/"})["QueryExecutionId"]
        while (status := self.athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"])["State"] in (
                "QUEUED", "RUNNING"):
            time.sleep(0.01)
        assert status["State"] == "SUCCEEDED", status["StateChangeReason"]
        rows = self.athena.get_query_results(QueryExecutionId=query)["ResultSet"]["Rows"][1:]
        return {row["Data"][0]["VarCharValue"]: int(row["Data"][1]["VarCharValue"]) for row in rows}

    def parquet_rows(self):
        """What stands in the target's files, the partition's value as the last column."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix="curated/orders/")
        for item in (item for page in pages for item in page["Contents"]):
            status = item["Key"].split("order_status=")[1].split("/")[0]
            body = self.s3.get_object(Bucket=self.bucket, Key=item["Key"])["Body"].read()
            for row in pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist():
                yield row["order_id"], row["order_last_updated"], row["customer_id"], status


@pytest.fixture
def pipeline(s3, glue, athena, bucket, name):
    return OrdersPipeline(s3, glue, athena, bucket, name.replace("-", "_"))


def test_the_real_orders_arrive_whole_and_once(pipeline, orders_csv):
    wanted = collections.Counter(row[3] for row in csv.reader(orders_csv.open()))
    assert sum(wanted.values()) == 68_883

    pipeline.land("orders.csv", orders_csv.read_bytes())
    pipeline.run()
    assert pipeline.counts() == wanted
    pipeline.run()
    assert pipeline.counts() == wanted, "137,766 doubled rows are the classic accident of this pipeline"

    pipeline.land("one-more.csv", b"68884,2014-07-24 00:00:00.0,1,COMPLETE\n")
    pipeline.run()
    assert pipeline.counts() == wanted + collections.Counter(COMPLETE=1)


def test_the_parquet_holds_what_the_csv_held(pipeline, orders_csv):
    pipeline.land("orders.csv", orders_csv.read_bytes())
    pipeline.run()
    landed = ((int(order), updated.removesuffix(".0"), int(customer), status)
              for order, updated, customer, status in csv.reader(orders_csv.open()))
    found = ((order, updated.strftime("%Y-%m-%d %H:%M:%S"), customer, status)
             for order, updated, customer, status in pipeline.parquet_rows())
    assert sorted(found) == sorted(landed)

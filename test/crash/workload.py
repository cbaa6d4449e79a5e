"""The orders pipeline as a workload that can be cut anywhere, and what must hold of the server afterwards.

The workload is one client that notes each answer it got. Whatever happens to the server, after a restart on the same data folder:
an acknowledged PUT is there to the byte, no half-written object is listed, every run has an honest state, the table holds each order once,
and running the job again ends at exactly the orders that landed.
"""

from __future__ import annotations

import csv
import io
import json
import pathlib
import random
import sys
import time

import botocore.exceptions
import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "examples/orders")]

import run as orders  # noqa: E402  the example: its job

BUCKET, JOB = "orders-lake", "orders-to-parquet"
FINAL_STATES = {"SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT", "ERROR"}
FILE_ROWS = 1_500

# What a client sees of a server that is gone.
Cut = (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError)


class Workload:
    """Runs against one server; `acknowledged` and `run_states` hold what the client was told."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        self.acknowledged: dict[str, bytes] = {}  # key -> body of every PUT that was answered
        self.attempted: dict[str, bytes] = {}     # of every PUT that was begun
        self.run_states: dict[str, str] = {}      # run id -> the last state that was told

    def run(self, server) -> None:
        s3, glue = server.client("s3"), server.client("glue")
        s3.create_bucket(Bucket=BUCKET)
        glue.create_database(DatabaseInput={"Name": "sales"})
        glue.create_job(Name=JOB, Role="glue", Command={"Name": "glueetl", "ScriptLocation": "s3://orders-lake/x.py"},
                        GlueVersion="4.0", WorkerType="G.1X", NumberOfWorkers=2, CodeGenConfigurationNodes=orders.job_nodes(),
                        DefaultArguments={"--job-bookmark-option": "job-bookmark-enable"})
        self.put(s3, "landing/1.csv", 1)
        self.run_job(glue)
        self.put(s3, "landing/2.csv", 1 + FILE_ROWS)
        self.upload_in_parts(s3, "landing/3.csv", 1 + 2 * FILE_ROWS)
        self.run_job(glue)

    def put(self, s3, key: str, first_order: int) -> None:
        body = self.attempted[key] = self.orders_csv(first_order)
        s3.put_object(Bucket=BUCKET, Key=key, Body=body)
        self.acknowledged[key] = body

    def upload_in_parts(self, s3, key: str, first_order: int) -> None:
        body = self.attempted[key] = self.orders_csv(first_order)
        upload = s3.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
        part = s3.upload_part(Bucket=BUCKET, Key=key, UploadId=upload, PartNumber=1, Body=body)
        s3.complete_multipart_upload(Bucket=BUCKET, Key=key, UploadId=upload,
                                     MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
        self.acknowledged[key] = body

    def run_job(self, glue) -> str:
        run_id = glue.start_job_run(JobName=JOB)["JobRunId"]
        self.run_states[run_id] = "STARTING"
        return wait_for_run(glue, run_id, self.run_states)

    def orders_csv(self, first_order: int) -> bytes:
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(["order_id", "order_last_updated", "customer_id", "order_status"])
        for order_id in range(first_order, first_order + FILE_ROWS):
            rows.writerow([order_id, "2013-07-25 00:00:00", self.chance.randrange(1, 12_436), self.chance.choice(orders.STATUSES)])
        return text.getvalue().encode()


def wait_for_run(glue, run_id: str, states: dict[str, str]) -> str:
    deadline = time.monotonic() + 60
    while states[run_id] not in FINAL_STATES:
        assert time.monotonic() < deadline, f"run {run_id} has been {states[run_id]} for a minute"
        states[run_id] = glue.get_job_run(JobName=JOB, RunId=run_id)["JobRun"]["JobRunState"]
        time.sleep(0.003)
    return states[run_id]


def check(server, workload: Workload) -> None:
    """Everything that must hold after a restart; raises AssertionError where it does not."""
    s3, glue = server.client("s3"), server.client("glue")
    if not any(bucket["Name"] == BUCKET for bucket in s3.list_buckets()["Buckets"]):
        assert not workload.acknowledged, "the bucket is lost though a PUT into it was acknowledged"
        return
    landed = check_landing(s3, workload)
    if not job_exists(glue):
        assert not workload.run_states, "the job is lost though a run of it was started"
        return
    check_runs(glue, workload)
    check_no_duplicates(curated_orders(s3))
    # Running it again, until nothing is left to do, ends at exactly what landed.
    states: dict[str, str] = {}
    run_id = glue.start_job_run(JobName=JOB)["JobRunId"]
    states[run_id] = "STARTING"
    assert wait_for_run(glue, run_id, states) == "SUCCEEDED", glue.get_job_run(JobName=JOB, RunId=run_id)["JobRun"].get("ErrorMessage")
    found = curated_orders(s3)
    check_no_duplicates(found)
    assert set(found) == landed, f"{len(landed)} orders landed and {len(set(found))} are in the table"


def check_landing(s3, workload: Workload) -> set[int]:
    """The ids of the orders that landed; every acknowledged body is there to the byte."""
    landed: set[int] = set()
    listed = {item["Key"]: item for item in s3.list_objects_v2(Bucket=BUCKET, Prefix="landing/").get("Contents", [])}
    missing = set(workload.acknowledged) - set(listed)
    assert not missing, f"acknowledged and lost: {missing}"
    for key in listed:
        body = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        assert body == workload.attempted[key], f"{key} is listed and is not what was put"
        landed |= {int(row["order_id"]) for row in csv.DictReader(io.StringIO(body.decode()))}
    return landed


def job_exists(glue) -> bool:
    return JOB in glue.list_jobs()["JobNames"]


def check_runs(glue, workload: Workload) -> None:
    runs = {run["Id"]: run for run in glue.get_job_runs(JobName=JOB)["JobRuns"]}
    missing = set(workload.run_states) - set(runs)
    assert not missing, f"runs that were started are lost: {missing}"
    for run_id, told in workload.run_states.items():
        if told in FINAL_STATES:
            assert runs[run_id]["JobRunState"] == told, f"{run_id} was told to be {told} and is {runs[run_id]['JobRunState']}"
    for run_id in runs:  # whatever was under way ends, one way or the other
        final = wait_for_run(glue, run_id, {run_id: "RUNNING"})
        run = glue.get_job_run(JobName=JOB, RunId=run_id)["JobRun"]
        assert final == "SUCCEEDED" or run.get("ErrorMessage"), f"{run_id} is {final} and does not say why: {json.dumps(run, default=str)}"


def curated_orders(s3) -> list[int]:
    """The ids in every Parquet file that is listed; each must be whole."""
    found: list[int] = []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="curated/"):
        for item in page.get("Contents", []):
            body = s3.get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read()
            assert len(body) == item["Size"], f"{item['Key']} is half-written"
            found += pyarrow.parquet.read_table(io.BytesIO(body), columns=["order_id"]).column(0).to_pylist()
    return found


def check_no_duplicates(found: list[int]) -> None:
    assert len(found) == len(set(found)), f"{len(found) - len(set(found))} orders stand twice"
    assert len(found) % FILE_ROWS == 0, f"{len(found)} orders are a part of a run's output"

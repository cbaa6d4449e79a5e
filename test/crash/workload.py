"""The orders pipeline as a workload that can be cut anywhere, and what must hold of the server afterwards.

The workload is one client that notes each answer it got. Whatever happens to the server, after a restart on the same data folder: an
acknowledged PUT is there to the byte, no half-written object is listed, every run has an honest state, the table holds each order once,
its partitions are those of the catalog, and running the job again ends at exactly the orders that landed.
"""

from __future__ import annotations

import copy
import csv
import dataclasses
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

BUCKET, JOB, DATABASE, TABLE = "orders-lake", "orders-to-parquet", "sales", "orders"
CURATED = "curated/orders/"
FINAL_STATES = {"SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT", "ERROR"}
FILE_ROWS = 1_500

# What a client sees of a server that is gone.
Cut = (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError)


@dataclasses.dataclass
class Told:
    """What the client knew at one instant."""

    created: set[str] = dataclasses.field(default_factory=set)          # "bucket", "database", "job"
    acknowledged: set[str] = dataclasses.field(default_factory=set)     # the keys of every PUT that was answered
    shared: set[str] = dataclasses.field(default_factory=set)           # the keys of every copy that was answered and not deleted
    run_states: dict[str, str] = dataclasses.field(default_factory=dict)  # run id -> the last state that was told
    run_inputs: dict[str, set[str]] = dataclasses.field(default_factory=dict)  # run id -> what had been acknowledged when it started


class Workload:
    """Runs against one server. `told` is what the client knows now; `history` what it knew once each answer had come, by request id."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        self.told = Told()
        self.history: dict[str, Told] = {}
        self.bodies: dict[str, bytes] = {}  # key -> what every PUT that was begun carries
        self.copied: dict[str, list[bytes]] = {}  # key -> what the copies onto it that were begun carry

    def run(self, server) -> None:
        s3, glue = server.client("s3"), server.client("glue")
        self.create(s3, glue)
        self.put(s3, "landing/1.csv", 1)
        self.run_job(glue)
        self.put(s3, "landing/2.csv", 1 + FILE_ROWS)
        self.upload_in_parts(s3, "landing/3.csv", 1 + 2 * FILE_ROWS)
        self.share(s3)
        self.run_job(glue)

    def create(self, s3, glue) -> None:
        self.note(s3.create_bucket(Bucket=BUCKET), created="bucket")
        self.note(glue.create_database(DatabaseInput={"Name": DATABASE}), created="database")
        self.note(glue.create_job(
            Name=JOB, Role="arn:aws:iam::000000000000:role/glue", GlueVersion="4.0", WorkerType="G.1X", NumberOfWorkers=2,
            Command={"Name": "glueetl", "ScriptLocation": f"s3://{BUCKET}/x.py"}, CodeGenConfigurationNodes=orders.job_nodes(),
            DefaultArguments={"--job-bookmark-option": "job-bookmark-enable"}), created="job")

    def put(self, s3, key: str, first_order: int) -> None:
        body = self.bodies[key] = self.orders_csv(first_order)
        self.note(s3.put_object(Bucket=BUCKET, Key=key, Body=body), acknowledged=key)

    def share(self, s3) -> None:
        """Copies that have the content of their source, which goes away."""
        for source, key in (("landing/2.csv", "shared/1"), ("shared/1", "shared/2"), ("landing/3.csv", "shared/1"), ("shared/2", "shared/3")):
            self.copied[key] = [*self.copied.get(key, []), self.bodies[source] if source in self.bodies else self.copied[source][-1]]
            self.note(s3.copy_object(Bucket=BUCKET, Key=key, CopySource={"Bucket": BUCKET, "Key": source}), shared=key)
        self.note(s3.delete_object(Bucket=BUCKET, Key="shared/2"), unshared="shared/2")

    def upload_in_parts(self, s3, key: str, first_order: int) -> None:
        body = self.bodies[key] = self.orders_csv(first_order)
        upload = self.note(s3.create_multipart_upload(Bucket=BUCKET, Key=key))["UploadId"]
        part = self.note(s3.upload_part(Bucket=BUCKET, Key=key, UploadId=upload, PartNumber=1, Body=body))
        self.note(s3.complete_multipart_upload(
            Bucket=BUCKET, Key=key, UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}), acknowledged=key)

    def run_job(self, glue) -> None:
        started = glue.start_job_run(JobName=JOB)
        self.told.run_inputs[started["JobRunId"]] = set(self.told.acknowledged)
        self.note(started, run_state=(started["JobRunId"], "STARTING"))
        for answer in states_of_run(glue, started["JobRunId"]):
            self.note(answer, run_state=(started["JobRunId"], answer["JobRun"]["JobRunState"]))

    def note(self, answer: dict, created: str = "", acknowledged: str = "", shared: str = "", unshared: str = "",
             run_state: tuple[str, str] | None = None) -> dict:
        """One answer has come and says this much."""
        self.told.shared |= {shared} - {""}
        self.told.shared -= {unshared}
        self.told.created |= {created} - {""}
        self.told.acknowledged |= {acknowledged} - {""}
        self.told.run_states |= dict([run_state] if run_state else [])
        self.history[answer["ResponseMetadata"]["RequestId"]] = copy.deepcopy(self.told)
        return answer

    def orders_csv(self, first_order: int) -> bytes:
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(["order_id", "order_last_updated", "customer_id", "order_status"])
        for order_id in range(first_order, first_order + FILE_ROWS):
            rows.writerow([order_id, "2013-07-25 00:00:00", self.chance.randrange(1, 12_436), self.chance.choice(orders.STATUSES)])
        return text.getvalue().encode()


def states_of_run(glue, run_id: str):
    """Asks for a run until it has ended: every answer."""
    deadline = time.monotonic() + 60
    while True:
        answer = glue.get_job_run(JobName=JOB, RunId=run_id)
        yield answer
        if answer["JobRun"]["JobRunState"] in FINAL_STATES:
            return
        assert time.monotonic() < deadline, f"run {run_id} has been {answer['JobRun']['JobRunState']} for a minute"
        time.sleep(0.003)


def check(server, workload: Workload, told: Told | None = None) -> None:
    """Everything that must hold of the server when its client knows this much; raises AssertionError where it does not."""
    told = told or workload.told
    s3, glue = server.client("s3"), server.client("glue")
    there = existing(s3, glue)
    assert told.created <= there, f"acknowledged and lost: {told.created - there}"
    landed = check_landing(s3, workload, told) if "bucket" in there else {}
    if "bucket" in there:
        check_shared(s3, workload, told)
    if "job" not in there:
        return
    succeeded_inputs = check_runs(glue, told)
    check_table(s3, glue, {order for key in succeeded_inputs for order in landed[key]})
    # Running it again ends at exactly what landed.
    run_again(glue)
    check_table(s3, glue, {order for ids in landed.values() for order in ids})


def existing(s3, glue) -> set[str]:
    found = {"bucket"} if any(bucket["Name"] == BUCKET for bucket in s3.list_buckets()["Buckets"]) else set()
    found |= {"database"} if any(database["Name"] == DATABASE for database in glue.get_databases()["DatabaseList"]) else set()
    return found | ({"job"} if JOB in glue.list_jobs()["JobNames"] else set())


def check_landing(s3, workload: Workload, told: Told) -> dict[str, list[int]]:
    """The order ids in every file that landed, by key; every acknowledged one is there, and each listed one to the byte."""
    listed = {item["Key"]: item["Size"] for item in s3.list_objects_v2(Bucket=BUCKET, Prefix="landing/").get("Contents", [])}
    assert not told.acknowledged - set(listed), f"acknowledged and lost: {told.acknowledged - set(listed)}"
    landed = {}
    for key in listed:
        body = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        assert body == workload.bodies[key], f"{key} is listed and is not what was put"
        landed[key] = [int(row["order_id"]) for row in csv.DictReader(io.StringIO(body.decode()))]
    return landed


def check_shared(s3, workload: Workload, told: Told) -> None:
    """Every copy that was acknowledged is there, and each listed one is to the byte what one of the copies onto it carried."""
    listed = {item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET, Prefix="shared/").get("Contents", [])}
    begun = told.shared - {"shared/2"} if len(told.shared) == 3 else told.shared  # its deletion may have been done unheard
    assert not begun - listed, f"acknowledged and lost: {begun - listed}"
    for key in listed:
        assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() in workload.copied[key], f"{key} is listed and is not what was copied"


def check_runs(glue, told: Told) -> set[str]:
    """Every run that was started exists, ends, and is what it was told to be. Returns the inputs of those that succeeded."""
    run_ids = [run["Id"] for run in glue.get_job_runs(JobName=JOB)["JobRuns"]]
    assert set(told.run_states) <= set(run_ids), f"runs that were started are lost: {set(told.run_states) - set(run_ids)}"
    inputs: set[str] = set()
    for run_id in run_ids:
        run = list(states_of_run(glue, run_id))[-1]["JobRun"]  # whatever was under way ends, one way or the other
        said = told.run_states.get(run_id)
        assert said not in FINAL_STATES or run["JobRunState"] == said, f"{run_id} was told to be {said} and is {run['JobRunState']}"
        if run["JobRunState"] == "SUCCEEDED":
            # A run that the client was not told of is the one that it had just asked for.
            inputs |= told.run_inputs.get(run_id, told.acknowledged)
        else:
            assert run.get("ErrorMessage"), f"{run_id} does not say why: {json.dumps(run, default=str)}"
    return inputs


def check_table(s3, glue, expected: set[int]) -> None:
    """The table holds these orders, each once, in whole files, and the catalog has the partitions that hold them."""
    found: list[int] = []
    folders: set[str] = set()
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="curated/"):
        for item in page.get("Contents", []):
            body = s3.get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read()
            assert len(body) == item["Size"], f"{item['Key']} is half-written"
            found += pyarrow.parquet.read_table(io.BytesIO(body), columns=["order_id"]).column(0).to_pylist()
            folders.add(item["Key"].rpartition("/")[0])
    assert len(found) == len(set(found)), f"{len(found) - len(set(found))} orders stand twice"
    assert set(found) == expected, f"{len(expected)} orders are expected and {len(found)} are in the table"
    assert {f"s3://{BUCKET}/{folder}" for folder in folders} == set(partition_locations(glue)), "files and catalog disagree"


def partition_locations(glue) -> list[str]:
    try:
        partitions = glue.get_partitions(DatabaseName=DATABASE, TableName=TABLE)["Partitions"]
    except glue.exceptions.EntityNotFoundException:
        return []  # no run has succeeded yet
    return [partition["StorageDescriptor"]["Location"].rstrip("/") for partition in partitions]


def run_again(glue) -> None:
    run_id = glue.start_job_run(JobName=JOB)["JobRunId"]
    run = list(states_of_run(glue, run_id))[-1]["JobRun"]
    assert run["JobRunState"] == "SUCCEEDED", f"{run['JobRunState']}: {run.get('ErrorMessage')}"

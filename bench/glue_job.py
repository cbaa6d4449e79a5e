"""What the benchmarks of Glue jobs share: a visual job, created and run to its end, and its output fetched."""

from __future__ import annotations

import pathlib
import time


def create(glue, name: str, nodes: dict) -> None:
    glue.create_job(Name=name, Role="glue", Command={"Name": "glueetl", "ScriptLocation": "s3://scripts/x.py"}, GlueVersion="4.0",
                    WorkerType="G.1X", NumberOfWorkers=2, CodeGenConfigurationNodes=nodes)


def run(glue, name: str) -> float:
    """Seconds from start-job-run to SUCCEEDED. Looked at each hundredth of the time that has passed: more often, and on two cores the
    one who asks takes a quarter of what the job would have."""
    began = time.perf_counter()
    run = glue.start_job_run(JobName=name)["JobRunId"]
    while (state := glue.get_job_run(JobName=name, RunId=run)["JobRun"])["JobRunState"] in ("STARTING", "RUNNING"):
        time.sleep(max(0.002, (time.perf_counter() - began) / 100))
    seconds = time.perf_counter() - began
    if state["JobRunState"] != "SUCCEEDED":
        raise SystemExit(f"the job ended {state['JobRunState']}: {state.get('ErrorMessage')}")
    return seconds


def keys(s3, bucket: str, prefix: str) -> list[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [item["Key"] for page in pages for item in page.get("Contents", [])]


def download(s3, bucket: str, prefix: str, folder: pathlib.Path) -> None:
    for key in keys(s3, bucket, prefix):
        path = folder / key.removeprefix(prefix)
        path.parent.mkdir(parents=True, exist_ok=True)
        s3.download_file(bucket, key, str(path))

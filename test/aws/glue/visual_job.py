"""Visual jobs over CSV files: what the tests of jobs, runs, bookmarks and nodes have in common."""

import io
import time

import pyarrow.parquet

OVER = {"SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT"}


class VisualJob:
    """A job of one bucket: landing/ is read, curated/ is written."""

    def __init__(self, s3, glue, bucket, name):
        self.s3, self.glue, self.bucket, self.name = s3, glue, bucket, name

    def source(self, **changes):
        return {"S3CsvSource": {"Name": "Landing", "Paths": [f"s3://{self.bucket}/landing/"], "Separator": "comma",
                                "QuoteChar": "quote", "WithHeader": True, "Recurse": True} | changes}

    def target(self, **changes):
        return {"S3GlueParquetTarget": {"Name": "Curated", "Inputs": ["source"], "Path": f"s3://{self.bucket}/curated/"} | changes}

    def create(self, nodes=None, **changes):
        self.glue.create_job(**{
            "Name": self.name, "Role": "glue", "Command": {"Name": "glueetl"}, "GlueVersion": "4.0", "WorkerType": "G.1X",
            "NumberOfWorkers": 2, "CodeGenConfigurationNodes": nodes or {"source": self.source(), "target": self.target()}} | changes)
        return self

    def land(self, key, *lines):
        self.s3.put_object(Bucket=self.bucket, Key=f"landing/{key}", Body="".join(f"{line}\n" for line in lines).encode())

    def start(self, **arguments):
        return self.glue.start_job_run(JobName=self.name, **arguments)["JobRunId"]

    def get(self, run_id):
        return self.glue.get_job_run(JobName=self.name, RunId=run_id)["JobRun"]

    def wait(self, run_id, *states):
        give_up = time.monotonic() + 60
        while (run := self.get(run_id))["JobRunState"] not in (states or OVER):
            assert time.monotonic() < give_up, run
            time.sleep(0.005)
        return run

    def run(self, **arguments):
        return self.wait(self.start(**arguments))

    def succeed(self, **arguments):
        run = self.run(**arguments)
        assert run["JobRunState"] == "SUCCEEDED", run.get("ErrorMessage")
        return run

    def keys(self, prefix="curated/"):
        return [item["Key"] for item in self.s3.list_objects_v2(Bucket=self.bucket, Prefix=prefix).get("Contents", [])]

    def rows(self, prefix="curated/"):
        rows = []
        for key in self.keys(prefix):
            body = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
            rows += pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist()
        return rows

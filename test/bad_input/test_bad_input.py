"""docs/bad-input.md, row by row: each test is named after the row that it proves."""

import io
import pathlib
import re
import socket
import threading
import time

import botocore.exceptions
import pyarrow.parquet
import pytest

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs/bad-input.md"
HEADER = b"order_id,order_last_updated,customer_id,order_status\n"
MAPPING = [{"FromPath": [column], "FromType": "string", "ToKey": column, "ToType": kind} for column, kind in [
    ("order_id", "int"), ("order_last_updated", "timestamp"), ("customer_id", "int"), ("order_status", "string")]]


def test_every_row_of_the_page_has_its_test():
    rows = set(re.findall(r"^\| `(\w+)`:", DOCS.read_text(), re.MULTILINE))
    tests = {name.removeprefix("test_") for name in globals() if name.startswith("test_")} - {"every_row_of_the_page_has_its_test"}
    assert rows == tests


class Job:
    """A visual job over one bucket: lands bytes, runs, and looks at what came out."""

    def __init__(self, s3, glue, bucket, name):
        self.s3, self.glue, self.bucket, self.name = s3, glue, bucket, name

    def nodes(self, **changes):
        nodes = {
            "source": {"S3CsvSource": {"Name": "Landing", "Paths": [f"s3://{self.bucket}/landing/"], "Separator": "comma",
                                       "QuoteChar": "quote", "WithHeader": True, "Recurse": True}},
            "mapping": {"ApplyMapping": {"Name": "Typed", "Inputs": ["source"], "Mapping": MAPPING}},
            "target": {"S3GlueParquetTarget": {"Name": "Curated", "Inputs": ["mapping"], "Path": f"s3://{self.bucket}/curated/"}},
        }
        for node, members in changes.items():
            next(iter(nodes[node].values())).update(members)
        return nodes

    def create(self, nodes=None):
        self.glue.create_job(Name=self.name, Role="glue", GlueVersion="4.0", WorkerType="G.1X", NumberOfWorkers=2,
                             Command={"Name": "glueetl", "ScriptLocation": f"s3://{self.bucket}/x.py"},
                             CodeGenConfigurationNodes=nodes or self.nodes())

    def land(self, body, key="landing/orders.csv"):
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)

    def run(self):
        run_id = self.glue.start_job_run(JobName=self.name)["JobRunId"]
        deadline = time.monotonic() + 120
        while (run := self.glue.get_job_run(JobName=self.name, RunId=run_id)["JobRun"])["JobRunState"] in ("STARTING", "RUNNING"):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return run

    def rows(self):
        """Every row of the output, as dictionaries, in the order of order_id."""
        rows = []
        for item in self.s3.list_objects_v2(Bucket=self.bucket, Prefix="curated/").get("Contents", []):
            body = self.s3.get_object(Bucket=self.bucket, Key=item["Key"])["Body"].read()
            rows += pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist()
        return sorted(rows, key=lambda row: (row["order_id"] is None, row["order_id"]))


@pytest.fixture
def job(s3, glue, bucket, name):
    return Job(s3, glue, bucket, name)


def run_over(job, body):
    job.create()
    job.land(body)
    return job.run()


def test_empty_csv(job):
    assert run_over(job, b"")["JobRunState"] == "SUCCEEDED"
    assert job.rows() == []


def test_header_only_csv(job):
    assert run_over(job, HEADER)["JobRunState"] == "SUCCEEDED"
    assert job.rows() == []


def test_short_row(job):
    run = run_over(job, HEADER + b"1,2013-07-25 00:00:00,7,CLOSED\n2,2013-07-25 00:00:00\n")
    assert run["JobRunState"] == "SUCCEEDED"
    assert (job.rows()[1]["customer_id"], job.rows()[1]["order_status"]) == (None, None)
    assert "1 short row" in run["StateDetail"]


def test_long_row(job):
    run = run_over(job, HEADER + b"1,2013-07-25 00:00:00,7,CLOSED,extra,more\n")
    assert run["JobRunState"] == "SUCCEEDED"
    assert job.rows()[0]["order_status"] == "CLOSED"
    assert "1 long row" in run["StateDetail"]


def expect_failed_at(job, run, line):
    assert run["JobRunState"] == "FAILED"
    assert f"s3://{job.bucket}/landing/orders.csv" in run["ErrorMessage"]
    assert f"line {line}" in run["ErrorMessage"]
    assert job.rows() == []


def test_long_partition_value(job):
    value = "CLOSED" * 200
    job.create(job.nodes(target={"PartitionKeys": [["order_status"]]}))
    job.land(HEADER + f"1,2013-07-25 00:00:00,7,{value}\n".encode())
    run = job.run()
    assert run["JobRunState"] == "FAILED"
    assert f"s3://{job.bucket}/curated/order_status=CLOSED" in run["ErrorMessage"] and "Your key is too long" in run["ErrorMessage"]
    assert job.rows() == []


def test_unclosed_quote(job):
    run = run_over(job, HEADER + b'1,2013-07-25 00:00:00,7,CLOSED\n2,2013-07-25 00:00:00,7,"CLOS')
    expect_failed_at(job, run, 3)


def test_invalid_utf8(job):
    run = run_over(job, HEADER + b"1,2013-07-25 00:00:00,7,CLO\xffSED\n")
    expect_failed_at(job, run, 2)


def test_too_many_fields(job):
    """In a row, which the worker reads, and in the header, which planning the run reads."""
    run = run_over(job, HEADER + b"1,2013-07-25 00:00:00,7,CLOSED\n" + b"," * 1_000_000 + b"\n")
    expect_failed_at(job, run, 3)
    job.land(HEADER.rstrip() + b",x" * 1_000_000 + b"\n")
    expect_failed_at(job, job.run(), 1)


def test_repeated_header_name(job):
    run = run_over(job, HEADER.rstrip() + b",Order_Status\n1,2013-07-25 00:00:00,7,CLOSED,x\n")
    expect_failed_at(job, run, 1)
    assert "`order_status`" in run["ErrorMessage"]


class PeakMemory:
    """The most memory that any engine worker of a server had at once, by the kernel's own high-water mark."""

    def __init__(self, server):
        self.server_pid = str(server.process.pid)
        self.bytes = 0
        self.over = threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def watch(self):
        while not self.over.wait(0.01):
            for status in pathlib.Path("/proc").glob("[0-9]*/status"):
                try:
                    fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
                except OSError:  # it has ended
                    continue
                if fields["PPid"].strip() == self.server_pid and fields["Name"].strip().startswith("dovetail-engine"):
                    self.bytes = max(self.bytes, int(fields.get("VmHWM", "0 kB").split()[0]) << 10)


def test_huge_line(fresh_server, name):
    """A gigabyte without a newline, uploaded in parts."""
    server = fresh_server()
    s3, glue = server.client("s3"), server.client("glue")
    s3.create_bucket(Bucket=name)
    job = Job(s3, glue, name, name)
    upload = job.s3.create_multipart_upload(Bucket=job.bucket, Key="landing/orders.csv")["UploadId"]
    parts, block = [], b"x" * (128 << 20)
    for number in range(1, 9):
        body = HEADER + b"1," + block if number == 1 else block
        etag = job.s3.upload_part(Bucket=job.bucket, Key="landing/orders.csv", UploadId=upload, PartNumber=number, Body=body)["ETag"]
        parts.append({"PartNumber": number, "ETag": etag})
    job.s3.complete_multipart_upload(Bucket=job.bucket, Key="landing/orders.csv", UploadId=upload, MultipartUpload={"Parts": parts})
    job.create()
    with PeakMemory(server) as peak:
        expect_failed_at(job, job.run(), 2)
    assert 0 < peak.bytes < 400 << 20


def test_unknown_mapping_column(job):
    mapping = [*MAPPING, {"FromPath": ["colour"], "FromType": "string", "ToKey": "colour", "ToType": "string"}]
    job.create(job.nodes(mapping={"Mapping": mapping}))
    job.land(HEADER + b"1,2013-07-25 00:00:00,7,CLOSED\n")
    run = job.run()
    assert run["JobRunState"] == "FAILED"
    assert "Typed" in run["ErrorMessage"] and "colour" in run["ErrorMessage"]
    assert job.rows() == []


def refused(call, code, *words):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    assert caught.value.response["Error"]["Code"] == code
    for word in words:
        assert word in caught.value.response["Error"]["Message"]
    return caught.value.response["ResponseMetadata"]["HTTPStatusCode"]


def test_cyclic_graph(job):
    nodes = job.nodes(mapping={"Inputs": ["again"]})
    nodes["again"] = {"DropDuplicates": {"Name": "Again", "Inputs": ["mapping"]}}
    refused(lambda: job.create(nodes), "InvalidInputException", "Again")


def test_dangling_input(job):
    refused(lambda: job.create(job.nodes(target={"Inputs": ["nowhere"]})), "InvalidInputException", "Curated", "nowhere")


def test_missing_target_bucket(job):
    job.create(job.nodes(target={"Path": "s3://no-such-bucket-anywhere/curated/"}))
    job.land(HEADER + b"1,2013-07-25 00:00:00,7,CLOSED\n")
    run = job.run()
    assert run["JobRunState"] == "FAILED"
    assert "NoSuchBucket" in run["ErrorMessage"] and "no-such-bucket-anywhere" in run["ErrorMessage"]


def client_that_sends(server, service, operation, body):
    """A client that says this body instead of its own; checksums and signature are made of what it sends."""
    client = server.client(service)
    client.meta.events.register(f"before-call.{service}.{operation}", lambda params, **_: params.update(body=body))
    return client


def test_malformed_json(server):
    client = client_that_sends(server, "glue", "GetDatabase", b'{"Name": ')
    assert refused(lambda: client.get_database(Name="x"), "SerializationException") == 400


def test_malformed_xml(server, bucket):
    client = client_that_sends(server, "s3", "DeleteObjects", b"<Delete><Object>")
    assert refused(lambda: client.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a"}]}), "MalformedXML") == 400


@pytest.fixture
def listed_credentials(tmp_path):
    path = tmp_path / "credentials"
    path.write_text("[default]\naws_access_key_id = AKIALISTED\naws_secret_access_key = right\n")
    return path


def test_bad_signature(fresh_server, listed_credentials):
    server = fresh_server("--credentials", str(listed_credentials))
    right, wrong = ({"access_key": "AKIALISTED", "secret": secret} for secret in ("right", "wrong"))
    assert server.client("s3", **right).list_buckets()["Buckets"] == []
    assert refused(lambda: server.client("s3", **wrong).list_buckets(), "SignatureDoesNotMatch") == 403
    refused(lambda: server.client("glue", **wrong).get_databases(), "InvalidSignatureException")


def test_clock_skew(server, monkeypatch):
    import datetime

    import botocore.auth

    class Yesterday(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - datetime.timedelta(days=1)

        @classmethod
        def now(cls, tz=None):
            return datetime.datetime.now(tz) - datetime.timedelta(days=1)

    # botocore signs with the time that one of these gives, by version.
    if hasattr(botocore.auth, "get_current_datetime"):
        monkeypatch.setattr(botocore.auth, "get_current_datetime", Yesterday.utcnow)
    else:
        monkeypatch.setattr(botocore.auth.datetime, "datetime", Yesterday)
    assert refused(lambda: server.client("s3").list_buckets(), "RequestTimeTooSkewed") == 403


def test_oversized_headers(server):
    client = server.client("s3")

    def add_header(request, **_):
        request.headers["x-amz-meta-big"] = "x" * 9_000

    client.meta.events.register_first("before-sign.s3.ListBuckets", add_header)
    assert refused(lambda: client.list_buckets(), "RequestHeaderSectionTooLarge") == 400


def test_half_closed_connection(server, s3, bucket):
    """The request is signed by botocore, sent by half, and the connection's sending side is closed."""
    sent = {}

    def capture(request, **_):
        sent["request"] = request
        raise botocore.exceptions.ConnectionClosedError(endpoint_url="captured, not sent")

    client = server.client("s3")
    client.meta.events.register("before-send.s3.PutObject", capture)
    with pytest.raises(botocore.exceptions.ConnectionClosedError):
        client.put_object(Bucket=bucket, Key="half", Body=b"x" * 100_000)
    request = sent["request"]
    lines = [f"PUT /{bucket}/half HTTP/1.1", f"Host: {server.endpoint.removeprefix('http://')}"]
    for key, value in request.headers.items():
        text = value.decode() if isinstance(value, bytes) else value
        if key.lower() not in ("host", "expect", "content-length"):
            lines.append(f"{key}: {text}")
    head = "\r\n".join([*lines, "Content-Length: 100000", "", ""])
    host, port = server.endpoint.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(head.encode() + b"x" * 50_000)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(4096)  # an error or the end: never a success
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_earlier_data_stays(job):
    assert run_over(job, HEADER + b"1,2013-07-25 00:00:00,7,CLOSED\n")["JobRunState"] == "SUCCEEDED"
    job.land(b"\xff\xfe", key="landing/broken.csv")
    assert job.run()["JobRunState"] == "FAILED"
    assert [row["order_id"] for row in job.rows()] == [1]

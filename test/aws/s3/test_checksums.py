"""Integrity: nothing is kept that is not what the client said. User guide, "Checking object integrity"."""

import base64
import functools
import hashlib
import json
import os
import pathlib
import zlib

import pytest
from botocore.config import Config

from s3_help import refusal, signed

# As on AWS before SDKs sent checksums by themselves.
QUIET = Config(request_checksum_calculation="when_required", response_checksum_validation="when_required")


def b64(raw):
    return base64.b64encode(raw).decode()


@pytest.fixture
def quiet(server):
    return server.client("s3", config=QUIET)


@pytest.mark.parametrize("algorithm, value", [
    ("CRC32", b64(zlib.crc32(b"hello").to_bytes(4, "big"))), ("SHA1", b64(hashlib.sha1(b"hello").digest())),
    ("SHA256", b64(hashlib.sha256(b"hello").digest()))])
def test_a_checksum_is_verified_kept_and_told(quiet, bucket, algorithm, value):
    member = {f"Checksum{algorithm}": value}
    put = quiet.put_object(Bucket=bucket, Key="a", Body=b"hello", **member)
    got = quiet.get_object(Bucket=bucket, Key="a", ChecksumMode="ENABLED")
    assert put[f"Checksum{algorithm}"] == got[f"Checksum{algorithm}"] == value
    assert got["ChecksumType"] == "FULL_OBJECT"
    fault = refusal(lambda: quiet.put_object(Bucket=bucket, Key="b", Body=b"other", **member))
    assert (fault.code, fault.status) == ("BadDigest", 400)
    assert refusal(lambda: quiet.head_object(Bucket=bucket, Key="b")).status == 404


def test_without_a_checksum_crc64nvme_is_computed(quiet, bucket):
    put = quiet.put_object(Bucket=bucket, Key="a", Body=b"123456789")
    assert put["ChecksumCRC64NVME"] == b64(bytes.fromhex("ae8b14860a799888"))  # the algorithm's published check value


def test_a_checksum_is_told_only_to_who_asks_and_not_of_a_range(quiet, bucket):
    quiet.put_object(Bucket=bucket, Key="a", Body=b"hello")
    assert "ChecksumCRC64NVME" not in quiet.get_object(Bucket=bucket, Key="a")
    assert "ChecksumCRC64NVME" not in quiet.get_object(Bucket=bucket, Key="a", Range="bytes=0-1", ChecksumMode="ENABLED")


ALGORITHMS = ("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256")


@pytest.fixture
def aws_with_runtime(server):
    """The aws cli with AWS's common runtime, which computes all of them, and signs by itself."""
    runtime = pathlib.Path(os.environ["DOVETAIL_DEPS"], "crt")
    assert runtime.is_dir()
    return functools.partial(server.aws, environment={"PYTHONPATH": str(runtime)})


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_aws_cli_computes_and_verifies_each_algorithm(aws_with_runtime, bucket, tmp_path, algorithm):
    (tmp_path / "sent").write_bytes(b"hello")
    at = ("--bucket", bucket, "--key", "a")
    put = json.loads(aws_with_runtime("s3api", "put-object", *at, "--body", tmp_path / "sent", "--checksum-algorithm", algorithm, "--output", "json").stdout)
    got = json.loads(aws_with_runtime("s3api", "get-object", *at, "--checksum-mode", "ENABLED", "--output", "json", tmp_path / "fetched").stdout)
    assert put[f"Checksum{algorithm}"] == got[f"Checksum{algorithm}"]
    assert (tmp_path / "fetched").read_bytes() == b"hello"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_aws_cli_sends_and_fetches_files_of_several_parts(s3, aws_with_runtime, bucket, tmp_path, algorithm):
    (tmp_path / "sent").write_bytes(bytes(range(256)) * 40_960)  # 10 MiB, of which a part is 8
    aws_with_runtime("s3", "cp", tmp_path / "sent", f"s3://{bucket}/a", "--checksum-algorithm", algorithm)
    aws_with_runtime("s3", "cp", f"s3://{bucket}/a", tmp_path / "fetched", "--checksum-mode", "ENABLED")
    assert (tmp_path / "fetched").read_bytes() == (tmp_path / "sent").read_bytes()
    assert s3.head_object(Bucket=bucket, Key="a", ChecksumMode="ENABLED")[f"Checksum{algorithm}"]


def test_content_md5_is_verified(server, bucket):
    good = {"Content-MD5": b64(hashlib.md5(b"hello").digest())}
    assert signed(server, "PUT", f"/{bucket}/a", b"hello", good).status == 200
    wrong = signed(server, "PUT", f"/{bucket}/b", b"other", good)
    assert (wrong.status, b"<Code>BadDigest</Code>" in wrong.data) == (400, True)
    broken = signed(server, "PUT", f"/{bucket}/b", b"other", {"Content-MD5": "c2hvcnQ="})
    assert b"<Code>InvalidDigest</Code>" in broken.data


def test_the_signed_hash_of_the_body_is_verified(server, s3, bucket):
    answer = signed(server, "PUT", f"/{bucket}/a", b"other", body_hash=hashlib.sha256(b"hello").hexdigest())
    assert (answer.status, b"<Code>XAmzContentSHA256Mismatch</Code>" in answer.data) == (400, True)
    assert refusal(lambda: s3.head_object(Bucket=bucket, Key="a")).status == 404


def test_two_checksums_are_one_too_many(server, bucket):
    headers = {"x-amz-checksum-crc32": "AAAAAA==", "x-amz-checksum-sha1": b64(b"0" * 20)}
    answer = signed(server, "PUT", f"/{bucket}/a", b"hello", headers)
    assert b"Expecting a single x-amz-checksum- header" in answer.data


def test_an_announced_checksum_must_come(server, bucket):
    answer = signed(server, "PUT", f"/{bucket}/a", b"hello", {"x-amz-sdk-checksum-algorithm": "CRC32"})
    assert (answer.status, b"x-amz-sdk-checksum-algorithm specified" in answer.data) == (400, True)

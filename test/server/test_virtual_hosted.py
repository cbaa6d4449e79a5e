"""Buckets named by the Host: what boto3 does with addressing_style "virtual"."""

import socket

import boto3
import pytest
from botocore.config import Config
from raw_http import Connection


@pytest.fixture
def hosted(server, monkeypatch):
    """A client that sends `Host: BUCKET.localhost:PORT`. RFC 6761 leads such names to the loopback; not every resolver knows."""
    resolve = socket.getaddrinfo

    def resolve_localhost(host, *arguments, **options):
        return resolve("127.0.0.1" if str(host).endswith(".localhost") else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_localhost)
    port = server.endpoint.rsplit(":", 1)[1]
    return boto3.client(
        "s3", endpoint_url=f"http://localhost:{port}", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
        config=Config(s3={"addressing_style": "virtual"}, retries={"max_attempts": 0}))


def test_a_bucket_in_the_host_is_the_bucket_in_the_path(hosted, s3, bucket):
    sent = []
    hosted.meta.events.register("before-send.s3", lambda request, **_: sent.append(request.url))
    hosted.put_object(Bucket=bucket, Key="a/b c", Body=b"hosted")
    assert sent[0].startswith(f"http://{bucket}.localhost:")
    assert s3.get_object(Bucket=bucket, Key="a/b c")["Body"].read() == b"hosted"
    assert [one["Key"] for one in hosted.list_objects_v2(Bucket=bucket)["Contents"]] == ["a/b c"]


def test_a_key_that_looks_like_administration_is_a_key(hosted, bucket):
    for key in ("_dovetail/health", "_dovetail/reset", "_dovetail/x"):
        hosted.put_object(Bucket=bucket, Key=key, Body=key.encode())
        assert hosted.get_object(Bucket=bucket, Key=key)["Body"].read() == key.encode()


def test_the_location_of_an_upload_names_its_bucket_once(hosted, s3, bucket):
    for client in (hosted, s3):
        upload = client.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
        part = client.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=1, Body=b"x")
        done = client.complete_multipart_upload(
            Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
        host = client.meta.endpoint_url
        assert done["Location"] == f"{host}/{bucket}/k"


def test_administration_is_where_the_host_names_no_bucket(server, bucket):
    port = server.endpoint.rsplit(":", 1)[1]
    with Connection(server.endpoint) as connection:
        connection.request("GET", "/_dovetail/health", host=f"{bucket}.localhost:{port}")
        status, _, body = connection.answer()
    assert (status, "<Code>AccessDenied</Code>" in body) == (403, True)  # a GetObject without a signature

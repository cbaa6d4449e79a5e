"""Buckets named by the Host: what boto3 and the aws cli do with addressing_style "virtual"."""

import os
import pathlib
import socket
import subprocess

import boto3
import pytest
from botocore.config import Config
from localserver import aws_environment
from raw_http import Connection, ask

# In a process of one's own, every name is the loopback's: what DNS does with *.localhost.localstack.cloud, and what the
# administrator of --host-name sees to.
EVERY_NAME_IS_LOOPBACK = """
import socket
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *arguments, **options: resolve("127.0.0.1", *arguments, **options)
"""
HOSTS = ["localhost", "s3.localhost", "s3.eu-west-1.localhost", "localhost.localstack.cloud", "s3.localhost.localstack.cloud",
         "s3.us-east-1.localhost.localstack.cloud"]


def port_of(server):
    return server.endpoint.rsplit(":", 1)[1]


@pytest.fixture
def loopback_names(monkeypatch):
    resolve = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *arguments, **options: resolve("127.0.0.1", *arguments, **options))


@pytest.fixture
def client_of(loopback_names):
    """A factory of clients that send `Host: BUCKET.HOST:PORT`."""
    def client(server, host):
        return boto3.client(
            "s3", endpoint_url=f"http://{host}:{port_of(server)}", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
            config=Config(s3={"addressing_style": "virtual"}, retries={"max_attempts": 0}))
    return client


@pytest.fixture
def hosted(server, client_of):
    return client_of(server, "localhost")


@pytest.mark.parametrize("host", HOSTS)
def test_a_bucket_in_the_host_is_the_bucket_in_the_path(server, client_of, s3, bucket, host):
    hosted, sent = client_of(server, host), []
    hosted.meta.events.register("before-send.s3", lambda request, **_: sent.append(request.url))
    hosted.put_object(Bucket=bucket, Key="a/b c", Body=b"hosted")
    assert sent[0].startswith(f"http://{bucket}.{host}:")
    assert s3.get_object(Bucket=bucket, Key="a/b c")["Body"].read() == b"hosted"
    assert [one["Key"] for one in hosted.list_objects_v2(Bucket=bucket)["Contents"]] == ["a/b c"]
    assert bucket in [one["Name"] for one in hosted.list_buckets()["Buckets"]]  # sent to the host itself


@pytest.mark.parametrize("host", ["s3.localhost", "s3.localhost.localstack.cloud"])
def test_the_endpoint_itself_takes_buckets_in_the_path(server, loopback_names, bucket, host):
    by_path = boto3.client("s3", endpoint_url=f"http://{host}:{port_of(server)}", region_name="us-east-1", aws_access_key_id="test",
                           aws_secret_access_key="test", config=Config(s3={"addressing_style": "path"}))
    by_path.put_object(Bucket=bucket, Key="k", Body=b"x")
    assert by_path.head_object(Bucket=bucket, Key="k")["ContentLength"] == 1


@pytest.mark.parametrize("host", ["localhost", "s3.localhost"])
def test_a_bucket_may_have_dots(server, client_of, s3, name, host):
    s3.create_bucket(Bucket=f"a.{name}.b")
    client_of(server, host).put_object(Bucket=f"a.{name}.b", Key="k", Body=b"x")
    assert s3.head_object(Bucket=f"a.{name}.b", Key="k")["ContentLength"] == 1


def test_a_name_that_the_administrator_gave_is_answered(fresh_server, client_of):
    server = fresh_server("--host-name", "lake.example", "--host-name", "Other.example")
    for host in ("lake.example", "s3.lake.example", "s3.other.example"):
        hosted = client_of(server, host)
        hosted.create_bucket(Bucket="lake")
        hosted.put_object(Bucket="lake", Key=host, Body=b"x")
        assert host in [one["Key"] for one in hosted.list_objects_v2(Bucket="lake")["Contents"]]
    status, _, body = ask(server.endpoint, "GET", "/_dovetail/health", host="evil.example")
    assert (status, "lake.example" in body) == (403, True)


@pytest.mark.parametrize("bad", ["", "http://lake", "lake:80", "a..b"])
def test_a_host_name_that_is_none_is_refused_at_start(server, bad):
    refused = subprocess.run([server.program, "serve", "--host-name", bad], capture_output=True, text=True)
    assert refused.returncode == 2
    assert "--host-name" in refused.stderr and "is no host name" in refused.stderr


def test_the_aws_cli_addresses_buckets_by_host(server, s3, bucket, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(EVERY_NAME_IS_LOOPBACK)
    (tmp_path / "config").write_text("[default]\ns3 =\n  addressing_style = virtual\n")
    environment = aws_environment(tmp_path) | {"PYTHONPATH": str(tmp_path), "AWS_CONFIG_FILE": str(tmp_path / "config")}
    (tmp_path / "up").write_bytes(os.urandom(9 << 20))  # two parts

    def aws(*arguments):
        done = subprocess.run(["aws", "--debug", "--endpoint-url", f"http://s3.localhost.localstack.cloud:{port_of(server)}", *map(str, arguments)],
                              env=environment, capture_output=True, text=True, check=True)
        assert f"//{bucket}.s3.localhost.localstack.cloud:{port_of(server)}/" in done.stderr
        return done.stdout

    aws("s3", "cp", tmp_path / "up", f"s3://{bucket}/in/up")
    aws("s3", "cp", f"s3://{bucket}/in/up", tmp_path / "down")
    assert pathlib.Path(tmp_path / "down").read_bytes() == (tmp_path / "up").read_bytes()
    assert "up" in aws("s3", "ls", f"s3://{bucket}/in/")
    aws("s3", "rm", f"s3://{bucket}/in/up")
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_curl_follows_a_presigned_url_of_a_bucket_in_the_host(server, client_of, s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"by url")
    host, port = "s3.localhost.localstack.cloud", port_of(server)
    url = client_of(server, host).generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
    assert url.startswith(f"http://{bucket}.{host}:{port}/k?")
    got = subprocess.run(["curl", "-sf", "--resolve", f"{bucket}.{host}:{port}:127.0.0.1", url], capture_output=True, text=True, check=True)
    assert got.stdout == "by url"


def test_a_key_that_looks_like_administration_is_a_key(hosted, bucket):
    for key in ("_dovetail/health", "_dovetail/reset", "_dovetail/x"):
        hosted.put_object(Bucket=bucket, Key=key, Body=key.encode())
        assert hosted.get_object(Bucket=bucket, Key=key)["Body"].read() == key.encode()


def test_the_location_of_an_upload_names_its_bucket_once(server, client_of, s3, bucket):
    for client in (client_of(server, "localhost"), client_of(server, "s3.localhost"), s3):
        upload = client.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
        part = client.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=1, Body=b"x")
        done = client.complete_multipart_upload(
            Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
        host = client.meta.endpoint_url
        assert done["Location"] == f"{host}/{bucket}/k"


@pytest.mark.parametrize("host", ["localhost", "s3.localhost.localstack.cloud"])
def test_administration_is_where_the_host_names_no_bucket(server, bucket, host):
    with Connection(server.endpoint) as connection:
        connection.request("GET", "/_dovetail/health", host=f"{bucket}.{host}:{port_of(server)}")
        status, _, body = connection.answer()
    assert (status, "<Code>AccessDenied</Code>" in body) == (403, True)  # a GetObject without a signature

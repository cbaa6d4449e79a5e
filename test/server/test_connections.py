"""Connections that misbehave get AWS's errors where AWS has one, and never hurt the next caller."""

import re
import socket
import time

import pytest
from raw_http import Connection, ask


@pytest.fixture
def healthy(server):
    """Checks after the test that the server still answers."""
    yield server
    assert ask(server.endpoint, "GET", "/_dovetail/health")[0] == 200


@pytest.mark.parametrize("nonsense", [
    "\r\n\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/7\r\n\r\n", "\x16\x03\x01\x00\xa5\x01\x00\x00\r\n\r\n", "GET nopath HTTP/1.1\r\nHost: x\r\n\r\n",
    "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: five\r\n\r\n"])
def test_what_is_no_request_is_answered_with_400_and_closed(healthy, nonsense):
    with Connection(healthy.endpoint) as connection:
        connection.send(nonsense)
        connection.socket.shutdown(socket.SHUT_WR)
        assert connection.until_closed().startswith("HTTP/1.1 400 ")


def test_s3_refuses_more_than_8_kb_of_headers_as_aws_does(healthy):
    status, _, body = ask(healthy.endpoint, "GET", "/bucket/key", "X-Long: " + "x" * 9000)
    assert status == 400
    assert "<Code>RequestHeaderSectionTooLarge</Code>" in body
    assert "<MaxSizeAllowed>8192</MaxSizeAllowed>" in body


def test_more_than_64_kb_of_headers_is_no_request_at_all(healthy):
    with Connection(healthy.endpoint) as connection:
        connection.request("GET", "/", "X-Long: " + "x" * 70_000)
        assert connection.until_closed().startswith("HTTP/1.1 431 ")


def test_a_half_closed_connection_gets_its_answer(healthy):
    with Connection(healthy.endpoint) as connection:
        connection.request("GET", "/_dovetail/health")
        connection.socket.shutdown(socket.SHUT_WR)
        assert connection.until_closed().endswith('{"status":"ok"}\n')


def test_a_body_that_breaks_off_leaves_no_object(server, s3, bucket):
    # The signature of an unlisted key is not computed, so any will do.
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    with Connection(server.endpoint) as connection:
        connection.request(
            "PUT", f"/{bucket}/half", "Content-Length: 1000", f"x-amz-date: {date}", "x-amz-content-sha256: UNSIGNED-PAYLOAD",
            f"Authorization: AWS4-HMAC-SHA256 Credential=test/{date[:8]}/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=0")
        connection.send("not a thousand bytes")
        connection.socket.shutdown(socket.SHUT_WR)
        received = connection.until_closed()
    assert received.startswith("HTTP/1.1 400 ")
    assert "<Code>IncompleteBody</Code>" in received
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_requests_sent_together_are_answered_in_order(healthy):
    with Connection(healthy.endpoint) as connection:
        for target in ("/_dovetail/health", "/_dovetail/nothing", "/_dovetail/health"):
            connection.request("GET", target)
        connection.socket.shutdown(socket.SHUT_WR)
        statuses = re.findall(r"HTTP/1\.1 (\d+)", connection.until_closed())
    assert statuses == ["200", "404", "200"]


def test_expect_continue_is_answered_only_when_the_body_is_wanted(healthy):
    with Connection(healthy.endpoint) as connection:
        connection.request("PUT", "/bucket/key", "Expect: 100-continue", "Content-Length: 10")
        assert connection.until_closed().startswith("HTTP/1.1 403 ")  # anonymous: refused before a byte is sent


def test_an_upload_and_a_download_of_64_mb_are_the_same_bytes(s3, bucket):
    body = bytes(range(256)) * 262_144
    s3.put_object(Bucket=bucket, Key="large", Body=body)
    assert s3.get_object(Bucket=bucket, Key="large")["Body"].read() == body


def test_a_client_that_vanishes_inside_a_download_hurts_nobody(healthy, s3, bucket):
    s3.put_object(Bucket=bucket, Key="large", Body=bytes(20_000_000))
    body = s3.get_object(Bucket=bucket, Key="large")["Body"]
    body.read(1000)
    body.close()
    assert s3.head_object(Bucket=bucket, Key="large")["ContentLength"] == 20_000_000

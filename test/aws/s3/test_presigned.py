"""Presigned URLs: whoever has one needs no key. User guide, "Sharing objects with presigned URLs"; API reference, "Authenticating Requests: Using
Query Parameters"."""

import re
import subprocess

import pytest
import urllib3
from botocore.config import Config

# boto3 and the aws cli make URLs of version 2 unless they are told.
VERSIONS = {"s3": "AWSAccessKeyId", "s3v4": "X-Amz-Signature"}


@pytest.fixture(params=VERSIONS)
def signer(server, request):
    return server.client("s3", config=Config(signature_version=request.param))


def http(method, url, **arguments):
    with urllib3.PoolManager(retries=False) as pool:
        return pool.request(method, url, **arguments)


def code_of(answer):
    return re.search(rb"<Code>(.*?)</Code>", answer.data)[1].decode(), answer.status


def test_who_has_the_url_reads_and_writes(signer, s3, bucket):
    key = {"Bucket": bucket, "Key": "a b/ü+c"}
    put = signer.generate_presigned_url("put_object", Params=key)
    assert VERSIONS[signer.meta.config.signature_version] in put
    assert http("PUT", put, body=b"hello").status == 200
    assert s3.get_object(**key)["Body"].read() == b"hello"
    got = http("GET", signer.generate_presigned_url("get_object", Params=key))
    assert (got.status, got.data) == (200, b"hello")
    assert http("HEAD", signer.generate_presigned_url("head_object", Params=key)).headers["Content-Length"] == "5"
    assert http("DELETE", signer.generate_presigned_url("delete_object", Params=key)).status == 204
    assert code_of(http("GET", signer.generate_presigned_url("get_object", Params=key))) == ("NoSuchKey", 404)


def test_the_url_may_say_the_headers_of_the_answer(signer, s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    url = signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a", "ResponseContentType": "text/csv"})
    assert http("GET", url).headers["Content-Type"] == "text/csv"


def test_parts_go_up_by_urls(signer, s3, bucket):
    upload = {"Bucket": bucket, "Key": "a", "UploadId": s3.create_multipart_upload(Bucket=bucket, Key="a")["UploadId"]}
    put = http("PUT", signer.generate_presigned_url("upload_part", Params=upload | {"PartNumber": 1}), body=b"part")
    s3.complete_multipart_upload(MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": put.headers["ETag"]}]}, **upload)
    assert s3.get_object(Bucket=bucket, Key="a")["Body"].read() == b"part"


def test_an_upload_by_a_form_is_refused_for_what_it_is(s3, bucket):
    form = s3.generate_presigned_post(bucket, "k")
    answer = http("POST", form["url"], fields=form["fields"] | {"file": ("k", b"bytes")})
    assert code_of(answer) == ("NotImplemented", 501) and b"POST Object" in answer.data


def test_a_url_has_an_end(signer, bucket):
    url = signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a"}, ExpiresIn=-10)
    answer = http("GET", url)
    if "X-Amz-Expires" in url:
        assert code_of(answer) == ("AuthorizationQueryParametersError", 400) and b"must be non-negative" in answer.data
    else:
        assert code_of(answer) == ("AccessDenied", 403) and b"<Message>Request has expired</Message><Expires>" in answer.data


def test_no_url_of_version_4_is_for_longer_than_a_week(server, bucket):
    signer = server.client("s3", config=Config(signature_version="s3v4"))
    url = signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a"}, ExpiresIn=604801)
    answer = http("GET", url)
    assert code_of(answer) == ("AuthorizationQueryParametersError", 400) and b"must be less than a week" in answer.data


def test_headers_that_are_parameters_are_not_overlooked(server, s3, bucket):
    signer = server.client("s3", config=Config(signature_version="s3v4"))
    url = signer.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a"})
    assert code_of(http("PUT", url + "&x-amz-acl=public-read", body=b"x")) == ("AccessControlListNotSupported", 400)
    assert http("PUT", url + "&x-amz-meta-who=me", body=b"x").status == 200
    assert s3.head_object(Bucket=bucket, Key="a")["Metadata"] == {"who": "me"}


def test_the_aws_cli_makes_them_for_curl(aws, s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"hello")
    url = aws("s3", "presign", f"s3://{bucket}/a").stdout.strip()
    assert subprocess.run(["curl", "-sf", url], capture_output=True, check=True, timeout=30).stdout == b"hello"

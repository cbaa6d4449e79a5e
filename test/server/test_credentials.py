"""Keys in --credentials are verified in full; others are taken at their word on the loopback, unless --strict."""

import datetime
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError
from raw_http import ask

KEYS = """
[ours]
aws_access_key_id = AKIAOURS
aws_secret_access_key = our+secret/key
account = 111122223333
"""


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    file = tmp_path_factory.mktemp("keys") / "credentials"
    file.write_text(KEYS)
    return file


@pytest.fixture
def listing_server(fresh_server, keys):
    return fresh_server("--credentials", keys)


@pytest.fixture
def strict_server(fresh_server, keys):
    return fresh_server("--credentials", keys, "--strict")


def code_of(call, **arguments):
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    return raised.value.response["Error"]["Code"], raised.value.response["ResponseMetadata"]["HTTPStatusCode"]


def test_under_strict_nobody_sees_a_run_without_a_signature(strict_server):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{strict_server.endpoint}/_dovetail/runs/jr_{'0' * 64}")
    assert refused.value.code == 403


def test_a_listed_key_with_its_secret_works_in_its_account(strict_server):
    s3 = strict_server.client("s3", access_key="AKIAOURS", secret="our+secret/key")
    s3.create_bucket(Bucket="lake")
    # What must be escaped is where signatures differ.
    for key in ["plain", "with space", "a//b/../c", "plus+equals=", "percent%20", "ünï/☃", "star*'()!"]:
        s3.put_object(Bucket="lake", Key=key, Body=key.encode())
        assert s3.get_object(Bucket="lake", Key=key)["Body"].read() == key.encode()
    listed = s3.list_objects_v2(Bucket="lake", Prefix="with space", Delimiter="/")
    assert [entry["Key"] for entry in listed["Contents"]] == ["with space"]
    glue = strict_server.client("glue", access_key="AKIAOURS", secret="our+secret/key")
    glue.create_database(DatabaseInput={"Name": "db"})
    assert glue.get_database(Name="db")["Database"]["CatalogId"] == "111122223333"


def test_the_real_aws_cli_signs_as_we_verify(strict_server, tmp_path):
    (tmp_path / "file").write_bytes(bytes(20_000_000))  # a multipart upload
    import os
    import subprocess

    from localserver import aws_environment

    environment = aws_environment(tmp_path) | {"AWS_ACCESS_KEY_ID": "AKIAOURS", "AWS_SECRET_ACCESS_KEY": "our+secret/key"}
    for command in (["mb", "s3://lake"], ["cp", str(tmp_path / "file"), "s3://lake/a b/file"], ["cp", "s3://lake/a b/file", str(tmp_path / "back")]):
        subprocess.run(["aws", "--endpoint-url", strict_server.endpoint, "s3", *command], env=environment, check=True, capture_output=True)
    assert os.path.getsize(tmp_path / "back") == 20_000_000


def test_a_listed_key_with_another_secret_is_refused(listing_server):
    s3 = listing_server.client("s3", access_key="AKIAOURS", secret="guess")
    assert code_of(s3.list_buckets) == ("SignatureDoesNotMatch", 403)
    glue = listing_server.client("glue", access_key="AKIAOURS", secret="guess")
    assert code_of(glue.get_databases) == ("InvalidSignatureException", 400)


def test_an_unlisted_key_is_taken_at_its_word(listing_server):
    assert listing_server.client("s3", access_key="anything", secret="any").list_buckets()["Buckets"] == []


def test_an_unlisted_key_is_refused_by_a_strict_server(strict_server):
    assert code_of(strict_server.client("s3").list_buckets) == ("InvalidAccessKeyId", 403)
    assert code_of(strict_server.client("glue").get_databases) == ("UnrecognizedClientException", 400)


def test_an_anonymous_request_is_refused(server):
    status, _, body = ask(server.endpoint, "GET", "/bucket/key")
    assert status == 403 and "<Code>AccessDenied</Code>" in body
    status, _, body = ask(server.endpoint, "POST", "/", "X-Amz-Target: AWSGlue.GetDatabases", body="{}")
    assert status == 400 and "MissingAuthenticationTokenException" in body


def test_a_key_of_12_digits_names_its_account(server):
    glue = server.client("glue", access_key="999988887777")
    glue.create_database(DatabaseInput={"Name": "mine"})
    assert glue.get_database(Name="mine")["Database"]["CatalogId"] == "999988887777"
    assert code_of(server.client("glue").get_database, Name="mine") == ("EntityNotFoundException", 400)


def test_regions_are_kept_apart(server, name):
    server.client("glue", region="eu-west-1").create_database(DatabaseInput={"Name": name})
    assert code_of(server.client("glue", region="eu-central-1").get_database, Name=name) == ("EntityNotFoundException", 400)


def signed_at(server, service, when, target=""):
    date = when.strftime("%Y%m%dT%H%M%SZ")
    headers = [f"x-amz-date: {date}",
               f"Authorization: AWS4-HMAC-SHA256 Credential=test/{date[:8]}/us-east-1/{service}/aws4_request, "
               "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-target, Signature=0"]
    headers.append(f"X-Amz-Target: {target}" if target else "x-amz-content-sha256: UNSIGNED-PAYLOAD")
    return ask(server.endpoint, "POST" if target else "GET", "/", *headers, body="{}" if target else "")


def test_a_clock_that_is_20_minutes_off_is_refused(server):
    now = datetime.datetime.now(datetime.timezone.utc)
    for minutes in (-20, 20):
        when = now + datetime.timedelta(minutes=minutes)
        status, _, body = signed_at(server, "s3", when)
        assert status == 403 and "<Code>RequestTimeTooSkewed</Code>" in body and "<MaxAllowedSkewMilliseconds>900000<" in body
        status, _, body = signed_at(server, "glue", when, "AWSGlue.GetDatabases")
        assert status == 400 and "InvalidSignatureException" in body
        assert ("Signature expired" if minutes < 0 else "Signature not yet current") in body


def test_a_body_that_is_not_the_signed_one_is_refused_and_not_stored(server, s3, bucket):
    import hashlib

    date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    status, _, body = ask(
        server.endpoint, "PUT", f"/{bucket}/key", f"x-amz-date: {date}",
        f"x-amz-content-sha256: {hashlib.sha256(b'signed').hexdigest()}",
        f"Authorization: AWS4-HMAC-SHA256 Credential=test/{date[:8]}/us-east-1/s3/aws4_request, "
        "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=0", body="tampered")
    assert status == 400 and "<Code>XAmzContentSHA256Mismatch</Code>" in body
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


@pytest.mark.parametrize("version", ["s3", "s3v4"])
@pytest.mark.parametrize("style", ["path", "virtual"])
def test_presigned_urls_of_a_listed_key_are_verified_in_full(strict_server, version, style):
    from urllib.parse import urlsplit

    import boto3
    from botocore.config import Config

    port = strict_server.endpoint.rsplit(":", 1)[1]
    s3 = boto3.client("s3", endpoint_url=f"http://localhost:{port}", region_name="us-east-1", aws_access_key_id="AKIAOURS",
                      aws_secret_access_key="our+secret/key", config=Config(signature_version=version, s3={"addressing_style": style}))
    strict_server.client("s3", access_key="AKIAOURS", secret="our+secret/key").create_bucket(Bucket="lake")

    def code(method, url):
        parts = urlsplit(url)
        status, _, body = ask(strict_server.endpoint, method, f"{parts.path}?{parts.query}", host=parts.netloc)
        return status, body.partition("<Code>")[2].partition("</Code>")[0]

    get = s3.generate_presigned_url("get_object", Params={"Bucket": "lake", "Key": "a b/ü"})
    assert code("GET", get) == (404, "NoSuchKey")
    assert code("PUT", get) == (403, "SignatureDoesNotMatch")
    assert code("GET", get.replace("a%20b", "other")) == (403, "SignatureDoesNotMatch")
    assert code("GET", get.replace("AKIAOURS", "AKIAOTHER")) == (403, "InvalidAccessKeyId")


def test_a_file_without_keys_stops_the_start(fresh_server, tmp_path):
    from localserver import ServerDied

    (tmp_path / "empty").write_text("# nothing\n")
    with pytest.raises(ServerDied, match="no profile with an access key"):
        fresh_server("--credentials", tmp_path / "empty")


def test_an_account_of_the_list_is_closed_to_other_keys(listing_server):
    ours = listing_server.client("s3", access_key="AKIAOURS", secret="our+secret/key")
    ours.create_bucket(Bucket="private")
    intruder = {"access_key": "111122223333"}
    assert code_of(listing_server.client("s3", **intruder).list_buckets) == ("InvalidAccessKeyId", 403)
    assert code_of(listing_server.client("glue", **intruder).get_databases) == ("UnrecognizedClientException", 400)
    assert listing_server.client("s3", access_key="444455556666").list_buckets()["Buckets"] == []

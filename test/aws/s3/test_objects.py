"""Objects: what is put is got. API reference, PutObject, GetObject, HeadObject, DeleteObject, DeleteObjects."""

import datetime
import hashlib

import pytest

from s3_help import refusal, signed


def get(s3, bucket, key, **options):
    return s3.get_object(Bucket=bucket, Key=key, **options)["Body"].read()


def test_an_object_is_got_back_with_what_was_said_of_it(s3, bucket):
    expires = datetime.datetime(2030, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    s3.put_object(Bucket=bucket, Key="a.csv", Body=b"x,y\n", ContentType="text/csv", CacheControl="no-store",
                  ContentDisposition="attachment", ContentLanguage="en", ContentEncoding="identity", Expires=expires,
                  Metadata={"Owner": "ann"})
    got = s3.get_object(Bucket=bucket, Key="a.csv")
    assert got["Body"].read() == b"x,y\n"
    assert got["ContentType"] == "text/csv"
    assert got["CacheControl"] == "no-store"
    assert got["ContentDisposition"] == "attachment"
    assert got["ContentLanguage"] == "en"
    assert got["ContentEncoding"] == "identity"
    assert got["ExpiresString"] == "Wed, 02 Jan 2030 03:04:05 GMT"
    assert got["Metadata"] == {"owner": "ann"}
    assert got["AcceptRanges"] == "bytes"


def test_the_etag_is_the_md5_and_nothing_claims_encryption(s3, bucket):
    put = s3.put_object(Bucket=bucket, Key="a", Body=b"hello")
    head = s3.head_object(Bucket=bucket, Key="a")
    assert put["ETag"] == head["ETag"] == f'"{hashlib.md5(b"hello").hexdigest()}"'
    assert head["ContentLength"] == 5
    assert "ServerSideEncryption" not in put and "ServerSideEncryption" not in head


def test_an_object_without_a_type_is_bytes(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    assert s3.head_object(Bucket=bucket, Key="a")["ContentType"] == "binary/octet-stream"


@pytest.mark.parametrize("key", ["../../etc/passwd", "/leading", "a//b", "a/./b/../c", "späße/日本語", "a b+c%2Fd?e&f=g#h", "~-._",
                                 "k" * 1024, "tab\tand\nline"])
def test_any_text_is_a_key(s3, bucket, key):
    s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    assert get(s3, bucket, key) == key.encode()
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [key]


def test_a_key_over_1024_bytes_is_refused(s3, bucket):
    fault = refusal(lambda: s3.put_object(Bucket=bucket, Key="é" * 513, Body=b""))
    assert (fault.code, fault.status, fault.error["MaxSizeAllowed"]) == ("KeyTooLongError", 400, "1024")


def test_a_missing_key_and_a_missing_bucket_are_told_apart(s3, bucket):
    assert refusal(lambda: get(s3, bucket, "none")).error["Key"] == "none"
    assert refusal(lambda: get(s3, "no-such-bucket-at-all", "none")).code == "NoSuchBucket"
    assert refusal(lambda: s3.head_object(Bucket=bucket, Key="none")).status == 404


def test_a_put_replaces_the_object(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"old", Metadata={"was": "here"})
    s3.put_object(Bucket=bucket, Key="a", Body=b"new")
    got = s3.get_object(Bucket=bucket, Key="a")
    assert (got["Body"].read(), got["Metadata"]) == (b"new", {})


def test_a_large_object_comes_back_whole(s3, bucket):
    body = bytes(range(256)) * 40_000
    s3.put_object(Bucket=bucket, Key="large", Body=body)
    assert hashlib.sha256(get(s3, bucket, "large")).digest() == hashlib.sha256(body).digest()


def test_a_query_may_override_headers_of_the_answer(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x", ContentType="text/csv")
    got = s3.get_object(Bucket=bucket, Key="a", ResponseContentType="text/plain", ResponseCacheControl="no-cache")
    assert (got["ContentType"], got["CacheControl"]) == ("text/plain", "no-cache")


def test_deleting_is_answered_204_whether_the_key_was_there_or_not(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    for _ in range(2):
        assert s3.delete_object(Bucket=bucket, Key="a")["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert refusal(lambda: get(s3, bucket, "a")).code == "NoSuchKey"


def test_many_keys_are_deleted_at_once(s3, bucket):
    for key in ("a", "b", "c"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a"}, {"Key": "b"}, {"Key": "never-was"}]})
    assert [d["Key"] for d in answer["Deleted"]] == ["a", "b", "never-was"]
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["c"]


def test_a_quiet_deletion_tells_failures_only(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    objects = [{"Key": "a", "ETag": '"other"'}, {"Key": "b"}]
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
    assert "Deleted" not in answer
    assert [(e["Key"], e["Code"]) for e in answer["Errors"]] == [("a", "PreconditionFailed")]


def test_more_than_1000_deletions_are_malformed(s3, bucket):
    objects = [{"Key": str(i)} for i in range(1001)]
    assert refusal(lambda: s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})).code == "MalformedXML"


@pytest.mark.parametrize("wish, header", [
    ({"ServerSideEncryption": "aws:kms"}, "x-amz-server-side-encryption"),
    ({"ServerSideEncryption": "AES256"}, "x-amz-server-side-encryption"),
    ({"ObjectLockLegalHoldStatus": "ON"}, "x-amz-object-lock-legal-hold")])
def test_what_we_do_not_do_is_refused_by_name_and_nothing_is_stored(s3, bucket, wish, header):
    fault = refusal(lambda: s3.put_object(Bucket=bucket, Key="a", Body=b"x", **wish))
    assert (fault.code, fault.status, fault.error["Header"]) == ("NotImplemented", 501, header)
    assert refusal(lambda: get(s3, bucket, "a")).code == "NoSuchKey"


@pytest.mark.parametrize("start", ["put_object", "create_multipart_upload"])
def test_who_asks_for_encryption_is_told_that_there_is_none(s3, bucket, start):
    """No object claims to be encrypted, so a caller who asks for it learns that at once."""
    message = refusal(lambda: getattr(s3, start)(Bucket=bucket, Key="a", ServerSideEncryption="AES256")).message
    assert message.endswith(": x-amz-server-side-encryption is not supported by Dovetail yet; objects are stored without encryption of their own: leave it out")


def test_acls_are_off(s3, bucket):
    fault = refusal(lambda: s3.put_object(Bucket=bucket, Key="a", Body=b"x", ACL="public-read"))
    assert (fault.code, fault.status) == ("AccessControlListNotSupported", 400)
    s3.put_object(Bucket=bucket, Key="a", Body=b"x", ACL="bucket-owner-full-control")


def test_metadata_has_a_limit(s3, bucket):
    fault = refusal(lambda: s3.put_object(Bucket=bucket, Key="a", Body=b"x", Metadata={"m": "v" * 2048}))
    assert (fault.code, fault.error["MaxSizeAllowed"]) == ("MetadataTooLarge", "2048")


def test_malformed_xml_is_refused(server, bucket):
    answer = signed(server, "POST", f"/{bucket}?delete", b"<Delete><Object>", {"Content-MD5": "wLdZMFXxTXRWhvS2r4dnSg=="})
    assert answer.status == 400

"""Copies inside the server. API reference, CopyObject and UploadPartCopy."""

import datetime
import hashlib
import os

import pytest

from s3_help import refusal

MB = 1 << 20


@pytest.fixture
def source(s3, bucket):
    """The parameters of a copy from "a", which is hello."""
    s3.put_object(Bucket=bucket, Key="a", Body=b"hello", ContentType="text/csv", CacheControl="no-store", Metadata={"who": "me"})
    return {"Bucket": bucket, "CopySource": {"Bucket": bucket, "Key": "a"}}


def get(s3, bucket, key):
    return s3.get_object(Bucket=bucket, Key=key)["Body"].read()


def test_a_copy_has_bytes_and_metadata_of_its_source(s3, bucket, source):
    copy = s3.copy_object(Key="b/ü c", **source)["CopyObjectResult"]
    head = s3.head_object(Bucket=bucket, Key="b/ü c")
    assert get(s3, bucket, "b/ü c") == b"hello"
    assert copy["ETag"] == head["ETag"] == s3.head_object(Bucket=bucket, Key="a")["ETag"]
    assert (head["ContentType"], head["CacheControl"], head["Metadata"]) == ("text/csv", "no-store", {"who": "me"})


def test_each_lives_on_without_the_other(s3, bucket, source):
    s3.copy_object(Key="b", **source)
    s3.delete_object(Bucket=bucket, Key="a")
    assert get(s3, bucket, "b") == b"hello"
    s3.copy_object(Bucket=bucket, Key="a", CopySource=f"/{bucket}/b")
    s3.put_object(Bucket=bucket, Key="b", Body=b"other")
    assert get(s3, bucket, "a") == b"hello"


def test_metadata_is_replaced_as_a_whole(s3, bucket, source):
    s3.copy_object(Key="b", MetadataDirective="REPLACE", Metadata={"new": "yes"}, **source)
    head = s3.head_object(Bucket=bucket, Key="b")
    assert (head["Metadata"], head["ContentType"], "CacheControl" in head) == ({"new": "yes"}, "binary/octet-stream", False)
    s3.copy_object(Key="c", Metadata={"ignored": "yes"}, **source)
    assert s3.head_object(Bucket=bucket, Key="c")["Metadata"] == {"who": "me"}


def test_a_copy_onto_itself_must_change_something(s3, bucket, source):
    fault = refusal(lambda: s3.copy_object(Key="a", **source))
    assert (fault.code, fault.status) == ("InvalidRequest", 400) and "copy an object to itself" in fault.message
    s3.copy_object(Key="a", MetadataDirective="REPLACE", Metadata={"new": "yes"}, **source)
    assert s3.head_object(Bucket=bucket, Key="a")["Metadata"] == {"new": "yes"} and get(s3, bucket, "a") == b"hello"


@pytest.mark.parametrize("condition, header", [({"CopySourceIfMatch": '"other"'}, "If-Match"), ({"CopySourceIfNoneMatch": "*"}, "If-None-Match"),
                                             ({"CopySourceIfModifiedSince": datetime.datetime.now(datetime.UTC)}, "If-Modified-Since"),
                                             ({"CopySourceIfUnmodifiedSince": datetime.datetime(2020, 1, 1)}, "If-Unmodified-Since")])
def test_what_the_source_must_be(s3, bucket, source, condition, header):
    if header == "If-Modified-Since":
        condition = {"CopySourceIfModifiedSince": s3.head_object(Bucket=bucket, Key="a")["LastModified"]}
    fault = refusal(lambda: s3.copy_object(Key="b", **source, **condition))
    assert (fault.code, fault.status, fault.error["Condition"]) == ("PreconditionFailed", 412, f"x-amz-copy-source-{header}")
    s3.copy_object(Key="b", CopySourceIfMatch=s3.head_object(Bucket=bucket, Key="a")["ETag"], CopySourceIfUnmodifiedSince=datetime.datetime(2020, 1, 1), **source)


def test_what_the_destination_must_be(s3, bucket, source):
    s3.copy_object(Key="b", IfNoneMatch="*", **source)
    assert refusal(lambda: s3.copy_object(Key="b", IfNoneMatch="*", **source)).code == "PreconditionFailed"


def test_a_copy_may_have_another_checksum(s3, bucket, source):
    copy = s3.copy_object(Key="b", ChecksumAlgorithm="SHA256", **source)["CopyObjectResult"]
    assert "ChecksumSHA256" in copy and copy["ChecksumType"] == "FULL_OBJECT"
    assert s3.get_object(Bucket=bucket, Key="b", ChecksumMode="ENABLED")["Body"].read() == b"hello"  # boto3 verifies


def test_a_copy_of_an_object_of_parts_is_one_piece(s3, bucket):
    upload = {"Bucket": bucket, "Key": "parts"}
    upload["UploadId"] = s3.create_multipart_upload(**upload)["UploadId"]
    parts = [{"PartNumber": i, "ETag": s3.upload_part(PartNumber=i, Body=b"%d" % i * 5 * MB, **upload)["ETag"]} for i in (1, 2)]
    s3.complete_multipart_upload(MultipartUpload={"Parts": parts}, **upload)
    copy = s3.copy_object(Bucket=bucket, Key="whole", CopySource={"Bucket": bucket, "Key": "parts"})["CopyObjectResult"]
    assert copy["ETag"] == f'"{hashlib.md5(b"1" * 5 * MB + b"2" * 5 * MB).hexdigest()}"'


@pytest.mark.parametrize("faulty, code", [("nothing", "InvalidArgument"), ("{}/none", "NoSuchKey"), ("no-such-bucket-at-all/a", "NoSuchBucket"),
                                          ("{}/a?versionId=abc", "InvalidArgument")])
def test_a_source_that_is_none_is_refused(s3, bucket, source, faulty, code):
    assert refusal(lambda: s3.copy_object(Bucket=bucket, Key="b", CopySource=faulty.format(bucket))).code == code


def test_words_that_mean_nothing_are_refused(s3, source):
    assert refusal(lambda: s3.copy_object(Key="b", MetadataDirective="KEEP", **source)).message == "Unknown metadata directive."
    assert refusal(lambda: s3.copy_object(Key="b", TaggingDirective="KEEP", **source)).message == "Unknown tagging directive."
    assert refusal(lambda: s3.copy_object(Key="b", ServerSideEncryption="AES256", **source)).code == "NotImplemented"


def test_another_accounts_object_is_not_copied(server, source, name):
    other = server.client("s3", access_key="222222222222")
    other.create_bucket(Bucket=f"other-{name}")
    assert refusal(lambda: other.copy_object(Bucket=f"other-{name}", Key="b", CopySource=source["CopySource"])).code == "AccessDenied"


def test_parts_may_be_copied_from_ranges(s3, bucket, source):
    upload = {"Bucket": bucket, "Key": "b"}
    upload["UploadId"] = s3.create_multipart_upload(**upload)["UploadId"]
    part = s3.upload_part_copy(PartNumber=1, CopySource=source["CopySource"], CopySourceRange="bytes=1-3", **upload)["CopyPartResult"]
    s3.complete_multipart_upload(MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}, **upload)
    assert get(s3, bucket, "b") == b"ell"


@pytest.mark.parametrize("range_, code", [("bytes=3-1", "InvalidArgument"), ("1-3", "InvalidArgument"), ("bytes=1-", "InvalidArgument"),
                                          ("bytes=0-5", "InvalidArgument"), ("bytes=5-6", "InvalidRequest")])
def test_a_source_range_must_be_inside(s3, bucket, source, range_, code):
    upload = {"Bucket": bucket, "Key": "b"}
    upload["UploadId"] = s3.create_multipart_upload(**upload)["UploadId"]
    fault = refusal(lambda: s3.upload_part_copy(PartNumber=1, CopySource=source["CopySource"], CopySourceRange=range_, **upload))
    assert (fault.code, fault.status) == (code, 400)


def test_the_aws_cli_copies_and_moves(aws, s3, bucket, tmp_path):
    content = os.urandom(20 * MB)  # in parts, as the cli does it
    (tmp_path / "large").write_bytes(content)
    aws("s3", "cp", tmp_path / "large", f"s3://{bucket}/large")
    aws("s3", "cp", f"s3://{bucket}/large", f"s3://{bucket}/copy")
    aws("s3", "mv", f"s3://{bucket}/copy", f"s3://{bucket}/moved")
    s3.put_object(Bucket=bucket, Key="in/small", Body=b"small")
    aws("s3", "sync", f"s3://{bucket}/in", f"s3://{bucket}/out")
    assert get(s3, bucket, "moved") == content and get(s3, bucket, "out/small") == b"small"
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["in/small", "large", "moved", "out/small"]


def test_boto3s_managed_copy(s3, bucket, source):
    s3.copy(source["CopySource"], bucket, "b")
    assert get(s3, bucket, "b") == b"hello"

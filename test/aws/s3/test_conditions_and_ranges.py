"""Parts of objects, and requests with conditions. API reference, "Conditional requests"; RFC 9110."""

import concurrent.futures
import datetime

import pytest

from s3_help import refusal

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def digits(s3, bucket):
    """A bucket whose object "digits" is 0123456789; gives the bucket's name."""
    s3.put_object(Bucket=bucket, Key="digits", Body=b"0123456789")
    return bucket


@pytest.mark.parametrize("asked, bytes_, range_", [("bytes=2-4", b"234", "bytes 2-4/10"), ("bytes=7-", b"789", "bytes 7-9/10"),
                                                   ("bytes=-3", b"789", "bytes 7-9/10"), ("bytes=8-99", b"89", "bytes 8-9/10")])
def test_a_range_is_answered_with_206(s3, digits, asked, bytes_, range_):
    got = s3.get_object(Bucket=digits, Key="digits", Range=asked)
    assert (got["Body"].read(), got["ContentRange"]) == (bytes_, range_)
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    head = s3.head_object(Bucket=digits, Key="digits", Range=asked)
    assert (head["ContentLength"], head["ResponseMetadata"]["HTTPStatusCode"]) == (len(bytes_), 206)


@pytest.mark.parametrize("ignored", ["bytes=4-2", "bytes=1-2,4-5", "lines=1-2", "bytes=x"])
def test_a_range_that_means_nothing_is_ignored(s3, digits, ignored):
    got = s3.get_object(Bucket=digits, Key="digits", Range=ignored)
    assert (got["Body"].read(), got["ResponseMetadata"]["HTTPStatusCode"]) == (b"0123456789", 200)


def test_a_range_behind_the_end_is_refused(s3, digits):
    fault = refusal(lambda: s3.get_object(Bucket=digits, Key="digits", Range="bytes=10-"))
    assert (fault.code, fault.status, fault.error["ActualObjectSize"]) == ("InvalidRange", 416, "10")


def test_a_read_may_want_an_etag(s3, digits):
    etag = s3.head_object(Bucket=digits, Key="digits")["ETag"]
    assert s3.get_object(Bucket=digits, Key="digits", IfMatch=etag)["ETag"] == etag
    fault = refusal(lambda: s3.get_object(Bucket=digits, Key="digits", IfMatch='"other"'))
    assert (fault.code, fault.status, fault.error["Condition"]) == ("PreconditionFailed", 412, "If-Match")


def test_what_the_reader_has_already_is_not_sent_again(s3, digits):
    head = s3.head_object(Bucket=digits, Key="digits")
    fault = refusal(lambda: s3.get_object(Bucket=digits, Key="digits", IfNoneMatch=head["ETag"]))
    assert (fault.status, fault.headers["etag"]) == (304, head["ETag"])
    fault = refusal(lambda: s3.get_object(Bucket=digits, Key="digits", IfModifiedSince=head["LastModified"]))
    assert fault.status == 304


def test_a_read_may_want_an_old_object(s3, digits):
    modified = s3.head_object(Bucket=digits, Key="digits")["LastModified"]
    s3.get_object(Bucket=digits, Key="digits", IfUnmodifiedSince=modified)
    fault = refusal(lambda: s3.get_object(Bucket=digits, Key="digits", IfUnmodifiedSince=modified - HOUR))
    assert fault.error["Condition"] == "If-Unmodified-Since"


def test_a_put_may_want_that_nothing_is_there(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"first", IfNoneMatch="*")
    fault = refusal(lambda: s3.put_object(Bucket=bucket, Key="a", Body=b"second", IfNoneMatch="*"))
    assert (fault.code, fault.status) == ("PreconditionFailed", 412)
    assert s3.get_object(Bucket=bucket, Key="a")["Body"].read() == b"first"


def test_a_put_may_want_that_a_certain_object_is_there(s3, bucket):
    assert refusal(lambda: s3.put_object(Bucket=bucket, Key="a", Body=b"x", IfMatch='"e"')).code == "NoSuchKey"
    etag = s3.put_object(Bucket=bucket, Key="a", Body=b"first")["ETag"]
    s3.put_object(Bucket=bucket, Key="a", Body=b"second", IfMatch=etag)
    assert refusal(lambda: s3.put_object(Bucket=bucket, Key="a", Body=b"third", IfMatch=etag)).code == "PreconditionFailed"


def test_a_put_condition_of_another_form_is_not_implemented(s3, bucket):
    fault = refusal(lambda: s3.put_object(Bucket=bucket, Key="a", Body=b"x", IfNoneMatch='"etag"'))
    assert (fault.code, fault.status) == ("NotImplemented", 501)


def test_a_deletion_may_want_an_etag(s3, digits):
    assert refusal(lambda: s3.delete_object(Bucket=digits, Key="digits", IfMatch='"other"')).status == 412
    s3.delete_object(Bucket=digits, Key="digits", IfMatch=s3.head_object(Bucket=digits, Key="digits")["ETag"])
    assert refusal(lambda: s3.head_object(Bucket=digits, Key="digits")).status == 404


# Writes. User guide, "How to prevent object overwrites with conditional writes".

def test_a_deletion_of_any_object_needs_one(s3, bucket):
    fault = refusal(lambda: s3.delete_object(Bucket=bucket, Key="a", IfMatch="*"))
    assert (fault.code, fault.status) == ("NoSuchKey", 404)
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    s3.delete_object(Bucket=bucket, Key="a", IfMatch="*")
    assert refusal(lambda: s3.head_object(Bucket=bucket, Key="a")).status == 404


def test_deletions_by_size_and_time_are_for_directory_buckets(s3, digits):
    for condition, header in (({"IfMatchSize": 10}, "x-amz-if-match-size"),
                              ({"IfMatchLastModifiedTime": datetime.datetime(2026, 1, 1)}, "x-amz-if-match-last-modified-time")):
        fault = refusal(lambda: s3.delete_object(Bucket=digits, Key="digits", **condition))
        assert (fault.code, fault.status, fault.error["Header"]) == ("NotImplemented", 501, header)
    s3.head_object(Bucket=digits, Key="digits")


def test_each_of_many_deletions_may_want_an_etag(s3, digits):
    etag = s3.put_object(Bucket=digits, Key="b", Body=b"x")["ETag"]
    answer = s3.delete_objects(Bucket=digits, Delete={"Objects": [{"Key": "digits", "ETag": etag}, {"Key": "b", "ETag": etag}, {"Key": "c", "ETag": etag}]})
    assert [one["Key"] for one in answer["Deleted"]] == ["b"]
    assert [(e["Key"], e["Code"]) for e in answer["Errors"]] == [("digits", "PreconditionFailed"), ("c", "NoSuchKey")]


def put(s3, bucket, **conditions):
    return s3.put_object(Bucket=bucket, Key="a", Body=b"new", **conditions)


def complete(s3, bucket, **conditions):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="a")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="a", UploadId=upload, PartNumber=1, Body=b"new")
    return s3.complete_multipart_upload(Bucket=bucket, Key="a", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}, **conditions)


def copy(s3, bucket, **conditions):
    s3.put_object(Bucket=bucket, Key="source", Body=b"new")
    return s3.copy_object(Bucket=bucket, Key="a", CopySource=f"{bucket}/source", **conditions)


@pytest.mark.parametrize("write", [put, complete, copy])
def test_every_write_may_want_what_the_key_names(s3, bucket, write):
    def content():
        return s3.get_object(Bucket=bucket, Key="a")["Body"].read()

    assert refusal(lambda: write(s3, bucket, IfMatch='"e"')).code == "NoSuchKey"
    write(s3, bucket, IfNoneMatch="*")
    assert content() == b"new"
    old = s3.put_object(Bucket=bucket, Key="a", Body=b"old")["ETag"]
    for condition, header in (({"IfNoneMatch": "*"}, "If-None-Match"), ({"IfMatch": '"e"'}, "If-Match")):
        fault = refusal(lambda: write(s3, bucket, **condition))
        assert (fault.code, fault.status, fault.error["Condition"]) == ("PreconditionFailed", 412, header)
    assert content() == b"old"
    write(s3, bucket, IfMatch=old.strip('"'))
    assert content() == b"new"


@pytest.mark.parametrize("write", [put, complete, copy])
@pytest.mark.parametrize("conditions, header", [({"IfNoneMatch": '"e"'}, "If-None-Match"), ({"IfMatch": "*"}, "If-Match"),
                                                ({"IfMatch": '"e"', "IfNoneMatch": "*"}, "If-Match,If-None-Match")])
def test_every_write_refuses_other_conditions(s3, bucket, write, conditions, header):
    fault = refusal(lambda: write(s3, bucket, **conditions))
    assert (fault.code, fault.status, fault.error["Header"]) == ("NotImplemented", 501, header)
    assert refusal(lambda: s3.head_object(Bucket=bucket, Key="a")).status == 404


def test_one_of_many_writers_who_want_nothing_there_is_first(server, s3, bucket):
    def write(number):
        try:
            s3.put_object(Bucket=bucket, Key="a", Body=str(number).encode(), IfNoneMatch="*")
            return "first"
        except s3.exceptions.ClientError as error:
            return error.response["Error"]["Code"]

    with concurrent.futures.ThreadPoolExecutor(8) as clients:
        outcomes = list(clients.map(write, range(16)))
    assert sorted(outcomes) == ["PreconditionFailed"] * 15 + ["first"]


# Copy sources: what does not hold is refused by the name of its header, whichever operation reads the source.

def copy_whole(s3, bucket, **conditions):
    s3.copy_object(Bucket=bucket, Key="to", CopySource=f"{bucket}/digits", **conditions)


def copy_part(s3, bucket, **conditions):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="to")["UploadId"]
    s3.upload_part_copy(Bucket=bucket, Key="to", UploadId=upload, PartNumber=1, CopySource=f"{bucket}/digits", **conditions)


@pytest.mark.parametrize("copy_source", [copy_whole, copy_part])
def test_a_copy_may_want_a_certain_source(s3, digits, copy_source):
    head = s3.head_object(Bucket=digits, Key="digits")
    etag, modified = head["ETag"], head["LastModified"]
    for holds in ({"CopySourceIfMatch": etag}, {"CopySourceIfNoneMatch": '"e"'}, {"CopySourceIfUnmodifiedSince": modified},
                  {"CopySourceIfModifiedSince": modified - HOUR}, {"CopySourceIfMatch": etag, "CopySourceIfUnmodifiedSince": modified - HOUR},
                  {"CopySourceIfNoneMatch": '"e"', "CopySourceIfModifiedSince": modified}):
        copy_source(s3, digits, **holds)
    for fails, header in (({"CopySourceIfMatch": '"e"'}, "If-Match"), ({"CopySourceIfNoneMatch": etag}, "If-None-Match"),
                          ({"CopySourceIfUnmodifiedSince": modified - HOUR}, "If-Unmodified-Since"), ({"CopySourceIfModifiedSince": modified}, "If-Modified-Since")):
        fault = refusal(lambda: copy_source(s3, digits, **fails))
        assert (fault.code, fault.status, fault.error["Condition"]) == ("PreconditionFailed", 412, f"x-amz-copy-source-{header}")

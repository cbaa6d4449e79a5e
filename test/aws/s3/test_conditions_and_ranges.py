"""Parts of objects, and requests with conditions. API reference, "Conditional requests"; RFC 9110."""

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

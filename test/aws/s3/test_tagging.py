"""Tags of objects and buckets. API reference, PutObjectTagging and PutBucketTagging; user guide, "Categorizing your objects using tags"."""

import pytest

from s3_help import refusal, signed

TAGS = [{"Key": "team", "Value": "data"}, {"Key": "A b/ü", "Value": ""}]


def tags_of(s3, bucket, key):
    return {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]}


@pytest.fixture
def put(s3, bucket):
    def put(key="k", **options):
        return s3.put_object(Bucket=bucket, Key=key, Body=b"x", **options)
    return put


def test_tags_are_put_replaced_as_a_whole_and_deleted(s3, bucket, put):
    put()
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == []
    assert s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": TAGS})["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == TAGS
    s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": TAGS[:1]})
    assert tags_of(s3, bucket, "k") == {"team": "data"}
    assert s3.delete_object_tagging(Bucket=bucket, Key="k")["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert tags_of(s3, bucket, "k") == {}


def test_tags_change_nothing_else_of_the_object(s3, bucket, put):
    put(Metadata={"a": "b"})
    before = s3.head_object(Bucket=bucket, Key="k")
    s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": TAGS})
    after = s3.head_object(Bucket=bucket, Key="k")
    assert [after[name] for name in ("ETag", "LastModified", "Metadata")] == [before[name] for name in ("ETag", "LastModified", "Metadata")]


def test_a_put_brings_its_tags_and_ends_those_before(s3, bucket, put):
    put(Tagging="team=data&A+b%2F%C3%BC=")
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == TAGS
    put()
    assert tags_of(s3, bucket, "k") == {}


def test_reads_tell_how_many_there_are(s3, bucket, put):
    put(Tagging="a=1&b=2")
    assert s3.get_object(Bucket=bucket, Key="k")["TagCount"] == 2
    assert s3.head_object(Bucket=bucket, Key="k")["TagCount"] == 2
    s3.delete_object_tagging(Bucket=bucket, Key="k")
    assert "TagCount" not in s3.head_object(Bucket=bucket, Key="k")


def test_a_multipart_upload_brings_the_tags_that_it_began_with(s3, bucket):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", Tagging="a=1")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=1, Body=b"x")
    s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    assert tags_of(s3, bucket, "k") == {"a": "1"}


@pytest.mark.parametrize("options, expected", [
    ({}, {"a": "1"}), ({"TaggingDirective": "COPY", "Tagging": "b=2"}, {"a": "1"}), ({"TaggingDirective": "REPLACE", "Tagging": "b=2"}, {"b": "2"}),
    ({"TaggingDirective": "REPLACE"}, {}), ({"MetadataDirective": "REPLACE"}, {"a": "1"})])
def test_a_copy_has_its_sources_tags_or_its_own(s3, bucket, put, options, expected):
    put(Tagging="a=1", Metadata={"m": "1"})
    s3.copy_object(Bucket=bucket, Key="copy", CopySource=f"{bucket}/k", **options)
    assert tags_of(s3, bucket, "copy") == expected
    assert s3.head_object(Bucket=bucket, Key="copy")["Metadata"] == ({} if "MetadataDirective" in options else {"m": "1"})
    s3.put_object_tagging(Bucket=bucket, Key="copy", Tagging={"TagSet": []})
    assert tags_of(s3, bucket, "k") == {"a": "1"}


def test_a_key_that_is_not_there_has_no_tags(s3, bucket):
    for call in (lambda: s3.get_object_tagging(Bucket=bucket, Key="k"), lambda: s3.delete_object_tagging(Bucket=bucket, Key="k"),
                 lambda: s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": TAGS})):
        fault = refusal(call)
        assert (fault.code, fault.status, fault.error["Key"]) == ("NoSuchKey", 404, "k")


@pytest.mark.parametrize("tag, message", [
    ({"Key": "a!", "Value": ""}, "The TagKey you have provided is invalid"), ({"Key": "k" * 129, "Value": ""}, "The TagKey you have provided is invalid"),
    ({"Key": "a", "Value": "v" * 257}, "The TagValue you have provided is invalid"), ({"Key": "a", "Value": "\u2026"}, "The TagValue you have provided is invalid"),
    ({"Key": "aws:a", "Value": ""}, "Your TagKey cannot be prefixed with aws:"), ({"Key": "team", "Value": ""}, "Cannot provide multiple Tags with the same key")])
def test_a_tag_that_is_none_is_named_and_nothing_changes(s3, bucket, put, tag, message):
    put(Tagging="old=1")
    fault = refusal(lambda: s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": [*TAGS, tag]}))
    assert (fault.code, fault.status, fault.message, fault.error["TagKey"]) == ("InvalidTag", 400, message, tag["Key"])
    assert tags_of(s3, bucket, "k") == {"old": "1"}


def test_an_object_takes_ten_tags(s3, bucket, put):
    tags = [{"Key": str(i), "Value": "v" * 256} for i in range(11)]
    put()
    s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": tags[:10]})
    fault = refusal(lambda: s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": tags}))
    assert (fault.code, fault.status, fault.message) == ("BadRequest", 400, "Object tags cannot be greater than 10")
    assert refusal(lambda: put(Tagging="&".join(f"{i}=v" for i in range(11)))).code == "BadRequest"


@pytest.mark.parametrize("header, code", [("a=1&a=2", "InvalidArgument"), ("a=%zz", "InvalidArgument"), ("a=%21", "InvalidTag"), ("aws:a=1", "InvalidTag")])
def test_a_faulty_header_stores_nothing(s3, bucket, put, header, code):
    assert refusal(lambda: put(Tagging=header)).code == code
    assert refusal(lambda: s3.create_multipart_upload(Bucket=bucket, Key="k", Tagging=header)).code == code
    assert refusal(lambda: s3.head_object(Bucket=bucket, Key="k")).status == 404


def test_a_document_of_tags_needs_a_checksum_and_a_form(server, s3, bucket, put):
    put()
    document = b"<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>"
    assert b"Missing required header for this request: Content-MD5 OR x-amz-checksum-*" in signed(server, "PUT", f"/{bucket}/k?tagging", document).data
    for faulty in (b"<Tagging/>", b"<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>", b"<Tagging>", b""):
        answer = signed(server, "PUT", f"/{bucket}/k?tagging", faulty, headers={"Content-MD5": md5(faulty)})
        assert answer.status == 400 and (b"MalformedXML" in answer.data or b"MissingRequestBodyError" in answer.data)
    assert signed(server, "PUT", f"/{bucket}/k?tagging", document, headers={"Content-MD5": md5(document)}).status == 200
    assert tags_of(s3, bucket, "k") == {"a": "1"}


def md5(body):
    import base64
    import hashlib

    return base64.b64encode(hashlib.md5(body).digest()).decode()


def test_a_bucket_has_tags_when_it_was_given_some(s3, bucket):
    fault = refusal(lambda: s3.get_bucket_tagging(Bucket=bucket))
    assert (fault.code, fault.status, fault.error["BucketName"]) == ("NoSuchTagSet", 404, bucket)
    assert s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": TAGS})["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == TAGS
    assert s3.delete_bucket_tagging(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert refusal(lambda: s3.get_bucket_tagging(Bucket=bucket)).code == "NoSuchTagSet"


def test_a_buckets_tags_have_their_own_limits(s3, bucket):
    tags = [{"Key": str(i), "Value": ""} for i in range(51)]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags[:50]})
    assert refusal(lambda: s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})).message == "Bucket tag count cannot be greater than 50"
    fault = refusal(lambda: s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "aws:a", "Value": ""}]}))
    assert (fault.code, fault.message) == ("InvalidTag", "System tags cannot be added/updated by requester")


def test_a_bucket_may_be_created_with_tags(s3, name):
    wanted = {"LocationConstraint": "eu-west-1", "Tags": TAGS}
    s3.create_bucket(Bucket=f"b-{name}", CreateBucketConfiguration=wanted)
    assert s3.get_bucket_tagging(Bucket=f"b-{name}")["TagSet"] == TAGS
    faulty = {"Tags": [{"Key": "a!", "Value": ""}]}
    assert refusal(lambda: s3.create_bucket(Bucket=f"c-{name}", CreateBucketConfiguration=faulty)).code == "InvalidTag"
    assert refusal(lambda: s3.head_bucket(Bucket=f"c-{name}")).status == 404


def test_creating_ones_own_bucket_again_with_other_tags_is_a_conflict(s3, name):
    s3.create_bucket(Bucket=f"b-{name}", CreateBucketConfiguration={"Tags": TAGS})
    s3.create_bucket(Bucket=f"b-{name}", CreateBucketConfiguration={"Tags": TAGS})
    assert refusal(lambda: s3.create_bucket(Bucket=f"b-{name}", CreateBucketConfiguration={"Tags": TAGS[:1]})).code == "BucketAlreadyOwnedByYou"


def test_the_aws_cli_tags_and_copies_with_tags(server, aws, put, bucket):
    put("large")
    aws("s3api", "put-object-tagging", "--bucket", bucket, "--key", "large", "--tagging", "TagSet=[{Key=a,Value=1}]")
    aws("s3", "cp", f"s3://{bucket}/large", f"s3://{bucket}/copy")
    assert server.aws_json("s3api", "get-object-tagging", "--bucket", bucket, "--key", "copy") == {"TagSet": [{"Key": "a", "Value": "1"}]}


def test_tags_outlive_the_server(fresh_server):
    server = fresh_server()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="lake", CreateBucketConfiguration={"Tags": TAGS})
    s3.put_object(Bucket="lake", Key="k", Body=b"x")
    s3.put_object_tagging(Bucket="lake", Key="k", Tagging={"TagSet": TAGS})
    server.kill()
    server.start()
    s3 = server.client("s3")
    assert s3.get_object_tagging(Bucket="lake", Key="k")["TagSet"] == s3.get_bucket_tagging(Bucket="lake")["TagSet"] == TAGS

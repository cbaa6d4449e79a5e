"""Versions of objects in buckets that were never versioned: each object is one, "null". API reference, ListObjectVersions; user
guide, "How S3 Versioning works"."""

import boto3
import pytest

from s3_help import refusal


@pytest.fixture
def put(s3, bucket):
    def put_all(*keys):
        for key in keys:
            s3.put_object(Bucket=bucket, Key=key, Body=b"x", Tagging="a=1")
    return put_all


def keys(page):
    return [version["Key"] for version in page.get("Versions", [])]


def prefixes(page):
    return [group["Prefix"] for group in page.get("CommonPrefixes", [])]


def test_each_object_is_its_one_version(s3, bucket, put):
    put("a", "a")
    page = s3.list_object_versions(Bucket=bucket)
    version, head = page["Versions"][0], s3.head_object(Bucket=bucket, Key="a")
    assert (keys(page), version["VersionId"], version["IsLatest"], version["Size"], version["StorageClass"]) == (["a"], "null", True, 1, "STANDARD")
    assert (version["ETag"], version["LastModified"].replace(microsecond=0)) == (head["ETag"], head["LastModified"])
    assert version["Owner"]["ID"] == s3.list_buckets()["Owner"]["ID"]
    assert (page["Name"], page["MaxKeys"], page["IsTruncated"], page["KeyMarker"], page["VersionIdMarker"]) == (bucket, 1000, False, "", "")
    assert not {"DeleteMarkers", "NextKeyMarker", "NextVersionIdMarker"} & set(page)


def test_a_deleted_object_leaves_no_version_and_no_marker(s3, bucket, put):
    put("a")
    s3.delete_object(Bucket=bucket, Key="a")
    assert not {"Versions", "DeleteMarkers"} & set(s3.list_object_versions(Bucket=bucket))


def test_pages_go_on_behind_the_markers(s3, bucket, put):
    put("a", "b", "c d&\x01", "e")
    first = s3.list_object_versions(Bucket=bucket, MaxKeys=3)
    assert (first["IsTruncated"], first["NextKeyMarker"], first["NextVersionIdMarker"]) == (True, "c d&\x01", "null")
    for markers in ({"KeyMarker": "b"}, {"KeyMarker": "b", "VersionIdMarker": "null"}):
        rest = s3.list_object_versions(Bucket=bucket, **markers)
        assert (keys(rest), rest["KeyMarker"]) == (["c d&\x01", "e"], "b")
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, PaginationConfig={"PageSize": 1})
    assert [key for page in pages for key in keys(page)] == ["a", "b", "c d&\x01", "e"]


def test_a_prefix_and_a_delimiter_show_one_folder(s3, bucket, put):
    put("a", "in/x/1", "in/x/2", "in/y", "in/z/1")
    page = s3.list_object_versions(Bucket=bucket, Prefix="in/", Delimiter="/")
    assert (keys(page), prefixes(page), page["Delimiter"]) == (["in/y"], ["in/x/", "in/z/"], "/")
    first = s3.list_object_versions(Bucket=bucket, Prefix="in/", Delimiter="/", MaxKeys=1)
    assert (prefixes(first), first["NextKeyMarker"], "NextVersionIdMarker" in first) == (["in/x/"], "in/x/", False)
    rest = s3.list_object_versions(Bucket=bucket, Prefix="in/", Delimiter="/", KeyMarker="in/x/")
    assert (keys(rest), prefixes(rest)) == (["in/y"], ["in/z/"])
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix="in/", Delimiter="/", PaginationConfig={"PageSize": 1})
    assert [keys(page) + prefixes(page) for page in pages] == [["in/x/"], ["in/y"], ["in/z/"]]


def test_faulty_markers_are_refused(s3, bucket):
    fault = refusal(lambda: s3.list_object_versions(Bucket=bucket, VersionIdMarker="null"))
    assert (fault.code, fault.message) == ("InvalidArgument", "A version-id marker cannot be specified without a key marker.")
    fault = refusal(lambda: s3.list_object_versions(Bucket=bucket, KeyMarker="a", VersionIdMarker="abc"))
    assert (fault.message, fault.error["ArgumentName"]) == ("Invalid version id specified", "version-id-marker")
    assert refusal(lambda: s3.list_object_versions(Bucket=bucket, KeyMarker="a", VersionIdMarker="")).code == "InvalidArgument"
    assert refusal(lambda: s3.list_object_versions(Bucket=bucket, MaxKeys=-1)).error["ArgumentName"] == "max-keys"


def calls_of(s3, bucket, version):
    where = {"Bucket": bucket, "Key": "a", "VersionId": version}
    return [lambda: s3.get_object(**where)["Body"].read(), lambda: s3.head_object(**where), lambda: s3.get_object_tagging(**where),
            lambda: s3.get_object_attributes(ObjectAttributes=["ETag"], **where),
            lambda: s3.put_object_tagging(Tagging={"TagSet": []}, **where), lambda: s3.delete_object_tagging(**where),
            lambda: s3.copy_object(Bucket=bucket, Key="b", CopySource=where), lambda: s3.delete_object(**where)]


def test_the_version_null_is_the_object(s3, bucket, put):
    put("a")
    calls = calls_of(s3, bucket, "null")
    assert calls[0]() == b"x"
    for call in calls[1:]:
        call()
    assert keys(s3.list_object_versions(Bucket=bucket)) == ["b"]  # the copy; the object itself was deleted last
    for call in calls[:-1]:
        assert refusal(call).status == 404


@pytest.mark.parametrize("version", ["abc", "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY"])
def test_another_version_was_never_given(s3, bucket, put, version):
    put("a")
    for call in calls_of(s3, bucket, version):
        assert refusal(call).status == 400
    fault = refusal(lambda: s3.get_object(Bucket=bucket, Key="a", VersionId=version))
    assert (fault.code, fault.message, fault.error["ArgumentName"], fault.error["ArgumentValue"]) == (
        "InvalidArgument", "Invalid version id specified", "versionId", version)
    assert keys(s3.list_object_versions(Bucket=bucket)) == ["a"]


def test_many_versions_are_deleted_at_once(s3, bucket, put):
    put("a", "b", "c")
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a", "VersionId": "null"}, {"Key": "b", "VersionId": "abc"}, {"Key": "c"}]})
    assert answer["Deleted"] == [{"Key": "a", "VersionId": "null"}, {"Key": "c"}]
    assert [(e["Key"], e["VersionId"], e["Code"]) for e in answer["Errors"]] == [("b", "abc", "NoSuchVersion")]
    assert keys(s3.list_object_versions(Bucket=bucket)) == ["b"]


def test_boto3s_resource_empties_a_bucket_of_its_versions(server, s3, bucket, put):
    put("a", "b/c", "d")
    resource = boto3.resource("s3", endpoint_url=server.endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    resource.Bucket(bucket).object_versions.delete()
    s3.delete_bucket(Bucket=bucket)


def test_the_aws_cli_lists_versions(server, bucket, put):
    put("a")
    listed = server.aws_json("s3api", "list-object-versions", "--bucket", bucket, "--prefix", "a")
    assert [(one["Key"], one["VersionId"], one["IsLatest"]) for one in listed["Versions"]] == [("a", "null", True)]

"""Listings. API reference, ListObjectsV2."""

import concurrent.futures

import pytest

from s3_help import refusal


@pytest.fixture
def put(s3, bucket):
    def put_all(*keys):
        for key in keys:
            s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    return put_all


def keys(page):
    return [o["Key"] for o in page.get("Contents", [])]


def prefixes(page):
    return [p["Prefix"] for p in page.get("CommonPrefixes", [])]


def test_keys_come_in_the_order_of_their_utf8_bytes(s3, bucket, put):
    put("b", "a", "Z", "é", "a/b", "a!", "\U0001f600", "｡")
    assert keys(s3.list_objects_v2(Bucket=bucket)) == ["Z", "a", "a!", "a/b", "b", "é", "｡", "\U0001f600"]


def test_an_entry_tells_size_etag_time_and_checksum(s3, bucket, put):
    put("a")
    entry = s3.list_objects_v2(Bucket=bucket)["Contents"][0]
    head = s3.head_object(Bucket=bucket, Key="a")
    assert (entry["Size"], entry["ETag"], entry["StorageClass"]) == (1, head["ETag"], "STANDARD")
    assert entry["LastModified"].replace(microsecond=0) == head["LastModified"]
    assert (entry["ChecksumAlgorithm"], entry["ChecksumType"]) == (["CRC32"], "FULL_OBJECT")


def test_an_empty_bucket_lists_nothing(s3, bucket):
    page = s3.list_objects_v2(Bucket=bucket)
    assert (page["KeyCount"], page["IsTruncated"], "Contents" in page) == (0, False, False)


def test_a_prefix_and_a_delimiter_show_one_folder(s3, bucket, put):
    put("logs/2026/01.csv", "logs/2026/02.csv", "logs/readme", "other")
    page = s3.list_objects_v2(Bucket=bucket, Prefix="logs/", Delimiter="/")
    assert (keys(page), prefixes(page), page["KeyCount"]) == (["logs/readme"], ["logs/2026/"], 2)


def test_pages_hold_keys_and_common_prefixes_together(s3, bucket, put):
    put("a/1", "a/2", "b", "c/1", "c/2", "d", "e/1")
    paginator = s3.get_paginator("list_objects_v2")
    pages = list(paginator.paginate(Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 2}))
    assert [keys(p) + prefixes(p) for p in pages] == [["b", "a/"], ["d", "c/"], ["e/"]]
    assert [p["IsTruncated"] for p in pages] == [True, True, False]


def test_start_after_is_exclusive_and_a_token_wins_over_it(s3, bucket, put):
    put("a", "b", "c", "d")
    page = s3.list_objects_v2(Bucket=bucket, StartAfter="a", MaxKeys=1)
    assert (keys(page), page["StartAfter"]) == (["b"], "a")
    rest = s3.list_objects_v2(Bucket=bucket, StartAfter="a", ContinuationToken=page["NextContinuationToken"])
    assert (keys(rest), "StartAfter" in rest) == (["c", "d"], False)


def test_zero_keys_asked_for_is_an_empty_answer(s3, bucket, put):
    put("a")
    page = s3.list_objects_v2(Bucket=bucket, MaxKeys=0)
    assert (page["KeyCount"], page["IsTruncated"]) == (0, False)


def test_more_than_1000_keys_work_as_1000(s3, bucket):
    with concurrent.futures.ThreadPoolExecutor(8) as clients:
        list(clients.map(lambda number: s3.put_object(Bucket=bucket, Key=f"{number:04}", Body=b""), range(1001)))
    page = s3.list_objects_v2(Bucket=bucket, MaxKeys=5000)
    assert (page["MaxKeys"], page["KeyCount"], page["IsTruncated"]) == (1000, 1000, True)
    rest = s3.list_objects_v2(Bucket=bucket, MaxKeys=5000, ContinuationToken=page["NextContinuationToken"])
    assert (keys(rest), rest["IsTruncated"]) == (["1000"], False)


def test_a_faulty_argument_is_refused(s3, bucket):
    assert refusal(lambda: s3.list_objects_v2(Bucket=bucket, MaxKeys=-1)).error["ArgumentName"] == "max-keys"
    assert refusal(lambda: s3.list_objects_v2(Bucket=bucket, ContinuationToken="x")).code == "InvalidArgument"
    assert refusal(lambda: s3.list_objects_v2(Bucket="no-such-bucket-at-all")).code == "NoSuchBucket"


def test_the_owner_is_told_to_who_asks(s3, bucket, put):
    put("a")
    assert "Owner" not in s3.list_objects_v2(Bucket=bucket)["Contents"][0]
    owner = s3.list_objects_v2(Bucket=bucket, FetchOwner=True)["Contents"][0]["Owner"]["ID"]
    assert owner == s3.list_buckets()["Owner"]["ID"]


def test_keys_that_xml_cannot_hold_are_encoded(s3, bucket, put):
    put("a\x01b", "a&b<c>", "a b+c")
    assert keys(s3.list_objects_v2(Bucket=bucket)) == ["a\x01b", "a b+c", "a&b<c>"]


# ListObjects, which boto3's resources use.

def test_version_1_comes_in_pages_by_marker(s3, bucket):
    for key in ("a/1", "a/2", "b", "c d", "e"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    first = s3.list_objects(Bucket=bucket, MaxKeys=2)
    assert ([o["Key"] for o in first["Contents"]], first["IsTruncated"], "NextMarker" in first) == (["a/1", "a/2"], True, False)
    assert first["Contents"][0]["Owner"]["ID"]
    rest = s3.list_objects(Bucket=bucket, Marker="a/2")
    assert ([o["Key"] for o in rest["Contents"]], rest["IsTruncated"], rest["Marker"]) == (["b", "c d", "e"], False, "a/2")


def test_version_1_tells_the_next_marker_of_groups(s3, bucket):
    for key in ("a/1", "a/2", "b", "c/1"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    first = s3.list_objects(Bucket=bucket, Delimiter="/", MaxKeys=1)
    assert ([p["Prefix"] for p in first["CommonPrefixes"]], first["NextMarker"]) == (["a/"], "a/")
    rest = s3.list_objects(Bucket=bucket, Delimiter="/", Marker=first["NextMarker"])
    assert ([o["Key"] for o in rest["Contents"]], [p["Prefix"] for p in rest["CommonPrefixes"]]) == (["b"], ["c/"])


def test_boto3s_resources_list_copy_and_empty_a_bucket(server, s3, bucket):
    import boto3

    resource = boto3.resource("s3", endpoint_url=server.endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test").Bucket(bucket)
    resource.put_object(Key="a", Body=b"hello")
    resource.copy({"Bucket": bucket, "Key": "a"}, "b")
    assert [o.key for o in resource.objects.all()] == ["a", "b"]
    resource.objects.filter(Prefix="a").delete()
    assert [o.key for o in resource.objects.all()] == ["b"]

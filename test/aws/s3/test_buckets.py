"""Buckets: names, regions, owners. Amazon S3 user guide, "Buckets"; API reference, CreateBucket and its neighbours."""

import pytest
from botocore.exceptions import ClientError

from s3_help import refusal


def test_a_bucket_is_there_from_creation_to_deletion(s3, name):
    bucket = f"bucket-{name}"
    assert s3.create_bucket(Bucket=bucket)["Location"] == f"/{bucket}"
    assert bucket in [b["Name"] for b in s3.list_buckets()["Buckets"]]
    s3.delete_bucket(Bucket=bucket)
    assert bucket not in [b["Name"] for b in s3.list_buckets()["Buckets"]]
    assert refusal(lambda: s3.delete_bucket(Bucket=bucket)).code == "NoSuchBucket"


def test_creating_ones_own_bucket_again_is_fine_in_us_east_1_only(server, s3, bucket, name):
    s3.create_bucket(Bucket=bucket)
    frankfurt = server.client("s3", region="eu-central-1")
    there = {"LocationConstraint": "eu-central-1"}
    frankfurt.create_bucket(Bucket=f"frankfurt-{name}", CreateBucketConfiguration=there)
    again = refusal(lambda: frankfurt.create_bucket(Bucket=f"frankfurt-{name}", CreateBucketConfiguration=there))
    assert (again.code, again.status) == ("BucketAlreadyOwnedByYou", 409)


def test_creating_it_again_through_us_east_1_is_fine_only_if_it_is_there_and_wanted_there(s3, bucket, name):
    paris = {"LocationConstraint": "eu-west-3"}
    s3.create_bucket(Bucket=f"paris-{name}", CreateBucketConfiguration=paris)
    for one, where in ((f"paris-{name}", {}), (f"paris-{name}", {"CreateBucketConfiguration": paris}), (bucket, {"CreateBucketConfiguration": paris})):
        again = refusal(lambda: s3.create_bucket(Bucket=one, **where))
        assert (again.code, again.status) == ("BucketAlreadyOwnedByYou", 409)


def test_names_are_global_and_buckets_are_their_accounts(server, bucket):
    other = server.client("s3", access_key="222222222222")
    assert refusal(lambda: other.create_bucket(Bucket=bucket)).code == "BucketAlreadyExists"
    assert refusal(lambda: other.list_objects_v2(Bucket=bucket)).code == "AccessDenied"
    assert bucket not in [b["Name"] for b in other.list_buckets()["Buckets"]]


def test_head_bucket_tells_the_region(server, s3, name):
    s3.create_bucket(Bucket=f"far-{name}", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    assert s3.head_bucket(Bucket=f"far-{name}")["BucketRegion"] == "eu-west-3"
    assert refusal(lambda: s3.head_bucket(Bucket=f"nowhere-{name}")).status == 404


def test_location_is_empty_for_us_east_1(s3, bucket, name):
    assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] is None
    s3.create_bucket(Bucket=f"far-{name}", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    assert s3.get_bucket_location(Bucket=f"far-{name}")["LocationConstraint"] == "eu-west-3"


def test_a_bucket_of_the_eu_says_so_and_is_in_ireland(s3, name):
    s3.create_bucket(Bucket=f"eu-{name}", CreateBucketConfiguration={"LocationConstraint": "EU"})
    assert s3.get_bucket_location(Bucket=f"eu-{name}")["LocationConstraint"] == "EU"
    assert s3.head_bucket(Bucket=f"eu-{name}")["BucketRegion"] == "eu-west-1"


@pytest.mark.parametrize("constraint, code", [("us-east-1", "InvalidLocationConstraint"), ("atlantis", "InvalidLocationConstraint"),
                                              ("eu-west-9", "InvalidLocationConstraint")])
def test_a_constraint_that_is_no_region_is_refused(s3, name, constraint, code):
    faulty = {"LocationConstraint": constraint}
    assert refusal(lambda: s3.create_bucket(Bucket=f"b-{name}", CreateBucketConfiguration=faulty)).code == code


@pytest.mark.parametrize("bad", ["Upper-case", "under_score", "a..b", "192.168.0.1", "xn--abc"])
def test_names_outside_the_rules_are_refused(s3, bad):
    fault = refusal(lambda: s3.create_bucket(Bucket=bad))
    assert (fault.code, fault.status) == ("InvalidBucketName", 400)


def test_a_bucket_with_objects_is_not_deleted(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    assert refusal(lambda: s3.delete_bucket(Bucket=bucket)).code == "BucketNotEmpty"
    s3.delete_object(Bucket=bucket, Key="a")
    s3.delete_bucket(Bucket=bucket)


def test_list_buckets_comes_in_pages(server, name):
    client = server.client("s3", access_key="333333333333")
    names = [f"page-{name}-{i}" for i in range(5)]
    for one in names:
        client.create_bucket(Bucket=one)
    pages = client.get_paginator("list_buckets").paginate(Prefix=f"page-{name}-", PaginationConfig={"PageSize": 2})
    listed = [[b["Name"] for b in page.get("Buckets", [])] for page in pages]
    assert listed == [names[:2], names[2:4], names[4:]]


def test_a_bucket_wish_that_we_cannot_fulfil_is_refused_by_name(s3, name):
    fault = refusal(lambda: s3.create_bucket(Bucket=f"b-{name}", ObjectLockEnabledForBucket=True))
    assert (fault.code, fault.status) == ("NotImplemented", 501)
    with pytest.raises(ClientError):
        s3.head_bucket(Bucket=f"b-{name}")


def test_an_operation_that_is_not_there_says_so(s3, bucket):
    fault = refusal(lambda: s3.get_bucket_acl(Bucket=bucket))
    assert (fault.code, fault.status) == ("NotImplemented", 501)


def test_an_operation_that_shares_its_route_with_an_older_one_is_the_one_that_is_told(s3, bucket):
    fault = refusal(lambda: s3.get_bucket_lifecycle_configuration(Bucket=bucket))
    assert fault.code == "NotImplemented" and "GetBucketLifecycleConfiguration" in str(fault.error)


def test_a_bucket_was_never_versioned(s3, bucket):
    answer = s3.get_bucket_versioning(Bucket=bucket)
    assert "Status" not in answer and "MFADelete" not in answer
    assert refusal(lambda: s3.get_bucket_versioning(Bucket="no-such-bucket-at-all")).code == "NoSuchBucket"
    assert refusal(lambda: s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})).code == "NotImplemented"

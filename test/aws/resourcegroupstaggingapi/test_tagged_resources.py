"""Tagged resources, found by their tags. Resource Groups Tagging API reference, GetResources, GetTagKeys and GetTagValues. Each test
asks in both protocols of the service: in JSON, which boto3 chooses, and in rpc-v2-cbor, which newer SDKs do."""

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

ACCOUNT = "222233334444"


def cbor_client(server):
    """botocore itself, with a model that leaves it no choice of protocol."""
    session = botocore.session.Session()
    loader = session.get_component("data_loader")
    load = loader.load_service_model

    def load_with_cbor_only(service, type_name, *arguments, **options):
        model = load(service, type_name, *arguments, **options)
        if type_name == "service-2":
            model["metadata"] |= {"protocol": "smithy-rpc-v2-cbor", "protocols": ["smithy-rpc-v2-cbor"]}
        return model

    loader.load_service_model = load_with_cbor_only
    return boto3.session.Session(botocore_session=session).client(
        "resourcegroupstaggingapi", endpoint_url=server.endpoint, region_name="us-east-1", aws_access_key_id=ACCOUNT,
        aws_secret_access_key="test", config=Config(retries={"max_attempts": 0}))


@pytest.fixture(scope="module")
def lake(server):
    """Buckets of an account of their own: two with tags, one without, one in another region."""
    s3 = server.client("s3", access_key=ACCOUNT)
    for name, tags in (("tagged-a", {"team": "data", "env": "prod"}), ("tagged-b", {"team": "web"}), ("untagged", {})):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"Tags": [{"Key": k, "Value": v} for k, v in tags.items()]})
    s3.create_bucket(Bucket="tagged-eu", CreateBucketConfiguration={"LocationConstraint": "eu-west-1", "Tags": [{"Key": "team", "Value": "eu"}]})


@pytest.fixture(params=["json", "rpc-v2-cbor"])
def tagging(request, server, lake):
    client = cbor_client(server) if request.param == "rpc-v2-cbor" else server.client("resourcegroupstaggingapi", access_key=ACCOUNT)
    sent = []
    client.meta.events.register("before-send", lambda request, **_: sent.append(request))
    yield client
    for one in sent:
        assert (b"rpc-v2-cbor" in one.headers.get("smithy-protocol", b"")) == (request.param == "rpc-v2-cbor")


def arns(answer):
    return [one["ResourceARN"].removeprefix("arn:aws:s3:::") for one in answer["ResourceTagMappingList"]]


def test_buckets_are_told_with_their_tags(tagging):
    answer = tagging.get_resources()
    assert arns(answer) == ["tagged-a", "tagged-b"] and answer["PaginationToken"] == ""
    assert answer["ResourceTagMappingList"][0]["Tags"] == [{"Key": "team", "Value": "data"}, {"Key": "env", "Value": "prod"}]


@pytest.mark.parametrize("filters, expected", [
    ({"TagFilters": [{"Key": "team"}]}, ["tagged-a", "tagged-b"]), ({"TagFilters": [{"Key": "team", "Values": ["web", "other"]}]}, ["tagged-b"]),
    ({"TagFilters": [{"Key": "team", "Values": ["web"]}, {"Key": "env"}]}, []), ({"ResourceTypeFilters": ["s3:bucket"]}, ["tagged-a", "tagged-b"]),
    ({"ResourceTypeFilters": ["ec2:instance"]}, []), ({"ResourceTypeFilters": ["ec2", "s3"], "TagFilters": [{"Key": "env"}]}, ["tagged-a"]),
    ({"ResourceARNList": ["arn:aws:s3:::tagged-b", "arn:aws:s3:::untagged"]}, ["tagged-b"])])
def test_filters_leave_what_fits(tagging, filters, expected):
    assert arns(tagging.get_resources(**filters)) == expected


def test_answers_come_in_pages(tagging):
    pages = list(tagging.get_paginator("get_resources").paginate(PaginationConfig={"PageSize": 1}))
    assert [arns(page) for page in pages] == [["tagged-a"], ["tagged-b"]]


def test_keys_and_values_are_listed(tagging):
    assert tagging.get_tag_keys()["TagKeys"] == ["env", "team"]
    assert tagging.get_tag_values(Key="team")["TagValues"] == ["data", "web"]


@pytest.mark.parametrize("faulty", [{"ResourcesPerPage": 0}, {"ResourcesPerPage": 101}, {"PaginationToken": "x"}, {"TagFilters": [{"Key": "k" * 129}]},
                                    {"ResourceARNList": ["arn:aws:s3:::a"], "TagFilters": [{"Key": "a"}]}, {"IncludeComplianceDetails": True}])
def test_a_faulty_argument_is_refused(tagging, faulty):
    with pytest.raises(ClientError) as caught:
        tagging.get_resources(**faulty)
    error = caught.value.response
    assert (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]) == ("InvalidParameterException", 400)
    assert error["Error"]["Message"]


def test_an_operation_that_is_not_there_says_so(tagging):
    with pytest.raises(ClientError) as caught:
        tagging.get_compliance_summary()
    assert caught.value.response["Error"]["Code"] == "UnknownOperationException"
    assert "GetComplianceSummary is not supported by Dovetail yet" in caught.value.response["Error"]["Message"]


def test_accounts_and_regions_are_apart(server, lake):
    assert arns(server.client("resourcegroupstaggingapi", access_key=ACCOUNT, region="eu-west-1").get_resources()) == ["tagged-eu"]
    assert arns(server.client("resourcegroupstaggingapi", access_key="999988887777").get_resources()) == []


def test_the_aws_cli_finds_resources_by_tag(server, bucket):
    server.aws("s3api", "put-bucket-tagging", "--bucket", bucket, "--tagging", f"TagSet=[{{Key=cli-{bucket},Value=1}}]")
    found = server.aws_json("resourcegroupstaggingapi", "get-resources", "--tag-filters", f"Key=cli-{bucket},Values=1")
    assert arns(found) == [bucket]

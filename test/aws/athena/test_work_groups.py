"""Workgroups and what their settings do to queries: https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html"""

import botocore.exceptions
import pytest
from botocore.config import Config

from athena_help import Query, refusal, wait_for


@pytest.fixture
def group(athena, name):
    """Makes the test's workgroup: group(BytesScannedCutoffPerQuery=10_000_000)"""

    def make(**configuration):
        athena.create_work_group(Name=name, Configuration=configuration, Description="of a test")
        return name

    return make


@pytest.fixture
def run(athena, database):
    """Runs a query in a workgroup with what its settings say, and nothing else."""

    def run_query(work_group, text, **members):
        id = athena.start_query_execution(QueryString=text, WorkGroup=work_group, QueryExecutionContext={"Database": database},
                                          **members)["QueryExecutionId"]
        return Query(athena, wait_for(athena, id))

    return run_query


def test_a_work_group_is_shown_as_it_was_made(athena, bucket, group):
    name = group(ResultConfiguration={"OutputLocation": f"s3://{bucket}/group/"}, BytesScannedCutoffPerQuery=10_000_000)
    shown = athena.get_work_group(WorkGroup=name)["WorkGroup"]
    assert (shown["Name"], shown["State"], shown["Description"]) == (name, "ENABLED", "of a test")
    assert shown["Configuration"] == {
        "ResultConfiguration": {"OutputLocation": f"s3://{bucket}/group/"}, "BytesScannedCutoffPerQuery": 10_000_000,
        "EnforceWorkGroupConfiguration": True, "PublishCloudWatchMetricsEnabled": True, "RequesterPaysEnabled": False,
        "EngineVersion": {"SelectedEngineVersion": "AUTO", "EffectiveEngineVersion": "Athena engine version 3"}}
    assert refusal(lambda: group()) == ("InvalidRequestException", "WorkGroup is already created")


def test_work_groups_are_listed_in_pages(athena, name):
    for letter in "abc":
        athena.create_work_group(Name=f"{name}-{letter}")
    listed, token = [], None
    while True:
        page = athena.list_work_groups(MaxResults=2, **({"NextToken": token} if token else {}))
        listed += [group["Name"] for group in page["WorkGroups"]]
        if not (token := page.get("NextToken")):
            break
    assert {f"{name}-a", f"{name}-b", f"{name}-c", "primary"} <= set(listed)
    assert len(listed) == len(set(listed))


def test_enforced_settings_replace_the_clients(s3, bucket, group, run):
    name = group(ResultConfiguration={"OutputLocation": f"s3://{bucket}/group/"})
    ended = run(name, "select 1", ResultConfiguration={"OutputLocation": f"s3://{bucket}/mine/"})
    assert ended.execution["ResultConfiguration"]["OutputLocation"] == f"s3://{bucket}/group/{ended.id}.csv"
    assert ended.execution["WorkGroup"] == name
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [f"group/{ended.id}.csv", f"group/{ended.id}.csv.metadata"]


def test_settings_that_are_not_enforced_are_for_clients_that_say_nothing(bucket, group, run):
    name = group(ResultConfiguration={"OutputLocation": f"s3://{bucket}/group/"}, EnforceWorkGroupConfiguration=False)
    asked = run(name, "select 1", ResultConfiguration={"OutputLocation": f"s3://{bucket}/mine/"})
    assert asked.execution["ResultConfiguration"]["OutputLocation"] == f"s3://{bucket}/mine/{asked.id}.csv"
    silent = run(name, "select 1")
    assert silent.execution["ResultConfiguration"]["OutputLocation"] == f"s3://{bucket}/group/{silent.id}.csv"


def test_a_query_that_scans_more_than_the_limit_is_cancelled(athena, s3, bucket, group, run, csv_table):
    csv_table("large", {"text": "string"}, ("x" * 999_999 + "\n") * 60)
    name = group(ResultConfiguration={"OutputLocation": f"s3://{bucket}/group/"}, BytesScannedCutoffPerQuery=10_000_000)
    ended = run(name, "select count(text) from large")
    assert (ended.state, ended.reason) == ("CANCELLED", "Bytes scanned limit was exceeded")
    assert 10_000_000 < ended.scanned < 30_000_000, "it is cut short, and tells what it read"
    assert s3.list_objects_v2(Bucket=bucket, Prefix="group/").get("Contents", []) == []
    athena.update_work_group(WorkGroup=name, ConfigurationUpdates={"RemoveBytesScannedCutoffPerQuery": True})
    assert run(name, "select count(text) from large").rows == [["60"]]


def test_a_limit_below_ten_megabytes_is_refused(server, group):
    unchecked = server.client("athena", config=Config(parameter_validation=False))
    code, message = refusal(lambda: unchecked.create_work_group(Name="tight", Configuration={"BytesScannedCutoffPerQuery": 9_999_999}))
    assert code == "InvalidRequestException"
    assert "bytesScannedCutoffPerQuery" in message


def test_a_disabled_work_group_takes_no_queries(athena, bucket, group, run):
    name = group(ResultConfiguration={"OutputLocation": f"s3://{bucket}/group/"})
    athena.update_work_group(WorkGroup=name, State="DISABLED")
    assert refusal(lambda: run(name, "select 1")) == ("InvalidRequestException", f"WorkGroup {name} is disabled.")
    athena.update_work_group(WorkGroup=name, State="ENABLED")
    assert run(name, "select 1").rows == [["1"]]


def test_a_work_group_with_queries_is_deleted_only_with_them(athena, bucket, group, run):
    name = group(ResultConfiguration={"OutputLocation": f"s3://{bucket}/group/"})
    ended = run(name, "select 1")
    assert athena.list_query_executions(WorkGroup=name)["QueryExecutionIds"] == [ended.id]
    assert refusal(lambda: athena.delete_work_group(WorkGroup=name)) == ("InvalidRequestException", f"WorkGroup {name} is not empty")
    athena.delete_work_group(WorkGroup=name, RecursiveDeleteOption=True)
    assert refusal(lambda: athena.get_work_group(WorkGroup=name)) == ("InvalidRequestException", f"WorkGroup {name} is not found.")
    with pytest.raises(botocore.exceptions.ClientError, match="was not found"):
        athena.get_query_execution(QueryExecutionId=ended.id)


def test_primary_cannot_be_deleted(athena):
    assert refusal(lambda: athena.delete_work_group(WorkGroup="primary"))[0] == "InvalidRequestException"


@pytest.mark.parametrize("configuration, member", [
    ({"EnableMinimumEncryptionConfiguration": True}, "EnableMinimumEncryptionConfiguration"),
    ({"ResultConfiguration": {"EncryptionConfiguration": {"EncryptionOption": "SSE_KMS", "KmsKey": "k"}}}, "EncryptionConfiguration"),
    ({"ManagedQueryResultsConfiguration": {"Enabled": True}}, "ManagedQueryResultsConfiguration"),
    ({"ExecutionRole": "arn:aws:iam::000000000000:role/x"}, "ExecutionRole"),
])
def test_settings_that_nothing_would_heed_are_refused_by_name(group, configuration, member):
    code, message = refusal(lambda: group(**configuration))
    assert code == "InvalidRequestException"
    assert member in message


def test_work_groups_have_tags(athena, name):
    arn = f"arn:aws:athena:us-east-1:000000000000:workgroup/{name}"
    athena.create_work_group(Name=name, Tags=[{"Key": "team", "Value": "money"}])
    athena.tag_resource(ResourceARN=arn, Tags=[{"Key": "stage", "Value": "test"}, {"Key": "team", "Value": "sales"}])
    assert athena.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "stage", "Value": "test"}, {"Key": "team", "Value": "sales"}]
    athena.untag_resource(ResourceARN=arn, TagKeys=["stage"])
    assert athena.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "team", "Value": "sales"}]
    assert refusal(lambda: athena.list_tags_for_resource(ResourceARN=arn + "x"))[0] == "ResourceNotFoundException"


def test_work_groups_survive_a_killed_server(fresh_server, tmp_path):
    first = fresh_server(data=tmp_path)
    first.client("athena").create_work_group(Name="kept", Configuration={"BytesScannedCutoffPerQuery": 20_000_000})
    first.kill()
    kept = fresh_server(data=tmp_path).client("athena").get_work_group(WorkGroup="kept")["WorkGroup"]
    assert kept["Configuration"]["BytesScannedCutoffPerQuery"] == 20_000_000


def test_the_aws_cli_makes_and_changes_a_work_group(server, name):
    server.aws("athena", "create-work-group", "--name", name, "--configuration", "EnforceWorkGroupConfiguration=false")
    server.aws("athena", "update-work-group", "--work-group", name, "--state", "DISABLED", "--description", "closed")
    shown = server.aws_json("athena", "get-work-group", "--work-group", name)["WorkGroup"]
    assert (shown["State"], shown["Description"]) == ("DISABLED", "closed")
    server.aws("athena", "delete-work-group", "--work-group", name)

"""As whom Lake Formation knows a caller. API reference, GetDataLakePrincipal."""

import pytest
from botocore.exceptions import ClientError


def test_a_caller_is_its_accounts_root(server):
    assert server.client("lakeformation").get_data_lake_principal()["Identity"] == "arn:aws:iam::000000000000:root"
    other = server.client("lakeformation", access_key="111122223333")
    assert other.get_data_lake_principal()["Identity"] == "arn:aws:iam::111122223333:root"


def test_the_aws_cli_asks_too(server):
    assert server.aws_json("lakeformation", "get-data-lake-principal")["Identity"].endswith(":root")


def test_an_operation_that_is_not_there_says_so(server):
    with pytest.raises(ClientError) as caught:
        server.client("lakeformation").get_data_lake_settings()
    error = caught.value.response
    assert (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]) == ("UnknownOperationException", 400)
    assert "GetDataLakeSettings is not supported by Dovetail yet" in error["Error"]["Message"]


def test_a_wrong_signature_is_told_in_the_words_of_the_protocol(fresh_server, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("[ann]\naws_access_key_id = AKIDANN\naws_secret_access_key = secret\naccount = 444455556666\n")
    server = fresh_server("--credentials", keys)
    assert server.client("lakeformation", access_key="AKIDANN", secret="secret").get_data_lake_principal()["Identity"] == "arn:aws:iam::444455556666:root"
    with pytest.raises(ClientError) as caught:
        server.client("lakeformation", access_key="AKIDANN", secret="wrong").get_data_lake_principal()
    assert caught.value.response["Error"]["Code"] == "InvalidSignatureException"

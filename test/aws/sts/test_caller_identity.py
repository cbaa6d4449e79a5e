"""Who a caller is. API reference, GetCallerIdentity, and "Common errors" of the query protocol."""

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest
import urllib3
from botocore.exceptions import ClientError

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def identity(client):
    answer = client.get_caller_identity()
    return answer["Account"], answer["Arn"], answer["UserId"]


def test_a_key_is_its_accounts_root(server):
    assert identity(server.client("sts")) == ("000000000000", "arn:aws:iam::000000000000:root", "000000000000")
    assert identity(server.client("sts", access_key="111122223333"))[:2] == ("111122223333", "arn:aws:iam::111122223333:root")


def test_a_listed_key_is_of_the_account_that_the_list_says(fresh_server, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("[ann]\naws_access_key_id = AKIDANN\naws_secret_access_key = secret\naccount = 444455556666\n")
    server = fresh_server("--credentials", keys, "--strict")
    assert identity(server.client("sts", access_key="AKIDANN", secret="secret"))[0] == "444455556666"
    for key, secret, code in (("AKIDANN", "wrong", "SignatureDoesNotMatch"), ("AKIDBOB", "secret", "InvalidClientTokenId")):
        with pytest.raises(ClientError) as caught:
            server.client("sts", access_key=key, secret=secret).get_caller_identity()
        error = caught.value.response
        assert (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Type"]) == (code, 403, "Sender")


def test_the_aws_cli_tells_who_one_is(server):
    assert server.aws_json("sts", "get-caller-identity")["Account"] == "000000000000"


def test_an_operation_that_is_not_there_says_so(server):
    with pytest.raises(ClientError) as caught:
        server.client("sts").get_session_token()
    assert caught.value.response["Error"]["Code"] == "InvalidAction"
    assert "GetSessionToken is not supported by Dovetail yet" in caught.value.response["Error"]["Message"]


def test_a_request_without_a_signature_is_refused_in_the_words_of_the_protocol(server):
    body = "Action=GetCallerIdentity&Version=2011-06-15"
    authorization = "AWS4-HMAC-SHA256 Credential=test/20130524/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0"
    with urllib3.PoolManager() as pool:
        answer = pool.request("POST", server.endpoint, body=body, headers=FORM | {"Authorization": authorization})
    assert answer.status == 400 and answer.headers["Content-Type"] == "text/xml"
    assert b"<Code>IncompleteSignature</Code>" in answer.data and b"<Type>Sender</Type>" in answer.data


@pytest.mark.parametrize("count, below, status", [(5_000, ".a" * 9, 200), (8_000, ".a" * 9, 400), (70_000, "", 400), (1, ".a" * 32, 400)])
def test_a_form_beyond_what_any_operation_can_need_is_malformed(server, count, below, status):
    body = "Action=GetCallerIdentity&Version=2011-06-15" + "".join(f"&x{number}{below}=" for number in range(count))
    request = botocore.awsrequest.AWSRequest(method="POST", url=server.endpoint, data=body, headers=FORM)
    botocore.auth.SigV4Auth(botocore.credentials.Credentials("test", "test"), "sts", "us-east-1").add_auth(request)
    with urllib3.PoolManager() as pool:
        answer = pool.request("POST", server.endpoint, body=body, headers=dict(request.headers.items()))
    assert answer.status == status and (status == 200 or b"<Code>MalformedQueryString</Code>" in answer.data), answer.data

"""What each protocol says of requests that are none of its own: everything goes through the whole service, and the answers through
botocore's parsers. (What a model's rules say: test_refusals.py.)"""

import base64

import pytest

from codec import Codec, parsed, raw_request, service_model

STS, LAKE_FORMATION, CLOUDWATCH = service_model("sts"), service_model("lakeformation"), service_model("cloudwatch")
CBOR = {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}
NO_HANDLER = "is not supported by Dovetail yet"  # the end of the way for a request that was decoded


@pytest.fixture(scope="module")
def codec():
    running = Codec()
    yield running
    running.close()


# ---- query: the "Common errors" of its services


@pytest.fixture
def sts(codec):
    def call(form, method="POST"):
        request = raw_request(method, "/", form if method == "GET" else "", body=b"" if method == "GET" else form.encode())
        answer = codec.ask(do="handle", service="sts", request=request)
        assert ["Content-Type", "text/xml"] in answer["headers"]
        return answer["status"], parsed(STS, "GetCallerIdentity", answer)["Error"]

    return call


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_form_in_the_body_or_in_the_query_names_the_action(sts, method):
    status, error = sts("Action=GetCallerIdentity&Version=2011-06-15", method)
    assert (status, error["Code"], error["Message"]) == (400, "InvalidAction", f"GetCallerIdentity {NO_HANDLER}")


@pytest.mark.parametrize("form, code", [
    ("", "MissingAction"), ("Version=2011-06-15", "MissingAction"), ("Action=Dance&Version=2011-06-15", "InvalidAction"),
    ("Action=GetCallerIdentity&Version=1999-01-01", "InvalidAction"), ("Action=%zz", "MalformedQueryString"), ("Action=%FF", "MalformedQueryString")])
def test_a_form_that_means_nothing(sts, form, code):
    status, error = sts(form)
    assert (status, error["Code"], error["Type"]) == (400, code, "Sender")


@pytest.mark.parametrize("field", ["Tags.member.x.Key=a", "Tags.other.1.Key=a", "Tags.member.0.Key=a"])
def test_a_list_is_numbered(codec, field):
    body = f"Action=TagResource&Version=2010-03-31&ResourceArn=arn&{field}".encode()
    answer = codec.ask(do="handle", service="sns", request=raw_request("POST", "/", body=body))
    assert parsed(service_model("sns"), "TagResource", answer)["Error"]["Code"] == "SerializationException"


# ---- REST with JSON


@pytest.fixture
def lake_formation(codec):
    def call(method, path, body=b""):
        answer = codec.ask(do="handle", service="lakeformation", request=raw_request(method, path, body=body))
        assert ["Content-Type", "application/json"] in answer["headers"]
        return answer["status"], parsed(LAKE_FORMATION, "GetDataLakePrincipal", answer)["Error"]

    return call


@pytest.mark.parametrize("method, path", [("GET", "/GetDataLakePrincipal"), ("POST", "/GetDataLakePrincipals"), ("POST", "/")])
def test_a_path_that_is_no_operation(lake_formation, method, path):
    status, error = lake_formation(method, path)
    assert (status, error["Code"]) == (404, "UnknownOperationException")


@pytest.mark.parametrize("body, code", [(b"{", "SerializationException"), (b"", "ValidationException"), (b'{"Tags": 1}', "SerializationException")])
def test_a_body_that_is_no_document(codec, body, code):
    request = raw_request("POST", "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af", body=body)
    answer = codec.ask(do="handle", service="lambda", request=request)
    assert (answer["status"], parsed(service_model("lambda"), "TagResource", answer)["Error"]["Code"]) == (400, code)


# ---- rpc-v2-cbor, of a service that speaks JSON and query too


@pytest.fixture
def cloudwatch(codec):
    def call(body, path="/service/GraniteServiceVersion20100801/operation/ListMetrics", method="POST"):
        answer = codec.ask(do="handle", service="cloudwatch", request=raw_request(method, path, headers=CBOR, body=body))
        assert ["smithy-protocol", "rpc-v2-cbor"] in answer["headers"]
        return answer["status"], parsed(CLOUDWATCH, "ListMetrics", answer, "smithy-rpc-v2-cbor")["Error"]

    return call


@pytest.mark.parametrize("body", [b"", b"\xa0", b"\xbf\xff", b"\xa1\x66Colour\x82\x01\x02", b"\xa1\x69Namespace\xf6", b"\xa1\x69Namespace\x7f\x61a\x61b\xff"])
def test_a_map_is_an_input(cloudwatch, body):
    assert cloudwatch(body)[1]["Message"] == f"ListMetrics {NO_HANDLER}"


@pytest.mark.parametrize("body", [b"\x80", b"\xa1", b"\xa1\x69Namespace\x01", b"\xa1\x69Namespace\x61\xff", b"\xa0\xa0", b"\xbf", b"{}", b"\xa1\x69Namespace\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
                                  b"\xa1\x6aDimensions" + b"\x81" * 100])
def test_what_is_no_input(cloudwatch, body):
    status, error = cloudwatch(body)
    assert (status, error["Code"]) == (400, "SerializationException")


def test_a_missing_member_is_told_in_the_words_of_the_model(cloudwatch):
    status, error = cloudwatch(b"", "/service/GraniteServiceVersion20100801/operation/PutMetricData")
    assert (status, error["Code"]) == (400, "ValidationException") and "'namespace'" in error["Message"]


@pytest.mark.parametrize("path, method", [("/service/Other/operation/ListMetrics", "POST"), ("/service/GraniteServiceVersion20100801/operation/Dance", "POST"),
                                          ("/service/GraniteServiceVersion20100801/operation/ListMetrics", "GET"), ("/", "POST")])
def test_another_path_is_no_operation(cloudwatch, path, method):
    status, error = cloudwatch(b"", path, method)
    assert (status, error["Code"]) == (404, "UnknownOperationException")


@pytest.mark.parametrize("headers, body, protocol", [
    ({"X-Amz-Target": "GraniteServiceVersion20100801.ListMetrics"}, b"{}", "json"), ({}, b"Action=ListMetrics&Version=2010-08-01", "query")])
def test_each_request_is_answered_in_its_own_protocol(codec, headers, body, protocol):
    answer = codec.ask(do="handle", service="cloudwatch", request=raw_request("POST", "/", headers=headers, body=body))
    assert parsed(CLOUDWATCH, "ListMetrics", answer, protocol)["Error"]["Message"] == f"ListMetrics {NO_HANDLER}"
    assert base64.b64decode(answer["body"])[:1] in (b"{", b"<")

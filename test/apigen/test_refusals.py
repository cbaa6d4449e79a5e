"""How requests are refused before any handler sees them: the model's rules in AWS's words, and what we do not support
by name. Everything goes through the whole service, and the answers through botocore's parsers."""

import base64
import hashlib
import json

import pytest

from codec import Codec, parsed, raw_request, service_model

GLUE, S3, ATHENA = service_model("glue"), service_model("s3"), service_model("athena")
NO_HANDLER = "is not supported by Dovetail yet"  # the end of the way for a request that was decoded
NO_ENCRYPTION = f"{NO_HANDLER}; objects are stored without encryption of their own: leave it out"


@pytest.fixture(scope="module")
def codec():
    running = Codec()
    yield running
    running.close()


@pytest.fixture
def glue(codec):
    def call(operation, body):
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = raw_request("POST", "/", headers={"X-Amz-Target": f"AWSGlue.{operation}"}, body=text)
        answer = codec.ask(do="handle", service="glue", request=request)
        return answer["status"], parsed(GLUE, "GetJob", answer)["Error"]

    return call


@pytest.fixture
def s3(codec):
    def call(method, path, query="", headers=None, body=b""):
        answer = codec.ask(do="handle", service="s3", request=raw_request(method, path, query, headers, body))
        return answer["status"], parsed(S3, "GetObject", answer)["Error"]

    return call


def md5(body):
    return {"Content-MD5": base64.b64encode(hashlib.md5(body).digest()).decode()}


# ---- JSON documents


def test_an_empty_document_is_an_empty_input(glue):
    status, error = glue("GetJobs", b"")
    assert (status, error["Code"]) == (400, "UnknownOperationException")


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"JobName": "\xff"}', b'{"JobName": "a"} x', b'{"a":' * 100 + b"1" + b"}" * 100],
                         ids=["cut off", "no object", "no UTF-8", "more behind it", "too deep"])
def test_what_is_no_document_is_a_serialization_exception(glue, body):
    status, error = glue("GetJob", body)
    assert (status, error["Code"]) == (400, "SerializationException")


def test_a_string_where_a_number_belongs(glue):
    _, error = glue("GetJobs", {"MaxResults": "10"})
    assert error == {"Code": "SerializationException", "Message": "STRING_VALUE can not be converted to an Integer"}


def test_a_number_where_a_string_belongs(glue):
    _, error = glue("GetJob", {"JobName": 7})
    assert error == {"Code": "SerializationException", "Message": "NUMBER_VALUE can not be converted to a String"}


def test_a_number_too_large_for_its_type(glue):
    _, error = glue("GetJobs", {"MaxResults": 2**31})
    assert error["Code"] == "SerializationException"


def test_null_is_absence(glue):
    _, error = glue("GetJob", {"JobName": None})
    assert error["Code"] == "ValidationException"


def test_members_that_the_model_does_not_have_are_ignored(glue):
    _, error = glue("GetJob", {"JobName": "a", "Colour": "red"})
    assert error["Message"] == f"GetJob {NO_HANDLER}"


# ---- The model's rules


def test_a_missing_member(glue):
    status, error = glue("GetJob", {})
    assert status == 400
    assert error == {
        "Code": "ValidationException",
        "Message": "1 validation error detected: Value null at 'jobName' failed to satisfy constraint: Member must not be null",
    }


def test_a_text_that_is_too_long(glue):
    _, error = glue("GetJob", {"JobName": "x" * 256})
    assert error["Message"] == (
        f"1 validation error detected: Value '{'x' * 256}' at 'jobName' failed to satisfy constraint: "
        "Member must have length less than or equal to 255")


def test_length_counts_characters_not_bytes(glue):
    _, error = glue("GetJob", {"JobName": "日" * 255})
    assert error["Message"] == f"GetJob {NO_HANDLER}"


def test_all_that_is_wrong_is_named_at_once(glue):
    _, error = glue("GetTable", {"DatabaseName": "", "Name": "a\nb"})
    assert error["Message"].startswith("2 validation errors detected: Value '' at 'databaseName' failed to satisfy constraint: "
                                       "Member must have length greater than or equal to 1; Value 'a\nb' at 'name' failed")
    assert "Member must satisfy regular expression pattern" in error["Message"]


def test_a_member_far_inside_is_named_by_its_path(glue):
    table = {"Name": "t", "StorageDescriptor": {"Columns": [{"Name": "a"}, {"Name": ""}]}}
    _, error = glue("CreateTable", {"DatabaseName": "d", "TableInput": table})
    assert "at 'tableInput.storageDescriptor.columns.2.member.name' failed" in error["Message"]


def test_a_number_out_of_range(glue):
    _, error = glue("GetJobs", {"MaxResults": 1001})
    assert error["Message"].endswith("Member must have value less than or equal to 1000")


def test_a_value_that_is_not_of_the_enumeration(glue):
    _, error = glue("StartJobRun", {"JobName": "j", "WorkerType": "G.3X"})
    assert "Value 'G.3X' at 'workerType' failed to satisfy constraint: Member must satisfy enum value set: [" in error["Message"]


def test_a_list_is_blamed_for_its_elements(glue):
    _, error = glue("BatchStopJobRun", {"JobName": "j", "JobRunIds": ["", "b"]})
    assert ("Value '[, b]' at 'jobRunIds' failed to satisfy constraint: Member must satisfy constraint: "
            "[Member must have length less than or equal to 255, Member must have length greater than or equal to 1") in error["Message"]


def test_a_map_is_blamed_for_its_keys(glue):
    _, error = glue("CreateJob", {"Name": "j", "Role": "r", "Command": {}, "Tags": {"": "v"}})
    assert "at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [" in error["Message"]


def test_each_service_has_its_own_code_for_broken_rules(codec):
    request = raw_request("POST", "/", headers={"X-Amz-Target": "AmazonAthena.StartQueryExecution"}, body=b"{}")
    error = parsed(ATHENA, "StartQueryExecution", codec.ask(do="handle", service="athena", request=request))["Error"]
    assert error["Code"] == "InvalidRequestException"
    assert "Value null at 'queryString'" in error["Message"]


# ---- What Dovetail does not support


def test_an_unsupported_node_is_named_with_its_place(glue):
    nodes = {"n1": {"FillMissingValues": {"Name": "x", "Inputs": ["y"], "ImputedPath": "z"}}}
    status, error = glue("CreateJob", {"Name": "j", "Role": "r", "Command": {}, "CodeGenConfigurationNodes": nodes})
    assert status == 400
    assert error == {
        "Code": "InvalidInputException",
        "Message": f"CreateJob: CodeGenConfigurationNodes.n1.FillMissingValues {NO_HANDLER}",
    }


def test_a_union_with_two_members_is_refused(glue):
    node = {"DropDuplicates": {"Name": "a", "Inputs": ["b"]}, "ApplyMapping": {"Name": "a", "Inputs": ["b"], "Mapping": [{}]}}
    _, error = glue("CreateJob", {"Name": "j", "Role": "r", "Command": {}, "CodeGenConfigurationNodes": {"n": node}})
    assert error["Code"] == "InvalidInputException"
    assert "exactly one member of CodeGenConfigurationNode must be set" in error["Message"]


def test_encryption_is_not_taken_and_forgotten(glue):
    _, error = glue("CreateJob", {"Name": "j", "Role": "r", "Command": {}, "SecurityConfiguration": "secret"})
    assert error["Message"] == f"CreateJob: SecurityConfiguration {NO_HANDLER}"


def test_a_target_that_aws_does_not_know(glue):
    status, error = glue("MakeCoffee", {})
    assert (status, error["Code"]) == (400, "UnknownOperationException")


# ---- S3: routing


@pytest.mark.parametrize("method, path, query, operation", [
    ("GET", "/", "", "ListBuckets"),
    ("GET", "/bucket/", "list-type=2&prefix=a", "ListObjectsV2"),
    ("GET", "/bucket", "location", "GetBucketLocation"),
    ("GET", "/bucket", "location=", "GetBucketLocation"),
    ("GET", "/bucket", "", "ListObjects"),
    ("GET", "/bucket//", "", "GetObject"),
    ("GET", "/bucket/a/../b", "x-id=GetObject", "GetObject"),
    ("GET", "/bucket/key", "uploadId=u", "ListParts"),
    ("PUT", "/bucket/key", "uploadId=u&partNumber=1", "UploadPart"),
    ("POST", "/bucket/key", "uploads", "CreateMultipartUpload"),
    ("GET", "/bucket", "uploads", "ListMultipartUploads"),
    ("DELETE", "/bucket/key", "uploadId=u", "AbortMultipartUpload"),
    ("DELETE", "/bucket/key", "", "DeleteObject"),
    ("GET", "/bucket", "acl", "GetBucketAcl"),
    ("PUT", "/bucket/key", "acl", "PutObjectAcl"),
    ("GET", "/bucket", "versions", "ListObjectVersions"),
])
def test_a_request_finds_its_operation(s3, method, path, query, operation):
    status, error = s3(method, path, query)
    assert (status, error["Message"]) == (501, f"{operation} {NO_HANDLER}")


def test_a_copy_is_not_taken_for_a_put(s3):
    _, error = s3("PUT", "/bucket/key", headers={"x-amz-copy-source": "/other/key"})
    assert error["Message"] == f"CopyObject {NO_HANDLER}"


def test_a_subresource_that_the_path_does_not_have_never_falls_through(s3):
    status, error = s3("DELETE", "/bucket/key", "acl")
    assert (status, error["Code"]) == (501, "NotImplemented")
    assert error["Message"] == f"DELETE with the subresource ?acl {NO_HANDLER}"


def test_half_an_upload_part_is_not_a_put_object(s3):
    status, error = s3("PUT", "/bucket/key", "uploadId=u", body=b"bytes")
    assert (status, error["Code"]) == (400, "InvalidArgument")
    assert error["Message"] == "UploadPart: the query parameter partNumber is missing."


@pytest.mark.parametrize("path, resource", [("/", "SERVICE"), ("/bucket", "BUCKET"), ("/bucket/", "BUCKET"), ("/bucket/key", "OBJECT")])
def test_a_method_without_a_meaning(s3, path, resource):
    status, error = s3("PATCH", path)
    assert (status, error["Code"], error["ResourceType"]) == (405, "MethodNotAllowed", resource)


@pytest.mark.parametrize("path", ["/bucket/%zz", "/bucket/%ff"], ids=["a broken escape", "no UTF-8"])
def test_a_path_that_cannot_be_read(s3, path):
    status, error = s3("GET", path)
    assert (status, error["Code"]) == (400, "InvalidURI")


# ---- Documents made to make us work


def test_a_document_of_a_million_faults_names_a_hundred_of_them(codec):
    body = b'{"DatabaseName": "db", "TableName": "t", "PartitionsToGet": [' + b",".join([b"{}"] * 300_000) + b"]}"
    answer = codec.ask(do="handle", service="glue",
                       request=raw_request("POST", "/", headers={"X-Amz-Target": "AWSGlue.BatchGetPartition"}, body=body))
    message = json.loads(base64.b64decode(answer["body"]))["Message"]
    assert answer["status"] == 400
    assert message.startswith("300001 validation errors detected: ")  # one of them: the list is too long
    assert message.count(" failed to satisfy constraint: ") == 100
    assert message.endswith("; ... and 299901 more")
    assert len(message) < 50_000


@pytest.mark.parametrize("member, value", [("Name", "x" * 7_000_000), ("Role", "arn:aws:iam::" + "1" * 7_000_000),
                                           ("GlueVersion", "a." * 3_500_000)])
def test_a_value_of_megabytes_is_refused_or_taken_but_never_too_much(codec, member, value):
    body = json.dumps({"Name": "j", "Role": "r", "Command": {}, member: value}).encode()
    answer = codec.ask(do="handle", service="glue",
                       request=raw_request("POST", "/", headers={"X-Amz-Target": "AWSGlue.CreateJob"}, body=body))
    assert answer["status"] == 400
    assert len(base64.b64decode(answer["body"])) < 5_000


# ---- S3: headers and queries


def test_an_unsupported_header_is_named(s3):
    status, error = s3("PUT", "/bucket/key", headers={"X-Amz-Server-Side-Encryption": "aws:kms"})
    assert (status, error["Code"]) == (501, "NotImplemented")
    assert error["Message"] == f"PutObject: x-amz-server-side-encryption {NO_ENCRYPTION}"
    assert error["Header"] == "x-amz-server-side-encryption"


@pytest.mark.parametrize("method, path, query, operation", [
    ("PUT", "/bucket/key", "partNumber=1&uploadId=u", "UploadPart"), ("GET", "/bucket/key", "", "GetObject"),
    ("PUT", "/bucket", "", "CreateBucket"), ("DELETE", "/bucket/key", "", "DeleteObject")])
@pytest.mark.parametrize("header", [
    "X-Amz-Server-Side-Encryption-Of-Tomorrow", "x-amz-object-lock-of-tomorrow", "x-amz-grant-of-tomorrow"])
def test_protection_that_the_model_lacks_is_not_dropped_in_silence(s3, method, path, query, operation, header):
    status, error = s3(method, path, query, headers={header: "on"})
    assert (status, error["Code"], error["Header"]) == (501, "NotImplemented", header.lower())
    refusal = NO_ENCRYPTION if "Encryption" in header else NO_HANDLER
    assert error["Message"] == f"{operation}: {header.lower()} {refusal}"


def test_encryption_of_a_part_is_the_uploads_and_cannot_be_asked_of_the_part(s3):
    _, error = s3("PUT", "/bucket/key", "partNumber=1&uploadId=u", {"x-amz-server-side-encryption": "AES256"})
    assert error["Message"] == f"UploadPart: x-amz-server-side-encryption {NO_ENCRYPTION}"


def test_an_acl_of_an_operation_that_takes_none(s3):
    _, error = s3("DELETE", "/bucket/key", headers={"x-amz-acl": "private"})
    assert error["Message"] == f"DeleteObject: x-amz-acl {NO_HANDLER}"


def test_a_version_of_an_operation_that_takes_none(s3):
    status, error = s3("PUT", "/bucket/key", "versionId=v1")
    assert (status, error["Code"]) == (501, "NotImplemented")


def test_chunked_bodies_are_refused_not_stored_with_their_frames(s3):
    status, error = s3("PUT", "/bucket/key", headers={"Content-Encoding": "gzip, aws-chunked"})
    assert (status, error["Code"]) == (501, "NotImplemented")


def test_a_number_in_a_query_that_is_none(s3):
    status, error = s3("GET", "/bucket", "list-type=2&max-keys=many")
    assert (status, error["Code"]) == (400, "InvalidArgument")
    assert error["Message"] == "Provided max-keys not an integer or within integer range"
    assert error["ArgumentName"] == "max-keys"


# ---- S3: documents


@pytest.mark.parametrize("body", [
    b"<Delete>", b"no xml", b"<Remove><Object><Key>a</Key></Object></Remove>",
    b"<Delete><Object><Key>a</Key><Colour>red</Colour></Object></Delete>", b"<Delete></Delete>",
    b"<Delete><Object></Object></Delete>", b"<Delete><Object><Key>\xff</Key></Object></Delete>",
], ids=["cut off", "no xml", "another root", "an unknown element", "no object", "no key", "no UTF-8"])
def test_a_document_that_does_not_fit_is_malformed(s3, body):
    status, error = s3("POST", "/bucket", "delete", md5(body), body)
    assert (status, error["Code"]) == (400, "MalformedXML")
    assert error["Message"] == "The XML you provided was not well-formed or did not validate against our published schema"


def test_a_document_brings_no_entities_of_its_own(s3):
    body = b'<!DOCTYPE x [<!ENTITY a "boom">]><Delete><Object><Key>&a;</Key></Object></Delete>'
    _, error = s3("POST", "/bucket", "delete", md5(body), body)
    assert error["Code"] == "MalformedXML"


def test_an_empty_body_where_one_is_needed(s3):
    _, error = s3("POST", "/bucket", "delete", md5(b""))
    assert error["Code"] == "MissingRequestBodyError"


def test_deleting_many_needs_a_checksum(s3):
    _, error = s3("POST", "/bucket", "delete", body=b"<Delete><Object><Key>a</Key></Object></Delete>")
    assert error["Code"] == "InvalidRequest"
    assert error["Message"] == "Missing required header for this request: Content-MD5 OR x-amz-checksum-*"


def test_a_checksum_that_is_announced_must_be_there(s3):
    body = b"<Delete><Object><Key>a</Key></Object></Delete>"
    _, error = s3("POST", "/bucket", "delete", {**md5(body), "x-amz-sdk-checksum-algorithm": "CRC32"}, body)
    assert error["Message"].startswith("x-amz-sdk-checksum-algorithm specified, but no corresponding")


def test_a_wrong_checksum_of_a_document(s3):
    body = b"<Delete><Object><Key>a</Key></Object></Delete>"
    _, error = s3("POST", "/bucket", "delete", {"x-amz-checksum-crc32": "AAAAAA=="}, body)
    assert error["Message"] == "The CRC32 you specified did not match the calculated checksum."
    _, error = s3("POST", "/bucket", "delete", md5(b"other"), body)
    assert error["Code"] == "BadDigest"


# ---- The form of errors


def test_a_json_error_names_its_type_twice_and_the_request(codec):
    answer = codec.ask(do="handle", service="glue",
                       request=raw_request("POST", "/", headers={"X-Amz-Target": "AWSGlue.GetJob"}, body=b"{}"))
    headers = dict(answer["headers"])
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    assert headers["x-amzn-ErrorType"] == "ValidationException"
    assert headers["x-amzn-RequestId"] == "0f0e0d0c-1234-4321-aaaa-0123456789ab"
    assert json.loads(base64.b64decode(answer["body"]))["__type"] == "ValidationException"


def test_an_xml_error_has_no_namespace_and_repeats_the_request_id(codec):
    answer = codec.ask(do="handle", service="s3", request=raw_request("GET", "/bucket", "acl"))
    headers, body = dict(answer["headers"]), base64.b64decode(answer["body"]).decode()
    assert body.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NotImplemented</Code><Message>')
    assert f"<RequestId>{headers['x-amz-request-id']}</RequestId><HostId>{headers['x-amz-id-2']}</HostId></Error>" in body


def test_an_error_to_head_has_no_body(codec):
    answer = codec.ask(do="handle", service="s3", request=raw_request("HEAD", "/bucket/key"))
    assert (answer["status"], answer["body"]) == (501, "")

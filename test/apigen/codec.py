"""apigen_codec, and botocore's serialisers and parsers opposite of it."""

import base64
import datetime
import gzip
import io
import json
import os
import pathlib
import subprocess
import urllib.parse

import botocore.awsrequest
import botocore.model
import botocore.parsers
import botocore.serialize

ROOT = pathlib.Path(__file__).resolve().parents[2]


def program():
    """Of the newest build that has it."""
    found = sorted(ROOT.glob("build/*/test/apigen_codec"), key=os.path.getmtime)
    assert found, "build the target apigen_codec first"
    return found[-1]


class Codec:
    def __init__(self):
        self.process = subprocess.Popen([program()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **job):
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"apigen_codec ended with {self.process.wait()} at {json.dumps(job)[:500]}"
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def service_model(service):
    """AWS's own description, without what botocore adds to it for old callers (S3's Expires as a time)."""
    file = sorted((pathlib.Path(botocore.__file__).parent / "data" / service).glob("*/service-2.json.gz"))[-1]
    description = json.loads(gzip.decompress(file.read_bytes()))
    return botocore.model.ServiceModel(description, service_name=service)


def request_of(model, operation, parameters, protocol=None):
    """What botocore would send, as the program reads it."""
    protocol = protocol or model.metadata["protocol"]
    # validation is the server's part here
    serializer = botocore.serialize.create_serializer(protocol, include_validation=False)
    made = serializer.serialize_to_request(parameters, model.operation_model(operation))
    path, _, literal = made["url_path"].partition("?")
    query = [literal] if literal else []
    for key, value in dict(made["query_string"] or {}).items():
        for one in value if isinstance(value, list) else [value]:
            query.append(f"{urllib.parse.quote(key, safe='')}={urllib.parse.quote(str(one), safe='')}")
    body = made["body"]
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, dict):  # of the query protocol, which botocore writes as a form when it sends it
        body = urllib.parse.urlencode(body)
    body = body.encode() if isinstance(body, str) else body or b""
    return raw_request(made["method"], path, "&".join(query), dict(made["headers"]), body)


def raw_request(method, path, query="", headers=None, body=b""):
    return {
        "method": method, "path": path, "query": query,
        "headers": [[name, as_sent(value)] for name, value in (headers or {}).items()],
        "body": base64.b64encode(body).decode(),
    }


def as_sent(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def parsed(model, operation, answer, protocol=None):
    """What botocore reads out of an answer."""
    parser = botocore.parsers.create_parser(protocol or model.metadata["protocol"])
    shape = model.operation_model(operation).output_shape
    headers = botocore.awsrequest.HeadersDict(answer["headers"])
    body = base64.b64decode(answer["body"])
    response = {"status_code": answer["status"], "headers": headers, "body": body}
    payload = shape.serialization.get("payload") if shape is not None and answer["status"] < 300 else None
    streamed = payload and shape.members[payload].type_name == "blob"
    if streamed:  # the parser takes what is no bytes for a stream and hands it on
        response["body"] = io.BytesIO(body)
    result = parser.parse(response, shape)
    if streamed:
        result[payload] = result[payload].read()
    return {key: value for key, value in result.items() if key != "ResponseMetadata"}


def plain(value):
    """Parameters in the form in which the program shows and takes structs."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return round(value.timestamp() * 1_000_000)
    return value

"""The generated codecs against botocore: what its serialisers write we read, what we write its parsers read. Every
operation of models/, with values made from AWS's own model."""

import pathlib
import subprocess
import sys
import tomllib

import pytest

from codec import ROOT, Codec, parsed, plain, raw_request, request_of, service_model
from values import Values

sys.path.insert(0, str(ROOT / "tools/apigen"))
from classes import Selection  # noqa: E402
from model import Model  # noqa: E402

DATA = pathlib.Path(__import__("botocore").__file__).parent / "data"
ANSWERED = ("athena", "glue", "lakeformation", "resourcegroupstaggingapi", "s3", "sts")
TRIED = ("cloudwatch", "lambda", "rds", "sns")  # of services that are not answered (yet): the shapes that the others lack
SERVICES = ANSWERED + TRIED
FOLDERS = {service: ROOT / ("models" if service in ANSWERED else "test/apigen/models") for service in SERVICES}
CHOICES = {service: tomllib.loads((FOLDERS[service] / f"{service}.toml").read_text()) for service in SERVICES}
MODELS = {service: service_model(service) for service in SERVICES}
SELECTIONS = {service: Selection(Model(DATA, FOLDERS[service], service)) for service in SERVICES}
PROTOCOLS = {service: MODELS[service].metadata.get("protocols", [MODELS[service].metadata["protocol"]]) for service in SERVICES}
CALLS = [(service, protocol, operation) for service in SERVICES for protocol in PROTOCOLS[service] for operation in sorted(CHOICES[service]["operations"])]
OPERATIONS = [(service, operation) for service in SERVICES for operation in sorted(CHOICES[service]["operations"])]


@pytest.fixture(scope="module")
def codec():
    running = Codec()
    yield running
    running.close()


def has_field(service):
    structures = SELECTIONS[service].structures

    def allowed(structure, member):
        known = structures.get(structure)
        return known is not None and any(m.name == member and m.present for m in known.members)

    return allowed


def needs_digests(service, operation):
    return MODELS[service].operation_model(operation).http_checksum.get("requestChecksumRequired")


def sample_input(service, operation, awkward=False, wanted=None):
    shape = MODELS[service].operation_model(operation).input_shape
    made = Values(has_field(service), awkward, wanted).make(shape) if shape else {}
    if needs_digests(service, operation):
        made["ChecksumAlgorithm"] = "SHA256"  # add_body_digests() makes it
    return made


@pytest.mark.parametrize("awkward", [False, True], ids=["plain", "escaped"])
@pytest.mark.parametrize("service, protocol, operation", CALLS)
def test_a_request_that_botocore_writes_is_read_back_whole(codec, service, protocol, operation, awkward):
    parameters = sample_input(service, operation, awkward)
    for member in ("ContentLength", "ContentMD5"):  # botocore computes these from the body elsewhere
        parameters.pop(member, None)
    request = request_of(MODELS[service], operation, dict(parameters), protocol)
    if needs_digests(service, operation):
        add_body_digests(request)
    if awkward:
        drop_unwritable_headers(service, operation, parameters, request)
    answer = codec.ask(do="decode", service=service, request=request)
    if needs_digests(service, operation):
        answer["input"].pop("ContentMD5", None)
    assert answer == {"operation": operation, "input": plain(parameters) or {}}


def add_body_digests(request):
    import base64
    import hashlib

    body = base64.b64decode(request["body"])
    for header, algorithm in (("Content-MD5", "md5"), ("x-amz-checksum-sha256", "sha256")):
        request["headers"].append([header, base64.b64encode(hashlib.new(algorithm, body).digest()).decode()])


def drop_unwritable_headers(service, operation, parameters, request):
    """Header fields cannot carry what the awkward texts hold at their ends or outside ASCII on a real socket; here they
    travel as they are, and white space at their ends is the field's, not the value's."""
    shape = MODELS[service].operation_model(operation).input_shape
    for member, member_shape in shape.members.items():
        if member in parameters and member_shape.serialization.get("location") == "headers":
            parameters[member] = {key.lower(): value for key, value in parameters[member].items()}


@pytest.mark.parametrize("awkward", [False, True], ids=["plain", "escaped"])
@pytest.mark.parametrize("service, protocol, operation", CALLS)
def test_an_answer_that_we_write_is_read_back_by_botocore(codec, service, protocol, operation, awkward):
    shape = MODELS[service].operation_model(operation).output_shape
    output = Values(has_field(service), awkward).make(shape) if shape else {}
    answer = codec.ask(do="encode", service=service, protocol=protocol, operation=operation, output=plain(output))
    if operation == "GetBucketLocation":  # botocore's parser leaves this one to a hook of its S3 client
        assert f">{output['LocationConstraint']}</LocationConstraint>" in body_of(answer)
        return
    assert plain(parsed(MODELS[service], operation, answer, protocol)) == plain(output)


def body_of(answer):
    import base64

    return base64.b64decode(answer["body"]).decode(errors="replace")  # CBOR is no text, but holds some


@pytest.mark.parametrize("service, operation", OPERATIONS)
def test_every_input_member_without_a_class_is_refused_by_name(codec, service, operation):
    shape = MODELS[service].operation_model(operation).input_shape
    structure = SELECTIONS[service].structures.get(shape.name) if shape else None
    if structure is None:
        return
    everything = Values(lambda owner, member: True)
    for member in structure.members:
        if member.present:
            continue
        parameters = sample_input(service, operation)
        for computed in ("ContentLength", "ContentMD5"):
            parameters.pop(computed, None)
        value = everything.make(shape.members[member.name], member.name)
        request = request_of(MODELS[service], operation, {**parameters, member.name: value})
        if needs_digests(service, operation):
            add_body_digests(request)
        answer = codec.ask(do="decode", service=service, request=request)
        wire_name = shape.members[member.name].serialization.get("name", member.name)
        assert answer["code"] == CHOICES[service]["unsupported_code"], (member.name, answer)
        assert answer["status"] == CHOICES[service]["unsupported_status"]
        refused, _, _ = answer["message"].partition(";")  # what to do about it may follow
        assert refused in (
            f"{operation}: {member.name} is not supported by Dovetail yet",
            f"{operation}: {wire_name} is not supported by Dovetail yet",
        )


def places(shape, value, structure, path=()):
    """Where parameters hold a structure of that name: (the dict, the path to it as refusals write it)."""
    if shape.type_name == "structure":
        if shape.name == structure:
            yield value, path
        for name, one in value.items():
            yield from places(shape.members[name], one, structure, (*path, name))
    elif shape.type_name == "list":
        for index, one in enumerate(value):
            yield from places(shape.member, one, structure, (*path, str(index + 1)))
    elif shape.type_name == "map":
        for key, one in value.items():
            yield from places(shape.value, one, structure, (*path, key))


@pytest.mark.parametrize("service", SERVICES)
def test_every_nested_member_without_a_class_is_refused_by_its_path(codec, service):
    selection, model = SELECTIONS[service], MODELS[service]
    inputs = {model.operation_model(operation).input_shape.name for _, operation in OPERATIONS if _ == service
              and model.operation_model(operation).input_shape}
    untried = {(name, member.name) for name in selection.inputs - inputs
               for member in selection.structures[name].members if not member.present}
    everything = Values(lambda owner, member: True)
    for operation in sorted(CHOICES[service]["operations"]):
        for structure, member in sorted(untried):
            shape = model.operation_model(operation).input_shape
            parameters = sample_input(service, operation, wanted=structure)
            for computed in ("ContentLength", "ContentMD5"):
                parameters.pop(computed, None)
            found = next(places(shape, parameters, structure), None) if shape else None
            if found is None:
                continue
            untried.discard((structure, member))
            owner, path = found
            if path[0] == shape.serialization.get("payload"):
                path = path[1:]  # that member is the document
            if structure == "CodeGenConfigurationNode":
                owner.clear()  # a union: one member only
            owner[member] = everything.make(model.shape_for(structure).members[member], member)
            request = request_of(model, operation, parameters)
            if needs_digests(service, operation):
                add_body_digests(request)
            answer = codec.ask(do="decode", service=service, request=request)
            assert answer["status"] == CHOICES[service]["unsupported_status"], (structure, member, answer)
            assert answer["message"] == f"{operation}: {'.'.join((*path, member))} is not supported by Dovetail yet"
    assert not untried, "no operation reaches these"


def test_encryption_of_query_results_is_refused_and_not_ignored(codec):
    parameters = {"QueryString": "SELECT 1", "ResultConfiguration": {
        "OutputLocation": "s3://results/", "EncryptionConfiguration": {"EncryptionOption": "SSE_S3"}}}
    request = request_of(MODELS["athena"], "StartQueryExecution", parameters)
    answer = codec.ask(do="decode", service="athena", request=request)
    assert answer["message"] == (
        "StartQueryExecution: ResultConfiguration.EncryptionConfiguration is not supported by Dovetail yet")


@pytest.mark.parametrize("service", SERVICES)
def test_every_other_operation_of_the_service_is_refused_by_its_name(codec, service):
    unanswered = sorted(set(MODELS[service].operation_names) - set(CHOICES[service]["operations"]))
    for operation in unanswered:
        shape = MODELS[service].operation_model(operation).input_shape
        def makes_the_route(owner, member):
            in_uri = owner == shape.name and shape.members[member].serialization.get("location") in ("uri", "querystring")
            return owner == shape.name and member in shape.required_members and (in_uri or service == "s3")

        parameters = Values(makes_the_route).make(shape) if shape else {}
        if operation in ("ListDirectoryBuckets", "WriteGetObjectResponse"):
            continue  # of other endpoints: on ours, the path is ListBuckets' and a bucket's
        request = request_of(MODELS[service], operation, parameters)
        answer = codec.ask(do="handle", service=service, request=request)
        error = parsed(MODELS[service], operation, answer).get("Error", {})
        if MODELS[service].operation_model(operation).http["method"] == "HEAD":
            assert answer["status"] == 501
            continue
        assert answer["status"] == CHOICES[service]["unanswered_status"], operation
        assert error["Code"] == CHOICES[service]["unanswered_code"], operation
        assert "is not supported by Dovetail yet" in error["Message"], operation


@pytest.mark.parametrize("service, operation", OPERATIONS)
def test_an_operation_that_no_handler_overrides_says_so(codec, service, operation):
    parameters = sample_input(service, operation)
    for member in ("ContentLength", "ContentMD5"):
        parameters.pop(member, None)
    request = request_of(MODELS[service], operation, parameters)
    if needs_digests(service, operation):
        add_body_digests(request)
    answer = codec.ask(do="handle", service=service, request=request)
    assert answer["status"] == CHOICES[service]["unanswered_status"]
    if request["method"] != "HEAD":
        assert f"{operation} is not supported by Dovetail yet" in body_of(answer)


def test_generating_again_gives_the_same_bytes(tmp_path):
    for service in SERVICES:
        for folder in ("first", "second"):
            subprocess.run(
                [sys.executable, "-B", ROOT / "tools/apigen/apigen.py", "--data", DATA, "--models", FOLDERS[service],
                 "--service", service, "--tables", "2", "--out", tmp_path / folder / service], check=True)
        first, second = ({p.name: p.read_bytes() for p in (tmp_path / f / service).iterdir()} for f in ("first", "second"))
        assert first == second and len(first) == 9

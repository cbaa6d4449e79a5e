"""Multipart uploads. User guide, "Uploading and copying objects using multipart upload"."""

import base64
import hashlib
import zlib

import pytest
from botocore.config import Config

from s3_help import refusal

MIB = 1 << 20
SHA256 = {"ChecksumAlgorithm": "SHA256"}
LARGE = bytes(range(256)) * (5 * MIB // 256)


@pytest.fixture
def quiet(server):
    """A client that sends no checksums by itself."""
    return server.client("s3", config=Config(request_checksum_calculation="when_required"))


class Upload:
    """An upload of the key "big", and what it takes to complete it."""

    def __init__(self, s3, bucket, **options):
        self.s3, self.where, self.parts = s3, {"Bucket": bucket, "Key": "big"}, []
        self.keeps_checksums = "ChecksumAlgorithm" in options
        self.where["UploadId"] = s3.create_multipart_upload(**self.where, **options)["UploadId"]

    def put(self, number, body, **options):
        answer = self.s3.upload_part(**self.where, PartNumber=number, Body=body, **options)
        checksums = {k: v for k, v in answer.items() if k.startswith("Checksum") and self.keeps_checksums}
        self.parts.append({"PartNumber": number, "ETag": answer["ETag"], **checksums})
        return self

    def complete(self, parts=None, **options):
        listed = {"Parts": self.parts if parts is None else parts}
        return self.s3.complete_multipart_upload(**self.where, MultipartUpload=listed, **options)


@pytest.fixture
def upload(s3, bucket):
    return lambda **options: Upload(s3, bucket, **options)


def test_the_parts_become_one_object_in_the_order_of_their_numbers(s3, bucket, upload):
    big = upload(ContentType="text/csv", Metadata={"a": "b"}).put(2, b"tail").put(1, LARGE)
    assert refusal(lambda: s3.head_object(Bucket=bucket, Key="big")).status == 404
    big.parts.sort(key=lambda part: part["PartNumber"])
    answer = big.complete()
    got = s3.get_object(Bucket=bucket, Key="big")
    assert got["Body"].read() == LARGE + b"tail"
    md5s = hashlib.md5(LARGE).digest() + hashlib.md5(b"tail").digest()
    assert answer["ETag"] == got["ETag"] == f'"{hashlib.md5(md5s).hexdigest()}-2"'
    assert (got["ContentType"], got["Metadata"]) == ("text/csv", {"a": "b"})
    assert answer["Location"].endswith(f"/{bucket}/big")


def test_a_composite_checksum_is_that_of_the_parts_checksums(upload):
    answer = upload(ChecksumAlgorithm="SHA256").put(1, LARGE, **SHA256).put(2, b"tail", **SHA256).complete()
    joined = hashlib.sha256(LARGE).digest() + hashlib.sha256(b"tail").digest()
    assert answer["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(joined).digest()).decode() + "-2"
    assert answer["ChecksumType"] == "COMPOSITE"


def test_a_full_object_crc_is_that_of_the_whole(upload):
    answer = upload(ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT").put(1, LARGE).put(2, b"tail").complete()
    assert answer["ChecksumCRC32"] == base64.b64encode(zlib.crc32(LARGE + b"tail").to_bytes(4, "big")).decode()
    assert answer["ChecksumType"] == "FULL_OBJECT"


def test_completing_again_gives_the_same_answer(upload):
    big = upload().put(1, b"once")
    first, again = big.complete(), big.complete()
    assert (first["ETag"], first["ChecksumCRC64NVME"]) == (again["ETag"], again["ChecksumCRC64NVME"])


def test_an_upload_that_is_aborted_is_gone(s3, upload):
    big = upload().put(1, b"x")
    s3.abort_multipart_upload(**big.where)
    for call in (big.complete, lambda: s3.list_parts(**big.where), lambda: big.put(2, b"y")):
        assert refusal(call).code == "NoSuchUpload"


def test_faulty_completions_are_refused(quiet, bucket):
    big = Upload(quiet, bucket).put(1, b"small").put(2, b"last")
    one, two = big.parts
    assert refusal(lambda: big.complete([two, one])).code == "InvalidPartOrder"
    assert refusal(lambda: big.complete([{**one, "ETag": '"other"'}])).code == "InvalidPart"
    assert refusal(lambda: big.complete([{**one, "PartNumber": 7}])).error["PartNumber"] == "7"
    assert refusal(lambda: big.complete([one, two])).error["MinSizeAllowed"] == "5242880"
    assert refusal(lambda: big.complete([])).status == 400
    big.complete([two])


def test_a_composite_completion_must_tell_each_parts_checksum(s3, upload):
    big = upload(ChecksumAlgorithm="SHA256").put(1, b"x", **SHA256)
    bare = {key: big.parts[0][key] for key in ("PartNumber", "ETag")}
    assert "It was missing for part 1" in refusal(lambda: big.complete([bare])).message


def test_an_upload_without_a_checksum_verifies_the_parts_and_keeps_crc64nvme(upload):
    big = upload()
    fault = refusal(lambda: big.put(1, b"other", ChecksumCRC32=base64.b64encode(b"0000").decode()))
    assert fault.code == "BadDigest"
    answer = big.put(1, b"123456789").complete()
    assert answer["ChecksumCRC64NVME"] == base64.b64encode(bytes.fromhex("ae8b14860a799888")).decode()


def test_a_part_must_have_the_uploads_checksum(s3, upload):
    big = upload(ChecksumAlgorithm="SHA256")
    fault = refusal(lambda: big.put(1, b"x", ChecksumAlgorithm="CRC32"))
    assert "expected checksum Type: sha256, actual checksum Type: crc32" in fault.message


def test_what_is_said_of_the_whole_must_be_true(upload):
    big = upload(ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT").put(1, b"hello")
    assert refusal(lambda: big.complete(ChecksumCRC32="AAAAAA==")).code == "BadDigest"
    assert refusal(lambda: big.complete(MpuObjectSize=6)).message.endswith("computed: 5")
    big.complete(MpuObjectSize=5, ChecksumType="FULL_OBJECT")


@pytest.mark.parametrize("number", [0, 10_001])
def test_part_numbers_are_from_1_to_10000(upload, number):
    assert refusal(lambda: upload().put(number, b"x")).code == "InvalidArgument"


@pytest.mark.parametrize("algorithm, type_", [("CRC64NVME", "COMPOSITE"), ("SHA256", "FULL_OBJECT")])
def test_a_checksum_of_an_impossible_type_is_refused(upload, algorithm, type_):
    fault = refusal(lambda: upload(ChecksumAlgorithm=algorithm, ChecksumType=type_))
    assert fault.message == f"The {type_} checksum type cannot be used with the {algorithm.lower()} checksum algorithm."


def test_parts_are_listed_in_pages(s3, upload):
    big = upload()
    for number in (1, 3, 5):
        big.put(number, b"x" * number)
    page = s3.list_parts(**big.where, MaxParts=2)
    assert [(p["PartNumber"], p["Size"]) for p in page["Parts"]] == [(1, 1), (3, 3)]
    assert (page["IsTruncated"], page["NextPartNumberMarker"]) == (True, 3)
    rest = s3.list_parts(**big.where, PartNumberMarker=3)
    assert [p["PartNumber"] for p in rest["Parts"]] == [5]


def test_uploads_under_way_are_listed(s3, bucket):
    ids = {key: s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"] for key in ("b", "a/1", "a/2")}
    page = s3.list_multipart_uploads(Bucket=bucket)
    assert [(u["Key"], u["UploadId"]) for u in page["Uploads"]] == sorted(ids.items())
    folders = s3.list_multipart_uploads(Bucket=bucket, Delimiter="/")
    assert [p["Prefix"] for p in folders["CommonPrefixes"]] == ["a/"]
    first = s3.list_multipart_uploads(Bucket=bucket, MaxUploads=1)
    second = s3.list_multipart_uploads(Bucket=bucket, MaxUploads=1, KeyMarker=first["NextKeyMarker"],
                                       UploadIdMarker=first["NextUploadIdMarker"])
    assert [u["Key"] for u in second["Uploads"]] == ["a/2"]


def test_paging_through_uploads_goes_on_when_the_marked_one_was_aborted(s3, bucket):
    ids = [s3.create_multipart_upload(Bucket=bucket, Key="same")["UploadId"] for _ in range(4)]
    first = s3.list_multipart_uploads(Bucket=bucket, MaxUploads=2)
    assert [u["UploadId"] for u in first["Uploads"]] == ids[:2]
    s3.abort_multipart_upload(Bucket=bucket, Key="same", UploadId=ids[1])
    rest = s3.list_multipart_uploads(Bucket=bucket, KeyMarker=first["NextKeyMarker"], UploadIdMarker=first["NextUploadIdMarker"])
    assert [u["UploadId"] for u in rest["Uploads"]] == ids[2:]


def test_an_upload_marker_that_is_no_id_or_another_keys_is_refused(s3, bucket):
    other = s3.create_multipart_upload(Bucket=bucket, Key="other")["UploadId"]
    for marker in ("nonsense", other):
        fault = refusal(lambda: s3.list_multipart_uploads(Bucket=bucket, KeyMarker="key", UploadIdMarker=marker))
        assert (fault.code, fault.message) == ("InvalidArgument", "Invalid uploadId marker")


def test_a_part_can_be_read_by_its_number(s3, bucket, upload):
    upload().put(1, LARGE).put(2, b"tail").complete()
    got = s3.get_object(Bucket=bucket, Key="big", PartNumber=2)
    assert (got["Body"].read(), got["PartsCount"]) == (b"tail", 2)
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    fault = refusal(lambda: s3.get_object(Bucket=bucket, Key="big", PartNumber=3))
    assert (fault.code, fault.error["ActualPartCount"]) == ("InvalidPartNumber", "2")


@pytest.mark.parametrize("number", [0, -1, 10_001])
def test_a_part_number_of_a_read_is_from_1_to_10000_too(s3, bucket, upload, number):
    upload().put(1, b"x").complete()
    fault = refusal(lambda: s3.get_object(Bucket=bucket, Key="big", PartNumber=number))
    assert (fault.code, fault.status, fault.message) == ("InvalidArgument", 400, "Part number must be an integer between 1 and 10000, inclusive")
    assert fault.error["ArgumentName"] == "partNumber"
    assert refusal(lambda: s3.head_object(Bucket=bucket, Key="big", PartNumber=number)).status == 400


def test_a_key_written_since_the_upload_began_is_a_conflict(s3, bucket, upload):
    etag = s3.put_object(Bucket=bucket, Key="big", Body=b"old")["ETag"]
    big = upload().put(1, b"x")
    s3.put_object(Bucket=bucket, Key="big", Body=b"old")
    assert refusal(lambda: big.complete(IfMatch=etag)).code == "ConditionalRequestConflict"
    assert refusal(lambda: big.complete(IfNoneMatch="*")).code == "PreconditionFailed"


def test_a_key_deleted_since_the_upload_began_is_a_conflict_too(s3, bucket, upload):
    s3.put_object(Bucket=bucket, Key="big", Body=b"old")
    big = upload().put(1, b"x")
    s3.delete_object(Bucket=bucket, Key="big")
    fault = refusal(lambda: big.complete(IfNoneMatch="*"))
    assert (fault.code, fault.status, fault.error["Condition"]) == ("ConditionalRequestConflict", 409, "If-None-Match")
    upload().put(1, b"x").complete(IfNoneMatch="*")

"""aws-chunked bodies, as SDKs for Java, Rust and Go send them: checksums behind the bytes. User guide, "Checking object integrity"; API reference,
"Signature calculations: transferring payload in multiple chunks". Signatures of chunks are verified against AWS's examples in authenticator_test.cc."""

import base64
import hashlib
import hmac
import re

import botocore.awsrequest
import pytest
import urllib3

from s3_help import Signer, refusal, signed

DATA = b"123456789"  # of which every algorithm's check value is published
CHECKSUMS = {"crc32": bytes.fromhex("cbf43926"), "crc32c": bytes.fromhex("e3069283"), "crc64nvme": bytes.fromhex("ae8b14860a799888"),
             "sha1": hashlib.sha1(DATA).digest(), "sha256": hashlib.sha256(DATA).digest()}


def put(server, path, trailer, value=None, body=DATA, **headers):
    """A PUT in one chunk, with the checksum in the trailer."""
    value = value if value is not None else base64.b64encode(CHECKSUMS[trailer]).decode()
    chunks = b"%x\r\n%s\r\n0\r\nx-amz-checksum-%s:%s\r\n\r\n" % (len(body), body, trailer.encode(), value.encode())
    headers = {"x-amz-decoded-content-length": str(len(body)), "x-amz-trailer": f"x-amz-checksum-{trailer}", "Content-Encoding": "aws-chunked"} | headers
    return signed(server, "PUT", path, chunks, headers, body_hash="STREAMING-UNSIGNED-PAYLOAD-TRAILER")


def code_of(answer):
    return re.search(rb"<Code>(.*?)</Code>", answer.data)[1].decode(), answer.status


@pytest.mark.parametrize("algorithm", CHECKSUMS)
def test_a_checksum_in_the_trailer_is_verified_kept_and_told(server, s3, bucket, algorithm):
    value = base64.b64encode(CHECKSUMS[algorithm]).decode()
    answer = put(server, f"/{bucket}/a", algorithm)
    assert (answer.status, answer.headers[f"x-amz-checksum-{algorithm}"]) == (200, value)
    got = s3.get_object(Bucket=bucket, Key="a", ChecksumMode="ENABLED")
    assert (got["Body"].read(), got[f"Checksum{algorithm.upper()}"]) == (DATA, value)
    assert "ContentEncoding" not in got
    assert code_of(put(server, f"/{bucket}/b", algorithm, body=b"other")) == ("BadDigest", 400)
    assert refusal(lambda: s3.head_object(Bucket=bucket, Key="b")).status == 404


def test_a_part_may_come_in_chunks(server, s3, bucket):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="a", ChecksumAlgorithm="CRC32")["UploadId"]
    part = put(server, f"/{bucket}/a?partNumber=1&uploadId={upload}", "crc32")
    assert part.status == 200
    listed = {"PartNumber": 1, "ETag": part.headers["ETag"], "ChecksumCRC32": part.headers["x-amz-checksum-crc32"]}
    s3.complete_multipart_upload(Bucket=bucket, Key="a", UploadId=upload, MultipartUpload={"Parts": [listed]})
    assert s3.get_object(Bucket=bucket, Key="a")["Body"].read() == DATA
    other = s3.create_multipart_upload(Bucket=bucket, Key="a", ChecksumAlgorithm="SHA256")["UploadId"]
    mismatch = put(server, f"/{bucket}/a?partNumber=1&uploadId={other}", "crc32")
    assert code_of(mismatch) == ("InvalidRequest", 400) and b"Checksum Type mismatch occurred" in mismatch.data


def test_the_objects_own_encoding_stays(server, s3, bucket):
    assert put(server, f"/{bucket}/a", "crc32", **{"Content-Encoding": "aws-chunked,gzip"}).status == 200
    assert s3.head_object(Bucket=bucket, Key="a")["ContentEncoding"] == "gzip"


def test_signed_chunks_are_decoded(server, s3, bucket):
    body = b"%x;chunk-signature=%s\r\n%s\r\n0;chunk-signature=%s\r\n\r\n" % (len(DATA), b"0" * 64, DATA, b"0" * 64)
    headers = {"x-amz-decoded-content-length": str(len(DATA)), "Content-Encoding": "aws-chunked"}
    assert signed(server, "PUT", f"/{bucket}/a", body, headers, body_hash="STREAMING-AWS4-HMAC-SHA256-PAYLOAD").status == 200
    assert s3.get_object(Bucket=bucket, Key="a")["Body"].read() == DATA


def in_signed_chunks(url, secret, pieces):
    """The headers and the body of a PUT whose chunks are signed one after the other, each over the one before."""
    headers = {"x-amz-decoded-content-length": str(sum(map(len, pieces))), "Content-Encoding": "aws-chunked"}
    request = botocore.awsrequest.AWSRequest(method="PUT", url=url, data=b"", headers=headers)
    Signer("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "AKIALISTED", secret).add_auth(request)
    scope, signature = re.search(r"Credential=AKIALISTED/([^,]+),.*Signature=(\w+)", request.headers["Authorization"]).groups()
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    body = b""
    for piece in [*pieces, b""]:
        text = "\n".join(["AWS4-HMAC-SHA256-PAYLOAD", request.headers["X-Amz-Date"], scope, signature, hashlib.sha256().hexdigest(), hashlib.sha256(piece).hexdigest()])
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        body += b"%x;chunk-signature=%s\r\n%s\r\n" % (len(piece), signature.encode(), piece)
    return dict(request.headers.items()), body


def test_signatures_of_chunks_are_verified_where_the_secret_is_known(fresh_server, tmp_path):
    (tmp_path / "credentials").write_text("[default]\naws_access_key_id = AKIALISTED\naws_secret_access_key = right\n")
    server = fresh_server("--credentials", str(tmp_path / "credentials"))
    s3 = server.client("s3", access_key="AKIALISTED", secret="right")
    s3.create_bucket(Bucket="chunks")
    pieces = [b"a" * 65536, b"b" * 100]
    for key, alter, status in (("whole", lambda body: body, 200), ("changed", lambda body: body.replace(b"b" * 100, b"c" * 100), 403)):
        url = f"{server.endpoint}/chunks/{key}"
        headers, body = in_signed_chunks(url, "right", pieces)
        answer = urllib3.request("PUT", url, body=alter(body), headers=headers, retries=False)
        assert answer.status == status, answer.data
    assert code_of(answer) == ("SignatureDoesNotMatch", 403)
    assert s3.get_object(Bucket="chunks", Key="whole")["Body"].read() == b"".join(pieces)
    assert refusal(lambda: s3.head_object(Bucket="chunks", Key="changed")).status == 404


def test_what_is_wrong_with_a_trailer_is_told(server, bucket):
    invalid = put(server, f"/{bucket}/a", "crc32", "short")
    assert code_of(invalid) == ("InvalidRequest", 400) and b"Value for x-amz-checksum-crc32 trailing header is invalid." in invalid.data
    assert code_of(put(server, f"/{bucket}/a", "crc32", "")) == ("MalformedTrailerError", 400)
    unannounced = put(server, f"/{bucket}/a", "crc32", **{"x-amz-trailer": "x-amz-meta-a"})
    assert code_of(unannounced) == ("InvalidRequest", 400) and b"x-amz-trailer header is not supported" in unannounced.data
    assert code_of(put(server, f"/{bucket}/a", "crc32", **{"x-amz-decoded-content-length": "8"})) == ("IncompleteBody", 400)
    assert code_of(put(server, f"/{bucket}/a", "crc32", **{"x-amz-checksum-sha1": base64.b64encode(b"0" * 20).decode()})) == ("InvalidRequest", 400)

"""What an object is, without its bytes. API reference, GetObjectAttributes."""

from s3_help import refusal, signed


def test_only_what_is_asked_for_is_told(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"hello", ChecksumAlgorithm="CRC32")
    every = s3.get_object_attributes(Bucket=bucket, Key="a", ObjectAttributes=["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"])
    assert (every["ETag"], every["ObjectSize"], every["StorageClass"]) == ("5d41402abc4b2a76b9719d911017c592", 5, "STANDARD")
    assert every["Checksum"] == {"ChecksumCRC32": "NhCmhg==", "ChecksumType": "FULL_OBJECT"}
    assert "ObjectParts" not in every
    one = s3.get_object_attributes(Bucket=bucket, Key="a", ObjectAttributes=["ObjectSize"])
    assert one["ObjectSize"] == 5 and "ETag" not in one and "Checksum" not in one


def test_parts_of_a_composite_checksum_come_in_pages(s3, bucket):
    upload = {"Bucket": bucket, "Key": "a"}
    upload["UploadId"] = s3.create_multipart_upload(ChecksumAlgorithm="SHA256", **upload)["UploadId"]
    parts = []
    for number, size in ((1, 5 << 20), (2, 1)):
        put = s3.upload_part(PartNumber=number, Body=bytes(size), ChecksumAlgorithm="SHA256", **upload)
        parts.append({"PartNumber": number, "ETag": put["ETag"], "ChecksumSHA256": put["ChecksumSHA256"]})
    whole = s3.complete_multipart_upload(MultipartUpload={"Parts": parts}, **upload)["ChecksumSHA256"]
    told = s3.get_object_attributes(Bucket=bucket, Key="a", ObjectAttributes=["Checksum", "ObjectParts"], MaxParts=1)
    assert whole == told["Checksum"]["ChecksumSHA256"] + "-2" and told["Checksum"]["ChecksumType"] == "COMPOSITE"
    assert told["ObjectParts"]["TotalPartsCount"] == 2 and told["ObjectParts"]["IsTruncated"]
    assert told["ObjectParts"]["Parts"] == [{"PartNumber": 1, "Size": 5 << 20, "ChecksumSHA256": parts[0]["ChecksumSHA256"]}]


def test_what_cannot_be_told_is_refused(server, s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"hello")
    fault = refusal(lambda: s3.get_object_attributes(Bucket=bucket, Key="a", ObjectAttributes=["Colour"]))
    assert (fault.code, fault.status) == ("InvalidArgument", 400)
    assert refusal(lambda: s3.get_object_attributes(Bucket=bucket, Key="none", ObjectAttributes=["ETag"])).code == "NoSuchKey"
    unasked = signed(server, "GET", f"/{bucket}/a?attributes")
    assert unasked.status == 400 and b"Missing required header for this request: x-amz-object-attributes" in unasked.data

"""Root elements of XML answers are those of the API reference's pages: boto3 passes over them, strict readers of XML do not."""

import re

import pytest

ROOTS = {
    "list_buckets": ({}, "ListAllMyBucketsResult"),
    "list_objects": ({"Bucket"}, "ListBucketResult"),
    "list_objects_v2": ({"Bucket"}, "ListBucketResult"),
    "list_object_versions": ({"Bucket"}, "ListVersionsResult"),
    "delete_objects": ({"Bucket", "Delete"}, "DeleteResult"),
    "create_multipart_upload": ({"Bucket", "Key"}, "InitiateMultipartUploadResult"),
    "list_parts": ({"Bucket", "Key", "UploadId"}, "ListPartsResult"),
    "complete_multipart_upload": ({"Bucket", "Key", "UploadId", "MultipartUpload"}, "CompleteMultipartUploadResult"),
    "list_multipart_uploads": ({"Bucket"}, "ListMultipartUploadsResult"),
    "get_bucket_location": ({"Bucket"}, "LocationConstraint"),
    "get_bucket_versioning": ({"Bucket"}, "VersioningConfiguration"),
    "get_bucket_tagging": ({"Bucket"}, "Tagging"),
    "get_object_tagging": ({"Bucket", "Key"}, "Tagging"),
    "get_object_attributes": ({"Bucket", "Key", "ObjectAttributes"}, "GetObjectAttributesResponse"),
}


@pytest.mark.parametrize("call", ROOTS)
def test_an_answer_has_the_documented_root(s3, bucket, call):
    needed, root = ROOTS[call]
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=1, Body=b"x")
    bodies = []
    keep = lambda response_dict, **_: bodies.append(response_dict["body"])
    s3.meta.events.register("before-parse.s3", keep)
    try:
        arguments = {"Bucket": bucket, "Key": "k", "ObjectAttributes": ["ETag"], "Delete": {"Objects": [{"Key": "k"}]},
                     "UploadId": upload, "MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}}
        getattr(s3, call)(**{name: value for name, value in arguments.items() if name in needed})
    finally:
        s3.meta.events.unregister("before-parse.s3", keep)
    assert re.search(rb"<(?!\?)([A-Za-z]+)", bodies[0])[1] == root.encode()

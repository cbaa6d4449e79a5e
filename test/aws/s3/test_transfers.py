"""What boto3's transfer manager and the aws cli do with files: one request for small ones, parts and ranges for large ones."""

import io
import os

import pytest
from boto3.s3.transfer import TransferConfig

MB = 1 << 20
IN_PARTS = TransferConfig(multipart_threshold=5 * MB, multipart_chunksize=5 * MB, max_concurrency=4)


@pytest.mark.parametrize("size", [0, 1, 8 * MB, 100 * MB])
def test_boto3_carries_files_up_and_down(s3, bucket, tmp_path, size):
    content = os.urandom(min(size, 8 * MB)) * (size // (8 * MB) or 1)
    (tmp_path / "up").write_bytes(content)
    s3.upload_file(str(tmp_path / "up"), bucket, "key", ExtraArgs={"Metadata": {"size": str(size)}})
    s3.download_file(bucket, "key", str(tmp_path / "down"))
    assert (tmp_path / "down").read_bytes() == content
    assert s3.head_object(Bucket=bucket, Key="key")["Metadata"] == {"size": str(size)}


def test_the_aws_cli_carries_folders_up_and_down(aws, bucket, tmp_path):
    files = {"empty": b"", "one": b"1", "deep/er/some": os.urandom(9 * MB), "späße": b"x"}
    for name, content in files.items():
        path = tmp_path / "up" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    aws("s3", "cp", "--recursive", tmp_path / "up", f"s3://{bucket}/to")
    aws("s3", "cp", "--recursive", f"s3://{bucket}/to", tmp_path / "down")
    assert {name: (tmp_path / "down" / name).read_bytes() for name in files} == files


def test_sync_with_delete_removes_what_is_gone(aws, s3, bucket, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    aws("s3", "sync", tmp_path, f"s3://{bucket}/to")
    (tmp_path / "b").unlink()
    aws("s3", "sync", "--delete", tmp_path, f"s3://{bucket}/to")
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["to/a"]
    s3.delete_object(Bucket=bucket, Key="to/a")
    aws("s3", "sync", "--delete", f"s3://{bucket}/to", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_boto3_carries_streams_in_parts_and_ranges(s3, bucket):
    content = os.urandom(17 * MB)
    seen = []
    s3.upload_fileobj(io.BytesIO(content), bucket, "key", Config=IN_PARTS, Callback=seen.append, ExtraArgs={"Tagging": "a=1", "ContentType": "x/y"})
    head = s3.head_object(Bucket=bucket, Key="key")
    assert (head["ETag"][-3:], head["ContentType"], head["TagCount"], sum(seen)) == ('-4"', "x/y", 1, len(content))
    down = io.BytesIO()
    s3.download_fileobj(bucket, "key", down, Config=IN_PARTS)
    assert down.getvalue() == content


def test_boto3_copies_large_objects_in_parts(s3, bucket):
    content = os.urandom(12 * MB)
    s3.upload_fileobj(io.BytesIO(content), bucket, "key", ExtraArgs={"Metadata": {"who": "ann"}})
    s3.copy({"Bucket": bucket, "Key": "key"}, bucket, "copy", Config=IN_PARTS)
    assert s3.head_object(Bucket=bucket, Key="copy")["ETag"].endswith('-3"')
    assert s3.get_object(Bucket=bucket, Key="copy")["Body"].read() == content


def test_a_transfer_that_fails_leaves_no_upload_behind(s3, bucket):
    class Broken(io.BytesIO):
        def read(self, *arguments):
            if self.tell() > 5 * MB:
                raise OSError("the disk is gone")
            return super().read(*arguments)

    with pytest.raises(OSError):
        s3.upload_fileobj(Broken(b"x" * 12 * MB), bucket, "key", Config=IN_PARTS)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)

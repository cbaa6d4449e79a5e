"""What boto3's transfer manager and the aws cli do with files: one request for small ones, parts and ranges for large ones."""

import os

import pytest

MB = 1 << 20


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

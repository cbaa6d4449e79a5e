"""The commands of the aws cli that every user types."""

import os

import pytest


@pytest.fixture
def orders(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("1,CLOSED\n2,COMPLETE\n")
    return path


def test_mb_cp_ls_and_rb(aws, name, orders, tmp_path):
    bucket = f"s3://cli-{name}"
    assert f"make_bucket: cli-{name}" in aws("s3", "mb", bucket).stdout
    aws("s3", "cp", orders, f"{bucket}/in/orders.csv")
    assert "orders.csv" in aws("s3", "ls", f"{bucket}/in/").stdout
    assert "PRE in/" in aws("s3", "ls", f"{bucket}/").stdout
    aws("s3", "cp", f"{bucket}/in/orders.csv", tmp_path / "back.csv")
    assert (tmp_path / "back.csv").read_text() == orders.read_text()
    assert aws("s3", "rb", bucket, check=False).returncode != 0
    aws("s3", "rb", "--force", bucket)


def test_a_stream_is_an_object_and_back(aws, bucket):
    aws("s3", "cp", "-", f"s3://{bucket}/stream", input=b"from standard input")
    assert aws("s3", "cp", f"s3://{bucket}/stream", "-").stdout == "from standard input"


def test_a_large_file_goes_up_in_parts_and_comes_down_in_ranges(aws, s3, bucket, tmp_path):
    content = os.urandom(20 << 20)
    (tmp_path / "large").write_bytes(content)
    aws("s3", "cp", tmp_path / "large", f"s3://{bucket}/large")
    assert s3.head_object(Bucket=bucket, Key="large")["ETag"].endswith('-3"')
    aws("s3", "cp", f"s3://{bucket}/large", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == content


def test_sync_copies_what_is_new_and_only_that(aws, bucket, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_text(name)
    assert aws("s3", "sync", folder, f"s3://{bucket}/to").stdout.count("upload:") == 2
    assert aws("s3", "sync", folder, f"s3://{bucket}/to").stdout == ""
    (folder / "c").write_text("c")
    assert aws("s3", "sync", folder, f"s3://{bucket}/to").stdout.count("upload:") == 1


def test_rm_recursive_empties_a_prefix(aws, s3, bucket):
    for key in ("a/1", "a/2", "b"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    aws("s3", "rm", "--recursive", f"s3://{bucket}/a/")
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["b"]


def test_a_missing_bucket_is_told_in_awss_words(aws):
    failed = aws("s3", "ls", "s3://no-such-bucket-at-all", check=False)
    assert "NoSuchBucket" in failed.stderr and "The specified bucket does not exist" in failed.stderr

"""The commands of the aws cli that every user types."""

import os
import subprocess

import pytest


@pytest.fixture
def put(s3, bucket):
    def put_all(*keys):
        for key in keys:
            s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    return put_all


@pytest.fixture
def keys(s3, bucket):
    return lambda: [o["Key"] for o in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]


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


def test_sse_is_refused_by_its_header(aws, keys, bucket, orders):
    """Nothing is encrypted, and nothing says that it was."""
    copied = aws("s3", "cp", "--sse", "AES256", orders, f"s3://{bucket}/a", check=False)
    assert copied.returncode != 0 and "x-amz-server-side-encryption is not supported" in copied.stderr
    assert keys() == []


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


def test_rm_takes_what_the_filters_leave(aws, keys, put, bucket):
    put("in/a.csv", "in/b.csv", "in/c.json", "in/deep/d.csv")
    aws("s3", "rm", "--recursive", "--exclude", "*", "--include", "*.csv", f"s3://{bucket}/in/")
    assert keys() == ["in/c.json"]
    aws("s3", "rm", f"s3://{bucket}/in/c.json")
    assert keys() == []


def test_mv_moves_a_file_up_about_and_down(aws, s3, keys, bucket, tmp_path, orders):
    content = orders.read_text()
    aws("s3", "mv", orders, f"s3://{bucket}/in/orders.csv", "--content-type", "text/csv", "--metadata", "from=ann")
    assert not orders.exists()
    aws("s3", "mv", f"s3://{bucket}/in/orders.csv", f"s3://{bucket}/out/")
    head = s3.head_object(Bucket=bucket, Key="out/orders.csv")
    assert (keys(), head["ContentType"], head["Metadata"]) == (["out/orders.csv"], "text/csv", {"from": "ann"})
    aws("s3", "mv", f"s3://{bucket}/out/orders.csv", tmp_path / "back.csv")
    assert ((tmp_path / "back.csv").read_text(), keys()) == (content, [])


def test_mv_recursive_moves_a_folder_and_leaves_nothing(aws, keys, bucket, tmp_path):
    for name in ("a", "deep/b", "deep/er/c"):
        path = tmp_path / "up" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    aws("s3", "mv", "--recursive", tmp_path / "up", f"s3://{bucket}/one")
    assert [path for path in (tmp_path / "up").rglob("*") if path.is_file()] == []
    aws("s3", "mv", "--recursive", f"s3://{bucket}/one", f"s3://{bucket}/two")
    assert keys() == ["two/a", "two/deep/b", "two/deep/er/c"]
    aws("s3", "mv", "--recursive", f"s3://{bucket}/two", tmp_path / "down")
    assert (tmp_path / "down/deep/er/c").read_text() == "deep/er/c"
    assert keys() == []


def test_mv_onto_itself_is_refused_and_keeps_the_object(aws, keys, put, bucket):
    put("a")
    assert aws("s3", "mv", f"s3://{bucket}/a", f"s3://{bucket}/a", check=False).returncode != 0
    assert keys() == ["a"]


def test_sync_between_prefixes_with_delete_makes_them_equal(aws, keys, put, bucket):
    put("from/a", "from/b", "to/b", "to/gone")
    aws("s3", "sync", "--delete", f"s3://{bucket}/from", f"s3://{bucket}/to")
    assert keys() == ["from/a", "from/b", "to/a", "to/b"]
    assert aws("s3", "sync", "--delete", f"s3://{bucket}/from", f"s3://{bucket}/to").stdout == ""


def test_sync_down_takes_what_changed_and_a_dry_run_nothing(aws, put, bucket, tmp_path):
    put("a", "b")
    assert aws("s3", "sync", "--dryrun", f"s3://{bucket}", tmp_path).stdout.count("(dryrun) download:") == 2
    assert list(tmp_path.iterdir()) == []
    aws("s3", "sync", f"s3://{bucket}", tmp_path)
    assert aws("s3", "sync", f"s3://{bucket}", tmp_path).stdout == ""
    (tmp_path / "a").write_text("of another size")
    assert aws("s3", "sync", f"s3://{bucket}", tmp_path).stdout.count("download:") == 1


def test_ls_recursive_with_a_summary(aws, put, bucket):
    put("a", "deep/b")
    listed = aws("s3", "ls", "--recursive", "--summarize", f"s3://{bucket}").stdout
    assert "deep/b" in listed and "Total Objects: 2" in listed and "Total Size: 2" in listed


def test_ls_without_a_bucket_lists_buckets(aws, bucket):
    assert bucket in aws("s3", "ls").stdout


def test_rb_takes_an_empty_bucket_and_force_a_full_one(aws, s3, put, bucket, name):
    put("a")
    assert "BucketNotEmpty" in aws("s3", "rb", f"s3://{bucket}", check=False).stderr
    assert f"remove_bucket: {bucket}" in aws("s3", "rb", "--force", f"s3://{bucket}").stdout
    aws("s3", "mb", f"s3://{bucket}", "--region", "eu-west-1")
    assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] == "eu-west-1"
    aws("s3", "rb", f"s3://{bucket}")
    assert "BucketAlreadyExists" not in aws("s3", "mb", f"s3://{bucket}").stderr


def test_presign_has_an_end(aws, put, bucket):
    put("a")
    url = aws("s3", "presign", f"s3://{bucket}/a", "--expires-in", "600").stdout.strip()
    assert subprocess.run(["curl", "-sf", url], capture_output=True, check=True).stdout == b"x"
    late = aws("s3", "presign", f"s3://{bucket}/a", "--expires-in", "-1").stdout.strip()
    assert b"<Code>AccessDenied</Code>" in subprocess.run(["curl", "-s", late], capture_output=True, check=True).stdout


def test_a_missing_bucket_is_told_in_awss_words(aws):
    failed = aws("s3", "ls", "s3://no-such-bucket-at-all", check=False)
    assert "NoSuchBucket" in failed.stderr and "The specified bucket does not exist" in failed.stderr

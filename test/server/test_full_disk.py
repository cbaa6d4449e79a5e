"""A disk that is full: nothing is acknowledged that is not stored, and removing makes room again."""

import contextlib
import os
import subprocess
import time

import pytest
from botocore.exceptions import ClientError

MEGABYTE = 1 << 20
DISK_MEGABYTES = 64


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own that is soon full; mounting it takes root, which containers and CI are."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "none", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def full(fresh_server, small_disk):
    """A server whose disk was filled by puts, and the keys that it acknowledged."""
    server = fresh_server(data=small_disk / "data")
    s3 = server.client("s3")
    s3.create_bucket(Bucket="full")
    kept = []
    with contextlib.suppress(ClientError):
        for number in range(1000):
            s3.put_object(Bucket="full", Key=f"{number:03}", Body=bytes(MEGABYTE))
            kept.append(f"{number:03}")
    assert 10 < len(kept) < DISK_MEGABYTES
    return server, s3, kept


def test_status_says_that_the_disk_is_full_until_there_is_room(full):
    server, s3, kept = full

    def condition():
        shown = subprocess.run([server.program, "status", "--endpoint", server.endpoint], capture_output=True, text=True, check=True).stdout
        return dict(line.split("  ", 1) for line in shown.splitlines())["status"].strip()

    assert condition() == "disk full"
    remove(s3, kept[:30])
    deadline = time.monotonic() + 20
    while condition() != "ok":  # content is removed behind the deletion
        assert time.monotonic() < deadline


def fill(small_disk):
    """Takes what is left, as something else on the disk would."""
    with contextlib.suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as filler:
        for size in (MEGABYTE, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    filler.write(bytes(size))


def remove(s3, keys):
    """As SDKs do: a call that finds the disk full is tried again, and has the journal's reserve then."""
    for last in (False, True):
        try:
            return s3.delete_objects(Bucket="full", Delete={"Objects": [{"Key": key} for key in keys]})
        except ClientError:
            if last:
                raise


def stored(small_disk):
    """What every file below the lake's folder holds on the disk, in bytes; housekeeping may remove some while we look."""
    for folder, _, names in os.walk(small_disk / "data/lake"):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                yield os.stat(os.path.join(folder, name)).st_blocks * 512


def use(small_disk):
    return sum(stored(small_disk))


def test_removing_works_on_a_full_disk_and_makes_room(full, small_disk):
    _, s3, kept = full
    fill(small_disk)
    with pytest.raises(ClientError) as refused:
        s3.put_object(Bucket="full", Key="late", Body=bytes(MEGABYTE))
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500
    assert [o["Key"] for o in s3.list_objects_v2(Bucket="full")["Contents"]] == kept
    remove(s3, kept)
    eventually(lambda: use(small_disk) == 0)
    eventually(lambda: s3.put_object(Bucket="full", Key="late", Body=bytes(MEGABYTE)))
    assert s3.get_object(Bucket="full", Key="late")["Body"].read() == bytes(MEGABYTE)


def test_what_could_not_be_committed_does_not_stay(full, small_disk):
    """Contents are sealed before the journal is written: when that fails, they go with the next commit that succeeds."""
    _, s3, kept = full
    remove(s3, kept[1:])
    eventually(lambda: use(small_disk) <= MEGABYTE)
    fill(small_disk)
    for number in range(20):
        with contextlib.suppress(ClientError):
            s3.put_object(Bucket="full", Key=f"empty-{number}", Body=b"")
    (small_disk / "filler").unlink()
    acknowledged = [o["Key"] for o in s3.list_objects_v2(Bucket="full")["Contents"]]
    eventually(lambda: s3.put_object(Bucket="full", Key="after", Body=b"x"))
    eventually(lambda: len(list(stored(small_disk))) == len(acknowledged) + 1)


def eventually(check, tries=200):
    """Until housekeeping, which nobody waits for, has come to it."""
    for left in reversed(range(tries)):
        try:
            if check():
                return
        except ClientError:
            if not left:
                raise
        time.sleep(0.05)
    assert check()

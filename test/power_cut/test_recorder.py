"""The recorder and the rebuilder themselves, on programs of a few lines: what a power cut leaves of them."""

import os
import pathlib
import sqlite3
import sys
import textwrap

import pytest
import rebuild
import recording

PRELUDE = """
import os, sys, ctypes, mmap, socket, sqlite3, subprocess, threading
def create(name, data=b"", flags=0):
    fd = os.open(name, os.O_RDWR | os.O_CREAT | flags, 0o600)
    os.write(fd, data)
    return fd
def sync(fd):
    os.fsync(fd)
def sync_folder(name="."):
    fd = os.open(name, os.O_RDONLY)
    os.fsync(fd)
    os.close(fd)
def saved(name, data):
    sync(create(name, data))
    sync_folder(os.path.dirname(name) or ".")
"""


def python(script: str, *arguments) -> list:
    return [sys.executable, "-c", PRELUDE + textwrap.dedent(script), *arguments]


@pytest.fixture
def record(tmp_path, folder):
    """record(script, *arguments): the recording of a program that ran in the folder; complete, or the test fails."""

    def run(script: str, *arguments) -> rebuild.Recording:
        made = recording.record(python(script, *arguments), folder, tmp_path / "log")
        made.verify()
        return made

    return run


@pytest.fixture
def after_cut(tmp_path, record):
    """after_cut(script): the files (name: bytes) that are left when the power is cut at the script's end."""

    def run(script: str, seed: int | None = None) -> dict[str, bytes]:
        made = record(script)
        target = tmp_path / "rebuilt"
        target.mkdir()
        made.disk_at(len(made.records)).write_to(target, seed)
        return contents(target)

    return run


def contents(target: pathlib.Path) -> dict[str, bytes]:
    return {str(path.relative_to(target)): path.read_bytes() for path in sorted(target.rglob("*")) if path.is_file()}


def variants(made: rebuild.Recording, tmp_path: pathlib.Path, count: int = 60) -> list[dict[str, bytes]]:
    """What is left with as many different kinds of luck."""
    found = []
    for seed in range(count):
        target = tmp_path / f"variant-{seed}"
        target.mkdir()
        made.disk_at(len(made.records)).write_to(target, seed)
        found.append(contents(target))
    return found


# Bytes.


def test_a_synced_file_with_a_synced_name_survives(after_cut):
    assert after_cut("saved('a', b'hello')") == {"a": b"hello"}


def test_a_write_without_sync_is_lost(after_cut):
    assert after_cut("create('a', b'hello'); sync_folder()") == {"a": b""}


def test_only_what_was_written_before_the_sync_survives(after_cut):
    assert after_cut("saved('a', b'one'); fd = os.open('a', os.O_WRONLY | os.O_APPEND); os.write(fd, b'two')") == {
        "a": b"one"}  # fmt: skip


def test_fdatasync_keeps_bytes_and_size(after_cut):
    assert after_cut("os.fdatasync(create('a', b'hello')); sync_folder()") == {"a": b"hello"}


def test_a_sync_through_another_descriptor_covers_the_file(after_cut):
    assert after_cut("create('a', b'hello'); sync(os.open('a', os.O_RDONLY)); sync_folder()") == {"a": b"hello"}


def test_a_file_opened_to_be_synced_needs_no_more(after_cut):
    assert after_cut("create('a', b'hello', os.O_DSYNC); sync_folder()") == {"a": b"hello"}


def test_a_failed_write_is_no_write(after_cut):
    assert after_cut("""
        saved('a', b'hello')
        try: os.write(os.open('a', os.O_RDONLY), b'no')
        except OSError: pass
        """) == {"a": b"hello"}


@pytest.mark.parametrize(
    "call",
    [
        "os.pwrite(fd, b'XY', 2)",
        "os.pwritev(fd, [b'X', b'Y'], 2)",
        "os.lseek(fd, 2, os.SEEK_SET); os.writev(fd, [b'X', b'Y'])",
        "os.lseek(fd, 2, os.SEEK_SET); os.copy_file_range(source, fd, 2)",
        "os.copy_file_range(source, fd, 2, 0, 2)",
        "os.lseek(fd, 2, os.SEEK_SET); os.sendfile(fd, source, 0, 2)",
        "r, w = os.pipe(); os.write(w, b'XY'); os.splice(r, fd, 2, offset_dst=2)",
    ],
)
def test_every_way_to_write_is_seen(after_cut, call):
    left = after_cut(f"fd = create('a', b'abcdef'); source = create('source', b'XY'); os.lseek(source, 0, 0); {call}; "
                     "sync(fd); sync_folder()")  # fmt: skip
    assert left["a"] == b"abXYef"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("os.ftruncate(fd, 3)", b"abc"),
        ("os.truncate('a', 8)", b"abcdef\0\0"),
        ("os.posix_fallocate(fd, 0, 8)", b"abcdef\0\0"),
        ("ctypes.CDLL(None).fallocate(fd, 3, ctypes.c_long(1), ctypes.c_long(2))", b"a\0\0def"),  # a hole
        ("os.open('a', os.O_WRONLY | os.O_TRUNC)", b""),
        ("open('a', 'wb')", b""),
    ],
)
def test_every_way_to_change_the_size_is_seen(after_cut, call, expected):
    assert after_cut(f"fd = create('a', b'abcdef'); {call}; sync(fd); sync_folder()") == {"a": expected}


def test_a_change_of_size_without_sync_is_lost(after_cut):
    assert after_cut("saved('a', b'abcdef'); os.truncate('a', 3)") == {"a": b"abcdef"}


# Names.


def test_a_name_without_sync_of_its_folder_is_lost(after_cut):
    assert after_cut("sync(create('a', b'hello'))") == {}


def test_a_rename_without_sync_of_the_folder_is_lost(after_cut):
    assert after_cut("saved('a', b'hello'); os.rename('a', 'b')") == {"a": b"hello"}


def test_a_rename_with_sync_of_the_folder_survives(after_cut):
    assert after_cut("saved('a', b'hello'); os.rename('a', 'b'); sync_folder()") == {"b": b"hello"}


def test_a_rename_over_a_file_leaves_the_old_or_the_new_one(record, tmp_path):
    made = record("saved('a', b'old'); saved('b', b'new'); os.rename('b', 'a')")
    found = variants(made, tmp_path)
    assert {"a": b"new"} in found and {"a": b"old", "b": b"new"} in found
    assert all(left in ({"a": b"new"}, {"a": b"old", "b": b"new"}) for left in found)


def test_a_rename_of_unsynced_bytes_may_leave_an_empty_file(after_cut):
    assert after_cut("saved('a', b'old'); create('b', b'new'); os.rename('b', 'a'); sync_folder()") == {"a": b""}


def test_a_removal_without_sync_of_the_folder_comes_back(after_cut):
    assert after_cut("saved('a', b'hello'); os.unlink('a')") == {"a": b"hello"}


def test_a_removal_with_sync_is_final(after_cut):
    assert after_cut("saved('a', b'hello'); os.unlink('a'); sync_folder()") == {}


def test_a_new_file_is_not_taken_for_a_removed_one_that_had_its_inode(after_cut):
    assert after_cut("saved('a', b'hello'); os.unlink('a'); create('a'); sync_folder()") == {"a": b""}


def test_a_folder_needs_a_sync_of_the_folder_above(after_cut):
    assert after_cut("os.mkdir('d'); saved('d/a', b'hello')") == {}


def test_a_folder_whose_name_is_synced_keeps_what_is_synced_in_it(after_cut):
    assert after_cut("os.mkdir('d'); saved('d/a', b'hello'); sync_folder()") == {"d/a": b"hello"}


def test_a_move_between_folders_needs_a_sync_of_both(after_cut):
    script = "os.mkdir('d'); saved('a', b'hello'); os.rename('a', 'd/a'); sync_folder('d')"
    assert after_cut(script) == {"a": b"hello", "d/a": b"hello"}


def test_a_file_without_a_name_survives_when_it_is_linked_in_time(after_cut):
    assert after_cut("""
        fd = os.open('.', os.O_TMPFILE | os.O_RDWR, 0o600)
        os.write(fd, b'hello')
        sync(fd)
        assert ctypes.CDLL(None).linkat(-100, b'/proc/self/fd/%d' % fd, -100, b'a', 0x400) == 0
        sync_folder()
        """) == {"a": b"hello"}


# Luck.


def test_with_luck_more_survives_and_the_last_write_may_be_torn(record, tmp_path):
    made = record("fd = create('a', b'1111'); sync(fd); sync_folder(); os.write(fd, b'2222'); os.write(fd, b'3333')")
    found = {left["a"] for left in variants(made, tmp_path, 200)}
    assert all(content.startswith(b"1111") for content in found), "what was synced is never at stake"
    assert b"1111" in found and b"11112222" in found and b"111122223333" in found
    assert b"1111222" in found, "a torn write"
    assert b"1111\0\0\0\0" + b"3333" in found, "a later write may come before an earlier one"


def test_the_same_seed_is_the_same_luck(record, tmp_path):
    made = record("fd = create('a', bytes(range(200))); os.write(fd, b'x' * 100); create('b', b'y')")
    targets = [tmp_path / name for name in ("first", "second")]
    for target in targets:
        target.mkdir()
        made.disk_at(len(made.records)).write_to(target, seed=42)
    assert contents(targets[0]) == contents(targets[1])


# Processes, threads and answers.


def test_a_child_that_writes_into_an_inherited_file_is_seen(after_cut):
    assert after_cut("""
        fd = create('a')
        subprocess.run([sys.executable, '-c', f'import os; os.write({fd}, b"from the child")'], pass_fds=[fd], env={})
        sync(fd)
        sync_folder()
        """) == {"a": b"from the child"}


def test_every_program_that_is_recorded_is_named(record):
    made = record("subprocess.run(['/bin/true'])")
    started = [pathlib.Path(entry.path).name for entry in made.records if entry.kind is rebuild.Kind.START]
    assert len(started) == 2 and started[0].startswith("python") and started[1] == "true"


def test_a_sync_covers_what_came_before_its_begin_and_counts_from_its_end(tmp_path):
    def entry(position, kind, offset=0, data=b"", path="/f/a"):
        flags = os.O_CREAT if kind is rebuild.Kind.OPEN else 0
        return rebuild.Record(position, kind, 1, 1, (0, 0) if path == "/f" else (7, 7), offset, flags, path, "", data)

    kinds = rebuild.Kind
    made = rebuild.Recording(
        [
            entry(0, kinds.OPEN),
            entry(1, kinds.SYNC_BEGIN, 100, path="/f"),
            entry(2, kinds.SYNC_END, 100, path="/f"),
            entry(3, kinds.WRITE, 0, b"early"),
            entry(4, kinds.SYNC_BEGIN, 101),
            entry(5, kinds.WRITE, 5, b"late"),
            entry(6, kinds.SYNC_END, 101),
        ],
        pathlib.Path("/f"),
    )
    for position, expected in ((6, b""), (7, b"early")):
        target = tmp_path / str(position)
        target.mkdir()
        made.disk_at(position).write_to(target)
        assert contents(target) == {"a": expected}


def test_at_every_answer_the_disk_is_what_was_synced_before_it_left(record, listener, tmp_path):
    made = record(
        """
        peer = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
        for number in range(3):
            peer.send(b'before %d' % number)
            saved(str(number), b'x')
            peer.sendall(b'after %d' % number)
            create(f'unsynced-{number}')
        """,
        listener,
    )
    seen = {}
    for answer, disk in made.at_every_answer():
        target = tmp_path / f"at-{answer.position}"
        target.mkdir()
        disk.write_to(target)
        seen[answer.data.decode()] = sum(not name.startswith("unsynced") for name in contents(target))
    assert seen == {"before 0": 0, "after 0": 1, "before 1": 1, "after 1": 2, "before 2": 2, "after 2": 3}
    assert made.answers()[0].path == f"127.0.0.1:{listener}"


@pytest.mark.parametrize("call", ["sendmsg([b'he', b'llo'])", "send(b'hello')", "sendall(b'hello')"])
def test_every_way_to_answer_is_seen(record, listener, call):
    made = record(f"socket.create_connection(('127.0.0.1', int(sys.argv[1]))).{call}", listener)
    assert [answer.data for answer in made.answers()] == [b"hello"]


def test_a_file_that_is_sent_is_an_answer(record, listener):
    made = record(
        """
        peer = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
        os.sendfile(peer.fileno(), create('a', b'hello'), 0, 5)
        """,
        listener,
    )
    assert len(made.answers()) == 1


def test_talk_between_processes_is_no_answer(record):
    made = record("a, b = socket.socketpair(); a.send(b'hello'); r, w = os.pipe(); os.write(w, b'x')")
    assert made.answers() == []


# What the recorder cannot see is never passed over in silence.


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("f = open('a', 'w+b'); f.truncate(4096); m = mmap.mmap(f.fileno(), 4096); m[:5] = b'hello'", "shared memory"),
        ("c = ctypes.CDLL(None); c.fopen.restype = ctypes.c_void_p; f = c.fopen(b'a', b'w'); "
         "c.fputs(b'hello', ctypes.c_void_p(f)); c.fclose(ctypes.c_void_p(f))", "other bytes"),
        ("os.environ.pop('LD_PRELOAD'); subprocess.run(['/bin/sh', '-c', 'unset LD_PRELOAD; echo x > a'])", "only in"),
        ("open('../outside', 'w'); os.rename('../outside', 'inside')", "over the edge"),
    ],
)  # fmt: skip
def test_what_escapes_the_recorder_is_found(folder, tmp_path, call, said):
    made = recording.record(python(call), folder, tmp_path / "log")
    with pytest.raises(rebuild.Unseen, match=said):
        made.verify()


def test_io_uring_is_not_there(record):
    record("c = ctypes.CDLL(None, use_errno=True); assert c.syscall(425, 1, 0) == -1 and ctypes.get_errno() == 38")


# Real programs.


def test_sqlite_loses_no_commit_that_it_told_of(record, listener, tmp_path):
    made = record(
        """
        peer = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
        database = sqlite3.connect('db', isolation_level=None)
        database.execute('PRAGMA journal_mode=WAL')
        database.execute('PRAGMA synchronous=FULL')
        database.execute('PRAGMA wal_autocheckpoint=5')
        database.execute('CREATE TABLE t (x)')
        sync_folder()
        for number in range(1, 21):
            database.execute('INSERT INTO t VALUES (zeroblob(3000))')
            peer.send(b'%d' % number)
        """,
        listener,
    )
    for answer, disk in made.at_every_answer():
        for seed in (None, 1, 2):
            target = tmp_path / f"at-{answer.position}-{seed}"
            target.mkdir()
            disk.write_to(target, seed)
            (count,) = sqlite3.connect(target / "db").execute("SELECT count(*) FROM t").fetchone()
            assert count == int(answer.data)

"""Rebuilds, from a recording, what a disk holds when the power is cut.

    recording = Recording.read(log, folder)       # what the recorder wrote of the processes under test
    recording.verify()                            # nothing escaped it: replayed, it gives the folder as it is
    for answer, disk in recording.at_every_answer():
        disk.write_to(target)                     # only what was synced when that answer left
        disk.write_to(other, seed=7)              # and some of what was not, the last of it torn

What counts as synced is what POSIX promises and no more: a file's bytes by an fsync (or fdatasync) of that file, a name
by an fsync of its folder. File systems usually keep more; a program that needs more is wrong.
"""

from __future__ import annotations

import dataclasses
import enum
import os
import pathlib
import random
import re
import struct
from collections.abc import Iterable, Iterator

HEADER = struct.Struct("<I B 3x I I Q Q q q I I Q")
MAGIC = 0x31435750


class Kind(enum.IntEnum):
    """As in recorder/log.h."""

    OPEN = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC_BEGIN = 4
    SYNC_END = 5
    RENAME = 6
    UNLINK = 7
    MAKE_FOLDER = 8
    REMOVE_FOLDER = 9
    LINK = 10
    SYMLINK = 11
    ANSWER = 12
    MAP = 13
    UNSEEN = 14
    START = 15


@dataclasses.dataclass(frozen=True)
class Record:
    """One line of the log. `position` counts from 0."""

    position: int
    kind: Kind
    pid: int
    thread: int
    file: tuple[int, int]  # which file it is, whatever it is called
    offset: int
    size: int
    path: str
    other: str
    data: bytes


class Unseen(Exception):
    """Something reached the folder past the recorder: the recording proves nothing."""


def read_records(log: pathlib.Path) -> Iterator[Record]:
    """The records of a log; a last one that is cut short (its process was killed) is left out."""
    text = log.read_bytes()
    at, position = 0, 0
    while at + HEADER.size <= len(text):
        magic, kind, pid, thread, inode, birth, offset, size, path, other, data = HEADER.unpack_from(text, at)
        assert magic == MAGIC, f"{log} is broken at byte {at}"
        ends = [at + HEADER.size]
        for length in (path, other, data):
            ends.append(ends[-1] + length)
        if ends[-1] > len(text):
            return
        yield Record(
            position, Kind(kind), pid, thread, (inode, birth), offset, size,
            os.fsdecode(text[ends[0]:ends[1]]), os.fsdecode(text[ends[1]:ends[2]]), text[ends[2]:ends[3]])  # fmt: skip
        at, position = ends[-1], position + 1


class File:
    """Bytes: those that are synced, and what was done to them since, in order."""

    def __init__(self, content: bytes = b""):
        self.synced = bytearray(content)
        self.pending: list[Record] = []

    def sync(self, up_to: int) -> None:
        """All that was recorded before position `up_to` is on the disk."""
        done = [record for record in self.pending if record.position < up_to]
        for record in done:
            apply(record, self.synced)
        self.pending = self.pending[len(done):]

    def on_disk(self, luck: random.Random | None) -> bytes:
        if luck is None or not self.pending:
            return bytes(self.synced)
        content = bytearray(self.synced)
        reached = [record for record in self.pending if luck.random() < 0.5]
        for record in reached[:-1]:
            apply(record, content)
        if reached:
            apply(torn(reached[-1], luck), content)
        return bytes(content)

    def now(self) -> bytes:
        content = bytearray(self.synced)
        for record in self.pending:
            apply(record, content)
        return bytes(content)


class Folder:
    """Names: those that are synced, and what was done to them since, in order. A change is one step: a rename inside the
    folder removes and adds in one."""

    def __init__(self):
        self.names: dict[str, Node] = {}
        self.synced: dict[str, Node] = {}
        self.pending: list[tuple[int, dict[str, Node | None]]] = []

    def change(self, position: int, change: dict[str, Node | None]) -> None:
        change_names(self.names, change)
        self.pending.append((position, change))

    def sync(self, up_to: int) -> None:
        while self.pending and self.pending[0][0] < up_to:
            change_names(self.synced, self.pending.pop(0)[1])

    def on_disk(self, luck: random.Random | None) -> dict[str, Node]:
        names = dict(self.synced)
        if luck is not None:
            # File systems keep the order in which one folder's names changed.
            for _, change in self.pending[: luck.randint(0, len(self.pending))]:
                change_names(names, change)
        return names


@dataclasses.dataclass
class Symlink:
    """A name that points elsewhere; it has no bytes of its own to sync."""

    target: str


Node = File | Folder | Symlink


def change_names(names: dict[str, Node], change: dict[str, Node | None]) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def apply(record: Record, content: bytearray) -> None:
    """A write or a change of size, done to a file's bytes."""
    if record.kind is Kind.WRITE:
        if len(content) < record.offset:
            content.extend(bytes(record.offset - len(content)))
        content[record.offset:record.offset + len(record.data)] = record.data
    elif len(content) > record.size:
        del content[record.size:]
    else:
        content.extend(bytes(record.size - len(content)))


def torn(record: Record, luck: random.Random) -> Record:
    """The beginning of a write; or its room in the file without its bytes, as when only the new size reached the disk."""
    if record.kind is not Kind.WRITE:
        return record
    if luck.random() < 0.25:
        return dataclasses.replace(record, data=bytes(len(record.data)))
    return dataclasses.replace(record, data=record.data[: luck.randint(0, len(record.data))])


class Disk:
    """The recorded folder at one instant: what its programs see, and what of it is synced."""

    def __init__(self, folder: pathlib.Path):
        self.folder = str(folder)
        self.root = Folder()
        self._files: dict[tuple[int, int], File] = {}
        self._syncs: dict[int, tuple[int, File | Folder]] = {}

    def write_to(self, target: pathlib.Path, seed: int | None = None) -> None:
        """Writes what the disk holds when the power is cut now into an empty folder: only what is synced; with a seed,
        that and a random part of what is not."""
        luck = None if seed is None else random.Random(seed)
        write_folder(self.root, pathlib.Path(target), luck)

    def replay(self, record: Record) -> None:
        replay = getattr(self, f"_{record.kind.name.lower()}", None)
        if replay is not None:
            replay(record)

    def _find(self, path: str) -> tuple[Folder, str]:
        """The folder that holds (or would hold) this name, and the name in it."""
        parts = pathlib.PurePosixPath(path).relative_to(self.folder).parts
        folder = self.root
        for part in parts[:-1]:
            folder = folder.names.get(part)
            if not isinstance(folder, Folder):
                raise Unseen(f"{path} lies in a folder that the recording does not know")
        return folder, parts[-1] if parts else ""

    def _node(self, path: str) -> Node:
        folder, name = self._find(path)
        node = folder if name == "" else folder.names.get(name)
        if node is None:
            raise Unseen(f"{path} came to be without the recorder")
        return node

    def _file(self, record: Record) -> File:
        if record.file not in self._files:
            raise Unseen(f"{record.path} came to be without the recorder")
        return self._files[record.file]

    def _open(self, record: Record) -> None:
        flags = record.size
        is_new = record.file not in self._files
        file = self._files.setdefault(record.file, File())
        has_name = flags & os.O_TMPFILE != os.O_TMPFILE
        if is_new and has_name:
            folder, name = self._find(record.path)
            folder.change(record.position, {name: file})
        if not is_new and flags & os.O_TRUNC:
            file.pending.append(dataclasses.replace(record, kind=Kind.TRUNCATE, size=0))

    def _write(self, record: Record) -> None:
        self._file(record).pending.append(record)

    _truncate = _write

    def _sync_begin(self, record: Record) -> None:
        known = self._files.get(record.file)
        self._syncs[record.offset] = (record.position, known if known is not None else self._node(record.path))

    def _sync_end(self, record: Record) -> None:
        began, node = self._syncs.pop(record.offset)
        node.sync(began)

    def _rename(self, record: Record) -> None:
        from_folder, from_name = self._find(record.path)
        to_folder, to_name = self._find(record.other)
        node = self._node(record.path)
        if from_folder is to_folder:
            from_folder.change(record.position, {from_name: None, to_name: node})
        else:
            to_folder.change(record.position, {to_name: node})
            from_folder.change(record.position, {from_name: None})

    def _unlink(self, record: Record) -> None:
        folder, name = self._find(record.path)
        folder.change(record.position, {name: None})

    _remove_folder = _unlink

    def _make_folder(self, record: Record) -> None:
        folder, name = self._find(record.path)
        if name:  # the recorded folder itself is taken for safe
            folder.change(record.position, {name: Folder()})

    def _link(self, record: Record) -> None:
        folder, name = self._find(record.path)
        folder.change(record.position, {name: self._file(record)})

    def _symlink(self, record: Record) -> None:
        folder, name = self._find(record.other)
        folder.change(record.position, {name: Symlink(record.path)})

    def _map(self, record: Record) -> None:
        # SQLite makes the index of its WAL anew when a journal is opened.
        if not record.path.endswith("-shm"):
            raise Unseen(f"{record.path} is written through shared memory")

    def _unseen(self, record: Record) -> None:
        raise Unseen(record.path)


def write_folder(folder: Folder, target: pathlib.Path, luck: random.Random | None) -> None:
    for name, node in sorted(folder.on_disk(luck).items()):
        if isinstance(node, Folder):
            (target / name).mkdir(mode=0o700)
            write_folder(node, target / name, luck)
        elif isinstance(node, Symlink):
            (target / name).symlink_to(node.target)
        elif not name.endswith("-shm"):
            content = node.on_disk(luck)
            (target / name).write_bytes(content.rstrip(b"\0"))
            os.truncate(target / name, len(content))  # zeros at the end take no room: the journal's reserve is nothing else


def differences(folder: Folder, real: pathlib.Path) -> Iterator[str]:
    """Where a folder of today and its recording disagree."""
    for name in sorted(folder.names.keys() | set(os.listdir(real))):
        node, path = folder.names.get(name), real / name
        if name.endswith("-shm"):
            continue
        if node is None or not (path.exists() or path.is_symlink()):
            yield f"{path} exists only in the {'folder' if node is None else 'recording'}"
        elif isinstance(node, Folder):
            yield from differences(node, path)
        elif isinstance(node, File) and node.now() != path.read_bytes():
            yield f"{path} holds other bytes than were recorded"


class Recording:
    """A log of what some processes did to a folder, which was empty when it began."""

    def __init__(self, records: list[Record], folder: pathlib.Path):
        self.records = records
        self.folder = folder

    @classmethod
    def read(cls, log: pathlib.Path, folder: pathlib.Path) -> Recording:
        return cls(list(read_records(pathlib.Path(log))), pathlib.Path(folder).resolve())

    def answers(self) -> list[Record]:
        """What left on TCP connections: `data` is the head of the answer, `path` the client's address and port."""
        return [record for record in self.records if record.kind is Kind.ANSWER]

    def disk_at(self, position: int) -> Disk:
        """The disk in the instant before the record at `position` happened; len(records) is the end."""
        disk = Disk(self.folder)
        for record in self.records[:position]:
            disk.replay(record)
        return disk

    def at_every(self, kind: Kind) -> Iterator[tuple[Record, Disk]]:
        """The disk at each record of a kind, in one pass. It is the same object, which moves on: write it at once."""
        disk = Disk(self.folder)
        for record in self.records:
            if record.kind is kind:
                yield record, disk
            disk.replay(record)

    def at(self, positions: Iterable[int]) -> Iterator[tuple[int, Disk]]:
        """As disk_at, for many positions in one pass, in their order. It is the same object, which moves on: write it at once."""
        disk, done = Disk(self.folder), 0
        for position in sorted(set(positions)):
            for record in self.records[done:position]:
                disk.replay(record)
            done = position
            yield position, disk

    def at_every_answer(self) -> Iterator[tuple[Record, Disk]]:
        return self.at_every(Kind.ANSWER)

    def without_syncs(self, path: str) -> Recording:
        """The same, had the program forgotten to sync what this regular expression matches below the folder: a suite that cannot tell
        the two apart proves nothing."""
        forgotten = {record.offset for record in self.records if record.kind is Kind.SYNC_BEGIN
                     and re.fullmatch(path, record.path.removeprefix(str(self.folder)))}
        kept = [record for record in self.records if record.kind not in (Kind.SYNC_BEGIN, Kind.SYNC_END) or record.offset not in forgotten]
        assert len(kept) < len(self.records), f"nothing that {path} matches was synced"
        return Recording([dataclasses.replace(record, position=position) for position, record in enumerate(kept)], self.folder)

    def verify(self) -> None:
        """Replayed to the end, the recording gives the folder as it is, byte for byte: nothing escaped the recorder. To be
        called when the processes have ended and nobody else has touched the folder."""
        found = list(differences(self.disk_at(len(self.records)).root, self.folder))
        if found:
            raise Unseen("; ".join(found))

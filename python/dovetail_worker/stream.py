"""A child's conversation with the engine (src/engine/python/python_stream.h): calls of the functions of one header, on batches of Arrow's stream
format, in frames.

The engine sends a header (the size of its JSON and that, then the pickled commands), then frames: a size and as many bytes of the stream; a
frame of no bytes ends it. The child answers in frames too, each with a letter before its size:
    A  bytes of the result's stream
    W  it waits for input: what it had to say of all that came is said
    E  an exception, as text; the stream is over
    D  the stream is over
None has more than MOST_BYTES; a frame may end within a message of the stream. After the end another header may come. All sizes are 32 bits, the
lowest byte first."""

import collections
import io
import json
import os
import struct
import traceback

import pyspark

LIBRARIES = (os.path.dirname(pyspark.__file__), os.path.dirname(__file__))
SIZE = struct.Struct("<I")
MOST_BYTES = 1 << 20
# `table` is of a table function: its "result" type, the arguments that are "tables", the "partitions" among their fields, its "analysis" or what is "asked".
Header = collections.namedtuple("Header", "eval_type name python_version settings arguments commands table schema")


class Connection:
    def __init__(self, socket):
        self.socket = socket

    def read(self, size):
        """Exactly so many bytes; none where the other end is gone."""
        whole = bytearray(size)
        view, have = memoryview(whole), 0
        while have < size:
            got = self.socket.recv_into(view[have:])
            if got == 0:
                raise EOFError
            have += got
        return whole

    def read_size(self):
        return SIZE.unpack(self.read(SIZE.size))[0]

    def send(self, letter, content=b""):
        self.socket.sendall(letter + SIZE.pack(len(content)))
        if content:
            self.socket.sendall(content)


class Input(io.RawIOBase):
    """What the function reads: `before`, the frames of the stream, and `behind` its end. Before it waits, the output goes out."""

    def __init__(self, connection, output, before, behind=b""):
        self.connection, self.output, self.behind = connection, output, behind
        self.bytes, self.at, self.over = memoryview(before), 0, False

    def readable(self):
        return True

    def read(self, size=-1):
        parts, wanted = [], size
        while wanted != 0:
            if self.at == len(self.bytes) and not self.next():
                break
            part = self.bytes[self.at:] if wanted < 0 else self.bytes[self.at:self.at + wanted]
            self.at += len(part)
            wanted -= len(part) if wanted > 0 else 0
            parts.append(part)
        return bytes(parts[0]) if len(parts) == 1 else b"".join(parts)

    def next(self):
        if self.over:
            return False
        self.output.flush()
        self.connection.send(b"W")
        size = self.connection.read_size()
        self.over = size == 0
        self.bytes, self.at = memoryview(self.connection.read(size) if size else self.behind), 0
        return len(self.bytes) > 0

    def drain(self):
        """To where it ends, whether the function wants to see that or not."""
        while not self.over:
            self.next()
        self.bytes, self.at = memoryview(self.behind), 0


class Output(io.RawIOBase):
    """What the function writes, kept until it waits for input or much has come together."""

    def __init__(self, connection):
        self.connection, self.parts, self.size = connection, [], 0

    def writable(self):
        return True

    def write(self, content):
        content = bytes(content)
        self.parts.append(content)
        self.size += len(content)
        if self.size >= MOST_BYTES:
            self.flush()
        return len(content)

    def flush(self):
        whole = memoryview(b"".join(self.parts))
        self.parts, self.size = [], 0
        for at in range(0, len(whole), MOST_BYTES):
            self.connection.send(b"A", whole[at:at + MOST_BYTES])


def text_of(exception):
    """As Spark shows it: from the first frame on that is the function's, if there is one."""
    frame = exception.__traceback__
    while frame is not None and frame.tb_frame.f_code.co_filename.startswith(LIBRARIES):
        frame = frame.tb_next
    if frame is not None:
        exception.__cause__ = None
    told = traceback.TracebackException(type(exception), exception, frame or exception.__traceback__, compact=True)
    return "".join(told.format()).encode("utf-8", "replace")[:MOST_BYTES].decode("utf-8", "ignore").encode()


def read_header(connection):
    header = json.loads(connection.read(connection.read_size()))
    commands = [bytes(connection.read(size)) for size in header["commands"]]
    schema = bytes(connection.read(connection.read_size()))
    return Header(header["eval_type"], header["name"], header["python_version"], header["settings"], header["arguments"], commands, header.get("table"), schema)


def runner(header):
    from dovetail_worker import analysis, batched, spark

    if header.table and header.table["asked"] is not None:
        return analysis.run
    return batched.run if header.eval_type == batched.SQL_BATCHED_UDF else spark.run


def serve(socket):
    connection = Connection(socket)
    while True:
        try:
            header = read_header(connection)
        except EOFError:
            return
        failure = runner(header)(header, connection)
        if failure is None:
            connection.send(b"D")
        else:
            connection.send(b"E", failure)
            return

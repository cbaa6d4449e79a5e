#!/usr/bin/env python3
"""Make protoc's input for Spark Connect out of the PySpark client.

The client's generated modules carry each .proto file as a serialized
FileDescriptorProto: the bytes that they pass to AddSerializedFile(). This
program reads them without importing the client, adds the google/protobuf
files they need from protoc's own include directory, and writes one
FileDescriptorSet, dependencies first, ready for
`protoc --descriptor_set_in=FILE`. So nothing of Spark is copied into this
repository, and a newer client is one changed pin.

No protobuf runtime is needed: a FileDescriptorSet is its files, one after
the other, each as field 1.
"""

import argparse
import ast
import pathlib
import subprocess
import sys
import tempfile

SET_FILE = 1  # FileDescriptorSet.file
FILE_NAME = 1  # FileDescriptorProto.name
FILE_DEPENDENCY = 3  # FileDescriptorProto.dependency
LENGTH_DELIMITED = 2  # the wire type of strings, bytes and messages


class BadInput(Exception):
    """What we were given is not what this program understands."""


def read_varint(data, at):
    """Return the base-128 number at `at` and the offset after it."""
    value = shift = 0
    while True:
        if at >= len(data):
            raise BadInput("a descriptor ends in the middle of a number")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def write_varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def length_delimited_fields(message):
    """Yield (field number, bytes) of a message, skipping its other fields."""
    at = 0
    while at < len(message):
        tag, at = read_varint(message, at)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == LENGTH_DELIMITED:
            size, at = read_varint(message, at)
            if at + size > len(message):
                raise BadInput("a descriptor is cut short")
            yield number, message[at : at + size]
            at += size
        elif wire_type == 0:
            _, at = read_varint(message, at)
        elif wire_type in (1, 5):
            at += 8 if wire_type == 1 else 4
        else:
            raise BadInput(f"wire type {wire_type} does not belong in a descriptor")


def name_and_dependencies(descriptor):
    name, dependencies = None, []
    for number, value in length_delimited_fields(descriptor):
        if number == FILE_NAME:
            name = value.decode()
        elif number == FILE_DEPENDENCY:
            dependencies.append(value.decode())
    if not name:
        raise BadInput("a descriptor has no file name")
    return name, dependencies


def embedded_descriptor(module):
    """Return the bytes that a generated module passes to AddSerializedFile()."""
    for node in ast.walk(ast.parse(module.read_bytes(), filename=str(module))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "AddSerializedFile"
        ):
            return ast.literal_eval(node.args[0])
    raise BadInput(f"{module}: no AddSerializedFile(...): the client's layout has changed")


def client_descriptors(client):
    """Return {proto name: descriptor} of the PySpark client unpacked at `client`."""
    proto = pathlib.Path(client) / "pyspark" / "sql" / "connect" / "proto"
    modules = sorted(proto.glob("*_pb2.py"))
    if not modules:
        raise BadInput(f"{proto}: no *_pb2.py files: is this an unpacked pyspark-client?")
    descriptors = map(embedded_descriptor, modules)
    return {name_and_dependencies(each)[0]: each for each in descriptors}


def protoc_descriptors(protoc, names):
    """Return {proto name: descriptor} of protoc's own files and what they import."""
    if not names:
        return {}
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "imports.fds"
        subprocess.run(
            [protoc, "--include_imports", f"--descriptor_set_out={out}", *sorted(names)],
            check=True,
        )
        files = [value for number, value in length_delimited_fields(out.read_bytes()) if number == SET_FILE]
    return {name_and_dependencies(each)[0]: each for each in files}


def dependencies_first(descriptors):
    """Return the names in the order protoc wants: every file after its imports."""
    ordered, seen = [], set()

    def visit(name):
        if name in seen:
            return
        seen.add(name)
        for dependency in name_and_dependencies(descriptors[name])[1]:
            visit(dependency)
        ordered.append(name)

    for name in sorted(descriptors):
        visit(name)
    return ordered


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("client", help="folder that holds the client's pyspark/")
    parser.add_argument("out", type=pathlib.Path, help="FileDescriptorSet to write")
    parser.add_argument("--list", type=pathlib.Path, help="also write the client's proto names here, one a line")
    parser.add_argument("--protoc", default="protoc", help="protoc to take google/protobuf/* from")
    arguments = parser.parse_args()

    spark = client_descriptors(arguments.client)
    imports = {name for each in spark.values() for name in name_and_dependencies(each)[1]}
    everything = protoc_descriptors(arguments.protoc, imports - spark.keys()) | spark
    ordered = dependencies_first(everything)

    with arguments.out.open("wb") as out:
        for name in ordered:
            file = everything[name]
            out.write(bytes([SET_FILE << 3 | LENGTH_DELIMITED]) + write_varint(len(file)) + file)
    if arguments.list:
        arguments.list.write_text("".join(f"{name}\n" for name in ordered if name in spark))


if __name__ == "__main__":
    try:
        main()
    except (BadInput, OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"connect_descriptors: {error}")

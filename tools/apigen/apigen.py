"""Generates the C++ of one service: types, errors, handler interface and codec tables.

    python3 apigen.py --data .../botocore/data --models models --service glue --tables 4 --out build/gen/api/glue

Reads nothing else and writes the same bytes for the same input. Run by apigen.cmake.
"""

import argparse
import pathlib
import sys

from classes import Selection
from emit_handler import emit_header, emit_source
from emit_service import ServiceEmitter
from emit_tables import TableEmitter
from emit_types import emit_errors, emit_fwd, emit_types
from model import Model, ModelError


def generate(data: pathlib.Path, models: pathlib.Path, service: str, table_files: int) -> dict[str, str]:
    model = Model(data, models, service)
    selection = Selection(model)
    types = emit_types(model, selection)  # first: it decides which members are boxed
    tables = TableEmitter(model, selection)
    files = {
        "fwd.h": emit_fwd(model, selection),
        "types.h": types,
        "errors.h": emit_errors(model),
        "handler.h": emit_header(model),
        "handler.cc": emit_source(model),
        "service.cc": ServiceEmitter(model).source(),
        "tables.h": tables.header(),
    }
    files.update({f"tables_{i}.cc": tables.source(i, table_files) for i in range(table_files)})
    return files


def write(folder: pathlib.Path, files: dict[str, str]) -> None:
    """Leaves a file with the same content alone, so that nothing is compiled for it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        file = folder / name
        if not file.exists() or file.read_text() != text:
            file.write_text(text)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True, help="botocore's data folder")
    parser.add_argument("--models", type=pathlib.Path, required=True, help="the folder with <service>.toml")
    parser.add_argument("--service", required=True, help="a folder in --data")
    parser.add_argument("--tables", type=int, default=1, help="how many files the tables are split into")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the folder that is written")
    arguments = parser.parse_args()
    try:
        write(arguments.out, generate(arguments.data, arguments.models, arguments.service, arguments.tables))
    except ModelError as error:
        print(f"apigen: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""An include points to a lower module or to the same one, two services never include each other, and DuckDB is
seen in engine/ only (design.md, "The house")."""

import pathlib
import re

SRC = pathlib.Path(__file__).resolve().parents[2] / "src"
LEVELS = {"base": 0, "net": 1, "store": 1, "runtime": 2, "machine": 2, "wire": 2, "lake": 3, "plan": 3, "sql": 4, "engine": 4,
          "services": 5, "spark": 6, "server": 7, "cli": 8}
INCLUDE = re.compile(r'^#include [<"]([^>"]+)[>"]', re.MULTILINE)


def module_of(path):
    """("services", "glue") of services/glue/jobs.cc, ("base", "") of base/text.h, None of what is not ours."""
    path = str(path)
    parts = pathlib.PurePath(path).parts
    if parts[0] not in LEVELS or len(parts) < 2 or path.endswith(".pb.h"):  # generated: Spark Connect's messages
        return None
    return (parts[0], parts[1] if parts[0] == "services" else "")


def includes():
    for file in sorted([*SRC.rglob("*.h"), *SRC.rglob("*.cc")]):
        for target in INCLUDE.findall(file.read_text()):
            yield file.relative_to(SRC), target


def test_every_folder_is_a_module_of_the_house():
    assert {folder.name for folder in SRC.iterdir() if folder.is_dir()} <= set(LEVELS)


def test_includes_point_downwards():
    wrong = []
    for file, target in includes():
        own, other = module_of(file), module_of(target)
        if other and own != other and LEVELS[other[0]] >= LEVELS[own[0]]:
            wrong.append(f"{file} includes {target}")
    assert not wrong


def test_duckdb_is_included_in_the_engine_only():
    wrong = [f"{file} includes {target}" for file, target in includes()
             if target.startswith("duckdb") and file.parts[0] != "engine"]
    assert not wrong


def test_sql_of_the_journal_stands_in_store_files_only():
    statement = re.compile(r'"(SELECT .* FROM|INSERT INTO|UPDATE .* SET|DELETE FROM) ')
    wrong = [file.relative_to(SRC) for file in SRC.rglob("*.cc")
             if statement.search(file.read_text()) and not file.stem.endswith(("_store", "_test"))
             and module_of(file.relative_to(SRC))[0] not in ("store", "engine", "sql")]
    assert not wrong

"""The pages of docs/compatibility/: what each service answers, from models/, the handlers' headers and the calls of passing tests."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs/compatibility"
sys.path.insert(0, str(ROOT / "tools/apigen"))

from classes import CLASSES, Selection  # noqa: E402
from model import Model, Structure  # noqa: E402
from names import snake  # noqa: E402


def services() -> list[str]:
    return sorted(path.stem for path in (ROOT / "models").glob("*.toml") if path.stem != "patches")


def load_model(service: str) -> Model:
    import botocore

    return Model(pathlib.Path(botocore.__file__).parent / "data", ROOT / "models", service)


def answered_operations(model: Model) -> list[str]:
    """Those that models/ names and that a handler overrides: overriding is the registration."""
    headers = "".join(path.read_text() for path in sorted((ROOT / "src/services" / model.service).glob("*.h")))
    return sorted(name for name in model.operations if re.search(rf"\b{snake(name)}\([^;]*\) override;", headers))


def render(service: str, tested: set[str]) -> str:
    """The page of a service; `tested` holds operations of passing tests."""
    model = load_model(service)
    selection, answered = Selection(model), answered_operations(model)
    refused = sorted(set(model.all_operations) - set(answered))
    lines = [
        f"# {model.choices['title']}",
        "",
        "Written by `test/run.py --write-compatibility` from a run of all tests; do not edit.",
        "",
        f"Of {len(model.all_operations)} operations {len(answered)} are answered, {len(tested & set(answered))} of them called with success by "
        "a passing test.",
        "Members of requests *act* as AWS documents, are *recorded* and shown again without effect, or are *refused* by name.",
        "",
        "## Answered",
        "",
        "| operation | tested | acts | recorded | refused |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name in answered:
        shape = model.operations[name].get("input", {}).get("shape")
        lines.append(f"| {name} | {'yes' if name in tested else 'no'} | {members(selection.structures.get(shape))} |")
    lines += ["", "## Structures in requests", "", "Those of which every member acts are left out.", "",
              "| structure | acts | recorded | refused |", "| --- | --- | --- | --- |"]
    inputs = {operation.get("input", {}).get("shape") for operation in model.operations.values()}
    for name in sorted(selection.inputs - inputs):
        if any(member.member_class != "acts" for member in selection.structures[name].members):
            lines.append(f"| {name} | {members(selection.structures[name])} |")
    lines += ["", "## Refused", "", f"With `{model.choices['unanswered_code']}`:", "", ", ".join(refused) + "."]
    return "\n".join(lines) + "\n"


def members(structure: Structure | None) -> str:
    """The cells of one row: a structure's members by class."""
    by_class = {one: [] for one in CLASSES}
    for member in structure.members if structure else []:
        by_class[member.member_class].append(member.name)
    return " | ".join(", ".join(sorted(by_class[one])) or "-" for one in CLASSES)


def tested_on_page(service: str) -> set[str]:
    """What the committed page says that tests call."""
    return set(re.findall(r"^\| (\w+) \| yes \|", (PAGES / f"{service}.md").read_text(), re.MULTILINE))


def tested_in_run(files: list[pathlib.Path]) -> dict[str, set[str]]:
    """The operations by service that a run of all tests noted (recorded_calls.py)."""
    tested: dict[str, set[str]] = {service: set() for service in services()}
    for file in files:
        for service, _, operation in (line.partition(".") for line in file.read_text().split()):
            tested.setdefault(service, set()).add(operation)
    return tested

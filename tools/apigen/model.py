"""One service's model: botocore's description with the corrections of models/patches.toml applied."""

import gzip
import json
import pathlib
import tomllib
from dataclasses import dataclass, field


class ModelError(Exception):
    """models/ and botocore's description do not fit together; the message says where."""


@dataclass
class Member:
    name: str
    shape: str
    traits: dict
    required: bool
    member_class: str = "acts"  # acts, recorded, refused
    present: bool = True  # the struct has the field
    boxed: bool = False


@dataclass
class Structure:
    name: str
    union: bool
    members: list[Member] = field(default_factory=list)


def description_file(data: pathlib.Path, service: str) -> pathlib.Path:
    files = sorted((data / service).glob("*/service-2.json*"))
    files = [file for file in files if file.name in ("service-2.json", "service-2.json.gz")]
    if not files:
        raise ModelError(f"{data} has no model of {service}")
    return files[-1]


def load_description(data: pathlib.Path, service: str) -> dict:
    file = description_file(data, service)
    raw = file.read_bytes()
    return json.loads(gzip.decompress(raw) if file.suffix == ".gz" else raw)


def apply_patches(description: dict, service: str, patches: list[dict]) -> None:
    for patch in patches:
        if patch["service"] != service:
            continue
        if not patch.get("reason"):
            raise ModelError(f"patches.toml: the patch at {patch['at']} gives no reason")
        target = description
        for step in patch["at"].split("."):
            if step not in target:
                raise ModelError(f"patches.toml: {service} has no {patch['at']}")
            target = target[step]
        target.update(patch["set"])


def with_one_a_route(operations: dict) -> dict:
    """Without those that are deprecated and whose route is another's too: GetBucketLifecycle, whose requests are GetBucketLifecycleConfiguration's."""
    def route(operation: dict) -> tuple:
        return operation["http"]["method"], operation["http"]["requestUri"]

    routes = {route(operation) for operation in operations.values() if not operation.get("deprecated")}
    return {name: operation for name, operation in operations.items() if not operation.get("deprecated") or route(operation) not in routes}


class Model:
    """The description, and what models/<service>.toml says about it."""

    def __init__(self, data: pathlib.Path, models: pathlib.Path, service: str):
        self.service = service
        self.choices = tomllib.loads((models / f"{service}.toml").read_text())
        description = load_description(data, service)
        apply_patches(description, service, tomllib.loads((models / "patches.toml").read_text())["patch"])
        self.metadata = description["metadata"]
        self.shapes = description["shapes"]
        self.is_rest = self.metadata["protocol"].startswith("rest-")
        self.all_operations = with_one_a_route(description["operations"]) if self.is_rest else description["operations"]
        self.operations = {}  # the answered ones, by name
        for name in self.choices["operations"]:
            if name not in self.all_operations:
                raise ModelError(f"{service}.toml: the model has no operation {name}")
            self.operations[name] = self.all_operations[name]

    def structure(self, name: str) -> Structure:
        shape = self.shapes[name]
        required = set(shape.get("required", []))
        members = [
            Member(member, ref["shape"], ref, member in required) for member, ref in shape["members"].items()
        ]
        return Structure(name, bool(shape.get("union")), members)

    def kind(self, name: str) -> str:
        return self.shapes[name]["type"]

    def aggregates_below(self, name: str) -> list[str]:
        """The shapes that a list or map holds; itself for anything else."""
        shape = self.shapes[name]
        if shape["type"] == "list":
            return [shape["member"]["shape"]]
        if shape["type"] == "map":
            return [shape["key"]["shape"], shape["value"]["shape"]]
        return []

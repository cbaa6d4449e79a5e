"""tables.h and tables_<i>.cc of one service: the shapes that src/wire's codecs walk."""

from classes import Selection, is_stream
from emit_types import cpp_type, heading
from model import Member, Model, Structure
from names import quoted, snake
from patterns import expression

KINDS = {
    "structure": "Structure", "list": "List", "map": "Map", "string": "String", "character": "String",
    "blob": "Blob", "boolean": "Boolean", "integer": "Integer", "long": "Long", "float": "Float",
    "double": "Double", "timestamp": "Timestamp",
}
LOCATIONS = {"header": "Header", "headers": "Headers", "querystring": "Query", "uri": "Uri", "statusCode": "Status", "text": "Text"}
TIME_FORMATS = {"iso8601": "Iso8601", "rfc822": "HttpDate", "unixTimestamp": "EpochSeconds"}


class TableEmitter:
    def __init__(self, model: Model, selection: Selection):
        self.model = model
        self.selection = selection
        self.names = sorted(set(selection.structures) | selection.simple)

    def header(self) -> str:
        declarations = "".join(f"extern const wire::Shape k{name};\n" for name in self.names)
        service = self.model.service
        return (
            f'{heading(self.model)}#pragma once\n\n#include "wire/shape.h"\n\n'
            f"namespace api::{service}::tables {{\n\n{declarations}\n}}  // namespace api::{service}::tables\n"
        )

    def source(self, index: int, count: int) -> str:
        """The index-th of `count` files: neighbours in the alphabet stay together."""
        size = -(-len(self.names) // count)
        body = "".join(self.shape(name) for name in self.names[index * size : (index + 1) * size])
        service = self.model.service
        return (
            f'{heading(self.model)}#include "api/{service}/tables.h"\n\n#include <cstddef>\n\n'
            f'#include "api/{service}/types.h"\n\n'
            '#pragma GCC diagnostic ignored "-Winvalid-offsetof"  // no virtual bases here: offsets are constant\n\n'
            f"namespace api::{service}::tables {{\n\n{body}}}  // namespace api::{service}::tables\n"
        )

    def shape(self, name: str) -> str:
        kind = self.model.kind(name)
        fields = [f".name = {quoted(name)}", f".kind = wire::Kind::{KINDS[kind]}"]
        before = ""
        if kind == "structure":
            structure = self.selection.structures[name]
            if structure.members:
                before = self.members(structure)
                fields.append(f".members = k{name}_members")
            if structure.union:
                fields.append(".exclusive = true")
        elif kind == "list":
            fields += self.list_fields(name)
        elif kind == "map":
            fields += self.map_fields(name)
        constraints = self.constraints(name)
        if constraints:
            before += constraints
            fields.append(f".constraints = &k{name}_constraints")
        return f"{before}constinit const wire::Shape k{name}{{{', '.join(fields)}}};\n\n"

    def list_fields(self, name: str) -> list[str]:
        shape = self.model.shapes[name]
        element = shape["member"]
        fields = [
            f".element = &k{element['shape']}",
            f".element_name = {quoted(element.get('locationName', 'member'))}",
        ]
        if shape.get("flattened"):
            fields.append(".flattened = true")
        return fields + [f".list = &wire::kListOps<{cpp_type(self.model, element['shape'])}>"]

    def map_fields(self, name: str) -> list[str]:
        shape = self.model.shapes[name]
        value = shape["value"]["shape"]
        fields = [f".element = &k{value}", f".key = &k{shape['key']['shape']}"]
        for part in ("key", "value"):
            if name := shape[part].get("locationName"):
                fields.append(f".{part}_name = {quoted(name)}")
        if shape.get("flattened"):
            fields.append(".flattened = true")
        return fields + [f".map = &wire::kMapOps<{cpp_type(self.model, value)}>"]

    def members(self, structure: Structure) -> str:
        rows = "".join(self.member(structure, member) for member in structure.members)
        return f"constexpr wire::Member k{structure.name}_members[] = {{\n{rows}}};\n"

    def member(self, structure: Structure, member: Member) -> str:
        shape = self.model.shapes[member.shape]
        traits = member.traits
        fields = [f".name = {quoted(member.name)}", f".wire_name = {quoted(self.wire_name(member))}"]
        if location := self.location(structure, member):
            fields.append(f".location = wire::Location::{location}")
        if member.member_class != "acts":
            fields.append(f".member_class = wire::MemberClass::{member.member_class.capitalize()}")
        if member.required:
            fields.append(".required = true")
        if traits.get("xmlAttribute"):
            fields.append(".attribute = true")
        time_format = traits.get("timestampFormat", shape.get("timestampFormat"))
        if time_format:
            fields.append(f".time_format = wire::TimeFormat::{TIME_FORMATS[time_format]}")
        if member.present:
            fields += self.field(structure, member)
        return "    {" + ", ".join(fields) + "},\n"

    def field(self, structure: Structure, member: Member) -> list[str]:
        is_input = structure.name in self.selection.inputs
        offset = f".offset = offsetof({structure.name}, {snake(member.name)})"
        if is_stream(self.model, member):
            shape, stored = ("kRequestStream", "base::ByteSource*") if is_input else ("kResponseStream", "base::Payload")
            return [f".shape = &wire::{shape}", offset, f".slot = &wire::kPlainSlot<{stored}>"]
        stored = cpp_type(self.model, member.shape)
        slot = "Box" if member.boxed else "Plain" if member.required else "Optional"
        return [f".shape = &k{member.shape}", offset, f".slot = &wire::k{slot}Slot<{stored}>"]

    def wire_name(self, member: Member) -> str:
        name = member.traits.get("locationName")
        if name:
            return name
        shape = self.model.shapes[member.shape]
        if shape.get("flattened") and shape["type"] == "list":
            return shape["member"].get("locationName", member.name)
        return member.name

    def location(self, structure: Structure, member: Member) -> str:
        if self.model.shapes[structure.name].get("payload") == member.name:
            return "Payload"
        return LOCATIONS.get(member.traits.get("location", ""), "")

    def constraints(self, name: str) -> str:
        shape = self.model.shapes[name]
        fields, before = [], ""
        for key in ("min", "max"):
            if key in shape:
                fields.append(f".{key} = {int(shape[key])}")
        if "pattern" in shape:
            fields.append(f".pattern = {quoted(shape['pattern'])}")
            fields.append(f".expression = {quoted(expression(shape['pattern']))}")
        if "enum" in shape:
            values = ", ".join(quoted(value) for value in shape["enum"])
            before = f"constexpr std::string_view k{name}_values[] = {{{values}}};\n"
            fields.append(f".values = k{name}_values")
        if not fields:
            return ""
        return f"{before}constexpr wire::Constraints k{name}_constraints{{{', '.join(fields)}}};\n"

"""service.cc of one service: how it speaks, every operation of its model by name, and the binding to a handler."""

from emit_handler import signature
from emit_types import heading
from model import Model
from names import quoted, snake

PROTOCOLS = {"json": "Json", "query": "Query", "rest-json": "RestJson", "rest-xml": "RestXml", "smithy-rpc-v2-cbor": "RpcV2Cbor"}
# Documents of these are small; a few bytes of them can stand for much in memory.
SMALL_BODIES = {"query", "smithy-rpc-v2-cbor"}

# The members of wire::ServiceInfo, in their order.
ORDER = (
    "name", "signing_name", "target_prefix", "protocol", "further_protocols", "json_version", "api_version", "xml_namespace",
    "message_member", "validation_code", "malformed_code", "malformed_message", "unsupported_code", "unsupported_status",
    "unanswered_code", "unanswered_status", "internal_code", "body_limit",
)


class ServiceEmitter:
    def __init__(self, model: Model):
        self.model = model
        self.telling = telling_headers(model) if model.is_rest else {}

    def source(self) -> str:
        service = self.model.service
        bindings, rows = [], []
        for name in sorted(self.model.all_operations):
            if self.model.is_rest:
                bindings.append(self.binding(name))
            rows.append(self.row(name))
        return (
            f'{heading(self.model)}#include "api/{service}/handler.h"\n#include "api/{service}/tables.h"\n'
            f'#include "api/{service}/types.h"\n#include "wire/operation.h"\n\n'
            f"namespace api::{service} {{\nnamespace {{\n\n{self.info()}\n{''.join(bindings)}"
            f"constexpr wire::Operation kOperations[] = {{\n{''.join(rows)}}};\n\n"
            "constexpr wire::ServiceTable kTable{&kInfo, kOperations};\n\n}  // namespace\n\n"
            "const wire::ServiceInfo& service_info() { return kInfo; }\n"
            "const wire::ServiceTable& service_table() { return kTable; }\n\n"
            "std::unique_ptr<wire::Service> make_service(Handler& handler) { return wire::make_service(kTable, &handler); }\n\n"
            f"}}  // namespace api::{service}\n"
        )

    def info(self) -> str:
        meta, choices = self.model.metadata, self.model.choices
        fields = {
            "name": quoted(self.model.service),
            "signing_name": quoted(meta.get("signingName", meta["endpointPrefix"])),
            "target_prefix": quoted(meta.get("targetPrefix", "")),
            "protocol": protocol(meta["protocol"]),
            "json_version": quoted(meta.get("jsonVersion", "")),
            "api_version": quoted(meta["apiVersion"]),
            "xml_namespace": quoted(choices.get("xml_namespace", meta.get("xmlNamespace", ""))),
            "message_member": quoted(choices.get("message_member", "")),
            "validation_code": quoted(choices["validation_code"]),
            "malformed_code": quoted(choices["malformed_code"]),
            "malformed_message": quoted(choices.get("malformed_message", "")),
            "unsupported_code": quoted(choices["unsupported_code"]),
            "unsupported_status": choices["unsupported_status"],
            "unanswered_code": quoted(choices["unanswered_code"]),
            "unanswered_status": choices["unanswered_status"],
            "internal_code": quoted(choices["internal_code"]),
        }
        before = ""
        if further := [one for one in meta.get("protocols", []) if one != meta["protocol"]]:
            before = f"constexpr wire::Protocol kFurtherProtocols[] = {{{', '.join(protocol(one) for one in further)}}};\n"
            fields["further_protocols"] = "kFurtherProtocols"
        if SMALL_BODIES & {meta["protocol"], *meta.get("protocols", [])}:
            fields["body_limit"] = "1u << 20"
        fields = {name: fields[name] for name in ORDER if name in fields}
        rows = "".join(f"    .{name} = {value},\n" for name, value in fields.items())
        return f"{before}constexpr wire::ServiceInfo kInfo{{\n{rows}}};\n"

    def row(self, name: str) -> str:
        fields = [f".name = {quoted(name)}"]
        if operation := self.model.operations.get(name):
            fields.append(f".invoke = &wire::invoke<&Handler::{snake(name)}>")
            output, request = signature(operation)
            for key, shape in (("input", request), ("output", output)):
                if shape != "wire::Empty":
                    fields.append(f".{key} = &tables::k{shape}")
            if wrapper := operation.get("output", {}).get("resultWrapper"):
                fields.append(f".result_wrapper = {quoted(wrapper)}")
        if self.model.is_rest:
            fields.append(f".http = &k{name}_http")
        return "    {" + ", ".join(fields) + "},\n"

    def binding(self, name: str) -> str:
        operation = self.model.all_operations[name]
        path, literals = split_uri(operation["http"]["requestUri"])
        arrays, fields = [], [f".method = {quoted(operation['http']['method'])}"]

        def array(field: str, type_name: str, rows: list[str]) -> None:
            if rows:
                arrays.append(f"constexpr {type_name} k{name}_{field}[] = {{{', '.join(rows)}}};\n")
                fields.append(f".{field} = k{name}_{field}")

        array("path", "wire::PathPart", [path_part(part) for part in path])
        array("literals", "wire::QueryLiteral", [f"{{{quoted(k)}, {quoted(v)}}}" for k, v in literals])
        array("required_queries", "std::string_view", [quoted(q) for q in required_at(self.model, name, "querystring")])
        array("telling_headers", "std::string_view", [quoted(h) for h in self.telling.get(name, [])])
        if status := operation["http"].get("responseCode"):
            fields.append(f".status = {status}")
        array("status_rules", "wire::StatusRule",
              [f"{{{quoted(rule['member'])}, {rule['status']}}}" for rule in operation.get("statusRules", [])])
        if root := operation.get("outputRoot"):
            fields.append(f".root = {quoted(root)}")
        if operation.get("httpChecksum", {}).get("requestChecksumRequired") or operation.get("httpChecksumRequired"):
            fields.append(".checksum_required = true")
        return f"{''.join(arrays)}constexpr wire::HttpBinding k{name}_http{{{', '.join(fields)}}};\n"


def protocol(name: str) -> str:
    return f"wire::Protocol::{PROTOCOLS[name]}"


def split_uri(uri: str) -> tuple[list[str], list[tuple[str, str]]]:
    path, _, query = uri.partition("?")
    literals = [tuple((pair + "=").split("=")[:2]) for pair in query.split("&") if pair]
    # x-id only tells readers of access logs which operation was meant.
    return [part for part in path.split("/") if part], [pair for pair in literals if pair[0] != "x-id"]


def path_part(part: str) -> str:
    if part.endswith("+}"):
        return f"{{wire::PathPart::Kind::Greedy, {quoted(part[1:-2])}}}"
    if part.startswith("{"):
        return f"{{wire::PathPart::Kind::Label, {quoted(part[1:-1])}}}"
    return f"{{wire::PathPart::Kind::Literal, {quoted(part)}}}"


def required_at(model: Model, name: str, location: str) -> list[str]:
    operation = model.all_operations[name]
    if "input" not in operation:
        return []
    shape = model.shapes[operation["input"]["shape"]]
    members = [shape["members"][member] for member in shape.get("required", [])]
    return [m["locationName"] for m in members if m.get("location") == location]


def telling_headers(model: Model) -> dict[str, list[str]]:
    """Required headers, where another operation has the same method, path and query: CopyObject beside PutObject."""
    groups: dict[tuple, list[str]] = {}
    for name, operation in model.all_operations.items():
        path, literals = split_uri(operation["http"]["requestUri"])
        queries = required_at(model, name, "querystring")
        key = (operation["http"]["method"], tuple(path), tuple(sorted(literals)), tuple(sorted(queries)))
        groups.setdefault(key, []).append(name)
    return {
        name: required_at(model, name, "header") for names in groups.values() if len(names) > 1 for name in names
    }

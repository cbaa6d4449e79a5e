"""handler.h and handler.cc of one service: the interface that src/services/<service> overrides."""

from emit_types import heading
from model import Model
from names import quoted, snake


def signature(operation: dict) -> tuple[str, str]:
    output = operation["output"]["shape"] if "output" in operation else "wire::Empty"
    return output, operation["input"]["shape"] if "input" in operation else "wire::Empty"


def emit_header(model: Model) -> str:
    methods = []
    for name in sorted(model.operations):
        output, request = signature(model.operations[name])
        methods.append(
            f"  virtual base::Result<{output}> {snake(name)}(const wire::RequestContext& context,\n"
            f"      const {request}& request);\n"
        )
    service = model.service
    return (
        f'{heading(model)}#pragma once\n\n#include <memory>\n\n#include "api/{service}/fwd.h"\n#include "base/result.h"\n'
        '#include "wire/context.h"\n#include "wire/empty.h"\n\n'
        "namespace wire {\nclass Service;\nstruct ServiceInfo;\nstruct ServiceTable;\n}  // namespace wire\n\n"
        f"namespace api::{service} {{\n\n"
        "// What the service does, one method an operation. A method that is not overridden answers with the service's\n"
        "// error for an operation that is not there: overriding is the registration. Called from many threads at once.\n"
        "class Handler {\n public:\n  virtual ~Handler() = default;\n\n"
        f"{''.join(methods)}}};\n\n"
        "const wire::ServiceInfo& service_info();\nconst wire::ServiceTable& service_table();\n\n"
        "// The service behind its protocol; `handler` outlives it.\n"
        "std::unique_ptr<wire::Service> make_service(Handler& handler);\n\n"
        f"}}  // namespace api::{service}\n"
    )


def emit_source(model: Model) -> str:
    methods = []
    for name in sorted(model.operations):
        output, request = signature(model.operations[name])
        methods.append(
            f"base::Result<{output}> Handler::{snake(name)}(const wire::RequestContext&, const {request}&) {{\n"
            f"  return wire::unanswered(service_info(), {quoted(name)});\n}}\n"
        )
    service = model.service
    return (
        f'{heading(model)}#include "api/{service}/handler.h"\n\n#include "api/{service}/types.h"\n'
        '#include "wire/errors.h"\n\n'
        f"namespace api::{service} {{\n\n{''.join(methods)}\n}}  // namespace api::{service}\n"
    )

"""Writes outputs_<service>.cc for apigen_codec: how to make each operation's output. Run by CMake.

    outputs.py APIGEN_FOLDER BOTOCORE_DATA MODELS SERVICE OUT
"""

import pathlib
import sys

apigen, data, models, service, out = sys.argv[1:]
sys.path.insert(0, apigen)

from emit_handler import signature  # noqa: E402
from model import Model  # noqa: E402

model = Model(pathlib.Path(data), pathlib.Path(models), service)
rows = []
for name, operation in sorted(model.operations.items()):
    output, _ = signature(operation)
    rows.append(f'    {{"{name}", [](const std::function<void(void*)>& use) {{ {output} value; use(&value); }}}},\n')

pathlib.Path(out).write_text(
    f'#include "api/{service}/handler.h"\n#include "api/{service}/types.h"\n#include "samples.h"\n\n'
    f"namespace api::{service} {{\nnamespace {{\n\n"
    f"constexpr apigen_test::OutputMaker kOutputs[] = {{\n{''.join(rows)}}};\n\n"
    f"Handler empty_handler;\n\n}}  // namespace\n}}  // namespace api::{service}\n\n"
    f"apigen_test::Sample apigen_test::make_{service}_sample() {{\n"
    f"  return {{api::{service}::service_table(), api::{service}::kOutputs, "
    f"api::{service}::make_service(api::{service}::empty_handler)}};\n}}\n"
)

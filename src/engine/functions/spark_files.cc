#include "engine/functions/spark_rows.h"

// Of rows that come from no file. For those that do, lower/input_files.cc knows better.
namespace engine {
namespace {

base::Result<Typed> no_file(Call& call) {
  return Typed{constant_tree(duckdb::Value("")), Type::VARCHAR, call_name(call)};
}

base::Result<Typed> no_block(Call& call) {
  return Typed{number_tree(-1), Type::BIGINT, call_name(call)};
}

constexpr FunctionRow kRows[] = {
    {"input_file_name", 0, 0, no_file},
    {"input_file_block_start", 0, 0, no_block},
    {"input_file_block_length", 0, 0, no_block},
};

}  // namespace

std::span<const FunctionRow> spark_file_functions() {
  return kRows;
}

}  // namespace engine

#include "engine/sinks/sink_copy.h"

#include "duckdb/parser/parsed_data/copy_info.hpp"

namespace engine {
namespace {

constexpr const char* kSpec = "dovetail_spec";

}  // namespace

duckdb::unique_ptr<duckdb::CopyStatement> copy_to_sink(const char* sink,
                                                       duckdb::unique_ptr<duckdb::QueryNode> query,
                                                       WriteSpec& spec) {
  auto statement = duckdb::make_uniq<duckdb::CopyStatement>();
  auto& info = *statement->info;
  info.is_from = false;
  info.is_format_auto_detected = false;
  info.format = sink;
  info.file_path = spec.prefix;
  info.select_statement = std::move(query);
  // Options are values, so the spec travels as an address; it outlives the query (write_spec.h).
  info.options[kSpec] = {duckdb::Value::POINTER(reinterpret_cast<uintptr_t>(&spec))};
  return statement;
}

WriteSpec& spec_of(const duckdb::CopyInfo& info) {
  return *reinterpret_cast<WriteSpec*>(info.options.at(kSpec).at(0).GetPointer());
}

}  // namespace engine

#include "engine/sources/arrow_table.h"

#include <nanoarrow/nanoarrow.h>

#include "duckdb/common/arrow/arrow_wrapper.hpp"
#include "duckdb/function/table/arrow.hpp"
#include "duckdb/parser/tableref/table_function_ref.hpp"
#include "engine/functions/tree.h"
#include "engine/sources/arrow_streams.h"

namespace engine {
namespace {

base::Error damaged(const char* why) {
  return base::refusal("BadData", 400,
                       std::string("The local data is no stream of Arrow: ") + (why == nullptr ? "" : why));
}

// DuckDB's callbacks, which get the table as a number.
duckdb::unique_ptr<duckdb::ArrowArrayStreamWrapper> produce(uintptr_t table, duckdb::ArrowStreamParameters&) {
  auto stream = duckdb::make_uniq<duckdb::ArrowArrayStreamWrapper>();
  stream->arrow_array_stream = reinterpret_cast<const ArrowTable*>(table)->read();
  return stream;
}
void describe(ArrowArrayStream* table, ArrowSchema& schema) {
  ArrowArrayStream stream = reinterpret_cast<const ArrowTable*>(table)->read();
  stream.get_schema(&stream, &schema);
  stream.release(&stream);
}

}  // namespace

ArrowArrayStream ArrowTable::read() const {
  return read_in_turn(sources_);
}

base::Result<std::unique_ptr<ArrowTable>> ArrowTable::open(std::string_view bytes) {
  std::vector<ArrowSource> sources;
  sources.push_back({bytes, nullptr});
  return open(std::move(sources));
}

base::Result<std::unique_ptr<ArrowTable>> ArrowTable::open(std::vector<ArrowSource> sources) {
  std::unique_ptr<ArrowTable> table(new ArrowTable(std::move(sources)));
  ArrowArrayStream stream = table->read();
  ArrowSchema schema{};
  if (stream.get_schema(&stream, &schema) != 0) {
    base::Error error = damaged(stream.get_last_error(&stream));
    stream.release(&stream);
    return error;
  }
  for (std::int64_t i = 0; i < schema.n_children; ++i) table->names_.emplace_back(schema.children[i]->name);
  schema.release(&schema);
  stream.release(&stream);
  return table;
}

// "Dumb": it takes all columns, and leaves the choice among them to whoever stands around it.
duckdb::unique_ptr<duckdb::TableRef> ArrowTable::scan() const {
  const auto pointer = [](const void* address) {
    return constant_tree(duckdb::Value::POINTER(reinterpret_cast<uintptr_t>(address)));
  };
  auto item = duckdb::make_uniq<duckdb::TableFunctionRef>();
  item->function =
      call_tree("arrow_scan_dumb", trees(pointer(this), pointer(reinterpret_cast<const void*>(&produce)),
                                         pointer(reinterpret_cast<const void*>(&describe))));
  return item;
}

}  // namespace engine

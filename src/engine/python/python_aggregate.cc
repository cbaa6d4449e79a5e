#include "engine/error_codes.h"
#include "engine/functions/nested.h"
#include "engine/python/group_writer.h"
#include "engine/python/python_call.h"
#include "engine/python/python_stream.h"
#include "engine/python/python_udf.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr const char* kName = "dovetail_python_aggregate";
constexpr std::size_t kMostBytes = std::size_t{1} << 20;  // of whole groups, sent at once

// A group is a list of structs, of the arguments of each row.
class GroupCalls final : public duckdb::FunctionLocalState {
 public:
  GroupCalls(const PythonFunction& function, duckdb::vector<Type> arguments, duckdb::ClientContext& context)
      : function_(function), context_(context) {
    for (const auto& [name, type] :
         duckdb::StructType::GetChildTypes(duckdb::ListType::GetChildType(arguments[0]))) {
      names_.push_back(name);
      types_.push_back(type);
    }
  }

  // Whole groups are gathered until they are large enough to be sent, and their values come back in the same
  // order; `due` says where each belongs, as groups of no rows are not sent.
  void call(duckdb::DataChunk& groups, duckdb::Vector& result) {
    if (stream_ == nullptr) begin();
    duckdb::Vector& lists = groups.data[0];
    duckdb::UnifiedVectorFormat entries;
    lists.ToUnifiedFormat(groups.size(), entries);
    duckdb::DataChunk rows;
    refer_to_rows(lists, rows);
    std::vector<duckdb::idx_t> due;  // the groups that were sent
    duckdb::idx_t given = 0;
    const auto take = [&](duckdb::DataChunk& values) {
      for (duckdb::idx_t i = 0; i < values.size(); ++i, ++given) {
        if (given == due.size())
          raise(base::failure("a Python process gave values for groups that it was not given"));
        duckdb::VectorOperations::Copy(values.data[0], result, i + 1, i, due[given]);
      }
    };
    std::string bytes;
    for (duckdb::idx_t group = 0; group < groups.size(); ++group) {
      const auto at = entries.sel->get_index(group);
      if (!entries.validity.RowIsValid(at)) {  // of no row
        duckdb::FlatVector::SetNull(result, group, true);
        continue;
      }
      const auto list = duckdb::UnifiedVectorFormat::GetData<duckdb::list_entry_t>(entries)[at];
      bytes += group_stream(*writer_, rows, list.offset, list.offset + list.length);
      due.push_back(group);
      if (bytes.size() >= kMostBytes) exchange(std::exchange(bytes, {}), take);
    }
    if (!bytes.empty()) exchange(bytes, take);
    if (given < due.size()) raise(base::failure("a Python process gave too few values"));
  }

 private:
  void begin() {
    writer_ = std::make_unique<BatchWriter>(types_, names_, function_.time_zone, context_);
    reader_ = std::make_unique<BatchReader>(duckdb::vector<Type>{function_.result}, context_);
    const std::string schema = writer_->schema();
    writer_->end();
    stream_ = std::make_unique<PythonStream>(function_, schema);
  }

  static void refer_to_rows(duckdb::Vector& lists, duckdb::DataChunk& rows) {
    duckdb::Vector& structs = duckdb::ListVector::GetEntry(lists);
    const auto count = duckdb::ListVector::GetListSize(lists);
    structs.Flatten(count);
    for (auto& column : duckdb::StructVector::GetEntries(structs)) rows.data.emplace_back(*column);
    rows.SetCardinality(count);
  }

  void exchange(const std::string& bytes, const BatchReader::Take& take) {
    stream_->send(bytes);
    while (reader_->read([&] { return stream_->next(); }, take)) {
    }
  }

  const PythonFunction& function_;
  duckdb::ClientContext& context_;
  duckdb::vector<std::string> names_;
  duckdb::vector<Type> types_;
  std::unique_ptr<BatchWriter> writer_;
  std::unique_ptr<BatchReader> reader_;
  std::unique_ptr<PythonStream> stream_;  // null: not yet
};

}  // namespace

void register_python_aggregate(duckdb::ExtensionLoader& loader) {
  loader.RegisterFunction(python_call_function<GroupCalls>(kName));
}

Tree python_aggregate_tree(const PythonFunction& function, Trees arguments, const Window* over) {
  std::vector<std::pair<std::string, Tree>> fields;
  for (auto& argument : arguments) {
    std::string name = fmt::format("_{}", fields.size());
    fields.emplace_back(std::move(name), std::move(argument));
  }
  Trees row = trees(struct_tree(std::move(fields)));
  Tree rows =
      over == nullptr ? call_tree("list", std::move(row)) : window_tree(*over, "list", std::move(row));
  return python_call_tree(kName, function, trees(std::move(rows)));
}

}  // namespace engine

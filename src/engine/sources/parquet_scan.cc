#include "engine/sources/parquet_scan.h"

#include "duckdb/catalog/catalog_entry/table_function_catalog_entry.hpp"
#include "duckdb/common/error_data.hpp"
#include "duckdb/common/multi_file/multi_file_states.hpp"
#include "duckdb/function/scalar_function.hpp"
#include "duckdb/main/connection.hpp"
#include "duckdb/main/relation.hpp"
#include "duckdb/parser/expression/comparison_expression.hpp"
#include "duckdb/parser/tableref/table_function_ref.hpp"
#include "duckdb/planner/operator/logical_get.hpp"
#include "engine/functions/kernel.h"
#include "engine/sources/time_bounds.h"
#include "engine/storage/raise.h"
#include "engine/storage/raised.h"

namespace engine {
namespace {

using duckdb::string_t;
using duckdb::Value;

constexpr const char* kPathColumn = "__dovetail_path";
// DuckDB's reader, and the same without its statistics of whole files. With them, DuckDB 1.5 answers COUNT,
// MIN and MAX from the footers even where a filter stands on the path, which has no statistics, and fails
// with an internal error.
constexpr const char* kRead = "dovetail_read_parquet_alone";
constexpr const char* kReadWithPath = "dovetail_read_parquet";
constexpr const char* kPartitionValue = "dovetail_partition_value";
constexpr const char* kRefused = "dovetail_refused_column";

// One text for each file; a chunk's rows mostly come from one file, which a constant vector says.
void run_partition_value(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  const auto count = input.size();
  auto& paths = input.data[0];
  const auto& values =
      *reinterpret_cast<const PartitionValues*>(input.data[1].GetValue(0).GetValue<std::uint64_t>());
  const auto index = static_cast<std::size_t>(input.data[2].GetValue(0).GetValue<std::int32_t>());
  const auto set = [&](duckdb::idx_t row, const std::string& path) {
    const auto& value = values.of(path)[index];
    if (value)
      duckdb::FlatVector::GetData<string_t>(result)[row] = duckdb::StringVector::AddString(result, *value);
    else
      duckdb::FlatVector::SetNull(result, row, true);
  };
  if (paths.GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR) {
    result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
    const auto& value = values.of(duckdb::ConstantVector::GetData<string_t>(paths)[0].GetString())[index];
    if (value)
      duckdb::ConstantVector::GetData<string_t>(result)[0] = duckdb::StringVector::AddString(result, *value);
    else
      duckdb::ConstantVector::SetNull(result, true);
    return;
  }
  duckdb::UnifiedVectorFormat format;
  paths.ToUnifiedFormat(count, format);
  const auto* data = duckdb::UnifiedVectorFormat::GetData<string_t>(format);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (duckdb::idx_t row = 0; row < count; ++row) set(row, data[format.sel->get_index(row)].GetString());
}

// (column, why)
void run_refused(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  if (input.size() > 0)
    raise(base::refusal("BadData", 400, duckdb::StringValue::Get(input.data[1].GetValue(0))));
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
}

duckdb::unique_ptr<duckdb::FunctionData> bind_refused(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  function.arguments = {arguments[0]->return_type, Type::VARCHAR, arguments[2]->return_type};
  function.SetReturnType(arguments[2]->return_type);
  duckdb::Function::EraseArgument(function, arguments, 2);
  return nullptr;
}

// Of DuckDB's reader; the same in every database.
duckdb::table_function_t read_rows = nullptr;
duckdb::table_statistics_t statistics = nullptr;
duckdb::table_statistics_extended_t extended_statistics = nullptr;
duckdb::table_function_get_partition_stats_t partition_statistics = nullptr;
duckdb::table_function_serialize_t serialize = nullptr;
duckdb::table_function_pushdown_complex_filter_t push_down = nullptr;

// The file that a thread reads, as users know it; empty: none yet.
std::string file_of(const duckdb::TableFunctionInput& input) {
  const auto& own = static_cast<const duckdb::MultiFileLocalState&>(*input.local_state);
  return own.reader ? RunStorage::shown(own.reader->GetFileName()) : std::string();
}

// What DuckDB's reader throws when a file is not what it says it is: errors of many kinds, few of which name
// the file.
base::Error fault_of_file(const std::exception& exception, const std::string& file) {
  auto error = caught_error(exception);
  const auto type = duckdb::ErrorData(exception).Type();
  if (is_raised(exception) || type == duckdb::ExceptionType::OUT_OF_MEMORY ||
      type == duckdb::ExceptionType::INTERRUPT)
    return error;
  if (error.fault == base::Error::Fault::World)
    error = base::refusal("BadData", 400, "the file is damaged: " + error.message);
  if (error.message.find(file) == error.message.npos)
    error.message = fmt::format("{}: {}", file, error.message);
  return error;
}

void read_rows_naming_the_file(duckdb::ClientContext& context, duckdb::TableFunctionInput& input,
                               duckdb::DataChunk& output) {
  try {
    read_rows(context, input, output);
  } catch (const std::exception& exception) {
    const auto file = file_of(input);
    if (file.empty()) throw;
    raise(fault_of_file(exception, file));
  }
}

// Statistics that are damaged are as good as none: what is read of the rows is not theirs to say.
duckdb::unique_ptr<duckdb::BaseStatistics> sound_statistics(duckdb::ClientContext& context,
                                                            const duckdb::FunctionData* data,
                                                            duckdb::column_t column) {
  try {
    return statistics(context, data, column);
  } catch (const std::exception&) {
    return nullptr;
  }
}

duckdb::unique_ptr<duckdb::BaseStatistics> sound_extended_statistics(
    duckdb::ClientContext& context, duckdb::TableFunctionGetStatisticsInput& input) {
  try {
    return extended_statistics(context, input);
  } catch (const std::exception&) {
    return nullptr;
  }
}

duckdb::vector<duckdb::PartitionStatistics> sound_partition_statistics(
    duckdb::ClientContext& context, duckdb::GetPartitionStatsInput& input) {
  try {
    return partition_statistics(context, input);
  } catch (const std::exception&) {
    return {};
  }
}

// The scan keeps the columns' names in the files, and the query has its own for them: no two of a query's
// columns are named alike, but two Reads of the same files are the same scan.
duckdb::unique_ptr<duckdb::LogicalOperator> bind_scan(duckdb::ClientContext& context,
                                                      duckdb::TableFunctionBindInput& input,
                                                      duckdb::idx_t index,
                                                      duckdb::vector<std::string>& names_in_query) {
  auto function = input.table_function;
  function.bind_operator = nullptr;
  duckdb::vector<Type> types;
  duckdb::vector<std::string> names;
  auto data = function.bind(context, input, types, names);
  auto virtual_columns = function.get_virtual_columns(context, data.get());
  names_in_query = input.ref.column_name_alias;
  auto scan = duckdb::make_uniq<duckdb::LogicalGet>(index, std::move(function), std::move(data), types,
                                                    std::move(names), std::move(virtual_columns));
  for (duckdb::idx_t column = 0; column < types.size(); ++column) scan->AddColumnId(column);
  return scan;
}

void push_down_with_time_bounds(duckdb::ClientContext& context, duckdb::LogicalGet& scan,
                                duckdb::FunctionData* data,
                                duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& conditions) {
  add_time_bounds(scan, conditions);
  push_down(context, scan, data, conditions);
}

// DuckDB computes once what several parts of a query have in common, and tells by their serialized form that
// they are the same: of two Reads of the same objects it is.
void serialize_by_content(duckdb::Serializer& serializer, duckdb::optional_ptr<duckdb::FunctionData> data,
                          const duckdb::TableFunction& function) {
  auto& files = data->Cast<duckdb::MultiFileBindData>().file_list;
  duckdb::vector<duckdb::OpenFileInfo> contents;
  for (const auto& file : files->GetAllFiles()) contents.emplace_back(RunStorage::path_of_content(file.path));
  const auto own = std::exchange(files, duckdb::make_shared_ptr<duckdb::SimpleMultiFileList>(contents));
  try {
    serialize(serializer, data, function);
  } catch (const std::exception&) {
    files = own;
    throw;
  }
  files = own;
}

}  // namespace

Value parquet_paths(const std::vector<SourceFile>& files) {
  duckdb::vector<Value> paths;
  for (const auto& file : files) paths.emplace_back(file.path);
  return Value::LIST(Type::VARCHAR, std::move(paths));
}

base::Result<std::vector<Field>> parquet_columns(duckdb::Connection& connection,
                                                 const std::vector<SourceFile>& files) {
  try {
    duckdb::named_parameter_map_t parameters;
    parameters["union_by_name"] = Value::BOOLEAN(files.size() > 1);
    parameters["hive_partitioning"] = Value::BOOLEAN(false);  // the pins say what the folders mean
    const auto relation = connection.TableFunction("read_parquet", {parquet_paths(files)}, parameters);
    std::vector<Field> fields;
    for (const auto& column : relation->Columns()) fields.push_back({column.Name(), column.Type()});
    return fields;
  } catch (const std::exception& exception) {
    if (files.size() != 1) return caught_error(exception);
    return fault_of_file(exception, RunStorage::shown(files[0].path));
  }
}

duckdb::unique_ptr<duckdb::TableRef> parquet_scan(const std::vector<SourceFile>& files, WithPath with_path) {
  Trees arguments;
  arguments.push_back(constant_tree(parquet_paths(files)));
  const auto option = [&](const char* name, Value value) {
    arguments.push_back(compare_tree(duckdb::ExpressionType::COMPARE_EQUAL, column_tree(name),
                                     constant_tree(std::move(value))));
  };
  option("union_by_name", Value::BOOLEAN(files.size() > 1));
  option("hive_partitioning", Value::BOOLEAN(false));
  if (with_path == WithPath::Yes) option("filename", Value(kPathColumn));
  auto item = duckdb::make_uniq<duckdb::TableFunctionRef>();
  item->function = call_tree(with_path == WithPath::Yes ? kReadWithPath : kRead, std::move(arguments));
  return item;
}

Tree partition_value_tree(const PartitionValues& values, Tree path, std::size_t index) {
  return call_tree(
      kPartitionValue,
      trees(std::move(path), constant_tree(Value::UBIGINT(reinterpret_cast<std::uintptr_t>(&values))),
            constant_tree(Value::INTEGER(static_cast<std::int32_t>(index)))));
}

Tree refused_tree(Tree column, const Type& type, const std::string& why) {
  return call_tree(kRefused, trees(std::move(column), constant_tree(Value(why)), null_tree(type)));
}

void register_parquet_scan(duckdb::ExtensionLoader& loader) {
  for (const char* name : {kRead, kReadWithPath}) {
    auto read = loader.GetTableFunction("read_parquet").functions;
    read.name = name;
    for (auto& function : read.functions) {
      read_rows = function.function;
      function.function = read_rows_naming_the_file;
      if ((statistics = function.statistics)) function.statistics = sound_statistics;
      if ((extended_statistics = function.statistics_extended))
        function.statistics_extended = sound_extended_statistics;
      if ((partition_statistics = function.get_partition_stats))
        function.get_partition_stats = name == kRead ? sound_partition_statistics : nullptr;
      if ((push_down = function.pushdown_complex_filter))
        function.pushdown_complex_filter = push_down_with_time_bounds;
      // A row's path says which partition it is of: there, two Reads of one object differ.
      function.bind_operator = bind_scan;
      if ((serialize = function.serialize) && name == kRead) function.serialize = serialize_by_content;
    }
    loader.RegisterFunction(std::move(read));
  }
  duckdb::ScalarFunction refused(kRefused, {Type::ANY, Type::VARCHAR, Type::ANY}, Type::ANY, run_refused,
                                 bind_refused);
  refused.SetFallible();
  register_kernel(loader, std::move(refused));
  loader.RegisterFunction(duckdb::ScalarFunction(
      kPartitionValue, {Type::VARCHAR, Type::UBIGINT, Type::INTEGER}, Type::VARCHAR, run_partition_value));
}

}  // namespace engine

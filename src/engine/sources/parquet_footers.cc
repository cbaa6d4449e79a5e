#include "engine/sources/parquet_footers.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "duckdb/main/connection.hpp"
#include "duckdb/main/relation.hpp"
#include "engine/sources/parquet_scan.h"
#include "engine/sources/schema_merge.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;
using duckdb::Value;
using Shared = std::shared_ptr<const ParquetColumns>;

constexpr std::size_t kMostKnownBytes = std::size_t{16} << 20;

// What of parquet_schema() tells two schemas apart.
constexpr const char* kTellsApart[] = {"name",         "type",           "type_length", "repetition_type",
                                       "num_children", "converted_type", "scale",       "precision",
                                       "logical_type"};

duckdb::idx_t column_named(const duckdb::QueryResult& result, std::string_view name) {
  const auto found = std::find(result.names.begin(), result.names.end(), name);
  ASSERT(found != result.names.end(), "DuckDB's functions keep their columns");
  return static_cast<duckdb::idx_t>(found - result.names.begin());
}

// One file's schema as parquet_schema() lists it, element by element.
struct Listed {
  std::string signature;
  struct Column {
    bool int96 = false;
    std::string repeated;
  };
  std::vector<Column> columns;  // of the top level
};

// The levels above the element that was listed last: how many elements of each are to come, and the names of
// those that have come.
class Levels {
 public:
  bool at_root() const { return levels_.empty(); }
  bool at_top() const { return levels_.size() == 1; }
  // Whether an element of its name stands beside it, in whatever case.
  bool enter(const std::string& name, std::int64_t children) {
    const bool repeats = !levels_.empty() && !levels_.back().names.insert(base::to_lower(name)).second;
    if (!levels_.empty()) --levels_.back().left;
    if (children > 0) levels_.push_back({.left = children, .names = {}});
    while (!levels_.empty() && levels_.back().left == 0) levels_.pop_back();
    return repeats;
  }

 private:
  struct Level {
    std::int64_t left = 0;
    std::unordered_set<std::string> names;
  };
  std::vector<Level> levels_;
};

using ListedFiles = std::unordered_map<std::string, Listed>;

ListedFiles list_schemas(duckdb::Connection& connection, const std::vector<SourceFile>& files) {
  const auto result = connection.TableFunction("parquet_schema", {parquet_paths(files)})->Execute();
  if (result->HasError()) result->ThrowError();
  const auto file = column_named(*result, "file_name"), name = column_named(*result, "name"),
             type = column_named(*result, "type"), children = column_named(*result, "num_children");
  std::vector<duckdb::idx_t> signature;
  for (const char* column : kTellsApart) signature.push_back(column_named(*result, column));

  ListedFiles listed;
  std::string current;
  Levels levels;
  while (const auto chunk = result->Fetch())
    for (duckdb::idx_t row = 0; row < chunk->size(); ++row) {
      if (auto path = chunk->GetValue(file, row).ToString(); path != current || levels.at_root()) {
        current = std::move(path);
        levels = Levels();
        listed[current] = Listed();
      }
      auto& own = listed[current];
      for (const auto column : signature) own.signature += chunk->GetValue(column, row).ToString() + '\n';
      if (levels.at_top())
        own.columns.push_back({.int96 = chunk->GetValue(type, row).ToString() == "INT96", .repeated = {}});
      const auto element = chunk->GetValue(name, row).ToString();
      const auto count = chunk->GetValue(children, row);
      if (levels.enter(element, count.IsNull() ? 0 : count.GetValue<std::int64_t>()))
        own.columns.back().repeated = element;
    }
  return listed;
}

// Of each file, by path.
std::unordered_map<std::string, std::int64_t> count_rows(duckdb::Connection& connection,
                                                         const std::vector<SourceFile>& files) {
  const auto result = connection.TableFunction("parquet_file_metadata", {parquet_paths(files)})->Execute();
  if (result->HasError()) result->ThrowError();
  const auto file = column_named(*result, "file_name"), column = column_named(*result, "num_rows");
  std::unordered_map<std::string, std::int64_t> rows;
  while (const auto chunk = result->Fetch())
    for (duckdb::idx_t row = 0; row < chunk->size(); ++row)
      rows[chunk->GetValue(file, row).ToString()] = chunk->GetValue(column, row).GetValue<std::int64_t>();
  return rows;
}

// A file's type as Spark has it: unsigned numbers take the next signed type, finer timestamps become
// microseconds. Nothing: Spark has none for it.
std::optional<Type> spark_type(const Type& type) {
  switch (type.id()) {
    case Id::UTINYINT:
      return Type::SMALLINT;
    case Id::USMALLINT:
      return Type::INTEGER;
    case Id::UINTEGER:
      return Type::BIGINT;
    case Id::UBIGINT:
      return Type::DECIMAL(20, 0);
    case Id::TIMESTAMP_SEC:
    case Id::TIMESTAMP_MS:
    case Id::TIMESTAMP_NS:
      return Type::TIMESTAMP;
    case Id::ENUM:
    case Id::VARCHAR:  // that of JSON has another name
      return Type::VARCHAR;
    case Id::LIST: {
      const auto child = spark_type(duckdb::ListType::GetChildType(type));
      return child ? std::optional(Type::LIST(*child)) : std::nullopt;
    }
    case Id::MAP: {
      const auto key = spark_type(duckdb::MapType::KeyType(type));
      const auto value = spark_type(duckdb::MapType::ValueType(type));
      return key && value ? std::optional(Type::MAP(*key, *value)) : std::nullopt;
    }
    case Id::STRUCT: {
      duckdb::child_list_t<Type> fields;
      for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type)) {
        const auto known = spark_type(field);
        if (!known) return std::nullopt;
        fields.emplace_back(name, *known);
      }
      return Type::STRUCT(std::move(fields));
    }
    case Id::TIME:
    case Id::TIME_TZ:
    case Id::TIME_NS:
    case Id::UUID:
    case Id::INTERVAL:
    case Id::HUGEINT:
    case Id::UHUGEINT:
    case Id::VARIANT:
    case Id::GEOMETRY:
      return std::nullopt;
    default:
      return type;
  }
}

ParquetColumn as_spark_has_it(const Field& field, bool int96) {
  const auto type = int96 ? Type(Type::TIMESTAMP_TZ) : spark_type(field.type);
  return {.name = field.name,
          .type = type.value_or(field.type),
          .stored = field.type,
          .foreign = !type,
          .int96 = int96};
}

base::Result<ParquetColumns> columns_of(duckdb::Connection& connection, const SourceFile& file,
                                        const Listed& listed) {
  const auto fields = TRY(parquet_columns(connection, {file}));
  ParquetColumns columns;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto own = i < listed.columns.size() ? listed.columns[i] : Listed::Column();
    columns.push_back(as_spark_has_it(fields[i], own.int96));
    columns.back().repeated = own.repeated;
  }
  return columns;
}

// The fault of the first file that cannot be read alone; `error`: what went wrong with all of them.
base::Error named(duckdb::Connection& connection, const std::vector<SourceFile>& files, base::Error error) {
  for (const auto& file : files)
    if (const auto alone = parquet_columns(connection, {file}); !alone.ok()) return alone.error();
  const auto name = RunStorage::shown(files.front().path);
  if (files.size() == 1 && error.message.find(name) == error.message.npos)
    error.message = fmt::format("{}: {}", name, error.message);
  return error;
}

// Columns by name, and for each the file that had it first.
class Merge {
 public:
  base::Result<void> add(const ParquetColumns& columns, const std::string& path) {
    for (const auto& column : columns) {
      if (!column.repeated.empty()) return column_already_exists(column.repeated);
      if (column.foreign)
        return base::refusal(
            "BadData", 400,
            fmt::format("Illegal Parquet type: the column {} of {} is {}, which Spark has no type for",
                        column.name, RunStorage::shown(path), column.type.ToString()));
      const auto [place, is_new] = places_.emplace(base::to_lower(column.name), columns_.size());
      if (is_new) {
        columns_.push_back(column);
        paths_.push_back(path);
        continue;
      }
      auto& known = columns_[place->second];
      const auto merged = merged_type(known.type, column.type);
      if (!merged)
        return cannot_merge({known.name, known.type}, RunStorage::shown(paths_[place->second]), column.type,
                            RunStorage::shown(path));
      known.type = *merged;
      known.int96 |= column.int96;
    }
    return {};
  }
  ParquetColumns take() { return std::move(columns_); }

 private:
  ParquetColumns columns_;
  std::vector<std::string> paths_;
  std::unordered_map<std::string, std::size_t> places_;  // by name in lower case
};

// Reads what is not known of `files`.
base::Result<void> read_unknown(duckdb::Connection& connection, const std::vector<SourceFile>& files,
                                KnownFooters& known) {
  ListedFiles listed;
  std::unordered_map<std::string, std::int64_t> rows;
  try {
    listed = list_schemas(connection, files);
    rows = count_rows(connection, files);
  } catch (const std::exception& exception) {
    return named(connection, files, caught_error(exception));
  }
  for (const auto& file : files) {
    const auto own = listed.find(file.path);
    ASSERT(own != listed.end(), "DuckDB lists a schema under the path that it was given");
    auto& columns = known.columns_of(own->second.signature);
    if (!columns)
      columns = std::make_shared<const ParquetColumns>(TRY(columns_of(connection, file, own->second)));
    known.add(file.content_id, {.columns = columns, .rows = rows[file.path]});
  }
  return {};
}

}  // namespace

const KnownFooters::Footer* KnownFooters::find(const std::string& content_id) const {
  const auto found = footers_.find(content_id);
  return found == footers_.end() ? nullptr : &found->second;
}

void KnownFooters::add(const std::string& content_id, Footer footer) {
  bytes_ += content_id.size() + sizeof footer;
  footers_.insert_or_assign(content_id, std::move(footer));
}

Shared& KnownFooters::columns_of(const std::string& schema) {
  const auto [place, is_new] = columns_.try_emplace(schema);
  if (is_new) bytes_ += schema.size();
  return place->second;
}

void KnownFooters::trim() {
  if (bytes_ <= kMostKnownBytes) return;
  *this = KnownFooters();
}

base::Result<ParquetFooters> read_parquet_footers(duckdb::Connection& connection,
                                                  const std::vector<SourceFile>& files, KnownFooters& known) {
  known.trim();
  std::vector<SourceFile> unknown;
  for (const auto& file : files)
    if (!known.find(file.content_id)) unknown.push_back(file);
  if (!unknown.empty()) TRY(read_unknown(connection, unknown, known));
  ParquetFooters footers;
  for (const auto& file : files) {
    const auto& footer = *known.find(file.content_id);
    footers.columns.push_back(footer.columns);
    footers.rows += footer.rows;
  }
  return footers;
}

base::Result<std::vector<Field>> stored_columns(duckdb::Connection& connection,
                                                const std::vector<SourceFile>& files,
                                                const ParquetFooters& footers) {
  const auto& first = footers.columns.front();
  const bool are_alike = std::ranges::all_of(footers.columns, [&](const auto& own) { return own == first; });
  if (!are_alike) return parquet_columns(connection, files);
  std::vector<Field> fields;
  for (const auto& column : *first) fields.push_back({column.name, column.stored});
  return fields;
}

base::Result<ParquetColumns> merged_columns(const ParquetFooters& footers,
                                            const std::vector<SourceFile>& files) {
  Merge merge;
  std::unordered_set<const ParquetColumns*> seen;
  for (std::size_t i = 0; i < files.size(); ++i)
    if (seen.insert(footers.columns[i].get()).second) TRY(merge.add(*footers.columns[i], files[i].path));
  return merge.take();
}

ParquetColumns unified_columns(const std::vector<Field>& duckdb_columns, const ParquetFooters& footers) {
  std::unordered_set<std::string> int96;  // in lower case
  std::unordered_set<const ParquetColumns*> seen;
  for (const auto& columns : footers.columns)
    if (seen.insert(columns.get()).second)
      for (const auto& column : *columns)
        if (column.int96) int96.insert(base::to_lower(column.name));
  ParquetColumns unified;
  for (const auto& field : duckdb_columns)
    unified.push_back(as_spark_has_it(field, int96.contains(base::to_lower(field.name))));
  return unified;
}

const ParquetColumn* find_column(const ParquetColumns& columns, const std::string& name) {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const auto& column) { return base::iequals(column.name, name); });
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace engine

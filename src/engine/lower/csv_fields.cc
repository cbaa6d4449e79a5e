#include "engine/lower/csv_fields.h"

#include "engine/functions/spark_kernels.h"
#include "engine/sources/csv_values.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

Tree text_tree(const std::string& text) {
  return constant_tree(duckdb::Value(text));
}

// By the pattern for the type; nothing: none is told.
Tree time_by_pattern(const OutputColumn& text, const Type& type, const TimeFormats& formats,
                     const Session& session) {
  if (type.id() == Id::TIMESTAMP_TZ && formats.timestamp)
    return kernel_tree("inner.read_instant", trees(column_tree(text.id), text_tree(*formats.timestamp),
                                                   text_tree(session.time_zone)));
  const auto& pattern = type.id() == Id::DATE ? formats.date : formats.local;
  if (type.id() == Id::TIMESTAMP_TZ || !pattern) return nullptr;
  auto local = kernel_tree("inner.read_local", trees(column_tree(text.id), text_tree(*pattern)));
  return type.id() == Id::DATE ? cast_tree(std::move(local), type) : std::move(local);
}

}  // namespace

base::Result<Typed> csv_field(const OutputColumn& text, const Type& type, const CsvOptions& options,
                              const Session& session) {
  if (is_string(type)) return Typed{column_tree(text.id), Type::VARCHAR, text.name};
  Session own = session;
  if (!options.times.zone.empty()) own.time_zone = options.times.zone;
  Tree time = is_datetime(type) ? time_by_pattern(text, type, options.times, own) : nullptr;
  // As Spark has it, times without a zone do not fall back.
  const bool falls_back = options.times.falls_back && type.id() != Id::TIMESTAMP;
  if (time && !falls_back) return Typed{std::move(time), type, text.name};
  Typed value{csv_value_tree(column_tree(text.id), type, options), Type::VARCHAR, text.name};
  value = TRY(cast(std::move(value), type, CastMode::Legacy, own));
  if (time)
    value.tree = operator_tree(duckdb::ExpressionType::OPERATOR_COALESCE,
                               trees(std::move(time), std::move(value.tree)));
  return value;
}

}  // namespace engine

#include "engine/functions/spark_kernels.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "engine/functions/spark_interval.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

const std::vector<SparkKernel>& all_kernels() {
  static const std::vector<SparkKernel> kernels = [] {
    std::vector<SparkKernel> all;
    for (auto make : {spark_text_kernels, spark_search_kernels, spark_regexp_kernels, spark_encoding_kernels,
                      spark_charset_kernels, spark_number_kernels, spark_time_kernels, spark_pattern_kernels,
                      spark_format_kernels, spark_crypto_kernels, spark_number_format_kernels,
                      spark_interval_kernels, python_regexp_kernels})
      std::ranges::move(make(), std::back_inserter(all));
    return all;
  }();
  return kernels;
}

std::string duckdb_name(std::string_view name) {
  return "dovetail_spark_" + std::string(name);
}

using Index = std::map<std::string, std::vector<const SparkKernel*>, std::less<>>;

const Index& kernels_by_name() {
  static const Index index = [] {
    Index made;
    for (const auto& kernel : all_kernels()) made[std::string(kernel.name)].push_back(&kernel);
    return made;
  }();
  return index;
}

bool takes_as_they_are(const SparkKernel& kernel, const Call& call) {
  if (call.arguments.empty() || kernel.takes[0] != call.arguments[0].type) return false;
  for (std::size_t i = 1; i < call.arguments.size(); ++i)
    if (kernel.takes[i].id() == Id::BLOB && call.arguments[i].type.id() != Id::BLOB) return false;
  return true;
}

const SparkKernel& kernel_of(const Call& call) {
  const auto& rows = kernels_by_name().at(base::to_lower(call.name));
  for (const SparkKernel* row : rows)
    if (takes_as_they_are(*row, call)) return *row;
  return *rows.front();
}

void add_defaults(const SparkKernel& kernel, Call& call) {
  const std::size_t required = kernel.takes.size() - kernel.defaults.size();
  for (std::size_t i = call.arguments.size(); i < kernel.takes.size(); ++i) {
    const auto& value = kernel.defaults[i - required];
    call.arguments.push_back({constant_tree(value), value.type(), value.ToString()});
  }
}

base::Result<Typed> call_kernel(Call& call) {
  const SparkKernel& kernel = kernel_of(call);
  add_defaults(kernel, call);
  if (!kernel.shown.empty()) call.name = kernel.shown;
  std::string name = call_name(call);
  Trees arguments;
  for (std::size_t i = 0; i < call.arguments.size(); ++i)
    arguments.push_back(TRY(implicit_argument(call, i, kernel.takes[i])));
  return Typed{call_tree(duckdb_name(kernel.name), std::move(arguments)), kernel.gives, std::move(name)};
}

bool casts_by_itself(const Type& from, const Type& to) {
  if (from == to || is_null_type(from)) return true;
  if (from.id() == Id::LIST && to.id() == Id::LIST)
    return casts_by_itself(duckdb::ListType::GetChildType(from), duckdb::ListType::GetChildType(to));
  if (from.IsNested() || to.IsNested()) return false;
  if (is_interval(from) || is_interval(to)) return is_string(to);
  if (is_string(to)) return from.id() != Id::INTERVAL;
  if (is_numeric(to)) return is_numeric(from) || is_string(from);
  if (is_datetime(to)) return is_datetime(from) || is_string(from);
  return to.id() == Id::BLOB && is_string(from);
}

}  // namespace

std::span<const FunctionRow> spark_kernel_functions() {
  static const std::vector<FunctionRow> rows = [] {
    std::vector<FunctionRow> made;
    for (const auto& [name, kernels] : kernels_by_name()) {
      if (name.starts_with("inner.")) continue;
      const auto most = static_cast<int>(kernels.front()->takes.size());
      const auto optional = static_cast<int>(kernels.front()->defaults.size());
      made.push_back({name, most - optional, most, call_kernel});
    }
    return made;
  }();
  return rows;
}

void register_spark_kernels(duckdb::ExtensionLoader& loader) {
  for (const auto& [name, kernels] : kernels_by_name()) {
    duckdb::ScalarFunctionSet overloads(duckdb_name(name));
    for (const SparkKernel* kernel : kernels) {
      duckdb::ScalarFunction function(kernel->takes, kernel->gives, kernel->work);
      if (kernel->fails) function.SetFallible();
      overloads.AddFunction(std::move(function));
    }
    loader.RegisterFunction(std::move(overloads));
  }
}

Tree kernel_tree(std::string_view name, Trees arguments) {
  return call_tree(duckdb_name(name), std::move(arguments));
}

Tree zone_tree(const Session& session) {
  return constant_tree(duckdb::Value(session.time_zone));
}

Tree zone_tree(const Call& call) {
  return zone_tree(call.session);
}

base::Result<Tree> implicit_argument(Call& call, std::size_t index, const Type& type) {
  if (!casts_by_itself(call.arguments[index].type, type)) return wrong_type(call, index, sql_name(type));
  return argument_as(call, index, type);
}

void refuse_value(const std::string& condition, const std::string& message) {
  raise(base::refusal(condition, 400, fmt::format("[{}] {}", condition, message)));
}

}  // namespace engine

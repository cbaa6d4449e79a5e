#include "engine/functions/trino_kernels.h"

#include <algorithm>

#include "base/text.h"
#include "duckdb/planner/expression.hpp"
#include "engine/functions/set_digest_kernels.h"
#include "engine/functions/trino_color.h"

namespace engine {
namespace {

const std::vector<TrinoKernel>& all_kernels() {
  static const std::vector<TrinoKernel> kernels = [] {
    std::vector<TrinoKernel> all;
    for (auto make :
         {text_kernels,     regexp_kernels,     binary_kernels,      url_kernels,    number_kernels,
          time_kernels,     date_parse_kernels, zoned_kernels,       json_kernels,   sql_json_kernels,
          hash_kernels,     statistics_kernels, unit_kernels,        word_kernels,   stem_kernels,
          uuid_kernels,     interval_kernels,   time_of_day_kernels, digest_kernels, distinct_set_kernels,
          sequence_kernels, set_digest_kernels, color_kernels})
      std::ranges::move(make(), std::back_inserter(all));
    return all;
  }();
  return kernels;
}

std::string duckdb_name(const TrinoKernel& kernel) {
  return "dovetail_" + std::string(kernel.name.substr(std::string_view("trino.").size()));
}

base::Result<Typed> call_kernel(Call& call) {
  const auto kernel = std::ranges::find_if(
      all_kernels(), [&](const auto& row) { return base::iequals(row.name, call.name); });
  std::string name = call_name(call);
  Trees arguments;
  for (std::size_t i = 0; i < call.arguments.size(); ++i)
    arguments.push_back(TRY(argument_as(call, i, kernel->takes[i])));
  return Typed{call_tree(duckdb_name(*kernel), std::move(arguments)), kernel->gives, std::move(name)};
}

}  // namespace

std::span<const FunctionRow> trino_kernel_functions() {
  static const std::vector<FunctionRow> rows = [] {
    std::vector<FunctionRow> made;
    for (const auto& kernel : all_kernels()) {
      const auto count = static_cast<int>(kernel.takes.size());
      made.push_back({kernel.name, count, count, call_kernel});
    }
    return made;
  }();
  return rows;
}

void register_trino_kernels(duckdb::ExtensionLoader& loader) {
  register_set_digest_aggregates(loader);
  for (const auto& kernel : all_kernels()) {
    if (kernel.fails)
      register_fallible(loader, duckdb_name(kernel), kernel.takes, kernel.gives, kernel.work);
    else
      loader.RegisterFunction(
          duckdb::ScalarFunction(duckdb_name(kernel), kernel.takes, kernel.gives, kernel.work));
  }
}

void register_fallible(duckdb::ExtensionLoader& loader, const std::string& name,
                       const duckdb::vector<Type>& takes, const Type& gives, duckdb::scalar_function_t work) {
  duckdb::ScalarFunction function(name, takes, gives, std::move(work));
  function.SetFallible();
  loader.RegisterFunction(std::move(function));
}

duckdb::unique_ptr<duckdb::FunctionData> bind_as_first(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  function.arguments[0] = arguments[0]->return_type;
  function.SetReturnType(arguments[0]->return_type);
  return nullptr;
}

void refuse_argument(const std::string& message) {
  raise(base::refusal("INVALID_FUNCTION_ARGUMENT", 400, "INVALID_FUNCTION_ARGUMENT: " + message));
}

std::string upper_hex(std::string_view bytes) {
  std::string hex = base::to_hex(bytes);
  for (char& digit : hex) digit = static_cast<char>(std::toupper(static_cast<unsigned char>(digit)));
  return hex;
}

}  // namespace engine

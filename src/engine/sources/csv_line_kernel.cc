#include "engine/sources/csv_line_kernel.h"

#include "engine/functions/kernel.h"
#include "engine/functions/trino_kernels.h"
#include "engine/sources/csv_line.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr const char* kFunctionName = "dovetail_csv_line";

// (text, the options' address)
void read_lines(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::UnifiedVectorFormat texts, addresses;
  input.data[0].ToUnifiedFormat(input.size(), texts);
  input.data[1].ToUnifiedFormat(input.size(), addresses);
  CsvLine line(*reinterpret_cast<const CsvOptions*>(
      detail::get<std::uint64_t>(addresses, addresses.sel->get_index(0))));
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (duckdb::idx_t row = 0; row < input.size(); ++row) {
    const auto at = texts.sel->get_index(row);
    if (texts.validity.RowIsValid(at) && value_or_raise(line.read(detail::get<std::string_view>(texts, at))))
      detail::put(result, row, line.texts());
    else
      duckdb::FlatVector::SetNull(result, row, true);
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

}  // namespace

Tree csv_line_tree(Tree text, const CsvOptions& options) {
  return call_tree(kFunctionName, std::move(text),
                   constant_tree(duckdb::Value::UBIGINT(reinterpret_cast<std::uintptr_t>(&options))));
}

void register_csv_line(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function(kFunctionName, {Type::VARCHAR, Type::UBIGINT}, Type::LIST(Type::VARCHAR),
                                  read_lines);
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

}  // namespace engine

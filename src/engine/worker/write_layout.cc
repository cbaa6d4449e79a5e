#include "engine/worker/write_layout.h"

#include <fmt/format.h>

#include <charconv>

#include "base/text.h"
#include "engine/lower/partitioning.h"
#include "plan/spark_error.h"
#include "spark/connect/commands.pb.h"

namespace engine {
namespace {

using Operation = spark::connect::WriteOperation;
using By = Partitioning::By;

constexpr std::string_view kMostRows = "maxRecordsPerFile";

// As java.lang.Long reads it.
base::Result<std::int64_t> whole_number(std::string_view text) {
  const std::string_view digits = text.starts_with('+') && !text.starts_with("+-") ? text.substr(1) : text;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc() && end == digits.data() + digits.size()) return number;
  return plan::illegal_argument(fmt::format("For input string: \"{}\"", text));
}

}  // namespace

Wanted wanted_for_layout(const Operation& operation) {
  const auto lies = partitioning_of(operation.input());
  // A row's file is that of the partition that it was told.
  const bool told = lies.by == By::Turn && names_partition(operation.input());
  return lies.by == By::Number || told ? Wanted{kPartitionNumber} : Wanted();
}

bool is_layout_option(const std::string& name) {
  return base::iequals(name, kMostRows);
}

base::Result<const OutputColumn*> read_layout(const Operation& operation, const Lowered& rows,
                                              WriteSpec& spec) {
  for (const auto& [name, value] : operation.options())
    if (is_layout_option(name)) spec.rows_per_file = TRY(whole_number(value));
  const auto lies = partitioning_of(operation.input());
  const OutputColumn* number = partition_number(rows.left_out);
  if (number != nullptr) {
    spec.parts = {.by = WriteSpec::Parts::By::Number, .count = lies.count};
  } else if (lies.by == By::Most || (lies.by == By::Turn && lies.count == 1)) {
    spec.parts = {.by = WriteSpec::Parts::By::Pieces, .count = lies.count};
  } else if (lies.by == By::Turn) {
    spec.parts = {.by = WriteSpec::Parts::By::Turn, .count = lies.count, .first = first_in_turn(lies.count)};
  }
  return number;
}

}  // namespace engine

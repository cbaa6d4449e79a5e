#include <limits>

#include "engine/functions/trino_kernels.h"
#include "engine/functions/window.h"

namespace engine {
namespace {

std::optional<bool> checked_distance(bool fits) {
  if (!fits)
    raise(base::refusal("INVALID_WINDOW_FRAME", 400,
                        "INVALID_WINDOW_FRAME: Window frame offset value must not be negative or null"));
  return true;
}

std::optional<int64_t> window_argument(int64_t number, std::string_view function) {
  if (number == std::numeric_limits<int64_t>::min()) refuse_argument("Offset must not be null");
  if (function == "ntile" && number < 1) refuse_argument("Buckets must be greater than 0");
  if (function == "nth_value" && number < 1) refuse_argument("Offset must be at least 1");
  if (number < 0) refuse_argument("Offset must be at least 0");
  return number;
}

// How often a recursion has run, with the run that gives this row.
std::optional<int64_t> next_depth(int64_t depth) {
  constexpr int64_t kMost = 10;  // Trino's max_recursion_depth
  if (depth >= kMost)
    raise(
        base::refusal("NOT_SUPPORTED", 400,
                      "NOT_SUPPORTED: Recursion depth limit exceeded (10). Use 'max_recursion_depth' session "
                      "property to modify the limit."));
  return depth + 1;
}

}  // namespace

void register_window_kernels(duckdb::ExtensionLoader& loader) {
  register_fallible(loader, "dovetail_checked_distance", {Type::BOOLEAN}, Type::BOOLEAN,
                    row_kernel<bool>(checked_distance));
  register_fallible(loader, "dovetail_window_argument", {Type::BIGINT, Type::VARCHAR}, Type::BIGINT,
                    row_kernel<int64_t, std::string_view>(window_argument));
  register_fallible(loader, "dovetail_next_depth", {Type::BIGINT}, Type::BIGINT,
                    row_kernel<int64_t>(next_depth));
}

}  // namespace engine

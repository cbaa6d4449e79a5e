#pragma once

#include "sql/typed.h"

namespace sql {

// The definition of a window with what it takes over from one of the WINDOW clause put in its place
// (https://trino.io/docs/current/sql/select.html#window-clause).
struct ResolvedWindow {
  const std::vector<ExpressionPtr>* partition_by;
  const std::vector<SortItem>* order_by;
  const Frame* frame;  // null: the default one
};
base::Result<ResolvedWindow> resolve(const Window& window, const std::vector<NamedWindow>& named);

// Refuses what Trino refuses of a frame, and what a plan has no word for.
base::Result<plan::WindowFrame> plan_frame(const Frame& frame, std::size_t sort_keys);

}  // namespace sql

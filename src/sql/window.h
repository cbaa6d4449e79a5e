#pragma once

#include <optional>

#include "sql/ast.h"
#include "sql/typed.h"

namespace sql {

// The definition of a window with what it takes over from one of the WINDOW clause put in its place
// (https://trino.io/docs/current/sql/select.html#window-clause).
struct ResolvedWindow {
  const std::vector<ExpressionPtr>* partition_by;
  const std::vector<SortItem>* order_by;
  const Frame* frame;  // null: the default one
  Position order_position;
};
base::Result<ResolvedWindow> resolve(const Window& window, const std::vector<NamedWindow>& named);

// How far a bound of a frame is from the current row: an interval, or a value; neither: it is not PRECEDING
// or FOLLOWING by a distance.
struct FrameDistance {
  Position position = {};
  const Interval* interval = nullptr;
  std::optional<std::int32_t> constant = {};  // that the value is
  std::optional<Typed> value = {};
};

std::string_view word_of(Frame::Unit unit);  // ROWS, RANGE or GROUPS

// Refuses bounds that are no frame, whatever the window.
base::Result<void> check_bounds(const Frame& frame);

// A plain number of 32 bits, as the plan's frames have them.
std::optional<std::int32_t> constant_distance(const Expression& expression);

// A frame of rows, or of the values of a single key, whose distances are plain numbers.
base::Result<plan::WindowFrame> plain_frame(const Frame& frame, std::size_t sort_keys);

}  // namespace sql

#include "lake/hidden.h"

namespace lake {

bool is_hidden(std::string_view path_below) {
  bool at_start = true;
  for (const char c : path_below) {
    if (at_start && (c == '_' || c == '.')) return true;
    at_start = c == '/';
  }
  return false;
}

}  // namespace lake

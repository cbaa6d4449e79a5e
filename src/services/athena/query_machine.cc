#include "services/athena/query_machine.h"

namespace services::athena {

std::string_view name_of(QueryState state) {
  switch (state) {
    case QueryState::Queued:
      return "QUEUED";
    case QueryState::Running:
      return "RUNNING";
    case QueryState::Succeeded:
      return "SUCCEEDED";
    case QueryState::Failed:
      return "FAILED";
    case QueryState::Cancelled:
      return "CANCELLED";
  }
  return "FAILED";
}

bool is_final(QueryState state) {
  return state == QueryState::Succeeded || state == QueryState::Failed || state == QueryState::Cancelled;
}

}  // namespace services::athena

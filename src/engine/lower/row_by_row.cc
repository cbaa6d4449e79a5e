#include "engine/lower/row_by_row.h"

#include <algorithm>

#include "plan/walks.h"
#include "spark/connect/relations.pb.h"

namespace engine {

using spark::connect::Relation;

const Relation* below_row_by_row(const Relation& relation) {
  const auto windowless = [](const auto& expressions) {
    return std::ranges::none_of(expressions, plan::has_window);
  };
  switch (relation.rel_type_case()) {
    case Relation::kProject:
      return relation.project().has_input() && windowless(relation.project().expressions())
                 ? &relation.project().input()
                 : nullptr;
    case Relation::kWithColumns:
      return windowless(relation.with_columns().aliases()) ? &relation.with_columns().input() : nullptr;
    case Relation::kFilter:
      return &relation.filter().input();
    case Relation::kWithColumnsRenamed:
      return &relation.with_columns_renamed().input();
    case Relation::kToDf:
      return &relation.to_df().input();
    case Relation::kDrop:
      return &relation.drop().input();
    default:
      return nullptr;
  }
}

}  // namespace engine

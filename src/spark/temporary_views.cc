#include "spark/temporary_views.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/spark_error.h"

namespace spark_door {

base::Result<void> TemporaryViews::add(sql::View view, bool replace) {
  std::lock_guard lock(mutex_);
  auto& known = views_[base::to_lower(view.name)];
  if (known != nullptr && !replace)
    return plan::spark_error(
        "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS",
        "Cannot create the temporary view <relationName> because it already exists.\nChoose a "
        "different name, drop or replace the existing view.",
        {{"relationName", fmt::format("`{}`", view.name)}});
  known = std::make_shared<const sql::View>(std::move(view));
  return {};
}

bool TemporaryViews::drop(std::string_view name) {
  std::lock_guard lock(mutex_);
  return views_.erase(base::to_lower(name)) > 0;
}

std::shared_ptr<const sql::View> TemporaryViews::find(std::string_view name) const {
  std::lock_guard lock(mutex_);
  const auto found = views_.find(base::to_lower(name));
  return found == views_.end() ? nullptr : found->second;
}

void TemporaryViews::add_all_of(const TemporaryViews& other) {
  std::scoped_lock lock(mutex_, other.mutex_);
  views_.insert(other.views_.begin(), other.views_.end());
}

std::vector<std::string> TemporaryViews::names() const {
  std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, view] : views_) names.push_back(view->name);
  return names;
}

}  // namespace spark_door

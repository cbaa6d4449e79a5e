#include "services/glue/visual/frame.h"

#include "base/text.h"

namespace services::glue::visual {

const Field* Frame::find(std::string_view name) const {
  const Field* found = nullptr;
  int candidates = 0;
  for (const Field& field : fields) {
    if (field.name == name) return &field;
    if (!base::iequals(field.name, name)) continue;
    found = &field;
    ++candidates;
  }
  return candidates == 1 ? found : nullptr;
}

std::string Frame::field_names() const {
  std::vector<std::string> names;
  for (const Field& field : fields) names.push_back(field.name);
  return base::join(names, ", ");
}

}  // namespace services::glue::visual

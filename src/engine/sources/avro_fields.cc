#include "engine/sources/avro_fields.h"

#include <algorithm>

#include "base/text.h"

namespace engine {
namespace {

std::optional<std::size_t> found_in(const std::unordered_map<std::string, std::size_t>& places,
                                    const std::string& name) {
  const auto found = places.find(name);
  return found == places.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

AvroFields::AvroFields(const AvroType& record, const AvroType* own) : own_(own) {
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    by_name_.emplace(record.fields[i].name, i);
    by_lower_name_[base::to_lower(record.fields[i].name)].push_back(i);
  }
  for (std::size_t i = 0; own && i < own->fields.size(); ++i)
    own_by_lower_name_.emplace(base::to_lower(own->fields[i].name), i);
}

const AvroType::Field* AvroFields::own(const std::string& wanted) const {
  const auto place = found_in(own_by_lower_name_, base::to_lower(wanted));
  return place ? &own_->fields[*place] : nullptr;
}

std::vector<std::size_t> AvroFields::places_of(const std::string& wanted) const {
  if (const auto* field = own(wanted)) {
    const auto place = place_of(*field);
    return place ? std::vector{*place} : std::vector<std::size_t>();
  }
  const auto found = by_lower_name_.find(base::to_lower(wanted));
  return found == by_lower_name_.end() ? std::vector<std::size_t>() : found->second;
}

// By its name or, where there is none of it, by the alias that stands first in the record.
std::optional<std::size_t> AvroFields::place_of(const AvroType::Field& own) const {
  auto place = found_in(by_name_, own.name);
  if (place) return place;
  for (const auto& alias : own.aliases)
    if (const auto found = found_in(by_name_, alias)) place = std::min(*found, place.value_or(*found));
  return place;
}

}  // namespace engine

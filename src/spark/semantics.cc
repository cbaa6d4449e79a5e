#include "spark/semantics.h"

#include <google/protobuf/descriptor.h>

#include <map>

#include "plan/printer.h"
#include "spark/plan_walk.h"

namespace spark_door {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

}  // namespace

// Plan ids become numbers in the order in which they are met; where the client's program made something is
// left out.
std::string semantic_key(plan::Relation relation) {
  std::map<std::int64_t, std::int64_t> numbers;
  const auto canonical = [&](Message& message) -> base::Result<void> {
    const auto* reflection = message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->name() == "origin" || field->name() == "source_info")
        reflection->ClearField(&message, field);
      if (field->name() != "plan_id" || field->cpp_type() != FieldDescriptor::CPPTYPE_INT64) continue;
      const auto number = numbers.try_emplace(reflection->GetInt64(message, field),
                                              static_cast<std::int64_t>(numbers.size()));
      reflection->SetInt64(&message, field, number.first->second);
    }
    return {};
  };
  static_cast<void>(walk(relation, canonical));  // it refuses nothing
  return relation.has_local_relation() ? relation.SerializeAsString() : plan::to_text(relation);
}

spark::connect::StorageLevel default_storage_level() {
  spark::connect::StorageLevel level;
  level.set_use_disk(true);
  level.set_use_memory(true);
  level.set_deserialized(true);
  level.set_replication(1);
  return level;
}

// FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
std::int32_t semantic_hash(const std::string& key) {
  std::uint32_t hash = 2166136261U;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return static_cast<std::int32_t>(hash);
}

}  // namespace spark_door

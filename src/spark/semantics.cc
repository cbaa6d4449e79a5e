#include "spark/semantics.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <map>

#include "spark/plan_walk.h"

namespace spark_door {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Maps in the order of their keys.
std::string bytes_of(const Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream out(&bytes);
  google::protobuf::io::CodedOutputStream coded(&out);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

const plan::Relation& without_aliases(const plan::Relation& relation) {
  const plan::Relation* below = &relation;
  while (below->has_subquery_alias()) below = &below->subquery_alias().input();
  return *below;
}

// Plan ids become numbers in the order in which they are met, the relation's own being the first; where the
// client's program made something is left out.
std::string semantic_key(const plan::Relation& given) {
  plan::Relation relation = without_aliases(given);
  constexpr std::int64_t kNoId = -1;
  if (!relation.common().has_plan_id()) relation.mutable_common()->set_plan_id(kNoId);
  std::map<std::int64_t, std::int64_t> numbers = {{relation.common().plan_id(), 0}};
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
  return bytes_of(relation);
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

#include "plan/printer.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "plan/expression_text.h"
#include "plan/program.pb.h"
#include "plan/types.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"
#include "spark/connect/types.pb.h"

namespace plan {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

const char* const kIndent = "  ";

template <typename T>
bool is_a(const FieldDescriptor& field) {
  return field.message_type() == T::descriptor();
}

bool is_relation(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && is_a<spark::connect::Relation>(field);
}

std::vector<const FieldDescriptor*> set_fields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

// Text as it is, in quotes when it could be taken for something else.
std::string plain_or_quoted(const std::string& text) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) || std::string_view("_-./:*+").find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), plain)) return text;
  return quoted_text(text);
}

// SAVE_MODE_OVERWRITE -> OVERWRITE: without what the values of the enumeration have in common.
std::string enum_text(const EnumValueDescriptor& value) {
  const auto& type = *value.type();
  std::size_t common = value.name().size();
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string& other = type.value(i)->name();
    const auto differ = std::mismatch(value.name().begin(), value.name().end(), other.begin(), other.end());
    if (&other != &value.name()) common = std::min<std::size_t>(common, differ.first - value.name().begin());
  }
  const std::size_t cut = common == 0 ? std::string::npos : value.name().rfind('_', common - 1);
  return cut == std::string::npos ? value.name() : value.name().substr(cut + 1);
}

std::string fields_text(const Message& message);

std::string message_text(const Message& message) {
  using spark::connect::DataType;
  using spark::connect::Expression;
  if (message.GetDescriptor() == Expression::descriptor())
    return expression_text(static_cast<const Expression&>(message));
  if (message.GetDescriptor() == Expression::SortOrder::descriptor())
    return sort_order_text(static_cast<const Expression::SortOrder&>(message));
  if (message.GetDescriptor() == DataType::descriptor())
    return type_text(static_cast<const DataType&>(message));
  return fields_text(message);
}

// One value of a field; `index` is -1 unless the field is repeated.
std::string value_text(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& from = *message.GetReflection();
  const bool one = index < 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(one ? from.GetInt32(message, &field)
                                : from.GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(one ? from.GetInt64(message, &field)
                                : from.GetRepeatedInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(one ? from.GetUInt32(message, &field)
                                : from.GetRepeatedUInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(one ? from.GetUInt64(message, &field)
                                : from.GetRepeatedUInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return fmt::to_string(one ? from.GetDouble(message, &field)
                                : from.GetRepeatedDouble(message, &field, index));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return fmt::to_string(one ? from.GetFloat(message, &field)
                                : from.GetRepeatedFloat(message, &field, index));
    case FieldDescriptor::CPPTYPE_BOOL:
      return fmt::to_string(one ? from.GetBool(message, &field)
                                : from.GetRepeatedBool(message, &field, index));
    case FieldDescriptor::CPPTYPE_ENUM:
      return enum_text(one ? *from.GetEnum(message, &field) : *from.GetRepeatedEnum(message, &field, index));
    case FieldDescriptor::CPPTYPE_STRING:
      return plain_or_quoted(one ? from.GetString(message, &field)
                                 : from.GetRepeatedString(message, &field, index));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return message_text(one ? from.GetMessage(message, &field)
                              : from.GetRepeatedMessage(message, &field, index));
  }
  return {};
}

std::string map_text(const Message& message, const FieldDescriptor& field) {
  const Reflection& from = *message.GetReflection();
  std::vector<std::string> entries;
  for (int i = 0; i < from.FieldSize(message, &field); ++i) {
    const Message& entry = from.GetRepeatedMessage(message, &field, i);
    const auto& type = *field.message_type();
    entries.push_back(value_text(entry, *type.map_key(), -1) + '=' +
                      value_text(entry, *type.map_value(), -1));
  }
  std::sort(entries.begin(), entries.end());
  return fmt::format("{{{}}}", fmt::join(entries, " "));
}

std::string field_text(const Message& message, const FieldDescriptor& field) {
  if (field.is_map()) return map_text(message, field);
  if (!field.is_repeated()) return value_text(message, field, -1);
  std::vector<std::string> values;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i)
    values.push_back(value_text(message, field, i));
  return fmt::format("[{}]", fmt::join(values, ", "));
}

// All fields of a message but relations, which are shown below it.
std::string fields_text(const Message& message) {
  std::vector<std::string> parts;
  for (const FieldDescriptor* field : set_fields(message))
    if (!is_relation(*field)) parts.push_back(field->name() + '=' + field_text(message, *field));
  const auto& unknown = message.GetReflection()->GetUnknownFields(message);
  if (!unknown.empty()) parts.push_back(fmt::format("unknown_fields={}", unknown.field_count()));
  return fmt::format("{{{}}}", fmt::join(parts, " "));
}

void print_relation(const spark::connect::Relation& relation, const std::string& indent, std::string& out);

// The relations that are fields of the message, each a tree below it.
void print_inputs(const Message& message, const std::string& indent, std::string& out) {
  const Reflection& from = *message.GetReflection();
  for (const FieldDescriptor* field : set_fields(message)) {
    if (!is_relation(*field)) continue;
    const int count = field->is_repeated() ? from.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const Message& input =
          field->is_repeated() ? from.GetRepeatedMessage(message, field, i) : from.GetMessage(message, field);
      print_relation(static_cast<const spark::connect::Relation&>(input), indent, out);
    }
  }
}

// A line of its name and fields, and its inputs below. A relation without fields of its own has no braces.
void print_node(const std::string& name, const Message& node, const std::string& indent, std::string& out) {
  const std::string fields = fields_text(node);
  out += indent + name + (fields == "{}" ? "" : ' ' + fields) + '\n';
  print_inputs(node, indent + kIndent, out);
}

void print_relation(const spark::connect::Relation& relation, const std::string& indent, std::string& out) {
  std::string id;
  std::string common;
  const FieldDescriptor* kind = nullptr;
  for (const FieldDescriptor* field : set_fields(relation)) {
    if (!is_a<spark::connect::RelationCommon>(*field)) {
      kind = field;
      continue;
    }
    spark::connect::RelationCommon rest = relation.common();
    if (rest.has_plan_id()) id = fmt::format(" #{}", rest.plan_id());
    rest.clear_plan_id();
    if (rest.ByteSizeLong() > 0) common = ' ' + fields_text(rest);
  }
  if (!kind) {
    out += indent + "empty relation" + id + common + '\n';
    return;
  }
  print_node(kind->name() + id + common, relation.GetReflection()->GetMessage(relation, kind), indent, out);
}

void print_program(const Program& program, std::string& out) {
  for (const auto& input : program.inputs()) out += "input " + fields_text(input) + '\n';
  for (const auto& relation : program.relations()) {
    out += "shared\n";
    print_relation(relation, kIndent, out);
  }
  for (const auto& relation : program.described()) {
    out += "described\n";
    print_relation(relation, kIndent, out);
  }
  for (const auto& write : program.writes()) print_node("write", write, "", out);
}

}  // namespace

std::string to_text(const Message& message) {
  std::string out;
  if (message.GetDescriptor() == Program::descriptor())
    print_program(static_cast<const Program&>(message), out);
  else if (message.GetDescriptor() == spark::connect::Relation::descriptor())
    print_relation(static_cast<const spark::connect::Relation&>(message), "", out);
  else if (message.GetDescriptor() == spark::connect::WriteOperation::descriptor())
    print_node("write", message, "", out);
  else
    return message_text(message);
  return out;
}

}  // namespace plan

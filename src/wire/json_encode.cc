#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "wire/json_codec.h"
#include "wire/scalars.h"

namespace wire {
namespace {

void append_value(std::string& out, const Shape& shape, const void* value, TimeFormat format);

void append_structure(std::string& out, const Shape& shape, const void* value) {
  out += '{';
  bool first = true;
  for (const Member& member : shape.members) {
    const bool in_body = member.shape && member.location == Location::Body;
    const void* field = in_body ? member.get(value) : nullptr;
    if (!field) continue;
    if (!first) out += ',';
    first = false;
    append_json_string(out, member.wire_name);
    out += ':';
    append_value(out, *member.shape, field, time_format(member, TimeFormat::EpochSeconds));
  }
  out += '}';
}

void append_list(std::string& out, const Shape& shape, const void* value) {
  out += '[';
  for (std::size_t i = 0; i < shape.list->size(value); ++i) {
    if (i) out += ',';
    append_value(out, *shape.element, shape.list->at(value, i), TimeFormat::EpochSeconds);
  }
  out += ']';
}

void append_map(std::string& out, const Shape& shape, const void* value) {
  out += '{';
  bool first = true;
  shape.map->for_each(value, [&](const std::string& key, const void* entry) {
    if (!first) out += ',';
    first = false;
    append_json_string(out, key);
    out += ':';
    append_value(out, *shape.element, entry, TimeFormat::EpochSeconds);
  });
  out += '}';
}

// JSON has no NaN and no infinities; AWS writes them as strings.
bool is_finite(const Shape& shape, const void* value) {
  return std::isfinite(shape.kind == Kind::Float ? *static_cast<const float*>(value)
                                                 : *static_cast<const double*>(value));
}

void append_scalar(std::string& out, const Shape& shape, const void* value, TimeFormat format) {
  bool quoted = shape.kind == Kind::String || shape.kind == Kind::Blob;
  if (shape.kind == Kind::Timestamp) quoted = format != TimeFormat::EpochSeconds;
  if (shape.kind == Kind::Float || shape.kind == Kind::Double) quoted = !is_finite(shape, value);
  const std::string text = scalar_to_text(shape, value, format);
  if (quoted) {
    append_json_string(out, text);
  } else {
    out += text;
  }
}

void append_value(std::string& out, const Shape& shape, const void* value, TimeFormat format) {
  switch (shape.kind) {
    case Kind::Structure:
      return append_structure(out, shape, value);
    case Kind::List:
      return append_list(out, shape, value);
    case Kind::Map:
      return append_map(out, shape, value);
    default:
      return append_scalar(out, shape, value, format);
  }
}

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < 0x20) {
    out += fmt::format("\\u{:04x}", c);
  } else {
    out += c;
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  const bool readable = base::is_valid_utf8(text);
  out += '"';
  for (const char c : text) {
    if (!readable && static_cast<unsigned char>(c) >= 0x80) {
      out += "\\ufffd";
    } else {
      append_escaped(out, c);
    }
  }
  out += '"';
}

std::string encode_json(const Shape& shape, const void* value) {
  std::string out;
  append_structure(out, shape, value);
  return out;
}

}  // namespace wire

#include "services/glue/bookmark.h"

#include <boost/json.hpp>

namespace services::glue {
namespace json = boost::json;

namespace {

json::object encode(const BookmarkPosition& position) {
  json::object object{{"type", "s3"},
                      {"timestamp", base::to_micros(position.read_at) / 1000},
                      {"timestamp_micros", base::to_micros(position.read_at)},
                      {"sequence", position.sequence}};
  if (!position.last_uri.empty()) object["last"] = position.last_uri;
  return object;
}

BookmarkPosition decode(const json::object& object) {
  const auto integer = [&](const char* key) {
    const json::value* value = object.if_contains(key);
    return value && value->is_int64() ? value->as_int64() : std::int64_t{0};
  };
  BookmarkPosition position{.sequence = integer("sequence"),
                            .read_at = base::from_micros(integer("timestamp_micros"))};
  if (const json::value* last = object.if_contains("last"); last && last->is_string())
    position.last_uri = std::string_view(last->as_string());
  return position;
}

}  // namespace

std::string encode_states(const BookmarkStates& states) {
  json::object object;
  for (const auto& [context, position] : states) object[context] = encode(position);
  return json::serialize(object);
}

base::Result<BookmarkStates> decode_states(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return base::failure("a bookmark in the journal cannot be read: {}", text);
  BookmarkStates states;
  for (const auto& [context, position] : value.as_object())
    if (position.is_object()) states.emplace(context, decode(position.as_object()));
  return states;
}

}  // namespace services::glue

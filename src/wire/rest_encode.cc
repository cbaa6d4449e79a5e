#include "wire/rest_encode.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/text.h"
#include "wire/json_codec.h"
#include "wire/scalars.h"
#include "wire/xml_codec.h"

namespace wire {
namespace {

class Encoder {
 public:
  Encoder(const ServiceInfo& info, const Operation& operation, void* output)
      : info_(info), operation_(operation), shape_(*operation.output), output_(output) {}

  net::Response run() && {
    response_.status = operation_.http->status;
    for (const Member& member : shape_.members) {
      if (!member.shape) continue;
      if (const void* value = member.get(output_)) add(member, value);
    }
    if (has_document()) set_document(shape_, root(), output_);
    return std::move(response_);
  }

 private:
  void add(const Member& member, const void* value) {
    for (const StatusRule& rule : operation_.http->status_rules)
      if (rule.member == member.name) response_.status = rule.status;
    switch (member.location) {
      case Location::Header:
        header(member, value);
        break;
      case Location::Headers:
        member.shape->map->for_each(value, [&](const std::string& key, const void* entry) {
          response_.headers.set(std::string(member.wire_name) + key, *static_cast<const std::string*>(entry));
        });
        break;
      case Location::Payload:
        payload(member, value);
        break;
      case Location::Status:
        response_.status = *static_cast<const std::int32_t*>(value);
        break;
      default:
        break;
    }
  }

  void header(const Member& member, const void* value) {
    const std::string text = scalar_to_text(*member.shape, value, time_format(member, TimeFormat::HttpDate));
    if (base::iequals(member.wire_name, "Content-Length")) {
      response_.stated_length = *static_cast<const std::int64_t*>(value);  // the server writes the header
    } else {
      response_.headers.set(member.wire_name, text);
    }
  }

  void payload(const Member& member, const void* value) {
    if (member.shape->kind == Kind::ResponseStream) {
      response_.body = std::move(*static_cast<base::Payload*>(member.set(output_)));
    } else if (member.shape->kind == Kind::Structure) {
      set_document(*member.shape, member.wire_name, value);
    } else {
      response_.body = *static_cast<const std::string*>(value);
    }
  }

  // Members without a location make a document, even when all of them are absent.
  bool has_document() const {
    const auto in_document = [](const Member& m) {
      return m.location == Location::Body || m.location == Location::Text;
    };
    const auto payload = [](const Member& m) { return m.location == Location::Payload; };
    return std::ranges::any_of(shape_.members, in_document) && std::ranges::none_of(shape_.members, payload);
  }

  std::string_view root() const {
    return operation_.http->root.empty() ? shape_.name : operation_.http->root;
  }

  void set_document(const Shape& shape, std::string_view root, const void* value) {
    const bool json = info_.protocol == Protocol::RestJson;
    response_.headers.set("Content-Type", json ? "application/json" : "application/xml");
    response_.body = json ? encode_json(shape, value) : encode_xml(shape, root, info_.xml_namespace, value);
  }

  const ServiceInfo& info_;
  const Operation& operation_;
  const Shape& shape_;
  void* output_;
  net::Response response_;
};

}  // namespace

net::Response encode_rest(const ServiceInfo& info, const Operation& operation, void* output) {
  if (!operation.output) return net::Response{.status = operation.http->status};
  return Encoder(info, operation, output).run();
}

}  // namespace wire

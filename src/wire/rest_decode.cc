#include "wire/rest_decode.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/text.h"
#include "wire/body_checksum.h"
#include "wire/errors.h"
#include "wire/input_check.h"
#include "wire/json_codec.h"
#include "wire/scalars.h"
#include "wire/xml_codec.h"

namespace wire {
namespace {

base::Error bad_argument(const ServiceInfo& info, const Member& member, std::string_view value) {
  if (info.protocol == Protocol::RestJson)
    return base::refusal(std::string(info.malformed_code), 400,
                         fmt::format("The value of {} is invalid.", member.wire_name));
  const bool whole = member.shape->kind == Kind::Integer || member.shape->kind == Kind::Long;
  return modelled("InvalidArgument", 400,
                  whole ? fmt::format("Provided {} not an integer or within integer range", member.wire_name)
                        : fmt::format("The value of {} is invalid.", member.wire_name),
                  {{"ArgumentName", std::string(member.wire_name)}, {"ArgumentValue", std::string(value)}});
}

base::Error missing_header(const Member& member) {
  return modelled("InvalidRequest", 400,
                  fmt::format("Missing required header for this request: {}", member.wire_name), {});
}

bool asks_for_protection(std::string_view header) {
  constexpr std::string_view kPrefixes[] = {"x-amz-server-side-encryption", "x-amz-object-lock-", "x-amz-acl",
                                            "x-amz-grant-"};
  return std::ranges::any_of(kPrefixes, [&](std::string_view prefix) { return header.starts_with(prefix); });
}

class Decoder {
 public:
  Decoder(const ServiceInfo& info, const RequestContext& context, const Route& route, net::Request& request)
      : info_(info),
        context_(context),
        route_(route),
        request_(request),
        check_(info, route.operation->name) {}

  // Members that share the body's document come last: for a request that is refused for its headers, it is
  // not read.
  base::Result<void> run(void* input) {
    for (const Member& member : route_.operation->input->members) {
      switch (member.location) {
        case Location::Body:
        case Location::Text:
          break;  // together, below
        case Location::Payload:
          TRY(payload(member, input));
          break;
        case Location::Headers:
          TRY(header_map(member, input));
          break;
        default:
          TRY(text(member, input));
      }
    }
    TRY(body_members(input));
    refuse_unknown_protection();
    return check_.verdict();
  }

 private:
  // Other headers that the model lacks change nothing; one of these would be a promise that nobody keeps.
  void refuse_unknown_protection() {
    for (const auto& [field, value] : request_.headers.fields()) {
      const std::string name = base::to_lower(field);
      const auto is_of = [&](const Member& member) {
        return member.location == Location::Header && base::iequals(member.wire_name, name);
      };
      if (asks_for_protection(name) && !std::ranges::any_of(route_.operation->input->members, is_of))
        check_.unsupported_header(name);
    }
  }

  // The member's text, if the request has it: one header, one query parameter or a label.
  std::optional<std::string> found(const Member& member) const {
    if (member.location == Location::Header) {
      const auto value = request_.headers.find(member.wire_name);
      return value ? std::optional<std::string>(base::trim(*value)) : std::nullopt;
    }
    if (member.location == Location::Query) {
      const std::string* value = route_.query.find(member.wire_name);
      return value ? std::optional<std::string>(*value) : std::nullopt;
    }
    const auto label = route_.labels.find(member.wire_name);
    return label != route_.labels.end() ? std::optional<std::string>(label->second) : std::nullopt;
  }

  base::Result<void> text(const Member& member, void* input) {
    const auto value = found(member);
    if (!value) {
      if (member.required && member.location == Location::Header && !speaks_json())
        return missing_header(member);
      if (member.required) check_.missing(member.name);
      return {};
    }
    if (member.member_class == MemberClass::Refused) {
      check_.unsupported(member);
      return {};
    }
    const auto step = check_.member(member.name);
    void* slot = member.set(input);
    if (member.shape->kind == Kind::List && member.location == Location::Query) {
      TRY(repeated_queries(member, slot));
    } else if (member.shape->kind == Kind::List) {
      TRY(comma_list(member, *value, slot));
    } else if (!scalar_from_text(*member.shape, *value, slot)) {
      return bad_argument(info_, member, *value);
    }
    check_.decoded(*member.shape, slot);
    return {};
  }

  base::Result<void> repeated_queries(const Member& member, void* slot) {
    const Shape& shape = *member.shape;
    for (const auto& [key, value] : route_.query.pairs())
      if (key == member.wire_name && !scalar_from_text(*shape.element, value, shape.list->append(slot)))
        return bad_argument(info_, member, value);
    return {};
  }

  // Without quotes: no list in a header of the services that we answer has a comma in an element.
  base::Result<void> comma_list(const Member& member, std::string_view value, void* slot) {
    for (const std::string_view part : base::split(value, ',')) {
      const Shape& shape = *member.shape;
      if (!scalar_from_text(*shape.element, base::trim(part), shape.list->append(slot)))
        return bad_argument(info_, member, value);
    }
    return {};
  }

  // x-amz-meta-*: names in lower case; the values of one name are joined.
  base::Result<void> header_map(const Member& member, void* input) {
    void* slot = nullptr;
    for (const auto& [field, value] : request_.headers.fields()) {
      const std::string name = base::to_lower(field);
      if (!name.starts_with(base::to_lower(member.wire_name))) continue;
      if (member.member_class == MemberClass::Refused) {
        check_.unsupported(member);
        return {};
      }
      if (!slot) slot = member.set(input);
      auto& joined =
          *static_cast<std::string*>(member.shape->map->insert(slot, name.substr(member.wire_name.size())));
      joined += (joined.empty() ? "" : ",") + std::string(base::trim(value));
    }
    return {};
  }

  base::Result<void> payload(const Member& member, void* input) {
    if (member.shape && member.shape->kind == Kind::RequestStream) {
      *static_cast<base::ByteSource**>(member.set(input)) = request_.body;
      return {};
    }
    const std::string body = TRY(read_body());
    if (body.empty()) {
      if (member.required && speaks_json()) check_.missing(member.name);
      if (member.required && !speaks_json())
        return base::refusal("MissingRequestBodyError", 400, "Request Body is empty");
      return {};
    }
    if (member.member_class == MemberClass::Refused) {
      check_.unsupported(member);
      return {};
    }
    if (member.shape->kind == Kind::Structure)
      return document(*member.shape, member.wire_name, body, member.set(input));
    *static_cast<std::string*>(member.set(input)) = body;
    return {};
  }

  base::Result<std::string> read_body() {
    std::string body = TRY(base::read_all(*request_.body, info_.body_limit));
    TRY(verify_body_checksum(*route_.operation, request_, context_.trailing_checksum, body));
    return body;
  }

  // Members without a location share one document, unless another member is the body.
  base::Result<void> body_members(void* input) {
    const Shape& shape = *route_.operation->input;
    const auto any = [&](Location location) {
      return std::ranges::any_of(shape.members, [&](const Member& m) { return m.location == location; });
    };
    if (!any(Location::Body) || any(Location::Payload)) return {};
    const std::string body = TRY(read_body());
    if (body.empty() && !speaks_json()) return {};
    return document(shape, shape.name, body, input);
  }

  base::Result<void> document(const Shape& shape, std::string_view root, std::string_view body, void* into) {
    if (speaks_json()) return decode_json(shape, body, check_, into);
    return decode_xml(info_, shape, root, body, check_, into);
  }

  bool speaks_json() const { return info_.protocol == Protocol::RestJson; }

  const ServiceInfo& info_;
  const RequestContext& context_;
  const Route& route_;
  net::Request& request_;
  InputCheck check_;
};

}  // namespace

base::Result<void> decode_rest(const ServiceInfo& info, const RequestContext& context, const Route& route,
                               net::Request& request, void* input) {
  if (!route.operation->input) return {};
  return Decoder(info, context, route, request).run(input);
}

}  // namespace wire

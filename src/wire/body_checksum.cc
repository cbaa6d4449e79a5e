#include "wire/body_checksum.h"

#include <algorithm>
#include <optional>

#include "base/digest.h"
#include "base/text.h"
#include "wire/errors.h"

namespace wire {
namespace {

constexpr std::string_view kPrefix = "x-amz-checksum-";

bool is_input_member(const Operation& operation, std::string_view header) {
  return operation.input && std::ranges::any_of(operation.input->members, [&](const Member& member) {
           return member.location == Location::Header && base::iequals(member.wire_name, header);
         });
}

base::Result<void> verify_md5(std::string_view stated, std::string_view body) {
  const auto expected = base::from_base64(stated);
  if (!expected || expected->size() != 16)
    return modelled("InvalidDigest", 400, "The Content-MD5 you specified was invalid.",
                    {{"Content-MD5", std::string(stated)}});
  const std::string computed = base::digest(base::DigestAlgorithm::Md5, body);
  if (computed != *expected)
    return modelled(
        "BadDigest", 400, "The Content-MD5 you specified did not match what we received.",
        {{"ExpectedDigest", std::string(stated)}, {"CalculatedDigest", base::to_base64(computed)}});
  return {};
}

base::Result<void> verify_checksum(std::string_view name, std::string_view stated, std::string_view body) {
  const auto which = base::checksum_algorithm(name);
  if (!which)
    return modelled("NotImplemented", 501,
                    fmt::format("{}{} is not supported by Dovetail yet", kPrefix, name),
                    {{"Header", std::string(kPrefix) + std::string(name)}});
  const std::string computed = base::digest(*which, body);
  const auto expected = base::from_base64(stated);
  if (!expected || expected->size() != computed.size())
    return base::refusal("InvalidRequest", 400,
                         fmt::format("Value for {}{} header is invalid.", kPrefix, name));
  if (computed != *expected) {
    std::string upper(name);
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
    return base::refusal("BadDigest", 400,
                         fmt::format("The {} you specified did not match the calculated checksum.", upper));
  }
  return {};
}

// An SDK that says which checksum it sends must have sent it.
base::Result<void> check_announced(const net::Request& request) {
  const auto announced = request.headers.find("x-amz-sdk-checksum-algorithm");
  if (!announced || request.headers.find(std::string(kPrefix) + base::to_lower(*announced))) return {};
  return base::refusal("InvalidRequest", 400,
                       "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or "
                       "x-amz-trailer headers were "
                       "found.");
}

// x-amz-checksum-type and -algorithm speak about a checksum, x-amz-checksum-mode about the answer.
bool is_value(std::string_view name) {
  return name != "type" && name != "algorithm" && name != "mode";
}

}  // namespace

std::optional<std::string> checksum_of_header(std::string_view header) {
  if (!header.starts_with(kPrefix) || !base::checksum_algorithm(header.substr(kPrefix.size())))
    return std::nullopt;
  return std::string(header.substr(kPrefix.size()));
}

base::Result<void> verify_body_checksum(const Operation& operation, const net::Request& request,
                                        const TrailingChecksum* trailing, std::string_view body) {
  bool found = false;
  for (const auto& [field, value] : request.headers.fields()) {
    const std::string name = base::to_lower(field);
    if (name == "content-md5") {  // of the body, whether or not the model has it as a member
      TRY(verify_md5(value, body));
      found = true;
    } else if (is_input_member(operation, name)) {
      continue;
    } else if (name.starts_with(kPrefix) && is_value(std::string_view(name).substr(kPrefix.size()))) {
      TRY(verify_checksum(std::string_view(name).substr(kPrefix.size()), value, body));
      found = true;
    }
  }
  if (trailing) {
    TRY(verify_checksum(trailing->algorithm, trailing->text, body));
    found = true;
  } else {
    TRY(check_announced(request));
  }
  if (operation.http->checksum_required && !found)
    return base::refusal("InvalidRequest", 400,
                         "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  return {};
}

}  // namespace wire

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"

namespace net {

// Header fields in the order received; names compare without case.
class Headers {
 public:
  std::optional<std::string_view> find(std::string_view name) const;  // the first of that name
  std::size_t count(std::string_view name) const;
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  void set(std::string_view name, std::string value);  // replaces all of that name
  void remove(std::string_view name);
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// One request as it came off the socket. Nothing is decoded: path and query are as sent.
struct Request {
  std::string method;
  std::string path;   // the target up to `?`; starts with `/`, or is `*` (OPTIONS)
  std::string query;  // behind `?`, may be empty
  Headers headers;
  std::size_t header_section_size =
      0;  // bytes of request line and header fields, for limits of a protocol's own
  std::optional<std::int64_t> content_length;  // nothing: chunked, or no body
  // Never null while a handler runs. A read that fails is the caller's fault: base::kBodyTooSlow,
  // kBodyIncomplete or kBodyBroken.
  base::ByteSource* body = nullptr;
};

// The answer. The server writes Date, Content-Length, Transfer-Encoding and Connection itself; of the
// handler's headers it leaves these out, and control characters in values become spaces.
struct Response {
  int status = 200;
  Headers headers;
  base::Payload body;
  // For HEAD: the Content-Length to state though no body follows. For a ByteSource: its length, when it is
  // known.
  std::optional<std::int64_t> stated_length;
};

// As header fields carry a time: "Sat, 31 Jan 2026 10:00:00 GMT".
std::string http_date(base::Timestamp time);

// The standard phrase of a status: "Not Found".
std::string_view reason_phrase(int status);

}  // namespace net

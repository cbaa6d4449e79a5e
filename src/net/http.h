#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace net {

// Header fields in the order received; names compare without case.
class Headers {
 public:
  std::optional<std::string_view> find(std::string_view name) const;  // the first of that name
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
  std::string path;   // the target up to `?`
  std::string query;  // behind `?`, may be empty
  Headers headers;
  std::optional<std::int64_t> content_length;  // nothing: chunked, or no body
  base::ByteSource* body = nullptr;            // never null while a handler runs
  bool from_loopback = false;
};

struct Response {
  int status = 200;
  Headers headers;
  base::Payload body;
  // For HEAD: the Content-Length to state though no body follows.
  std::optional<std::int64_t> stated_length;
};

}  // namespace net

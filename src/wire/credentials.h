#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace wire {

// One access key whose requests are verified in full.
struct Credential {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // empty: requests must carry none
  std::string account;        // 12 digits; empty: as for keys that are not listed
};

// The access keys that the server knows, read once at start from a file of the form of ~/.aws/credentials:
//   [name]
//   aws_access_key_id = ...
//   aws_secret_access_key = ...
//   aws_session_token = ...   (optional)
//   account = 123456789012    (optional; AWS's aws_account_id is taken too)
// Other settings of a profile are ignored, as AWS's tools do. Refused, with file and line: a profile with
// half a key, an id that appears twice, an account that is not 12 digits, a file without any key. Immutable;
// thread-safe.
class CredentialList {
 public:
  CredentialList() = default;
  static base::Result<CredentialList> load(const std::filesystem::path& file);
  static base::Result<CredentialList> parse(std::string_view text, std::string_view file_name);

  const Credential* find(std::string_view access_key_id) const;  // null: not listed
  bool owns(std::string_view account) const;  // true: a profile names the account as its own
  std::size_t size() const { return by_id_.size(); }

 private:
  std::map<std::string, Credential, std::less<>> by_id_;
};

// An account's number: 12 digits.
bool is_account_number(std::string_view text);

}  // namespace wire

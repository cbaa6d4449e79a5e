#include "wire/credentials.h"

#include <algorithm>
#include <vector>

#include "base/file.h"
#include "base/text.h"

namespace wire {
namespace {

struct Profile {
  std::string name;
  int line = 0;
  Credential credential;
};

void take_setting(std::string_view name, std::string_view value, Credential& credential) {
  if (name == "aws_access_key_id") credential.access_key_id = value;
  if (name == "aws_secret_access_key") credential.secret_access_key = value;
  if (name == "aws_session_token") credential.session_token = value;
  if (name == "account" || name == "aws_account_id") credential.account = value;
}

base::Result<std::vector<Profile>> read_profiles(std::string_view text, std::string_view file_name) {
  std::vector<Profile> profiles;
  int number = 0;
  for (const std::string_view raw : base::split(text, '\n')) {
    ++number;
    const std::string_view line = base::trim(raw);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[' && line.back() == ']') {
      profiles.push_back({.name = std::string(base::trim(line.substr(1, line.size() - 2))), .line = number});
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || profiles.empty())
      return base::failure("{}:{}: expected {}", file_name, number,
                           profiles.empty() ? "[profile] before any setting" : "name = value or [profile]");
    take_setting(base::trim(line.substr(0, equals)), base::trim(line.substr(equals + 1)),
                 profiles.back().credential);
  }
  return profiles;
}

}  // namespace

base::Result<CredentialList> CredentialList::load(const std::filesystem::path& file) {
  const std::string text = TRY(base::read_file(file));
  return parse(text, file.string());
}

base::Result<CredentialList> CredentialList::parse(std::string_view text, std::string_view file_name) {
  CredentialList list;
  for (Profile& profile : TRY(read_profiles(text, file_name))) {
    Credential& credential = profile.credential;
    const auto wrong = [&](std::string_view what) {
      return base::failure("{}:{}: [{}] {}", file_name, profile.line, profile.name, what);
    };
    if (credential.access_key_id.empty() && credential.secret_access_key.empty()) continue;
    if (credential.access_key_id.empty()) return wrong("lacks aws_access_key_id");
    if (credential.secret_access_key.empty()) return wrong("lacks aws_secret_access_key");
    if (!credential.account.empty() && !is_account_number(credential.account))
      return wrong("has an account that is not 12 digits");
    std::string id = credential.access_key_id;
    if (!list.by_id_.emplace(std::move(id), std::move(credential)).second)
      return wrong("has an access key id that another profile has already");
  }
  if (list.by_id_.empty()) return base::failure("{}: there is no profile with an access key", file_name);
  return list;
}

const Credential* CredentialList::find(std::string_view access_key_id) const {
  const auto found = by_id_.find(access_key_id);
  return found == by_id_.end() ? nullptr : &found->second;
}

bool CredentialList::owns(std::string_view account) const {
  return std::ranges::any_of(by_id_, [&](const auto& entry) {
    const Credential& credential = entry.second;
    return (credential.account.empty() ? credential.access_key_id : credential.account) == account;
  });
}

bool is_account_number(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace wire

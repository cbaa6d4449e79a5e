#include "server/configuration.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "lake/s3_path.h"
#include "runtime/machine_memory.h"
#include "runtime/slots.h"

namespace server {
namespace {

bool is_address(const std::string& host) {
  in6_addr any{};
  return ::inet_pton(AF_INET, host.c_str(), &any) == 1 || ::inet_pton(AF_INET6, host.c_str(), &any) == 1;
}

bool is_loopback(std::string_view host) {
  if (host == "::1") return true;
  const auto parts = base::split(host, '.');
  if (parts.size() != 4 || parts[0] != "127") return false;
  for (const std::string_view part : parts) {
    const auto number = base::parse_int(part);
    if (part.empty() || part.size() > 3 || !number || *number < 0 || *number > 255) return false;
  }
  return true;
}

}  // namespace

base::Result<ListenAddress> ListenAddress::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const auto port = colon == std::string_view::npos ? std::nullopt : base::parse_int(text.substr(colon + 1));
  if (!port || *port < 0 || *port > 65535)
    return base::failure(
        "{} is no listen address; write ADDRESS:PORT, like 127.0.0.1:4566 or [::1]:0, with a port from 0 to "
        "65535",
        text);
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  if (!is_address(std::string(host)))
    return base::failure("{} is no IP address; write one of the loopback, like 127.0.0.1:4566 or [::1]:4566",
                         host);
  if (!is_loopback(host))
    return base::failure(
        "{} is refused: Dovetail takes callers at their word and so listens on the loopback only, until "
        "identities are "
        "enforced; use 127.0.0.1 or [::1]",
        text);
  return ListenAddress{.host = std::string(host), .port = static_cast<std::uint16_t>(*port)};
}

// Clients before 3.5 say less than plans are read by here.
std::string spark_version_fault(const std::string& text) {
  std::vector<std::int64_t> numbers;
  for (const std::string_view part : base::split(text, '.')) {
    const bool digits =
        part.size() < 4 && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    const auto number = digits ? base::parse_int(part) : std::nullopt;
    if (!number) break;
    numbers.push_back(*number);
  }
  const bool three = std::ranges::count(text, '.') == 2 && numbers.size() == 3;
  if (three && numbers >= std::vector<std::int64_t>{3, 5, 0}) return "";
  return fmt::format("{} is no version of Spark from 3.5.0 on; write three numbers, like 3.5.6", text);
}

std::string warehouse_fault(const std::string& text) {
  if (lake::S3Path::parse(text)) return "";
  return fmt::format("{} is no folder of a bucket; write one like s3://lake/warehouse", text);
}

base::Result<std::filesystem::path> default_data_folder() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state == '/') return std::filesystem::path(state) / "dovetail";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0')
    return base::failure("there is no HOME to keep data in; name a folder with --data");
  return std::filesystem::path(home) / ".local/state/dovetail";
}

std::filesystem::path default_worker_program() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / "dovetail-engine";
}

std::filesystem::path default_sandbox_program() {
  return default_worker_program().parent_path() / "dovetail-sandbox";
}

std::filesystem::path default_python_library() {
  return default_worker_program().parent_path().parent_path() / "lib/python";
}

std::int64_t default_memory_bytes() {
  return runtime::memory_share(runtime::machine_memory_bytes());
}

engine::Limits default_query_limits() {
  const std::int64_t quarter = runtime::machine_memory_bytes() / 4;
  return {.threads = default_slots(), .memory_bytes = std::max(quarter, std::int64_t{512} << 20)};
}

int default_slots() {
  return runtime::Slots::one_per_core();
}

}  // namespace server

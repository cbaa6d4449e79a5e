#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

// How the processes that tests ask for answers take and give texts: on standard input and output, each
// preceded by its size, 32 bits in the machine's order. Nothing: the input has ended.
namespace engine::testing {

inline std::optional<std::uint32_t> read_number() {
  std::uint32_t number = 0;
  if (std::fread(&number, sizeof number, 1, stdin) != 1) return std::nullopt;
  return number;
}

inline std::optional<std::string> read_text() {
  const auto size = read_number();
  if (!size) return std::nullopt;
  std::string text(*size, '\0');
  if (std::fread(text.data(), 1, *size, stdin) != *size) return std::nullopt;
  return text;
}

inline void write_text(const std::string& text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  std::fwrite(&size, sizeof size, 1, stdout);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace engine::testing

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace engine {

// Finds, sixteen bytes at a time, the places of a text that a CSV grammar has to look at: separators, line
// ends, quotes and escapes. Everything between two of them is plain.
class CsvStructure {
 public:
  // `line_end`: what ends lines; empty: \n and \r. Of what has several bytes the first one is found.
  CsvStructure(char separator, std::optional<char> quote, std::optional<char> escape,
               std::string_view line_end = {});

  // Sets `places` to the offsets in `text`, ascending.
  void find(std::string_view text, std::vector<std::uint32_t>& places) const;

 private:
  bool is_structural(char byte) const;

  char separator_;
  char quote_;   // the separator where there is none
  char escape_;  // likewise
  char newline_;
  char carriage_return_;  // the newline where there is none
};

bool is_ascii(std::string_view text);

}  // namespace engine

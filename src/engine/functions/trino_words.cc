#include <fmt/format.h>

#include <cstdlib>
#include <set>

#include "engine/functions/characters.h"
#include "engine/functions/trino_kernels.h"

// DuckDB's library brings utf8proc, and no header for it.
namespace duckdb {
unsigned char* utf8proc_NFC(const unsigned char* text,
                            long size);  // NOLINT(google-runtime-int): its own type
unsigned char* utf8proc_NFD(const unsigned char* text, long size);   // NOLINT(google-runtime-int)
unsigned char* utf8proc_NFKC(const unsigned char* text, long size);  // NOLINT(google-runtime-int)
unsigned char* utf8proc_NFKD(const unsigned char* text, long size);  // NOLINT(google-runtime-int)
}  // namespace duckdb

// Words and their sounds, forms of Unicode, texts that hold keys and values:
// https://trino.io/docs/435/functions/string.html
namespace engine {
namespace {

using View = std::string_view;

// American Soundex, in which H and W do not part letters of one sound.
std::optional<std::string> soundex(View text) {
  constexpr View kSounds = "01230120022455012623010202";  // of A to Z; 0: none
  std::string code;
  char before = '0';
  for (const char32_t point : code_points(text)) {
    const bool lower = point >= 'a' && point <= 'z';
    const char32_t letter = lower ? point - 'a' + 'A' : point;
    if (letter < 0x80 && (letter < 'A' || letter > 'Z')) continue;
    if (letter > 'Z') {
      const char32_t shown = letter >= 0xe0 && letter <= 0xfe && letter != 0xf7 ? letter - 0x20 : letter;
      refuse_argument(fmt::format("The character is not mapped: {} (index={})", encode_utf8(shown),
                                  static_cast<std::uint32_t>(shown) - 'A'));
    }
    const char sound = kSounds[letter - 'A'];
    if (code.empty()) {
      code = static_cast<char>(letter);
      before = sound;
      continue;
    }
    if (letter == 'H' || letter == 'W') continue;
    if (sound != '0' && sound != before && code.size() < 4) code += sound;
    before = sound;
  }
  if (!code.empty()) code.resize(4, '0');
  return code;
}

std::optional<std::string> normalize(View text, View form) {
  const bool known = form == "NFC" || form == "NFD" || form == "NFKC" || form == "NFKD";
  if (!known) refuse_argument("Normalization form must be one of [NFD, NFC, NFKD, NFKC]");
  const auto convert = form == "NFC"    ? duckdb::utf8proc_NFC
                       : form == "NFD"  ? duckdb::utf8proc_NFD
                       : form == "NFKC" ? duckdb::utf8proc_NFKC
                                        : duckdb::utf8proc_NFKD;
  unsigned char* made =
      convert(reinterpret_cast<const unsigned char*>(text.data()), static_cast<std::int64_t>(text.size()));
  if (made == nullptr) refuse_argument("The text cannot be normalized");
  std::string result(reinterpret_cast<char*>(made));
  std::free(made);  // NOLINT: allocated by a library of C
  return result;
}

// Keys and values in turn.
Texts entries(View text, View between_entries, View behind_keys, bool quoted) {
  if (between_entries.empty()) refuse_argument("entryDelimiter is empty");
  if (behind_keys.empty()) refuse_argument("keyValueDelimiter is empty");
  if (between_entries == behind_keys)
    refuse_argument("entryDelimiter and keyValueDelimiter must not be the same");
  Texts parts;
  while (!text.empty()) {
    const std::size_t end = text.find(between_entries);
    const View entry = text.substr(0, end);
    const std::size_t key = entry.find(behind_keys);
    if (key == View::npos || entry.find(behind_keys, key + behind_keys.size()) != View::npos)
      refuse_argument(fmt::format("Key-value delimiter must appear exactly once in each entry. Bad input: {}",
                                  quoted ? fmt::format("'{}'", entry) : std::string(entry)));
    parts.emplace_back(std::string(entry.substr(0, key)));
    parts.emplace_back(std::string(entry.substr(key + behind_keys.size())));
    if (end == View::npos) break;
    text.remove_prefix(end + between_entries.size());
  }
  return parts;
}

std::optional<Texts> entries_of_map(View text, View between_entries, View behind_keys) {
  Texts parts = entries(text, between_entries, behind_keys, true);
  std::set<View> keys;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    if (!keys.insert(*parts[i]).second)
      refuse_argument(fmt::format("Duplicate keys ({}) are not allowed", *parts[i]));
  }
  return parts;
}

std::optional<Texts> entries_of_multimap(View text, View between_entries, View behind_keys) {
  return entries(text, between_entries, behind_keys, false);
}

}  // namespace

std::vector<TrinoKernel> word_kernels() {
  const Type text = Type::VARCHAR, texts = Type::LIST(text);
  return {
      {"trino.soundex", {text}, text, row_kernel<View>(soundex)},
      {"trino.normalize", {text, text}, text, row_kernel<View, View>(normalize)},
      {"trino.entries_of_map", {text, text, text}, texts, row_kernel<View, View, View>(entries_of_map)},
      {"trino.entries_of_multimap",
       {text, text, text},
       texts,
       row_kernel<View, View, View>(entries_of_multimap)},
  };
}

}  // namespace engine

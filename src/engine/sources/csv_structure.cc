#include "engine/sources/csv_structure.h"

#include <emmintrin.h>

#include <bit>

namespace engine {
namespace {

constexpr std::size_t kLane = 16;
constexpr std::size_t kBlock = 4 * kLane;

}  // namespace

CsvStructure::CsvStructure(char separator, std::optional<char> quote, std::optional<char> escape,
                           std::string_view line_end)
    : separator_(separator),
      quote_(quote.value_or(separator)),
      escape_(escape.value_or(separator)),
      newline_(line_end.empty() ? '\n' : line_end[0]),
      carriage_return_(line_end.empty() ? '\r' : line_end[0]) {}

bool CsvStructure::is_structural(char byte) const {
  return byte == separator_ || byte == newline_ || byte == carriage_return_ || byte == quote_ ||
         byte == escape_;
}

void CsvStructure::find(std::string_view text, std::vector<std::uint32_t>& places) const {
  // One slot for every byte would do for the worst text; it grows by blocks instead, and is cut at the end.
  std::size_t count = 0;
  if (places.size() < kBlock) places.resize(text.size() / 8 + kBlock);

  const auto separator = _mm_set1_epi8(separator_), newline = _mm_set1_epi8(newline_),
             carriage = _mm_set1_epi8(carriage_return_), quote = _mm_set1_epi8(quote_),
             escape = _mm_set1_epi8(escape_);
  const auto lane_mask = [&](const char* at) {
    const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, newline), _mm_cmpeq_epi8(bytes, carriage));
    const auto quotes = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, escape));
    const auto all = _mm_or_si128(_mm_or_si128(ends, quotes), _mm_cmpeq_epi8(bytes, separator));
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(all)));
  };

  std::size_t offset = 0;
  for (; offset + kBlock <= text.size(); offset += kBlock) {
    const char* at = text.data() + offset;
    auto mask = lane_mask(at) | lane_mask(at + kLane) << 16 | lane_mask(at + 2 * kLane) << 32 |
                lane_mask(at + 3 * kLane) << 48;
    if (places.size() < count + kBlock) places.resize(places.size() * 2 + kBlock);
    auto* out = places.data() + count;
    count += static_cast<std::size_t>(std::popcount(mask));
    for (; mask != 0; mask &= mask - 1) *out++ = static_cast<std::uint32_t>(offset) + std::countr_zero(mask);
  }
  if (places.size() < count + kBlock) places.resize(count + kBlock);
  for (; offset < text.size(); ++offset) {
    if (is_structural(text[offset])) places[count++] = static_cast<std::uint32_t>(offset);
  }
  places.resize(count);
}

bool is_ascii(std::string_view text) {
  std::size_t offset = 0;
  auto seen = _mm_setzero_si128();
  for (; offset + kLane <= text.size(); offset += kLane)
    seen = _mm_or_si128(seen, _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + offset)));
  if (_mm_movemask_epi8(seen) != 0) return false;
  for (; offset < text.size(); ++offset)
    if (static_cast<unsigned char>(text[offset]) >= 0x80) return false;
  return true;
}

}  // namespace engine

#include "engine/functions/spooky_hash.h"

#include <array>
#include <bit>

#include "engine/functions/xxhash.h"

namespace engine {
namespace {

using View = std::string_view;

constexpr std::uint64_t kFill = 0xdeadbeefdeadbeef;
constexpr std::size_t kWords = 12, kBlock = kWords * 8, kShort = 2 * kBlock;

using Four = std::array<std::uint64_t, 4>;
using Twelve = std::array<std::uint64_t, kWords>;

std::uint64_t word(View bytes, std::size_t index) {
  return little_endian(bytes.substr(index * 8, 8));
}

void mix(Four& h) {
  constexpr std::array<int, 12> kTurns = {50, 52, 30, 41, 54, 48, 38, 37, 62, 34, 5, 36};
  for (std::size_t i = 0; i < kTurns.size(); ++i) {
    std::uint64_t& own = h[(i + 2) % 4];
    own = std::rotl(own, kTurns[i]) + h[(i + 3) % 4];
    h[i % 4] ^= own;
  }
}

void finish(Four& h) {
  constexpr std::array<int, 11> kTurns = {15, 52, 26, 51, 28, 9, 47, 54, 32, 25, 63};
  for (std::size_t i = 0; i < kTurns.size(); ++i) {
    std::uint64_t& before = h[(i + 2) % 4];
    std::uint64_t& own = h[(i + 3) % 4];
    own ^= before;
    before = std::rotl(before, kTurns[i]);
    own += before;
  }
}

// What is left, of less than 16 bytes.
void add_rest(Four& h, View rest) {
  if (rest.empty()) {
    h[2] += kFill, h[3] += kFill;
  } else if (rest.size() < 8) {
    h[2] += little_endian(rest);
  } else {
    h[2] += word(rest, 0);
    h[3] += little_endian(rest.substr(8));
  }
}

std::uint64_t hash_of_short(View bytes) {
  Four h = {0, 0, kFill, kFill};
  const auto size = static_cast<std::uint64_t>(bytes.size());
  for (; bytes.size() >= 16; bytes.remove_prefix(16)) {
    h[2] += word(bytes, 0), h[3] += word(bytes, 1);
    mix(h);
    if (bytes.size() < 32) continue;
    bytes.remove_prefix(16);
    h[0] += word(bytes, 0), h[1] += word(bytes, 1);
  }
  h[3] += size << 56;
  add_rest(h, bytes);
  finish(h);
  return h[0];
}

void mix(Twelve& h, View block) {
  constexpr std::array<int, kWords> kTurns = {11, 32, 43, 31, 17, 28, 39, 57, 55, 54, 22, 46};
  for (std::size_t i = 0; i < kWords; ++i) {
    h[i] += word(block, i);
    h[(i + 2) % kWords] ^= h[(i + 10) % kWords];
    h[(i + 11) % kWords] ^= h[i];
    h[i] = std::rotl(h[i], kTurns[i]);
    h[(i + 11) % kWords] += h[(i + 1) % kWords];
  }
}

void finish(Twelve& h, View block) {
  constexpr std::array<int, kWords> kTurns = {44, 15, 34, 21, 38, 33, 10, 13, 38, 53, 42, 54};
  for (std::size_t i = 0; i < kWords; ++i) h[i] += word(block, i);
  for (int round = 0; round < 3; ++round)
    for (std::size_t i = 0; i < kWords; ++i) {
      std::uint64_t& behind = h[(i + 1) % kWords];
      h[(i + 11) % kWords] += behind;
      h[(i + 2) % kWords] ^= h[(i + 11) % kWords];
      behind = std::rotl(behind, kTurns[i]);
    }
}

std::uint64_t hash_of_long(View bytes) {
  Twelve h = {0, 0, kFill, 0, 0, kFill, 0, 0, kFill, 0, 0, kFill};
  for (; bytes.size() >= kBlock; bytes.remove_prefix(kBlock)) mix(h, bytes);
  std::array<char, kBlock> last{};
  bytes.copy(last.data(), bytes.size());
  last.back() = static_cast<char>(bytes.size());
  finish(h, View(last.data(), last.size()));
  return h[0];
}

}  // namespace

std::uint64_t spooky_hash(View bytes) {
  return bytes.size() < kShort ? hash_of_short(bytes) : hash_of_long(bytes);
}

}  // namespace engine

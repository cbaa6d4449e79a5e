#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "engine/sources/avro_schema.h"
#include "engine/sources/row_files.h"

namespace engine {

// Reads bytes as Avro writes them (https://avro.apache.org/docs/1.12.0/specification/#binary-encoding), front
// to back: a block of a file, or its header. What ends too early or says what cannot be is raised, by the
// file's name; so is what a few bytes would blow up beyond all bounds.
class AvroCursor {
 public:
  AvroCursor(const InputFile& file, std::string_view bytes) : file_(&file), bytes_(bytes) {}

  bool at_end() const { return at_ == bytes_.size(); }
  std::size_t position() const { return at_; }
  std::int64_t next_long();
  std::int32_t next_int();
  bool next_boolean() { return take(1)[0] != 0; }
  std::string_view next_bytes();
  std::string_view take(std::size_t size) {
    if (size > bytes_.size() - at_) damaged("a value ends too early");
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  template <typename T>
  T next_number() {  // of an IEEE type, as the machine has it
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  // Of an array or a map, items of which take so many bytes at least: how many the next block of it has; 0:
  // there is none. Never more than there are bytes for; of those that take none, few in all of the bytes.
  std::size_t next_items(std::size_t least_bytes);
  // The values that items become. A row may have so many; take_made() says how many those of a row were.
  void make(std::size_t items, std::size_t weight);
  std::size_t take_made() { return std::exchange(made_, 0); }
  const AvroType& next_branch(const AvroType& union_type, std::size_t& branch);

  void skip(const AvroType& type);

  [[noreturn]] void damaged(std::string_view what) const;

 private:
  const InputFile* file_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t made_ = 0;   // values of the row's arrays and maps
  std::size_t empty_ = 0;  // items of no bytes
};

}  // namespace engine

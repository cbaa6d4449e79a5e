#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace engine {

// How whole texts are compressed, as Hadoop's codecs do it. What is compressed in pieces, one after the
// other, is read as one text: files may have several members, and those of Snappy and Lz4 are made of blocks.
enum class TextCompression { None, Gzip, Bzip2, Deflate, Snappy, Lz4 };

// What Hadoop's codecs end the names of their files with: .gz, .bz2, .deflate, .snappy, .lz4.
std::string_view suffix_of(TextCompression compression);

base::Result<std::string> compress(TextCompression compression, std::string text);

}  // namespace engine

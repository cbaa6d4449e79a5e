#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace engine {

// How whole texts are compressed. What is compressed in pieces, one after the other, is read as one text:
// that is what gzip and bzip2 say of files with several members.
enum class TextCompression { None, Gzip, Bzip2 };

// `suffix`: what Hadoop's codecs end the names of their files with: .gz, .bz2.
std::string_view suffix_of(TextCompression compression);

base::Result<std::string> compress(TextCompression compression, std::string text);

}  // namespace engine

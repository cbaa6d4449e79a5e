#pragma once

#include <string>
#include <string_view>

namespace google::protobuf {
class Message;
}

// What a plan may ask of the file that a row was read from: Spark's functions input_file_name(),
// input_file_block_start() and input_file_block_length(), and the struct `_metadata`, which no star shows.
namespace plan {

inline constexpr std::string_view kFileMetadata = "_metadata";

// In any case.
bool is_file_function(std::string_view name);

// One that a message's expressions call, in lower case; empty: none.
std::string file_function_of(const google::protobuf::Message& message);

// Whether a message's expressions have a name with `_metadata` in it.
bool names_file_metadata(const google::protobuf::Message& message);

// Whether a message's expressions may ask: only then its Reads are to know their files, for it costs.
bool asks_for_files(const google::protobuf::Message& message);

// How a Read knows its files: by partition columns of these names, in this order, behind all others. Their
// values are texts. No user's name can be the same.
namespace file_column {
inline constexpr std::string_view kPath =
    "\x01"
    "file_path";  // as _metadata shows it
inline constexpr std::string_view kUrl =
    "\x01"
    "file_url";  // as input_file_name() does
inline constexpr std::string_view kName =
    "\x01"
    "file_name";
inline constexpr std::string_view kSize =
    "\x01"
    "file_size";  // in bytes
inline constexpr std::string_view kModified =
    "\x01"
    "file_modified_us";  // since 1970, UTC
inline constexpr std::string_view kAll[] = {kPath, kUrl, kName, kSize, kModified};
}  // namespace file_column

}  // namespace plan

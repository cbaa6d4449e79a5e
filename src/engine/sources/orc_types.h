#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/functions/types.h"
#include "engine/orc_file.pb.h"

namespace engine {

// A type of an ORC file as Spark has it (https://orc.apache.org/docs/types.html): timestamp is Spark's
// timestamp, a bigint is its timestamp_ntz where it wrote that beside it; char and varchar are strings.
// Nothing: Spark or we have none for it (unions, intervals, what is newer than we are).
std::optional<Type> type_of_orc(const orc::Footer& footer, std::uint32_t id);

// The types of a file whose rows have these fields; how Spark names its own beside those of ORC.
void add_orc_types(orc::Footer& footer, const std::vector<Field>& fields);

// Whether a column of that type in a file may be read as another, which a schema or another file says.
// Numbers that do not fit are then NULL, as ORC's own readers have it.
bool orc_converts(const Type& file, const Type& wanted);

}  // namespace engine

#pragma once

#include <optional>
#include <string>

#include "spark/session.h"

namespace spark_door {

// Where the tables of a database stand that has no place of its own: in the server's warehouse, which is the
// default database's place itself, and which the others have folders in. Nothing: the server has none.
std::optional<std::string> place_in_warehouse(Session& session, const std::string& database);

}  // namespace spark_door

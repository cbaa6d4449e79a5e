#pragma once

#include <initializer_list>
#include <stop_token>
#include <string_view>

#include "base/result.h"
#include "plan/builders.h"
#include "spark/tables.h"

namespace spark_door {

// A client's relation with the text of queries planned, and names for what they stand for; what it reads is
// still to be pinned. Errors are in Spark's words.
base::Result<plan::Relation> resolved(plan::Relation relation, const Tables& tables, std::stop_token stop);

// Refuses by name what a message has beside these members: what is not consumed must not be passed over.
base::Result<void> only(const google::protobuf::Message& message,
                        std::initializer_list<std::string_view> members);

}  // namespace spark_door

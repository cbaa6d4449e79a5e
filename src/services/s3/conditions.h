#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "lake/lake.h"

namespace services::s3 {

// What a read makes conditional on the object as it is.
struct ReadConditions {
  std::optional<std::string> if_match;
  std::optional<std::string> if_none_match;
  std::optional<base::Timestamp> if_modified_since;
  std::optional<base::Timestamp> if_unmodified_since;
};

// PreconditionFailed, NotModified, or all is well.
base::Result<void> check_conditions(const ReadConditions& conditions, const lake::Object& object,
                                    base::Timestamp now);

// The same of a copy's source: whatever does not hold is PreconditionFailed, by the name of its header.
base::Result<void> check_source_conditions(const ReadConditions& conditions, const lake::Object& source,
                                           base::Timestamp now);

// What a write makes conditional on the object that the key names.
struct WriteConditions {
  std::optional<std::string> if_match;
  std::optional<std::string> if_none_match;
};

// Refuses values that S3 does not take. To be asked before the body is read.
base::Result<void> check_write_conditions(const WriteConditions& conditions);

// Runs inside the transaction of the write.
base::Result<void> check_current(const WriteConditions& conditions, const std::string& key,
                                 const lake::Object* current);

// Whether If-Match of a deletion holds; `*` means any object.
base::Result<void> check_deletion(const std::string& if_match, const std::string& key,
                                  const lake::Object* current);

base::Error precondition_failed(std::string condition);

}  // namespace services::s3

#include "services/s3/conditions.h"

#include "api/s3/errors.h"
#include "base/text.h"
#include "services/s3/spelling.h"
#include "wire/timestamps.h"

namespace services::s3 {
namespace {

bool matches(const std::string& header, const std::string& etag) {
  return header == "*" || unquote_etag(header) == etag;
}

base::Timestamp whole_second(base::Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time);
}

base::Error not_modified(const lake::Object& object) {
  return api::s3::errors::not_modified(
      "Not Modified", {wire::header_detail("ETag", quote_etag(object.etag)),
                       wire::header_detail("Last-Modified", wire::to_http_date(object.modified_at))});
}

base::Error not_accepted(std::string header, std::string message) {
  return api::s3::errors::not_implemented(
      "A header you provided implies functionality that is not implemented",
      {{"Header", std::move(header)}, {"additionalMessage", std::move(message)}});
}

base::Error no_such_key(const std::string& key) {
  return api::s3::errors::no_such_key("The specified key does not exist.", {{"Key", key}});
}

}  // namespace

base::Error precondition_failed(std::string condition) {
  return api::s3::errors::precondition_failed("At least one of the pre-conditions you specified did not hold",
                                              {{"Condition", std::move(condition)}});
}

// GetObject and HeadObject, "Conditional requests"; RFC 9110, section 13.2.2. Dates are compared in whole
// seconds.
base::Result<void> check_conditions(const ReadConditions& conditions, const lake::Object& object,
                                    base::Timestamp now) {
  const base::Timestamp modified_at = whole_second(object.modified_at);
  // 1. If-Match decides; when it holds, If-Unmodified-Since is ignored.
  if (conditions.if_match) {
    if (!matches(*conditions.if_match, object.etag)) return precondition_failed("If-Match");
  } else if (conditions.if_unmodified_since && modified_at > *conditions.if_unmodified_since) {
    // 2. Without it, If-Unmodified-Since does.
    return precondition_failed("If-Unmodified-Since");
  }
  // 3. If-None-Match decides; when it is not matched, If-Modified-Since is ignored.
  if (conditions.if_none_match) {
    if (matches(*conditions.if_none_match, object.etag)) return not_modified(object);
  } else if (conditions.if_modified_since && *conditions.if_modified_since <= now &&
             modified_at <= *conditions.if_modified_since) {
    // 4. Without it, If-Modified-Since does, unless its date is still to come.
    return not_modified(object);
  }
  return {};
}

base::Result<void> check_source_conditions(const ReadConditions& conditions, const lake::Object& source,
                                           base::Timestamp now) {
  const auto checked = check_conditions(conditions, source, now);
  if (checked.ok()) return {};
  const bool unmodified = checked.error().code == "NotModified";
  if (unmodified)
    return precondition_failed(conditions.if_none_match ? "x-amz-copy-source-If-None-Match"
                                                        : "x-amz-copy-source-If-Modified-Since");
  return precondition_failed(conditions.if_match ? "x-amz-copy-source-If-Match"
                                                 : "x-amz-copy-source-If-Unmodified-Since");
}

base::Result<void> check_write_conditions(const WriteConditions& conditions) {
  if (conditions.if_match && conditions.if_none_match)
    return not_accepted("If-Match,If-None-Match",
                        "Multiple conditional request headers present in the request");
  if (conditions.if_none_match && *conditions.if_none_match != "*")
    return not_accepted("If-None-Match",
                        "We don't accept the provided value of If-None-Match header for this API");
  if (conditions.if_match && *conditions.if_match == "*")
    return not_accepted("If-Match", "We don't accept the provided value of If-Match header for this API");
  return {};
}

base::Result<void> check_current(const WriteConditions& conditions, const std::string& key,
                                 const lake::Object* current) {
  if (conditions.if_none_match && current) return precondition_failed("If-None-Match");
  if (!conditions.if_match) return {};
  if (!current) return no_such_key(key);
  if (!matches(*conditions.if_match, current->etag)) return precondition_failed("If-Match");
  return {};
}

base::Result<void> check_deletion(const std::string& if_match, const std::string& key,
                                  const lake::Object* current) {
  if (!current) return no_such_key(key);
  if (!matches(if_match, current->etag)) return precondition_failed("If-Match");
  return {};
}

}  // namespace services::s3

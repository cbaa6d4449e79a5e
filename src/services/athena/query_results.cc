#include <fmt/format.h>

#include "base/bytes.h"
#include "base/file.h"
#include "base/text.h"
#include "lake/s3_path.h"
#include "services/athena/athena.h"
#include "services/athena/refusals.h"
#include "services/athena/result_metadata.h"
#include "services/athena/result_page.h"

namespace services::athena {
namespace {

using namespace api::athena;

constexpr int kMostRows = 1000;

base::Result<void> check_finished(const Query& query) {
  if (query.state == QueryState::Succeeded) return {};
  if (!is_final(query.state)) {
    return invalid_request(fmt::format("Query has not yet finished. Current state: {}", name_of(query.state)),
                           "INVALID_QUERY_EXECUTION_STATE");
  }
  return invalid_request(
      fmt::format("Query did not finish successfully. Final query state: {}", name_of(query.state)),
      "INVALID_QUERY_EXECUTION_STATE");
}

// The place of a page: the bytes of which object, from which byte on. A result that somebody replaced has no
// next page.
std::string page_token(const std::string& etag, std::int64_t offset) {
  return base::to_base64(fmt::format("{}:{}", etag, offset));
}

base::Result<std::int64_t> parse_page(const std::string& token, const std::string& etag) {
  const std::optional<std::string> text = base::from_base64(token);
  const std::size_t colon = text ? text->rfind(':') : std::string::npos;
  const bool ours = colon != std::string::npos && text->substr(0, colon) == etag;
  const auto offset = ours ? base::parse_int(std::string_view(*text).substr(colon + 1)) : std::nullopt;
  if (!offset) return invalid_request("The NextToken is not valid");
  return *offset;
}

Row row_of(std::vector<std::optional<std::string>> cells) {
  std::vector<Datum> data;
  for (std::optional<std::string>& cell : cells) data.push_back({.var_char_value = std::move(cell)});
  return {.data = std::move(data)};
}

// The bucket belongs to the client, who may have removed the result or the bucket; a bucket of that name may
// be another account's by now.
base::Error not_found_as_missing(base::Error error) {
  const bool missing =
      error.code == "NoSuchKey" || error.code == "NoSuchBucket" || error.code == "AccessDenied";
  return missing ? invalid_request("Could not find results", "RESULTS_NOT_FOUND") : error;
}

}  // namespace

base::Result<std::string> Athena::read_object(const lake::Bucket& bucket, const std::string& key) {
  const lake::Lease lease = TRY(with_.lake.lease());
  const base::Result<lake::Object> object = with_.lake.head(bucket, key, lease.sequence());
  if (!object.ok()) return not_found_as_missing(object.error());
  const base::Fd file = TRY(with_.lake.open_content(object->content));
  return base::read_file(fmt::format("/proc/self/fd/{}", file.get()));
}

base::Result<GetQueryResultsOutput> Athena::get_query_results(const wire::RequestContext& context,
                                                              const GetQueryResultsInput& request) {
  const Query query = TRY(find(context, request.query_execution_id));
  if (request.query_result_type.value_or("DATA_ROWS") != "DATA_ROWS") {
    return invalid_request("QueryResultType DATA_MANIFEST is for CREATE TABLE AS, INSERT and UNLOAD");
  }
  TRY(check_finished(query));
  const lake::S3Path location = *lake::S3Path::parse(query.output_location);
  const base::Result<lake::Bucket> bucket = with_.lake.bucket_of(query.account, location.bucket);
  if (!bucket.ok()) return not_found_as_missing(bucket.error());
  std::vector<ColumnInfo> columns = TRY(read_metadata(TRY(read_object(*bucket, location.key + ".metadata"))));

  const lake::Lease lease = TRY(with_.lake.lease());  // the file stays while it is read
  const base::Result<lake::Object> object = with_.lake.head(*bucket, location.key, lease.sequence());
  if (!object.ok()) return not_found_as_missing(object.error());
  const std::int64_t offset = request.next_token ? TRY(parse_page(*request.next_token, object->etag)) : 0;
  const base::Fd file = TRY(with_.lake.open_content(object->content));
  ResultPage page =
      TRY(read_result_page(file.get(), object->size, offset, request.max_results.value_or(kMostRows)));

  std::vector<Row>
      rows;  // on the first page the labels are the first of them: they are the file's first line
  for (auto& cells : page.rows) rows.push_back(row_of(std::move(cells)));
  GetQueryResultsOutput output{
      .update_count = 0,
      .result_set = ResultSet{.rows = std::move(rows),
                              .result_set_metadata = ResultSetMetadata{.column_info = std::move(columns)}}};
  if (page.next_offset) output.next_token = page_token(object->etag, *page.next_offset);
  return output;
}

}  // namespace services::athena

#pragma once

#include <string>
#include <vector>

#include "services/glue/visual/frame.h"
#include "services/glue/visual/source_reader.h"

// What the sources of files in S3 have in common: which files they read.
namespace services::glue::visual {

base::Result<void> check_s3_paths(const std::vector<std::string>& paths);

// GroupFiles and GroupSize say how files are dealt out to Spark's tasks, which no row depends on; what they
// cannot be is refused.
base::Result<void> check_grouping(const std::optional<std::string>& files,
                                  const std::optional<std::string>& size);

// The engine's refusal of a reader's option, as CreateJob refuses what a node says.
template <typename Options>
base::Result<Options> checked(base::Result<Options> options) {
  if (options.ok()) return options;
  base::Error error = std::move(options).error();
  if (error.code == "UnsupportedOption") error.code = "InvalidInputException";
  return error;
}

// The patterns of a node's Exclusions: each string is a JSON list of globs, as the console writes it.
base::Result<std::vector<std::string>> parse_exclusions(const std::vector<std::string>& lists);

// How a Read spells the columns that a source found.
std::string schema_of(const std::vector<Field>& fields);

// Paths, Exclusions, Recurse and AdditionalOptions.
template <typename Source>
base::Result<SourceReader::Query> s3_query(const Source& node) {
  SourceReader::Query query{.paths = node.paths, .recurse = node.recurse.value_or(false)};
  if (node.exclusions) query.exclusions = TRY(parse_exclusions(*node.exclusions));
  if (node.additional_options) {
    query.max_files = node.additional_options->bounded_files;
    query.max_bytes = node.additional_options->bounded_size;
  }
  return query;
}

}  // namespace services::glue::visual

#pragma once

#include <functional>

#include "lake/s3_path.h"
#include "spark/partition_specs.h"
#include "spark/storage.h"

namespace spark_door {

// One partition of a table as the Data Catalog has it.
struct PartitionEntry {
  services::glue::PartitionRow row;
  api::glue::PartitionInput input;

  std::string location() const;
};

// Those that a checked spec fits; an empty one fits all.
base::Result<std::vector<PartitionEntry>> partitions_of(store::Connection& journal,
                                                        const services::glue::StoredTable& table,
                                                        const sql::PartitionSpec& spec);
base::Result<std::optional<PartitionEntry>> partition_of(store::Connection& journal,
                                                         const services::glue::StoredTable& table,
                                                         const std::vector<std::string>& values);

std::string location_of(const services::glue::StoredTable& table);
// Where the engine writes a partition to; of the first values alone: the folder above such partitions.
std::string usual_location(const services::glue::StoredTable& table, const std::vector<std::string>& values);
// Whether the entry says that place, with its slash or without.
bool is_at_usual_place(const services::glue::StoredTable& table, const PartitionEntry& partition);
// A new entry, its files laid out as the table's.
api::glue::PartitionInput new_partition(const services::glue::StoredTable& table,
                                        std::vector<std::string> values, std::string location);

// The folder, if it lies in that of the table, whose files are the table's then.
std::optional<lake::S3Path> inside(const services::glue::StoredTable& table, const std::string& location);

bool is_managed(const services::glue::StoredTable& table);  // its files go with it

}  // namespace spark_door

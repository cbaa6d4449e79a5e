#pragma once

#include <memory>
#include <string>

#include "duckdb/common/types/column/column_data_collection.hpp"
#include "duckdb/main/client_context.hpp"

namespace engine {

// How the files of one write are encoded. It knows the columns that go into them; partitions and names are
// the sink's.
class FileFormat {
 public:
  virtual ~FileFormat() = default;

  // One file being written; how is the format's own affair.
  class File {
   public:
    virtual ~File() = default;
  };
  using Rows = duckdb::unique_ptr<duckdb::ColumnDataCollection>;

  virtual std::unique_ptr<File> open(duckdb::ClientContext& context, const std::string& uri) = 0;
  // Any number of threads at once; the rows of one call stay together, in their order, as far as memory
  // allows it.
  virtual void write(duckdb::ClientContext& context, File& file, Rows rows) = 0;
  // Whether it holds so many bytes already.
  virtual bool holds(File& file, duckdb::idx_t bytes) const = 0;
  virtual void close(duckdb::ClientContext& context, File& file) = 0;
};

}  // namespace engine

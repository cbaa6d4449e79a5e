#include "lake/segments_store.h"

namespace lake {

base::Result<std::int64_t> insert_segment(store::Transaction& transaction) {
  TRY(transaction.execute("INSERT INTO lake_segments DEFAULT VALUES"));
  return transaction.last_insert_id();
}

base::Result<void> delete_segment(store::Transaction& transaction, std::int64_t number) {
  TRY(transaction.execute("DELETE FROM lake_segments WHERE number = ?1", {number}));
  return {};
}

base::Result<std::vector<std::int64_t>> segment_numbers(store::Connection& connection) {
  std::vector<std::int64_t> numbers;
  store::Rows rows = TRY(connection.query("SELECT number FROM lake_segments ORDER BY number"));
  while (TRY(rows.next())) numbers.push_back(rows.row().integer(0));
  return numbers;
}

}  // namespace lake

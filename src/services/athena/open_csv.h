#pragma once

#include "sql/query.h"

namespace services::athena {

// OpenCSVSerde's dates are days since 1970, its timestamps milliseconds; an empty text is no number:
// https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html
// Makes the query's Reads of such tables read these columns as texts, and puts a Project above each that
// makes values of them. What says none fails the query (HIVE_BAD_DATA), or is NULL in a table with the
// property use.null.for.invalid.data = true. Unlike Athena's, a text of a date is one here.
void read_open_csv_values(sql::Query& query);

}  // namespace services::athena

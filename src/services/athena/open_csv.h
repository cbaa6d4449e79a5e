#pragma once

#include "sql/query.h"

namespace services::athena {

// OpenCSVSerde's dates are days since 1970, its timestamps milliseconds:
// https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html
// Makes the query's Reads of such tables read these columns as texts, and puts a Project above each that
// makes dates and timestamps of them. Where Athena fails the query, for text of another form, a text of a
// date is one here, and any other text is NULL.
void read_open_csv_times(sql::Query& query);

}  // namespace services::athena

#pragma once

#include <string>

namespace services::glue::visual {

// Whether a column of a table takes the values of a frame's type when they are cast to its own. As Spark's
// store assignment (spark.sql.storeAssignmentPolicy = ANSI) has it, but for what it leaves to each value: a
// number into a narrower type, a time into a date. So a wider whole number, float or double takes a number
// (whose last digits a float or a double may lose, as in Spark), a decimal one that has no more digits on
// either side, a timestamp a date, a string any simple value. Arrays, maps and structs take theirs part by
// part, structs of the same names in the same order. Types as Hive spells them; what is none takes nothing.
bool takes_in(const std::string& table, const std::string& frame);

// Whether both differ in the case of names and the length of texts alone, at whatever depth.
bool is_read_alike(const std::string& table, const std::string& frame);

}  // namespace services::glue::visual

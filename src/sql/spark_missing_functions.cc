#include <string>

#include "sql/spark_functions.h"

namespace sql {
namespace {

// Spark's functions that we do not have, between blanks: refused by name. The engine's rand() is not theirs:
// rand and random take a seed that says which numbers come.
constexpr std::string_view kMissing =
    " acosh aes_decrypt aes_encrypt ascii asinh assert_true atanh base64 bigint bin bit_count bit_get "
    "bit_length bitmap_and_agg bitmap_bit_position bitmap_bucket_number bitmap_construct_agg "
    "bitmap_count bitmap_or_agg bround char chr collate collation collect_union conv convert_timezone "
    "cot count_min_sketch counter_diff crc32 csc current_catalog current_database current_path "
    "current_schema current_time current_timezone current_user date_from_unix_date date_part datepart "
    "dayname decimal decode elt encode equal_null expm1 factorial format_number format_string "
    "from_base32 from_unixtime from_utc_timestamp from_xml getbit hash hex hll_sketch_agg "
    "hll_sketch_estimate hll_union hll_union_agg hmac hypot initcap input_file_block_length "
    "input_file_block_start input_file_name is_valid_utf8 is_valid_variant is_variant_null "
    "jaro_winkler_similarity java_method kll_merge_agg_bigint kll_merge_agg_double kll_merge_agg_float "
    "kll_sketch_agg_bigint kll_sketch_agg_double kll_sketch_agg_float kll_sketch_get_n_bigint "
    "kll_sketch_get_n_double kll_sketch_get_n_float kll_sketch_get_quantile_bigint "
    "kll_sketch_get_quantile_double kll_sketch_get_quantile_float kll_sketch_get_rank_bigint "
    "kll_sketch_get_rank_double kll_sketch_get_rank_float kll_sketch_merge_bigint "
    "kll_sketch_merge_double kll_sketch_merge_float kll_sketch_to_string_bigint "
    "kll_sketch_to_string_double kll_sketch_to_string_float levenshtein localtimestamp log1p make_date "
    "make_dt_interval make_interval make_time make_timestamp make_timestamp_ltz make_timestamp_ntz "
    "make_valid_utf8 make_ym_interval mask md5 monotonically_increasing_id monthname months_between "
    "nanvl next_day nullifzero octet_length overlay parse_json parse_url pmod printf quote raise_error "
    "rand randn random randstr reflect regexp_count regexp_extract_all regexp_instr rint "
    "schema_of_variant schema_of_variant_agg schema_of_xml sec sentences session_user session_window sha "
    "sha1 sha2 shiftleft shiftright shiftrightunsigned soundex spark_partition_id split split_part "
    "st_asbinary st_geogfromwkb st_geomfromwkb st_setsrid st_srid substring_index theta_difference "
    "theta_intersection theta_intersection_agg theta_sketch_agg theta_sketch_estimate theta_union "
    "theta_union_agg time_bucket time_diff time_from_micros time_from_millis time_from_seconds "
    "time_to_micros time_to_millis time_to_seconds time_trunc timestamp_micros timestamp_millis "
    "timestamp_nanos timestamp_seconds to_base32 to_binary to_char to_number to_time to_timestamp_ltz "
    "to_timestamp_ntz to_unix_timestamp to_utc_timestamp to_varchar to_variant_object to_xml trunc "
    "try_add try_aes_decrypt try_divide try_make_interval try_make_timestamp try_make_timestamp_ltz "
    "try_make_timestamp_ntz try_mod try_multiply try_parse_json try_parse_url try_reflect try_subtract "
    "try_to_binary try_to_date try_to_number try_to_time try_to_timestamp try_url_decode "
    "try_validate_utf8 try_variant_array_append try_variant_get try_variant_insert try_variant_set "
    "tuple_difference_double tuple_difference_integer tuple_difference_theta_double "
    "tuple_difference_theta_integer tuple_intersection_agg_double tuple_intersection_agg_integer "
    "tuple_intersection_double tuple_intersection_integer tuple_intersection_theta_double "
    "tuple_intersection_theta_integer tuple_sketch_agg_double tuple_sketch_agg_integer "
    "tuple_sketch_estimate_double tuple_sketch_estimate_integer tuple_sketch_summary_double "
    "tuple_sketch_summary_integer tuple_sketch_theta_double tuple_sketch_theta_integer "
    "tuple_union_agg_double tuple_union_agg_integer tuple_union_double tuple_union_integer "
    "tuple_union_theta_double tuple_union_theta_integer typeof unbase64 unhex uniform unix_date "
    "unix_micros unix_millis unix_nanos unix_seconds unix_timestamp url_decode url_encode user uuid "
    "validate_utf8 variant_array_append variant_delete variant_get variant_insert variant_set "
    "variant_strip_nulls vector_avg vector_cosine_similarity vector_inner_product vector_l2_distance "
    "vector_norm vector_normalize vector_sum version width_bucket window_time xpath xpath_boolean "
    "xpath_double xpath_float xpath_int xpath_long xpath_number xpath_short xpath_string xxhash64 "
    "zeroifnull ";

}  // namespace

bool is_unsupported_spark_function(std::string_view name) {
  const std::string word = " " + std::string(name) + " ";
  return name.find(' ') == std::string_view::npos && kMissing.find(word) != std::string_view::npos;
}

}  // namespace sql

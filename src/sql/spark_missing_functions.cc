#include <string>

#include "sql/spark_functions.h"

namespace sql {
namespace {

// Spark's functions that we do not have, between blanks: refused by name.
constexpr std::string_view kMissing =
    " approx_top_k approx_top_k_accumulate approx_top_k_combine approx_top_k_estimate collate "
    "collation collations collect_union count_min_sketch counter_diff current_time from_avro "
    "from_protobuf from_xml hll_sketch_agg hll_sketch_estimate hll_union hll_union_agg "
    "is_valid_variant "
    "is_variant_null java_method kll_merge_agg_bigint kll_merge_agg_double kll_merge_agg_float "
    "kll_sketch_agg_bigint kll_sketch_agg_double kll_sketch_agg_float kll_sketch_get_n_bigint "
    "kll_sketch_get_n_double kll_sketch_get_n_float kll_sketch_get_quantile_bigint "
    "kll_sketch_get_quantile_double kll_sketch_get_quantile_float kll_sketch_get_rank_bigint "
    "kll_sketch_get_rank_double kll_sketch_get_rank_float kll_sketch_merge_bigint "
    "kll_sketch_merge_double kll_sketch_merge_float kll_sketch_to_string_bigint "
    "kll_sketch_to_string_double kll_sketch_to_string_float localtime "
    "make_interval make_time measure parse_json python_worker_logs reflect "
    "schema_of_avro schema_of_variant schema_of_variant_agg schema_of_xml sentences "
    "session_window sql_keywords st_asbinary st_geogfromwkb st_geomfromwkb st_setsrid st_srid "
    "theta_difference theta_intersection theta_intersection_agg theta_sketch_agg "
    "theta_sketch_estimate theta_union theta_union_agg time time_bucket time_diff "
    "time_from_micros time_from_millis time_from_seconds time_to_micros time_to_millis "
    "time_to_seconds time_trunc timestamp_nanos to_avro to_protobuf to_time to_variant_object "
    "to_xml try_make_interval try_parse_json try_reflect try_to_time try_variant_array_append "
    "try_variant_get try_variant_insert try_variant_set tuple_difference_double "
    "tuple_difference_integer tuple_difference_theta_double tuple_difference_theta_integer "
    "tuple_intersection_agg_double tuple_intersection_agg_integer tuple_intersection_double "
    "tuple_intersection_integer tuple_intersection_theta_double tuple_intersection_theta_integer "
    "tuple_sketch_agg_double tuple_sketch_agg_integer tuple_sketch_estimate_double "
    "tuple_sketch_estimate_integer tuple_sketch_summary_double tuple_sketch_summary_integer "
    "tuple_sketch_theta_double tuple_sketch_theta_integer tuple_union_agg_double "
    "tuple_union_agg_integer tuple_union_double tuple_union_integer tuple_union_theta_double "
    "tuple_union_theta_integer unix_nanos variant_array_append variant_delete variant_explode "
    "variant_explode_outer variant_get variant_insert variant_set variant_strip_nulls vector_avg "
    "vector_cosine_similarity vector_inner_product vector_l2_distance vector_norm "
    "vector_normalize vector_sum xpath xpath_boolean xpath_double xpath_float xpath_int "
    "xpath_long xpath_number xpath_short xpath_string ";

}  // namespace

bool is_unsupported_spark_function(std::string_view name) {
  const std::string word = " " + std::string(name) + " ";
  return name.find(' ') == std::string_view::npos && kMissing.find(word) != std::string_view::npos;
}

}  // namespace sql

#include "services/glue/visual/node_kind.h"

namespace services::glue::visual {

// One row a kind; each is made at the end of the file of its name.
#define NODE_KINDS(ROW)       \
  ROW(s3_csv_source)          \
  ROW(s3_parquet_source)      \
  ROW(s3_json_source)         \
  ROW(catalog_source)         \
  ROW(s3_catalog_source)      \
  ROW(apply_mapping)          \
  ROW(drop_duplicates)        \
  ROW(select_fields)          \
  ROW(drop_fields)            \
  ROW(rename_field)           \
  ROW(filter)                 \
  ROW(join)                   \
  ROW(union)                  \
  ROW(merge)                  \
  ROW(split_fields)           \
  ROW(route)                  \
  ROW(select_from_collection) \
  ROW(aggregate)              \
  ROW(drop_null_fields)       \
  ROW(spigot)                 \
  ROW(spark_sql)              \
  ROW(s3_glue_parquet_target) \
  ROW(s3_direct_target)       \
  ROW(catalog_target)         \
  ROW(s3_catalog_target)

#define DECLARE(name) NodeKind name##_kind();
NODE_KINDS(DECLARE)
#undef DECLARE

std::span<const NodeKind> node_kinds() {
#define MAKE(name) name##_kind(),
  static const NodeKind kinds[] = {NODE_KINDS(MAKE)};
#undef MAKE
  return kinds;
}

}  // namespace services::glue::visual

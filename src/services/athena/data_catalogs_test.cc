#include "services/athena/test_athena.h"

namespace services::athena {
namespace {

using namespace api::athena;
using lake::must;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

class DataCatalogsTest : public AthenaTest {};

TEST_F(DataCatalogsTest, ThereIsTheAccountsOwn) {
  const auto listed = must(athena_->list_data_catalogs(context_, {}));
  ASSERT_EQ(listed.data_catalogs_summary->size(), 1u);
  EXPECT_EQ(*listed.data_catalogs_summary->at(0).catalog_name, "AwsDataCatalog");
  const auto found = must(athena_->get_data_catalog(context_, {.name = "awsdatacatalog"}));
  EXPECT_EQ(found.data_catalog->type, "GLUE");
  EXPECT_EQ(found.data_catalog->parameters->at("catalog-id"), "000000000000");
  EXPECT_EQ(athena_->get_data_catalog(context_, {.name = "hive"}).error().message,
            "Data catalog hive was not found");
}

TEST_F(DataCatalogsTest, ATableIsShownWithItsStorage) {
  const GetTableMetadataInput input{
      .catalog_name = "AwsDataCatalog", .database_name = "db", .table_name = "orders"};
  const TableMetadata table = *must(athena_->get_table_metadata(context_, input)).table_metadata;
  EXPECT_EQ(*table.table_type, "EXTERNAL_TABLE");
  EXPECT_EQ(table.columns->at(0).name, "id");
  EXPECT_EQ(*table.partition_keys->at(0).type, "int");
  EXPECT_THAT(*table.parameters,
              UnorderedElementsAre(Pair("classification", "csv"), Pair("location", "s3://lake/orders/"),
                                   Pair("serde.serialization.lib", "OpenCSVSerde"),
                                   Pair("serde.param.separatorChar", ",")));
}

TEST_F(DataCatalogsTest, WhatIsNotThereIsToldInTheWordsThatClientsParse) {
  const auto missing = athena_->get_table_metadata(
      context_, {.catalog_name = "AwsDataCatalog", .database_name = "db", .table_name = "nothing"});
  EXPECT_EQ(missing.error().code, "MetadataException");
  EXPECT_THAT(missing.error().message, HasSubstr("Error Code: EntityNotFoundException;"));
  EXPECT_EQ(
      athena_->get_database(context_, {.catalog_name = "AwsDataCatalog", .database_name = "x"}).error().code,
      "MetadataException");
}

TEST_F(DataCatalogsTest, ListsHoldTheAttributesThatAreAskedFor) {
  const ListTableMetadataInput names{.catalog_name = "AwsDataCatalog",
                                     .database_name = "db",
                                     .attributes_to_get = std::vector<std::string>{"NAME"}};
  const auto listed = *must(athena_->list_table_metadata(context_, names)).table_metadata_list;
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].name, "orders");
  EXPECT_FALSE(listed[0].columns);
  auto types = names;
  types.attributes_to_get = std::vector<std::string>{"TABLE_TYPE"};
  EXPECT_EQ(athena_->list_table_metadata(context_, types).error().message,
            "AttributesToGet must include NAME");
}

}  // namespace
}  // namespace services::athena

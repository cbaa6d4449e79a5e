#include "services/athena/test_athena.h"

namespace services::athena {
namespace {

using namespace api::athena;
using lake::must;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

const std::map<std::string, std::string> kOwn = {{"catalog-id", "000000000000"}};

class DataCatalogsTest : public AthenaTest {
 protected:
  static CreateDataCatalogInput catalog(std::string name) {
    return {.name = std::move(name), .type = "GLUE", .parameters = kOwn};
  }
  DataCatalog create(const std::string& name) {
    return *must(athena_->create_data_catalog(context_, catalog(name))).data_catalog;
  }
  std::string refusal_of(const CreateDataCatalogInput& request) {
    const base::Error error = athena_->create_data_catalog(context_, request).error();
    return error.code == "InvalidRequestException" ? error.message : error.code;
  }
  std::vector<std::string> names(const ListDataCatalogsInput& request = {}) {
    std::vector<std::string> names;
    const auto listed = must(athena_->list_data_catalogs(context_, request));
    for (const DataCatalogSummary& summary : *listed.data_catalogs_summary)
      names.push_back(*summary.catalog_name);
    return names;
  }
  QueryExecution ended(std::string catalog, std::string text) {
    StartQueryExecutionInput input = request(std::move(text));
    input.query_execution_context->catalog = std::move(catalog);
    return wait(*must(athena_->start_query_execution(context_, input)).query_execution_id);
  }
};

TEST_F(DataCatalogsTest, ThereIsTheAccountsOwn) {
  EXPECT_THAT(names(), ElementsAre("AwsDataCatalog"));
  const auto found = must(athena_->get_data_catalog(context_, {.name = "awsdatacatalog"}));
  EXPECT_EQ(found.data_catalog->type, "GLUE");
  EXPECT_EQ(found.data_catalog->parameters->at("catalog-id"), "000000000000");
  EXPECT_EQ(athena_->get_data_catalog(context_, {.name = "other"}).error().message,
            "DataCatalog other was not found");
}

TEST_F(DataCatalogsTest, ANewOneIsShownAsItWasMade) {
  CreateDataCatalogInput request = catalog("My_own@home-1");
  request.description = "of a test";
  EXPECT_EQ(must(athena_->create_data_catalog(context_, request)).data_catalog->name, "My_own@home-1");
  const DataCatalog shown =
      *must(athena_->get_data_catalog(context_, {.name = "my_OWN@home-1"})).data_catalog;
  EXPECT_EQ(shown.name, "My_own@home-1");
  EXPECT_EQ(shown.type, "GLUE");
  EXPECT_EQ(shown.description, "of a test");
  EXPECT_EQ(shown.status, "CREATE_COMPLETE");
  EXPECT_THAT(*shown.parameters, UnorderedElementsAre(Pair("catalog-id", "000000000000")));
}

TEST_F(DataCatalogsTest, TheyAreListedByNameInPages) {
  for (const char* name : {"b", "Archive", "C"}) create(name);
  EXPECT_THAT(names(), ElementsAre("Archive", "AwsDataCatalog", "b", "C"));
  const auto first = must(athena_->list_data_catalogs(context_, {.max_results = 2}));
  ASSERT_TRUE(first.next_token);
  EXPECT_EQ(*first.data_catalogs_summary->at(1).catalog_name, "AwsDataCatalog");
  const ListDataCatalogsInput rest{.next_token = first.next_token, .max_results = 2};
  EXPECT_THAT(names(rest), ElementsAre("b", "C"));
  EXPECT_FALSE(must(athena_->list_data_catalogs(context_, rest)).next_token);
}

TEST_F(DataCatalogsTest, TypesThatAreNotSupportedAreRefused) {
  for (const char* type : {"LAMBDA", "HIVE", "FEDERATED"}) {
    CreateDataCatalogInput request = catalog("other");
    request.type = type;
    EXPECT_THAT(refusal_of(request),
                HasSubstr("Data catalogs of type " + std::string(type) + " are not supported"));
  }
  create("mine");
  EXPECT_THAT(athena_->update_data_catalog(context_, {.name = "mine", .type = "HIVE"}).error().message,
              HasSubstr("HIVE"));
}

TEST_F(DataCatalogsTest, TheParameterIsTheAccountsOwnId) {
  CreateDataCatalogInput request = catalog("other");
  request.parameters->at("catalog-id") = "111111111111";
  EXPECT_EQ(refusal_of(request),
            "The Glue Data Catalog of another account is not supported: catalog-id is 111111111111, this "
            "account is 000000000000");
  request = catalog("other");
  request.parameters->emplace("function", "f");
  EXPECT_EQ(refusal_of(request), "A data catalog of type GLUE has no parameter function");
  request.parameters.reset();
  EXPECT_EQ(refusal_of(request), "A data catalog of type GLUE needs the parameter catalog-id");
}

TEST_F(DataCatalogsTest, NamesAreOfFewCharactersAndUniqueInAnyCase) {
  const std::string longest(127, 'x');
  EXPECT_EQ(create(longest).name, longest);
  for (const std::string& name : {longest + "x", std::string("a.b"), std::string("a b"), std::string()})
    EXPECT_THAT(refusal_of(catalog(name)), HasSubstr("has 1 to 127 characters"));
  EXPECT_EQ(refusal_of(catalog("AwsDataCatalog")), "The name AwsDataCatalog is reserved by Athena");
  EXPECT_EQ(refusal_of(catalog("Hive")), "The name Hive is reserved by Athena");
  create("Mine");
  EXPECT_EQ(refusal_of(catalog("mINE")), "DataCatalog mINE already exists");
}

TEST_F(DataCatalogsTest, AnUpdateChangesWhatItNames) {
  create("Mine");
  must(athena_->update_data_catalog(context_, {.name = "mine", .type = "GLUE", .description = "new"}));
  must(athena_->update_data_catalog(context_, {.name = "mine", .type = "GLUE", .parameters = kOwn}));
  const DataCatalog shown = *must(athena_->get_data_catalog(context_, {.name = "mine"})).data_catalog;
  EXPECT_EQ(shown.name, "Mine");
  EXPECT_EQ(shown.description, "new");
  EXPECT_EQ(athena_->update_data_catalog(context_, {.name = "other", .type = "GLUE"}).error().message,
            "DataCatalog other was not found");
}

TEST_F(DataCatalogsTest, AwsDataCatalogStaysAsItIs) {
  EXPECT_EQ(
      athena_->update_data_catalog(context_, {.name = "awsDataCatalog", .type = "GLUE"}).error().message,
      "DataCatalog AwsDataCatalog cannot be updated or deleted");
  EXPECT_EQ(athena_->delete_data_catalog(context_, {.name = "awsDataCatalog"}).error().message,
            "DataCatalog AwsDataCatalog cannot be updated or deleted");
}

TEST_F(DataCatalogsTest, OneThatIsDeletedIsGoneWithItsTags) {
  CreateDataCatalogInput request = catalog("Mine");
  request.tags = std::vector<Tag>{{.key = "team", .value = "data"}};
  must(athena_->create_data_catalog(context_, request));
  EXPECT_THAT(
      athena_->delete_data_catalog(context_, {.name = "mine", .delete_catalog_only = true}).error().message,
      HasSubstr("FEDERATED only"));
  const auto deleted = must(athena_->delete_data_catalog(context_, {.name = "mine"}));
  EXPECT_EQ(deleted.data_catalog->name, "Mine");
  EXPECT_EQ(*deleted.data_catalog->status, "DELETE_COMPLETE");
  EXPECT_THAT(names(), ElementsAre("AwsDataCatalog"));
  EXPECT_EQ(athena_->delete_data_catalog(context_, {.name = "mine"}).error().message,
            "DataCatalog mine was not found");
  create("mine");
  const ListTagsForResourceInput its_tags{.resource_arn =
                                              "arn:aws:athena:us-east-1:000000000000:datacatalog/mine"};
  EXPECT_TRUE(must(athena_->list_tags_for_resource(context_, its_tags)).tags->empty());
}

TEST_F(DataCatalogsTest, TagsAreSetAndRemoved) {
  create("Mine");
  const std::string arn = "arn:aws:athena:us-east-1:000000000000:datacatalog/";
  must(athena_->tag_resource(context_, {.resource_arn = arn + "Mine",
                                        .tags = {{.key = "team", .value = "data"}, {.key = "stage"}}}));
  must(athena_->untag_resource(context_, {.resource_arn = arn + "Mine", .tag_keys = {"team"}}));
  const auto tags = *must(athena_->list_tags_for_resource(context_, {.resource_arn = arn + "mine"})).tags;
  ASSERT_EQ(tags.size(), 1u);
  EXPECT_EQ(*tags[0].key, "stage");
  for (const std::string& other :
       {arn + "other", arn, std::string("arn:aws:athena:us-east-1:000000000000:x")})
    EXPECT_EQ(athena_->list_tags_for_resource(context_, {.resource_arn = other}).error().code,
              "ResourceNotFoundException");
}

TEST_F(DataCatalogsTest, EachHoldsWhatTheAccountsOwnHolds) {
  create("mine");
  EXPECT_EQ(must(athena_->list_databases(context_, {.catalog_name = "mine"})).database_list->at(0).name,
            "db");
  EXPECT_TRUE(athena_->get_database(context_, {.catalog_name = "MINE", .database_name = "db"}).ok());
  EXPECT_TRUE(athena_
                  ->get_table_metadata(
                      context_, {.catalog_name = "mine", .database_name = "db", .table_name = "orders"})
                  .ok());
  EXPECT_EQ(athena_->list_table_metadata(context_, {.catalog_name = "other", .database_name = "db"})
                .error()
                .message,
            "DataCatalog other was not found");
}

TEST_F(DataCatalogsTest, QueriesNameIt) {
  create("Mine");
  EXPECT_EQ(*ended("mine", "select id from orders").status->state, "SUCCEEDED");
  EXPECT_EQ(*ended("AwsDataCatalog", "select id from MINE.db.orders").status->state, "SUCCEEDED");
  EXPECT_EQ(*ended("mine", "select id from awsdatacatalog.db.orders").status->state, "SUCCEEDED");
  EXPECT_EQ(*ended("mine", "select 1 from nothing").status->state_change_reason,
            "TABLE_NOT_FOUND: line 1:15: Table 'mine.db.nothing' does not exist");
  must(athena_->delete_data_catalog(context_, {.name = "Mine"}));
  EXPECT_EQ(*ended("mine", "select 1").status->state_change_reason,
            "CATALOG_NOT_FOUND: Catalog 'mine' does not exist");
}

TEST_F(DataCatalogsTest, TheyAreKeptApartByAccountAndRegionAndSurviveARestart) {
  create("mine");
  for (const wire::RequestContext& other :
       {wire::RequestContext{.account = "111111111111", .region = "us-east-1"},
        wire::RequestContext{.account = "000000000000", .region = "us-west-2"}})
    EXPECT_FALSE(athena_->get_data_catalog(other, {.name = "mine"}).ok());
  shut_down();
  open();
  start();
  EXPECT_TRUE(athena_->get_data_catalog(context_, {.name = "mine"}).ok());
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

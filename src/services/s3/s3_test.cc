#include "services/s3/s3.h"

#include <gtest/gtest.h>

#include "api/s3/types.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"
#include "store/test_folder.h"

namespace services::s3 {
namespace {

namespace api = ::api::s3;

// Answers of the handler itself; what clients see of it is in test/aws/s3/.
class S3Test : public ::testing::Test {
 protected:
  S3Test() {
    journal_ =
        store::Journal::open({.file = folder_ / "journal.sqlite", .schemas = {lake::Lake::schema()}}).value();
    lake_ = lake::Lake::open(folder_ / "content", *journal_, clock_, {.housekeeping = false}).value();
    s3_ = std::make_unique<S3>(*lake_, clock_);
    EXPECT_TRUE(s3_->create_bucket(context_, {.bucket = "bucket"}).ok());
  }

  base::Result<api::PutObjectOutput> put(const std::string& bytes, api::PutObjectRequest request = {}) {
    base::StringSource body(bytes);
    request.body = &body;
    request.bucket = "bucket";
    request.key = "key";
    request.content_length = static_cast<std::int64_t>(bytes.size());
    return s3_->put_object(context_, request);
  }

  std::string get(api::GetObjectRequest request = {}) {
    request.bucket = "bucket";
    request.key = "key";
    auto got = s3_->get_object(context_, request);
    if (!got.ok()) return got.error().code;
    const auto& slice = std::get<base::FileSlice>(got->body);
    std::string bytes(static_cast<std::size_t>(slice.length), '\0');
    EXPECT_EQ(::pread(slice.file.get(), bytes.data(), bytes.size(), slice.offset), slice.length);
    return bytes;
  }

  const wire::RequestContext context_{
      .account = "000000000000", .region = "us-east-1", .host = "127.0.0.1:4566"};
  store::TestFolder folder_;
  base::ManualClock clock_{base::from_micros(1'700'000'000'000'000)};
  std::unique_ptr<store::Journal> journal_;
  std::unique_ptr<lake::Lake> lake_;
  std::unique_ptr<S3> s3_;
};

TEST_F(S3Test, a_get_answers_a_slice_of_the_content) {
  EXPECT_TRUE(put("0123456789").ok());
  EXPECT_EQ(get(), "0123456789");
  EXPECT_EQ(get({.range = "bytes=2-4"}), "234");
}

TEST_F(S3Test, a_put_tells_etag_and_crc64nvme_and_claims_no_encryption) {
  const auto output = put("hello").value();
  EXPECT_EQ(output.etag, "\"5d41402abc4b2a76b9719d911017c592\"");
  EXPECT_TRUE(output.checksum_crc64nvme.has_value());
  EXPECT_EQ(output.checksum_type, "FULL_OBJECT");
  EXPECT_FALSE(output.server_side_encryption.has_value());
}

TEST_F(S3Test, bytes_that_are_not_what_the_client_said_are_not_kept) {
  EXPECT_EQ(put("hello", {.content_md5 = "AAAAAAAAAAAAAAAAAAAAAA=="}).error().code, "BadDigest");
  EXPECT_EQ(put("hello", {.content_md5 = "short"}).error().code, "InvalidDigest");
  EXPECT_EQ(put("hello", {.checksum_crc32 = "AAAAAA=="}).error().code, "BadDigest");
  EXPECT_EQ(put("hello", {.checksum_crc32 = "?"}).error().code, "InvalidRequest");
  EXPECT_EQ(put("hello", {.checksum_crc32 = "AAAAAA==", .checksum_sha1 = "x"}).error().code,
            "InvalidRequest");
  EXPECT_EQ(get(), "NoSuchKey");
}

TEST_F(S3Test, a_checksum_that_is_announced_must_come) {
  EXPECT_EQ(put("hello", {.checksum_algorithm = "CRC32"}).error().code, "InvalidRequest");
  const std::string crc = base::to_base64(base::digest(base::DigestAlgorithm::Crc32, "hello"));
  EXPECT_EQ(put("hello", {.checksum_algorithm = "CRC32", .checksum_crc32 = crc}).value().checksum_crc32, crc);
}

TEST_F(S3Test, a_body_of_unknown_length_is_refused) {
  base::StringSource body("hello");
  const auto output = s3_->put_object(context_, {.body = &body, .bucket = "bucket", .key = "key"});
  EXPECT_EQ(output.error().code, "MissingContentLength");
}

TEST_F(S3Test, another_account_may_not_see_the_bucket) {
  EXPECT_TRUE(put("hello").ok());
  wire::RequestContext other = context_;
  other.account = "111111111111";
  EXPECT_EQ(s3_->get_object(other, {.bucket = "bucket", .key = "key"}).error().code, "AccessDenied");
  EXPECT_EQ(s3_->head_bucket(other, {.bucket = "bucket"}).error().code, "AccessDenied");
  EXPECT_EQ(s3_->create_bucket(other, {.bucket = "bucket"}).error().code, "BucketAlreadyExists");
}

TEST_F(S3Test, the_owner_must_be_the_one_that_is_expected) {
  EXPECT_TRUE(s3_->head_bucket(context_, {.bucket = "bucket", .expected_bucket_owner = "000000000000"}).ok());
  EXPECT_EQ(
      s3_->head_bucket(context_, {.bucket = "bucket", .expected_bucket_owner = "111111111111"}).error().code,
      "AccessDenied");
  EXPECT_EQ(s3_->head_bucket(context_, {.bucket = "bucket", .expected_bucket_owner = "ann"}).error().code,
            "InvalidBucketOwnerAWSAccountID");
}

// While the body is on its way the bucket goes, and another account makes one of its name.
TEST_F(S3Test, a_put_does_not_land_in_another_accounts_bucket) {
  struct Slow final : base::ByteSource {
    std::function<void()> before_the_end;
    base::Result<std::size_t> read(std::span<char> buffer) override {
      if (!before_the_end) return std::size_t{0};
      std::exchange(before_the_end, nullptr)();
      buffer[0] = 'x';
      return std::size_t{1};
    }
  } body;
  wire::RequestContext other = context_;
  other.account = "111111111111";
  body.before_the_end = [&] {
    EXPECT_TRUE(s3_->delete_bucket(context_, {.bucket = "bucket"}).ok());
    EXPECT_TRUE(s3_->create_bucket(other, {.bucket = "bucket"}).ok());
  };
  const auto output =
      s3_->put_object(context_, {.body = &body, .bucket = "bucket", .content_length = 1, .key = "key"});
  EXPECT_EQ(output.error().code, "NoSuchBucket");
  EXPECT_EQ(s3_->get_object(other, {.bucket = "bucket", .key = "key"}).error().code, "NoSuchKey");
}

TEST_F(S3Test, what_we_do_not_give_is_refused) {
  EXPECT_EQ(put("x", {.acl = "public-read"}).error().code, "AccessControlListNotSupported");
  EXPECT_EQ(put("x", {.storage_class = "GLACIER"}).error().code, "NotImplemented");
  EXPECT_EQ(put("x", {.storage_class = "STANDARD_IA"}).error().code, "NotImplemented");
  EXPECT_EQ(put("x", {.storage_class = "MARBLE"}).error().code, "InvalidStorageClass");
  EXPECT_TRUE(put("x", {.acl = "private", .storage_class = "STANDARD"}).ok());
}

TEST_F(S3Test, aws_chunked_was_the_transfers_encoding_not_the_objects) {
  EXPECT_TRUE(put("x", {.content_encoding = "aws-chunked,gzip"}).ok());
  EXPECT_EQ(s3_->head_object(context_, {.bucket = "bucket", .key = "key"}).value().content_encoding, "gzip");
}

TEST_F(S3Test, too_much_metadata_is_refused) {
  EXPECT_EQ(put("x", {.metadata = {{{"a", std::string(2048, 'v')}}}}).error().code, "MetadataTooLarge");
}

TEST_F(S3Test, a_bucket_is_made_where_endpoint_and_constraint_agree) {
  const auto make = [&](const char* region, std::optional<std::string> constraint) {
    wire::RequestContext context = context_;
    context.region = region;
    api::CreateBucketRequest request{.bucket = "b" + std::to_string(clock_.now().time_since_epoch().count())};
    clock_.advance(std::chrono::microseconds(1));
    if (constraint)
      request.create_bucket_configuration = api::CreateBucketConfiguration{.location_constraint = constraint};
    const auto made = s3_->create_bucket(context, request);
    return made.ok() ? *s3_->head_bucket(context, {.bucket = request.bucket})->bucket_region
                     : made.error().code;
  };
  EXPECT_EQ(make("us-east-1", {}), "us-east-1");
  EXPECT_EQ(make("us-east-1", "eu-west-3"), "eu-west-3");
  EXPECT_EQ(make("us-east-1", "EU"), "eu-west-1");
  EXPECT_EQ(make("us-east-1", "us-east-1"), "InvalidLocationConstraint");
  EXPECT_EQ(make("us-east-1", "atlantis"), "InvalidLocationConstraint");
  EXPECT_EQ(make("us-east-1", "eu-west-9"), "InvalidLocationConstraint");
  EXPECT_EQ(make("eu-west-3", "eu-west-3"), "eu-west-3");
  EXPECT_EQ(make("eu-west-3", {}), "IllegalLocationConstraintException");
  EXPECT_EQ(make("eu-west-3", "eu-west-1"), "IllegalLocationConstraintException");
}

}  // namespace
}  // namespace services::s3

#include <array>

#include "sql/function_row.h"

// https://trino.io/docs/435/functions/binary.html
namespace sql {
namespace {

base::Result<PlanExpression> substring_to_end(std::vector<Typed> arguments, Position) {
  constexpr std::int64_t kAll = 2147483647;
  return plan::call("trino.substr_bytes",
                    {std::move(arguments[0].plan), std::move(arguments[1].plan), plan::literal(kAll)});
}

PlanExpression of_bytes(const char* function, std::vector<Typed> arguments) {
  return plan::call(function, {plan::call("trino.from_utf8", {std::move(arguments[0].plan)})});
}
base::Result<PlanExpression> base32_of_bytes(std::vector<Typed> arguments, Position) {
  return of_bytes("trino.from_base32", std::move(arguments));
}
base::Result<PlanExpression> base64_of_bytes(std::vector<Typed> arguments, Position) {
  return of_bytes("trino.from_base64", std::move(arguments));
}
base::Result<PlanExpression> base64url_of_bytes(std::vector<Typed> arguments, Position) {
  return of_bytes("trino.from_base64url", std::move(arguments));
}
base::Result<PlanExpression> hex_of_bytes(std::vector<Typed> arguments, Position) {
  return of_bytes("trino.from_hex", std::move(arguments));
}

constexpr std::array kRows = std::to_array<Function>({
    {"length(varbinary) -> bigint", "length", true},
    {"md5(varbinary) -> varbinary", "trino.md5"},
    {"sha1(varbinary) -> varbinary", "trino.sha1"},
    {"sha256(varbinary) -> varbinary", "trino.sha256"},
    {"sha512(varbinary) -> varbinary", "trino.sha512"},
    {"crc32(varbinary) -> bigint", "trino.crc32"},
    {"xxhash64(varbinary) -> varbinary", "trino.xxhash64"},
    {"murmur3(varbinary) -> varbinary", "trino.murmur3"},
    {"spooky_hash_v2_32(varbinary) -> varbinary", "trino.spooky_hash_v2_32"},
    {"spooky_hash_v2_64(varbinary) -> varbinary", "trino.spooky_hash_v2_64"},
    {"hmac_md5(varbinary, varbinary) -> varbinary", "trino.hmac_md5"},
    {"hmac_sha1(varbinary, varbinary) -> varbinary", "trino.hmac_sha1"},
    {"hmac_sha256(varbinary, varbinary) -> varbinary", "trino.hmac_sha256"},
    {"hmac_sha512(varbinary, varbinary) -> varbinary", "trino.hmac_sha512"},
    {"to_base32(varbinary) -> varchar", "trino.to_base32"},
    {"from_base32(varchar) -> varbinary", "trino.from_base32"},
    {"from_base32(varbinary) -> varbinary", "", false, base32_of_bytes},
    {"to_ieee754_64(double) -> varbinary", "trino.to_ieee754_64"},
    {"to_ieee754_32(real) -> varbinary", "trino.to_ieee754_32"},
    {"from_ieee754_64(varbinary) -> double", "trino.from_ieee754_64"},
    {"from_ieee754_32(varbinary) -> real", "trino.from_ieee754_32"},
    {"to_hex(varbinary) -> varchar", "trino.to_hex"},
    {"from_hex(varchar) -> varbinary", "trino.from_hex"},
    {"from_hex(varbinary) -> varbinary", "", false, hex_of_bytes},
    {"to_base64(varbinary) -> varchar", "trino.to_base64"},
    {"from_base64(varchar) -> varbinary", "trino.from_base64"},
    {"from_base64(varbinary) -> varbinary", "", false, base64_of_bytes},
    {"to_base64url(varbinary) -> varchar", "trino.to_base64url"},
    {"from_base64url(varchar) -> varbinary", "trino.from_base64url"},
    {"from_base64url(varbinary) -> varbinary", "", false, base64url_of_bytes},
    {"to_utf8(varchar) -> varbinary", "trino.to_utf8"},
    {"from_utf8(varbinary) -> varchar", "trino.from_utf8"},
    {"from_utf8(varbinary, varchar) -> varchar", "trino.from_utf8_or_text"},
    {"from_utf8(varbinary, bigint) -> varchar", "trino.from_utf8_or_code"},
    {"to_big_endian_64(bigint) -> varbinary", "trino.to_big_endian_64"},
    {"to_big_endian_32(integer) -> varbinary", "trino.to_big_endian_32"},
    {"from_big_endian_64(varbinary) -> bigint", "trino.from_big_endian_64"},
    {"from_big_endian_32(varbinary) -> integer", "trino.from_big_endian_32"},
    {"reverse(varbinary) -> varbinary", "trino.reverse_bytes"},
    {"substr(varbinary, bigint) -> varbinary", "", false, substring_to_end},
    {"substr(varbinary, bigint, bigint) -> varbinary", "trino.substr_bytes"},
    {"lpad(varbinary, bigint, varbinary) -> varbinary", "trino.lpad_bytes"},
    {"rpad(varbinary, bigint, varbinary) -> varbinary", "trino.rpad_bytes"},
});

}  // namespace

std::span<const Function> binary_functions() {
  return kRows;
}

}  // namespace sql

# Where what tools/setup fetched is found. Versions stand in tools/pins/ only.
if(DEFINED ENV{DOVETAIL_DEPS})
  set(deps_default "$ENV{DOVETAIL_DEPS}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(deps_default "$ENV{XDG_CACHE_HOME}/dovetail/deps")
else()
  set(deps_default "$ENV{HOME}/.cache/dovetail/deps")
endif()
set(DOVETAIL_DEPS "${deps_default}" CACHE PATH "Folder that tools/setup fills")
if(NOT EXISTS "${DOVETAIL_DEPS}/sqlite/sqlite3.c")
  message(FATAL_ERROR "${DOVETAIL_DEPS} lacks the dependencies: run tools/setup run")
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(BZip2 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json system)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(pugixml REQUIRED)
find_package(Protobuf REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(LZ4 REQUIRED IMPORTED_TARGET liblz4)
pkg_check_modules(SNAPPY REQUIRED IMPORTED_TARGET snappy)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)

# The tests need GoogleTest, which `tools/setup run` leaves out; `make test` insists on them.
find_package(GTest QUIET)
option(DOVETAIL_TESTS "Build the unit tests" ${GTest_FOUND})
if(DOVETAIL_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()

# SQLite: the amalgamation, with only what the journal uses.
add_library(sqlite STATIC "${DOVETAIL_DEPS}/sqlite/sqlite3.c")
target_include_directories(sqlite SYSTEM PUBLIC "${DOVETAIL_DEPS}/sqlite")
target_compile_definitions(sqlite PRIVATE
  SQLITE_THREADSAFE=2 SQLITE_DQS=0 SQLITE_OMIT_LOAD_EXTENSION SQLITE_OMIT_DEPRECATED SQLITE_OMIT_SHARED_CACHE
  SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_LIKE_DOESNT_MATCH_BLOBS SQLITE_ENABLE_STAT4)
target_compile_options(sqlite PRIVATE -w)

# DuckDB: its own build of the library; only src/engine links it.
add_library(duckdb SHARED IMPORTED)
set_target_properties(duckdb PROPERTIES
  IMPORTED_LOCATION "${DOVETAIL_DEPS}/duckdb/lib/libduckdb.so"
  IMPORTED_NO_SONAME ON)
target_include_directories(duckdb SYSTEM INTERFACE "${DOVETAIL_DEPS}/duckdb/include")

# nanoarrow: Arrow's stream format, and the runtime of flatbuffers that it is written with.
file(READ "${DOVETAIL_DEPS}/nanoarrow/version.txt" NANOARROW_VERSION)
string(STRIP "${NANOARROW_VERSION}" NANOARROW_VERSION)
string(REGEX MATCH "^([0-9]+)\\.([0-9]+)\\.([0-9]+)" _ "${NANOARROW_VERSION}")
set(NANOARROW_VERSION_MAJOR "${CMAKE_MATCH_1}")
set(NANOARROW_VERSION_MINOR "${CMAKE_MATCH_2}")
set(NANOARROW_VERSION_PATCH "${CMAKE_MATCH_3}")
set(NANOARROW_NAMESPACE_DEFINE "")
configure_file("${DOVETAIL_DEPS}/nanoarrow/nanoarrow/nanoarrow_config.h.in"
               "${CMAKE_BINARY_DIR}/generated/nanoarrow/nanoarrow/nanoarrow_config.h" @ONLY)
file(GLOB nanoarrow_sources "${DOVETAIL_DEPS}/nanoarrow/nanoarrow/common/*.c"
     "${DOVETAIL_DEPS}/nanoarrow/nanoarrow/ipc/*.c")
add_library(nanoarrow STATIC ${nanoarrow_sources}
            "${DOVETAIL_DEPS}/nanoarrow/flatcc/src/runtime/builder.c"
            "${DOVETAIL_DEPS}/nanoarrow/flatcc/src/runtime/emitter.c"
            "${DOVETAIL_DEPS}/nanoarrow/flatcc/src/runtime/refmap.c"
            "${DOVETAIL_DEPS}/nanoarrow/flatcc/src/runtime/verifier.c")
target_include_directories(nanoarrow SYSTEM PUBLIC "${DOVETAIL_DEPS}/nanoarrow" "${CMAKE_BINARY_DIR}/generated/nanoarrow"
                           PRIVATE "${DOVETAIL_DEPS}/nanoarrow/flatcc/include")
target_compile_options(nanoarrow PRIVATE -w)

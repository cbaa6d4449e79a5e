# Compiler, linker and cache settings that every target shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON)  # TRY() is a statement expression
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
set(CMAKE_C_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g1")

# Paths of one checkout stay out of the objects, so that ccache serves every clone from one cache.
add_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}=." -fno-omit-frame-pointer)
add_link_options(-fuse-ld=mold)

# For all that we write. Designated initialisers leave members out on purpose; GCC 12 sees overlaps and copies out of bounds in std::string (PR105651)
# and, when it optimises, uninitialised alternatives of std::variant that are not there.
set(DOVETAIL_WARNINGS -Wall -Wextra -Wno-missing-field-initializers -Wno-restrict -Werror
    $<$<CONFIG:RelWithDebInfo>:-Wno-maybe-uninitialized;-Wno-stringop-overflow;-Wno-array-bounds>)

find_program(CCACHE ccache)
if(CCACHE)
  set(ccache_env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime)
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env ${ccache_env} ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env ${ccache_env} ${CCACHE})
  add_compile_options(-fpch-preprocess)  # what lets ccache see through a precompiled header
endif()

set(DOVETAIL_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize takes them")
if(DOVETAIL_SANITIZE)
  add_compile_options(-fsanitize=${DOVETAIL_SANITIZE} -fno-sanitize-recover=all)
  add_compile_definitions(DOVETAIL_SANITIZED)
  # Protobuf lays its messages out otherwise where this is defined, and Debian's library was built without.
  add_compile_options(-U__SANITIZE_THREAD__)
  add_link_options(-fsanitize=${DOVETAIL_SANITIZE})
endif()

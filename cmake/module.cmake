# dovetail_module(NAME DEPENDS modules... LINK libraries... PCH headers... EXCLUDE patterns... FOLDERS folders...)
# One module of the house: every .cc of the folder and of FOLDERS, relative to it (tests apart) becomes the library dovetail_NAME, every *_test.cc
# the program NAME_test, whose tests CTest runs under the label "unit". PCH names headers that most files of the module include; they are
# compiled once for it, as are those below for every module. The build `tsan` does without, and so finds includes that are missing.
set(DOVETAIL_PCH <algorithm> <chrono> <filesystem> <functional> <map> <memory> <mutex> <optional> <span> <string>
                 <string_view> <thread> <variant> <vector> <fmt/format.h>)

function(dovetail_module name)
  cmake_parse_arguments(arg "" "" "DEPENDS;LINK;PCH;EXCLUDE;FOLDERS" ${ARGN})
  list(TRANSFORM arg_FOLDERS APPEND "/*.cc")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cc ${arg_FOLDERS})
  foreach(pattern ${arg_EXCLUDE})
    list(FILTER sources EXCLUDE REGEX "${pattern}")
  endforeach()
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")

  list(TRANSFORM arg_DEPENDS PREPEND dovetail_)
  if(sources)
    add_library(dovetail_${name} STATIC ${sources})
    set(scope PUBLIC)
    target_compile_options(dovetail_${name} PRIVATE ${DOVETAIL_WARNINGS})
    target_precompile_headers(dovetail_${name} PRIVATE ${DOVETAIL_PCH} ${arg_PCH})
  else()
    add_library(dovetail_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(dovetail_${name} ${scope} "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(dovetail_${name} ${scope} ${arg_DEPENDS} ${arg_LINK})

  if(tests AND DOVETAIL_TESTS)
    add_executable(${name}_test ${tests})
    target_compile_options(${name}_test PRIVATE ${DOVETAIL_WARNINGS})
    list(LENGTH tests count)
    if(count GREATER 2)  # fewer would not repay it
      target_precompile_headers(${name}_test PRIVATE ${DOVETAIL_PCH} ${arg_PCH} <gmock/gmock.h> <gtest/gtest.h>)
    endif()
    target_link_libraries(${name}_test PRIVATE dovetail_${name} GTest::gmock GTest::gtest_main)
    set_target_properties(${name}_test PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/test")
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." PROPERTIES LABELS "unit;${name}" DISCOVERY_MODE PRE_TEST)
  endif()
endfunction()

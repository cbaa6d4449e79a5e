# dovetail_api(SERVICE TABLES n [MODELS folder]): the library dovetail_api_SERVICE of what apigen makes of one service's model, whose
# headers are included as "api/SERVICE/types.h". TABLES is the number of files that its tables are split into.
file(GLOB apigen_data LIST_DIRECTORIES true "${DOVETAIL_DEPS}/venv/lib/python3*/site-packages/botocore/data")
if(NOT apigen_data)
  message(FATAL_ERROR "${DOVETAIL_DEPS} lacks botocore: run tools/setup run")
endif()
list(GET apigen_data 0 apigen_data)
set(DOVETAIL_BOTOCORE_DATA "${apigen_data}" CACHE INTERNAL "botocore's service models")
set(DOVETAIL_APIGEN "${CMAKE_CURRENT_LIST_DIR}" CACHE INTERNAL "The generator's folder")
find_program(DOVETAIL_PYTHON NAMES python3 HINTS "${DOVETAIL_DEPS}/venv/bin" NO_DEFAULT_PATH)
find_program(DOVETAIL_PYTHON NAMES python3 REQUIRED)

function(dovetail_api service)
  cmake_parse_arguments(arg "" "TABLES;MODELS" "" ${ARGN})
  set(models "${CMAKE_SOURCE_DIR}/models")
  if(arg_MODELS)
    set(models "${arg_MODELS}")
  endif()
  set(out "${CMAKE_BINARY_DIR}/gen/api/${service}")
  file(GLOB generator CONFIGURE_DEPENDS "${DOVETAIL_APIGEN}/*.py")
  file(GLOB description "${DOVETAIL_BOTOCORE_DATA}/${service}/*/service-2.json*")

  math(EXPR last "${arg_TABLES} - 1")
  foreach(index RANGE ${last})
    list(APPEND sources "${out}/tables_${index}.cc")
  endforeach()
  list(APPEND sources "${out}/handler.cc" "${out}/service.cc")
  set(headers "${out}/fwd.h" "${out}/types.h" "${out}/errors.h" "${out}/handler.h" "${out}/tables.h")

  add_custom_command(
    OUTPUT ${sources} ${headers}
    COMMAND "${DOVETAIL_PYTHON}" -B "${DOVETAIL_APIGEN}/apigen.py" --data "${DOVETAIL_BOTOCORE_DATA}"
            --models "${models}" --service ${service} --tables ${arg_TABLES} --out "${out}"
    DEPENDS ${generator} ${description} "${models}/${service}.toml" "${models}/patches.toml"
    COMMENT "Generating api/${service}"
    VERBATIM)
  add_library(dovetail_api_${service} STATIC ${sources} ${headers})
  target_include_directories(dovetail_api_${service} PUBLIC "${CMAKE_BINARY_DIR}/gen")
  target_compile_options(dovetail_api_${service} PRIVATE ${DOVETAIL_WARNINGS})
  target_link_libraries(dovetail_api_${service} PUBLIC dovetail_wire)
endfunction()

# dovetail_protobuf(TARGET SOURCES files... CONNECT files... SERVICES files... LINK libraries...)
# A library of the classes that protoc makes of .proto files: SOURCES are ours, named from src/ on; CONNECT are Spark
# Connect's, named as in its descriptor set, which tools/setup takes from the Spark client. Ours may import both. Those
# of them that are SERVICES get gRPC's classes too.
# Generated code is compiled without warnings and, in debug builds too, with little optimisation.
function(dovetail_protobuf target)
  cmake_parse_arguments(arg "" "" "SOURCES;CONNECT;SERVICES;LINK" ${ARGN})
  set(generated "${CMAKE_BINARY_DIR}/generated/proto")
  set(descriptors "${DOVETAIL_DEPS}/connect/spark_connect.fds")
  file(MAKE_DIRECTORY "${generated}")

  set(classes)
  foreach(file ${arg_CONNECT} ${arg_SOURCES})
    string(REGEX REPLACE "\\.proto$" "" stem "${file}")
    set(own_file)
    if("${file}" IN_LIST arg_SOURCES)
      set(own_file "${CMAKE_SOURCE_DIR}/src/${file}")
    endif()
    add_custom_command(
      OUTPUT "${generated}/${stem}.pb.cc" "${generated}/${stem}.pb.h"
      COMMAND protobuf::protoc "--descriptor_set_in=${descriptors}" "--proto_path=${CMAKE_SOURCE_DIR}/src"
              "--cpp_out=${generated}" "${file}"
      DEPENDS "${descriptors}" ${own_file}
      COMMENT "Generating ${stem}.pb.{h,cc}"
      VERBATIM)
    list(APPEND classes "${generated}/${stem}.pb.cc")
  endforeach()

  foreach(file ${arg_SERVICES})
    string(REGEX REPLACE "\\.proto$" "" stem "${file}")
    add_custom_command(
      OUTPUT "${generated}/${stem}.grpc.pb.cc" "${generated}/${stem}.grpc.pb.h"
      COMMAND protobuf::protoc "--descriptor_set_in=${descriptors}" "--proto_path=${CMAKE_SOURCE_DIR}/src"
              "--plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>" "--grpc_out=${generated}" "${file}"
      DEPENDS "${descriptors}"
      COMMENT "Generating ${stem}.grpc.pb.{h,cc}"
      VERBATIM)
    list(APPEND classes "${generated}/${stem}.grpc.pb.cc")
  endforeach()

  add_library(${target} STATIC ${classes})
  target_include_directories(${target} SYSTEM PUBLIC "${generated}")
  target_compile_options(${target} PRIVATE -w -O1 -g0)
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf ${arg_LINK})
endfunction()

# rung::module, for `import rung;`. Needs CMake 3.28 and a compiler that knows modules: clang 19 is what was tried.
if(CMAKE_VERSION VERSION_LESS 3.28)
    message(FATAL_ERROR "RUNG_MODULE needs CMake 3.28 or newer; this is ${CMAKE_VERSION}")
endif()

# What the headers include of the standard library stands before the module, which would own it otherwise.
set(standard_headers "")
set(rung_headers "")
foreach(header IN LISTS headers)
    cmake_path(RELATIVE_PATH header BASE_DIRECTORY "${PROJECT_SOURCE_DIR}/include")
    if(NOT header MATCHES "^rung/interop/")
        list(APPEND rung_headers "#include <${header}>")
        file(STRINGS "include/${header}" included REGEX "^#include <[a-z_]+>")
        list(APPEND standard_headers ${included})
    endif()
endforeach()
list(REMOVE_DUPLICATES standard_headers)
list(JOIN standard_headers "\n" standard_headers)
list(JOIN rung_headers "\n" rung_headers)
configure_file(cmake/rung.cppm.in rung.cppm @ONLY)

add_library(rung_module STATIC)
add_library(rung::module ALIAS rung_module)
set_target_properties(rung_module PROPERTIES EXPORT_NAME module)
target_link_libraries(rung_module PUBLIC rung)
target_sources(rung_module PUBLIC FILE_SET CXX_MODULES
    BASE_DIRS "${CMAKE_CURRENT_BINARY_DIR}" FILES "${CMAKE_CURRENT_BINARY_DIR}/rung.cppm")

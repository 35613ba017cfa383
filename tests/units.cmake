# How the tests are compiled: precompiled headers, and few units.

# HEADER includes all that the sources after it include, so that each can stand in a namespace of its own behind it.
# Whoever adds an #include is told so by the compiler, or waits for the next run of CMake, which this line asks for.
function(write_common_header header)
    set(lines "")
    foreach(source IN LISTS ARGN)
        cmake_path(ABSOLUTE_PATH source)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
        cmake_path(GET source PARENT_PATH folder)
        file(STRINGS "${source}" included REGEX "^#include [<\"]")
        foreach(line IN LISTS included)
            string(REGEX REPLACE "^#include \"(.*)\".*" "${folder}/\\1" beside "${line}")
            if(EXISTS "${beside}")
                set(line "#include \"${beside}\"")
            endif()
            list(APPEND lines "${line}")
        endforeach()
    endforeach()
    list(REMOVE_DUPLICATES lines)
    list(SORT lines)
    if(NOT RUNG_FEW_UNITS)  # alone, a source may have names that the headers of other tests have, too
        list(FILTER lines EXCLUDE REGEX "\"")
    endif()
    # Replaces operator new of the program that includes it.
    list(FILTER lines EXCLUDE REGEX "counted_new\\.hpp|\\.inc\"")
    list(JOIN lines "\n" lines)
    file(CONFIGURE OUTPUT "${header}" CONTENT "#pragma once\n@lines@\n" @ONLY)
endfunction()

# With RUNG_FEW_UNITS a dozen sources make one unit, each in a namespace of its own: what they instantiate alike is
# compiled once. (Those that replace functions of the program, or speak of namespaces of others, stay apart.)
function(few_units target)
    set_target_properties(${target} PROPERTIES
        UNITY_BUILD ${RUNG_FEW_UNITS}
        UNITY_BUILD_BATCH_SIZE 12
        UNITY_BUILD_UNIQUE_ID test_unit
        UNITY_BUILD_CODE_BEFORE_INCLUDE "namespace test_unit {"
        UNITY_BUILD_CODE_AFTER_INCLUDE "}  // namespace test_unit")
endfunction()

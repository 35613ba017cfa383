# How tests and examples are compiled: precompiled headers, few units, and g++ with room.

# As g++ comes, it collects its garbage from a few dozen megabytes on, again and again; an eighth of its time goes there
# (and a third, where nearly all is a precompiled header). A large unit has two and a half gigabytes of it in the end, not one.
set(RUNG_ROOMY "")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set(RUNG_ROOMY --param=ggc-min-expand=300 --param=ggc-min-heapsize=1500000)
    add_compile_options(${RUNG_ROOMY})
endif()

# HEADER includes all that the sources after it include, so that each can stand in a namespace of its own behind it.
# Whoever adds an #include is told so by the compiler, or waits for the next run of CMake, which this line asks for.
# write_common_header(HEADER [LIBRARIES] SOURCE...): with LIBRARIES, of what is found by <name> and not what stands beside
# the sources, and without what is not there everywhere or one source takes with options of its own.
function(write_common_header header)
    cmake_parse_arguments(PARSE_ARGV 1 only "LIBRARIES" "" "")
    set(lines "")
    foreach(source IN LISTS only_UNPARSED_ARGUMENTS)
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
    if(only_LIBRARIES)
        list(FILTER lines EXCLUDE REGEX "\"|<(zlib\\.h|zstd\\.h|toml|date/|CLI/|nlohmann/)")
    endif()
    if(NOT RUNG_FEW_UNITS)  # alone, a source may have names that the headers of other tests have, too
        list(FILTER lines EXCLUDE REGEX "\"")
    endif()
    # Replaces operator new of the program that includes it, or defines functions once for all of it.
    list(FILTER lines EXCLUDE REGEX "counted_new\\.hpp|c_abi_define\\.hpp|\\.inc\"")
    list(JOIN lines "\n" lines)
    file(CONFIGURE OUTPUT "${header}" CONTENT "#pragma once\n@lines@\n" @ONLY)
endfunction()

# With RUNG_FEW_UNITS a dozen sources make one unit, each in a namespace of its own: what they instantiate alike is
# compiled once. (Those that replace functions of the program, or speak of namespaces of others, stay apart.) Neighbours
# in the alphabet, often as heavy as each other, go to different units: two cores end at about the same time.
function(few_units target)
    get_target_property(sources ${target} SOURCES)
    list(LENGTH sources count)
    math(EXPR units "(${count} + 11) / 12")
    set(next 0)
    foreach(source IN LISTS sources)
        set_source_files_properties("${source}" PROPERTIES UNITY_GROUP ${next})
        math(EXPR next "(${next} + 1) % ${units}")
    endforeach()
    set_target_properties(${target} PROPERTIES
        UNITY_BUILD ${RUNG_FEW_UNITS}
        UNITY_BUILD_MODE GROUP
        UNITY_BUILD_UNIQUE_ID test_unit
        UNITY_BUILD_CODE_BEFORE_INCLUDE "namespace test_unit {"
        UNITY_BUILD_CODE_AFTER_INCLUDE "}  // namespace test_unit")
endfunction()

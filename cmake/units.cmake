# How tests and examples are compiled: precompiled headers, few units, and g++ with room.

# As g++ comes, it collects its garbage from a few dozen megabytes on, again and again; an eighth of its time goes there
# (and a third, where nearly all is a precompiled header). A large unit has two and a half gigabytes of it in the end, not one.
set(RUNG_ROOMY "")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set(RUNG_ROOMY --param=ggc-min-expand=300 --param=ggc-min-heapsize=1500000)
    add_compile_options(${RUNG_ROOMY})
endif()

# HEADER includes what the sources after it include, so that each can stand in a namespace of its own behind it.
# Whoever adds an #include is told so by the compiler, or waits for the next run of CMake, which this line asks for.
# write_common_header(HEADER [LIBRARIES | BESIDE] SOURCE...): what is found by <name>, to be compiled once; with LIBRARIES
# without what is not there everywhere or one source takes with options of its own; with BESIDE, what stands beside the
# sources. This is not compiled once for all: its functions instantiate what most units do not need, and each would do it.
function(write_common_header header)
    cmake_parse_arguments(PARSE_ARGV 1 only "LIBRARIES;BESIDE" "" "")
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
    if(only_BESIDE)
        list(FILTER lines INCLUDE REGEX "\"")
        list(FILTER lines EXCLUDE REGEX "\\.inc\"")
    else()
        list(FILTER lines EXCLUDE REGEX "\"")
        list(FILTER lines EXCLUDE REGEX "c_abi_define\\.hpp")  # defines functions once for all of the program
    endif()
    if(only_LIBRARIES)
        list(FILTER lines EXCLUDE REGEX "<(zlib\\.h|zstd\\.h|toml|date/|CLI/|nlohmann/)")
    endif()
    list(JOIN lines "\n" lines)
    file(CONFIGURE OUTPUT "${header}" CONTENT "#pragma once\n@lines@\n" @ONLY)
endfunction()

# With RUNG_FEW_UNITS two dozen sources make one unit, each in a namespace of its own: what they instantiate alike is
# compiled once. (Those that replace functions of the program, or speak of namespaces of others, stay apart.) Neighbours
# in the alphabet, often as heavy as each other, go to different units: two cores end at about the same time.
# few_units(TARGET [LEAST]): at least so many units.
function(few_units target)
    get_target_property(sources ${target} SOURCES)
    list(LENGTH sources count)
    math(EXPR units "(${count} + 23) / 24")
    if(ARGC GREATER 1 AND units LESS ARGV1)
        set(units ${ARGV1})
    endif()
    set(next 0)
    foreach(source IN LISTS sources)
        set_source_files_properties("${source}" PROPERTIES UNITY_GROUP ${next})
        math(EXPR next "(${next} + 1) % ${units}")
    endforeach()
    set(beside "${CMAKE_CURRENT_BINARY_DIR}/${target}_beside.hpp")
    write_common_header("${beside}" BESIDE ${sources})
    set_target_properties(${target} PROPERTIES
        UNITY_BUILD ${RUNG_FEW_UNITS}
        UNITY_BUILD_MODE GROUP
        UNITY_BUILD_UNIQUE_ID test_unit
        UNITY_BUILD_CODE_BEFORE_INCLUDE "#include \"${beside}\"\nnamespace test_unit {"
        UNITY_BUILD_CODE_AFTER_INCLUDE "}  // namespace test_unit")
endfunction()

# Installs rung into a prefix, then builds and runs a stranger's project by each way of getting rung.
# Needs RUNG_SOURCE, RUNG_BUILD, RUNG_VERSION, WORK, GENERATOR, CXX, CXX_FLAGS.

# run(REFUSED|EXPECTED what command...): REFUSED wants the command to fail.
function(run wanted what)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    # The output as a notice, because an error's text is reflowed.
    if(wanted STREQUAL "EXPECTED" AND NOT result EQUAL 0)
        message(NOTICE "${output}")
        message(FATAL_ERROR "${what} failed: ${result}")
    elseif(wanted STREQUAL "REFUSED" AND result EQUAL 0)
        message(NOTICE "${output}")
        message(FATAL_ERROR "${what} should have been refused")
    endif()
    set(said "${output}" PARENT_SCOPE)
endfunction()

string(REGEX MATCH "^[0-9]+\\.[0-9]+" current "${RUNG_VERSION}")
set(prefix "${WORK}/prefix")
set(project "${RUNG_SOURCE}/tests/consumer")

function(configure wanted way)
    run(${wanted} "configure: ${way}" "${CMAKE_COMMAND}" -S "${project}" -B "${WORK}/${way}" -G "${GENERATOR}"
        "-DCMAKE_CXX_COMPILER=${CXX}" "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}" "-DCMAKE_PREFIX_PATH=${prefix}" ${ARGN})
    set(said "${said}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${WORK}")
run(EXPECTED "install" "${CMAKE_COMMAND}" --install "${RUNG_BUILD}" --prefix "${prefix}")

configure(EXPECTED package -DRUNG_FROM=package -DRUNG_WANTED=${current}
    "-DRUNG_EXPECTED=${RUNG_VERSION}")
configure(EXPECTED subdirectory -DRUNG_FROM=subdirectory "-DRUNG_SOURCE=${RUNG_SOURCE}")
configure(EXPECTED fetch_content -DRUNG_FROM=fetch_content "-DRUNG_SOURCE=${RUNG_SOURCE}")
set(ways package subdirectory fetch_content)
find_program(pkg_config pkg-config)
if(pkg_config)
    list(APPEND ways pkg_config)
    configure(EXPECTED pkg_config -DRUNG_FROM=pkg_config "-DRUNG_EXPECTED=${RUNG_VERSION}")
endif()
foreach(way IN LISTS ways)
    run(EXPECTED "build: ${way}" "${CMAKE_COMMAND}" --build "${WORK}/${way}" --config Debug)
    find_program(program_${way} consumer PATHS "${WORK}/${way}" "${WORK}/${way}/Debug" NO_DEFAULT_PATH REQUIRED)
    run(EXPECTED "run: ${way}" "${program_${way}}")
endforeach()

configure(REFUSED version_99 -DRUNG_FROM=package -DRUNG_WANTED=99)
if(NOT said MATCHES "requested version \"99\"")
    message(NOTICE "${said}")
    message(FATAL_ERROR "version 99 was refused, but not for its number")
endif()

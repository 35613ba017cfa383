# For our own programs only: never exported, because users choose their own warnings.
add_library(rung_warnings INTERFACE)
if(MSVC)
    target_compile_options(rung_warnings INTERFACE /W4 /permissive- $<$<BOOL:${RUNG_WERROR}>:/WX>)
else()
    target_compile_options(rung_warnings INTERFACE
        -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wsign-conversion
        $<$<BOOL:${RUNG_WERROR}>:-Werror>)
endif()

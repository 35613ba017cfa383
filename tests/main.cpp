// Catch2 2 brings no main of its own; compiled once for all rooms, because it takes longer than any of them.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>

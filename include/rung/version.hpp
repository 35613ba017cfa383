#pragma once

#include <rung/core/config.hpp>

// The one place the version stands in: CMake reads it from here, and the test `versions` compares every other
// mention with it.
#define RUNG_VERSION_MAJOR 0
#define RUNG_VERSION_MINOR 2
#define RUNG_VERSION_PATCH 0

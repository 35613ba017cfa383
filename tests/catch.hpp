#pragma once

// Hides the difference between Catch2 2 and 3 from the tests.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

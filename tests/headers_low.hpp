#pragma once

// Compiled once for the tests of core, ladders and notation.
#include "catch.hpp"

#if __has_include(<rapidcheck.h>)
#include <rapidcheck.h>
#endif

#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <rung/core/explain.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/core/retail.hpp>

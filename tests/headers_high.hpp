#pragma once

// Compiled once for the tests of the rooms from base on.
#include "headers_low.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/rung.hpp>

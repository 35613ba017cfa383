// expect-gcc: conversion from 'std::chrono::_V2::steady_clock::time_point'
// expect-clang: no viable conversion
#include <chrono>
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
rung::instant at = std::chrono::system_clock::time_point{};
#else
rung::instant at = std::chrono::steady_clock::time_point{};
#endif

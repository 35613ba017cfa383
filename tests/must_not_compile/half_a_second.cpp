// expect-gcc: conversion from 'std::chrono::milliseconds'
// expect-clang: no viable conversion
#include <chrono>
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::duration d = std::chrono::seconds{1};
#else
constexpr rung::duration d = std::chrono::milliseconds{1500};
#endif

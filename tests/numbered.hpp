#pragma once

#include <string>

/// "s" and 3 is "s3". Not by `"s" + std::to_string(3)`: in that g++ 12 at -O3 sees overflows that are none
/// (its bug 105651), and a warning stops the build.
template <class Number>
std::string numbered(char const* word, Number n) {
    return std::string{word}.append(std::to_string(n));
}

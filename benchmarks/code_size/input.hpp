#pragma once

#include <cstdio>

/// Whatever comes in, so that no compiler can know it.
template <class T>
[[nodiscard]] T input() {
    T value{};
    (void)std::fread(&value, sizeof value, 1, stdin);
    return value;
}

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// `69,659`
inline std::string grouped(std::uint64_t n) {
    auto text = std::to_string(n);
    for (auto i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
    return text;
}

/// `1 client`, `69,659 clients`
inline std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
    return grouped(n) + ' ' + std::string{n == 1 ? one : many};
}

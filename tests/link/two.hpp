#pragma once

#include "shop.hpp"

// What the second translation unit does for the first.
namespace two {

[[nodiscard]] shop base();
[[nodiscard]] std::string story(shop& base);
[[nodiscard]] std::size_t clients(shop const& base);
[[nodiscard]] void const* service_at();
[[nodiscard]] void const* playbook_at();
[[nodiscard]] void const* vocabulary_at();

}  // namespace two

#pragma once

#include <rung/core/number.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rung {
inline namespace v0 {

/// A dictionary for a host whose clients are known by texts: it numbers them from 1 on, in the order in which
/// they come, and knows the text of each number. It only grows.
///
///     rung::client_names names;
///     auto const read = rung::arrow::read_events(std::move(stream), take, [&](auto text) { return
///     names.add(text); });
class client_names {
public:
    client_names() = default;
    // The keys look into the texts, which stay where they are.
    client_names(client_names&&) = default;
    client_names& operator=(client_names&&) = default;
    client_names(client_names const&) = delete;
    client_names& operator=(client_names const&) = delete;
    ~client_names() = default;

    [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }
    /// The number of a text, a new one if it has none.
    client_id add(std::string_view text) {
        if (auto const known = find(text); known != no_client) return known;
        auto const& kept = texts_.emplace_back(text);
        return numbers_.emplace(kept, client_id{texts_.size()}).first->second;
    }
    /// no_client if it has none.
    [[nodiscard]] client_id find(std::string_view text) const {
        auto const found = numbers_.find(text);
        return found == numbers_.end() ? no_client : found->second;
    }
    /// The text of a number from 1 to size(); empty for any other.
    [[nodiscard]] std::string_view name_of(client_id id) const noexcept {
        return id == 0 || id > texts_.size() ? std::string_view{} : texts_[static_cast<std::size_t>(id - 1)];
    }

private:
    std::deque<std::string> texts_{};
    std::unordered_map<std::string_view, client_id> numbers_{};
};

}  // namespace v0
}  // namespace rung

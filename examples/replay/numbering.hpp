#pragma once

#include "keyed_hash.hpp"

#include <rung/base/id_index.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Numbers for texts, from 1 in the order in which they come. No text has a NUL in it. The texts may come
/// from an attacker: without the key nobody can choose texts that collide.
class numbering {
public:
    numbering() : numbering{keyed_hash::random_key()} {}
    explicit numbering(keyed_hash::key key) : numbers_{key.first}, hash_{key} {}

    [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
    /// The number of a text; a new text gets the next one.
    std::uint64_t operator[](std::string_view text) {
        for (auto key = key_of(text);; key = is_long | (key + 1)) {
            auto const number = numbers_.find(key);
            if (number == rung::id_index::none) return add(key, text);
            if (key < is_long || this->text(number) == text) return number;
            ++collisions_;
        }
    }
    /// The number of a text that has one.
    [[nodiscard]] std::optional<std::uint64_t> find(std::string_view text) const {
        for (auto key = key_of(text);; key = is_long | (key + 1)) {
            auto const number = numbers_.find(key);
            if (number == rung::id_index::none) return std::nullopt;
            if (key < is_long || this->text(number) == text) return number;
        }
    }
    /// Prefetches what finds the number of a text.
    void ask_for(std::string_view text) const noexcept { numbers_.prefetch(numbers_.mix(key_of(text))); }
    /// The text of a number. Valid until another number is given.
    [[nodiscard]] std::string_view text(std::uint64_t number) const {
        auto const begin = number == 1 ? 0 : ends_[number - 2];
        return std::string_view{texts_}.substr(begin, ends_[number - 1] - begin);
    }

    /// How often another text was in the place of the one looked for; and how many cache lines the look-ups
    /// of all texts pass.
    [[nodiscard]] std::uint64_t collisions() const noexcept { return collisions_; }
    [[nodiscard]] std::size_t all_ways() const noexcept { return numbers_.all_ways(); }

private:
    static constexpr std::uint64_t is_long = std::uint64_t{1} << 63;

    rung::id_index numbers_;  // by key
    keyed_hash hash_;
    std::uint64_t collisions_ = 0;
    std::string texts_;  // one after the other
    std::vector<std::size_t> ends_;

    // Up to seven characters are a key themselves. The key of a longer text is its hash, or, if another text
    // has that, the next free one.
    [[nodiscard]] std::uint64_t key_of(std::string_view text) const noexcept {
        if (text.size() > 7) return is_long | hash_(text);
        std::uint64_t key = 0;
        for (char const c : text) key = key << 8 | static_cast<unsigned char>(c);
        return key;
    }

    std::uint64_t add(std::uint64_t key, std::string_view text) {
        texts_ += text;
        ends_.push_back(texts_.size());
        numbers_.insert(key, static_cast<std::uint32_t>(ends_.size()));
        return ends_.size();
    }
};

#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/client.hpp>
#include <rung/core/config.hpp>
#include <rung/core/fwd.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>

#include <cstddef>
#include <cstdio>
#include <string_view>
#include <type_traits>

namespace rung {
inline namespace v0 {
namespace detail {

/// Ends in the assertion handler with a sentence about a fact. Not constexpr on purpose: the compiler stops
/// here and prints its name.
[[noreturn]] inline void a_fact_is_not_what_its_vocabulary_says(char const* how, std::string_view fact) {
    char sentence[256];
    auto const size = static_cast<int>(fact.size() < 60 ? fact.size() : 60);
    std::snprintf(sentence, sizeof sentence, "the fact '%.*s' %s", size, fact.data(), how);
    RUNG_ASSERT(sentence);
    detail::abort();
}

/// When time alone changes something is computed, not searched for, so a fact that falls as time passes, or
/// that changes although the schema does not say that it ages, gives wrong answers that nobody sees. Without
/// NDEBUG each look at a client compares the facts that the ladder asks about with their values when the
/// client was last moved forward. Of the library's own schema this is known:
/// tests/retail/retail_properties.cpp.
template <class Ladder, class Client>
constexpr void must_not_have_fallen([[maybe_unused]] Ladder const& l, [[maybe_unused]] Client const& c,
                                    [[maybe_unused]] instant now) {
    using schema_type = typename Ladder::schema_type;
    if constexpr (checks_schemas && !std::is_same_v<schema_type, retail>) {
        auto const before = c.frontier.at;
        if (c.is_new() || !now.is_moment() || now <= before) return;
        for (std::size_t i = 0; i < l.condition_count(); ++i) {
            auto const fact = l.condition_at(i).fact;
            auto const was = schema_type::read(c.facts, fact, before);
            auto const is = schema_type::read(c.facts, fact, now);
            word const& of = rung::describe<schema_type>(fact);
            if (is < was && !of.shrinks)
                a_fact_is_not_what_its_vocabulary_says("fell as time passed: its word in the vocabulary has "
                                                       "to say .shrinks = true (see rung::word)",
                                                       of.name);
            if (is > was && !of.ages)
                a_fact_is_not_what_its_vocabulary_says(
                    "grew as time passed: its word in the vocabulary has to say .ages = true", of.name);
        }
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace rung

#pragma once

#include <rung/measures/measure_list.hpp>
#include <rung/retail/measures.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// What happens with a client, with the numbers that ladders of a text may ask about: a retail event with
/// more to it. Kinds beyond those of retail_event are numbered from 16 by the text that mentions them:
/// `club::list().kind_of("visit")`, and so are categories, names and channels, by `value_of`.
struct shop_event : retail_event {
    /// How many: nights, points, items.
    std::uint32_t quantity = 0;
    /// Any number: what an attribute of the client is, say.
    std::uint32_t value = 0;
    std::uint16_t category = 0;
    /// Of an attribute: which one.
    std::uint16_t name = 0;

    friend constexpr auto operator<=>(shop_event const&, shop_event const&) = default;
};

/// The model of these events, for tables that are made at run time. All facts of the retail schema are known
/// by their names; their counters go to 65,535.
struct shop_model : retail_model {
    using event = shop_event;
    enum more : std::uint8_t { quantity = came_referred + 1, category, value, name };

    RUNG_FORCE_INLINE [[nodiscard]] static constexpr std::int64_t get(event const& e,
                                                                      std::uint8_t of) noexcept {
        switch (of) {
        case quantity: return e.quantity;
        case category: return e.category;
        case value: return e.value;
        case name: return e.name;
        default: return retail_model::get(e, of);
        }
    }
    /// A move has the number of the rung that it leads to as its value, and as quantity how many it passes.
    [[nodiscard]] static constexpr event moved(instant at, std::uint8_t from, std::uint8_t to) noexcept {
        event e;
        static_cast<retail_event&>(e) = retail_model::moved(at, from, to);
        e.value = to;
        e.quantity = static_cast<std::uint32_t>(to > from ? to - from : from - to);
        return e;
    }
    /// The names of kinds that a text may ask about beside these and its own.
    [[nodiscard]] static constexpr std::string_view kind_name(std::uint8_t k) noexcept {
        return k == climb ? "climb" : k == fall ? "fall" : retail_model::kind_name(k);
    }
    /// Of a kind of the text's own nothing is asked but that it gives no less than nothing.
    [[nodiscard]] static constexpr refusal check(event const& e) noexcept {
        if (kind(e) < own_kinds) return retail::check(e);
        if (kind(e) >= climb) return refusal::kind;
        return e.amount < money{} ? refusal::amount : refusal::none;
    }

    static constexpr std::uint8_t own_kinds = event_kind_count;
    static constexpr std::array<field_word, 8> fields{{
        {"amount", retail_model::amount, unit::money},
        {"quantity", quantity},
        {"value", value},
        {"score", retail_model::detail, unit::count, 255},
        {"addon", retail_model::mark, unit::count, 1},
        {"category", category, unit::count, 65'535, true},
        {"channel", retail_model::channel, unit::count, 65'535, true},
        {"name", name, unit::count, 65'535, true},
    }};
    static constexpr std::array<measure_row const*, 27> known{
        &measures::contacts,
        &measures::purchases,
        &measures::addons,
        &measures::spend,
        &measures::tenure,
        &measures::silence,
        &measures::since_2nd_last,
        &measures::since_3rd_last,
        &measures::since_4th_last,
        &measures::silence_ratio,
        &measures::since_contact,
        &measures::waiting,
        &measures::recommendations,
        &measures::referred,
        &measures::evaluations,
        &measures::last_score,
        &measures::mean_score,
        &measures::bad_scores,
        &measures::awareness_level,
        &measures::need_level,
        &measures::process_step,
        &measures::wallet_share,
        &measures::price_rises,
        &measures::own_contacts,
        &measures::complaints,
        &measures::competitor_purchases,
        &measures::lost,
    };
};

}  // namespace v0
}  // namespace rung

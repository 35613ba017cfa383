#pragma once

#include <rung/core/measure.hpp>
#include <rung/core/stage.hpp>
#include <rung/ladders/playbook.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rung {
inline namespace v0 {

/// What to achieve with a client now, the most urgent first.
enum class purpose : std::uint8_t {
    answer,    ///< the client waits for an answer of ours
    rescue,    ///< the client is about to fall or to leave, or a grace runs
    remind,    ///< their buying has an unusual break (001.4)
    win_back,  ///< the client left the ladder
    climb,     ///< the next rung is within reach
    hold,      ///< the client stands as high as they can
};

inline constexpr std::size_t purpose_count = 6;

[[nodiscard]] constexpr std::string_view to_string(purpose p) noexcept {
    switch (p) {
    case purpose::answer: return "answer";
    case purpose::rescue: return "rescue";
    case purpose::remind: return "remind";
    case purpose::win_back: return "win back";
    case purpose::climb: return "climb";
    case purpose::hold: return "hold";
    }
    return "?";
}

/// What to do next for one client, and who does it: a task, as a plain value. It refers to the ladder and to
/// the playbook, which must outlive it.
template <class Ladder>
struct advice {
    using stage_type = typename Ladder::stage_type;
    using condition = measured_condition<typename Ladder::schema_type>;
    static constexpr std::size_t max_conditions = 4;

    client_id client = no_client;
    Ladder const* ladder = nullptr;
    /// The instant it is true for.
    instant at{};
    /// Where the client stands, and since when.
    stage_type stage{};
    instant since{};
    /// The rung above; for a client who is out, where they would begin again.
    std::optional<stage_type> next{};

    rung::purpose purpose = rung::purpose::hold;
    /// Who does what, for what goal, and what must not be done; nullptr if the playbook has nothing that
    /// fits.
    rung::play const* play = nullptr;
    /// Whose task it is: the play's own, or care if the client or life is the driver and the play says how to
    /// help.
    driver who = driver::care;

    /// What it depends on, at most four conditions. To answer and to remind: those of the manners that say
    /// so. To rescue: those of the client's own rung that fail or that time ends; if another rung or an exit
    /// takes them, those of that. To win back: those that keep them out. Else: those of the cheapest way to
    /// the next rung that do not hold.
    condition conditions[max_conditions]{};
    std::uint8_t condition_count = 0;
    /// How many more there are.
    std::uint8_t more_conditions = 0;
    /// What the cheapest way to the next rung costs, by the price given; by default thousandths of the way.
    std::int64_t cost = 0;

    /// When we may contact the client: `at` or later; forever() if time alone does not bring it.
    instant not_before{};
    /// When the client falls or leaves if nothing happens; forever() if they do not.
    instant by = instant::forever();
    /// What the client is worth to us: the fact that the manners name.
    std::int64_t worth = 0;

    friend constexpr bool operator==(advice const&, advice const&) = default;

    [[nodiscard]] constexpr bool may_contact_now() const noexcept { return not_before <= at; }
    [[nodiscard]] constexpr condition const* begin() const noexcept { return conditions; }
    [[nodiscard]] constexpr condition const* end() const noexcept { return conditions + condition_count; }

    constexpr void add(condition const& c) noexcept {
        if (condition_count < max_conditions)
            conditions[condition_count++] = c;
        else
            ++more_conditions;
    }
};

/// Whether one task is more urgent than another of the same ladder and instant: a strict order, total if the
/// clients differ. First those whom we may contact now; then by purpose, in the order of its enumerators;
/// then the earlier deadline, the higher stage, the greater worth, the shorter way to the next rung, the
/// later arrival, the smaller client id.
template <class Ladder>
[[nodiscard]] constexpr bool more_urgent(advice<Ladder> const& a, advice<Ladder> const& b) noexcept {
    if (a.may_contact_now() != b.may_contact_now()) return a.may_contact_now();
    if (a.purpose != b.purpose) return a.purpose < b.purpose;
    if (a.by != b.by) return a.by < b.by;
    if (a.stage != b.stage) return rung::index_of(a.stage) > rung::index_of(b.stage);
    if (a.worth != b.worth) return a.worth > b.worth;
    if (a.cost != b.cost) return a.cost < b.cost;
    if (a.since != b.since) return a.since > b.since;
    return a.client < b.client;
}

}  // namespace v0
}  // namespace rung

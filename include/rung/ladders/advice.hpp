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

/// What is to be achieved with a client now, the most urgent first.
enum class purpose : std::uint8_t {
    answer,    ///< he waits for an answer of ours
    rescue,    ///< he is about to fall or to leave, or a grace runs
    remind,    ///< his buying has an unusual break (001.4)
    win_back,  ///< he left the ladder
    climb,     ///< the next rung is within reach
    hold,      ///< he stands where he can stand
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

    client_id client = 0;
    Ladder const* ladder = nullptr;
    /// The instant it is true for.
    instant at{};
    /// Where he stands, and since when.
    stage_type stage{};
    instant since{};
    /// The rung above; for one who is out, where he would begin again.
    std::optional<stage_type> next{};

    rung::purpose purpose = rung::purpose::hold;
    /// Who does what, for what goal, and what must not be done; nullptr where the playbook has nothing that
    /// fits.
    rung::play const* play = nullptr;
    /// Whose task it is: the play's own, or care where the client himself or life drives him and the play
    /// says how to help.
    driver who = driver::care;

    /// What it turns on, at most four conditions. To answer and to remind: those of the manners that say so.
    /// To rescue: those of his own rung that fail or that time ends; where it is another rung or an exit that
    /// takes him, those of that. To win back: those that keep him out. Else: those of the cheapest way to the
    /// next rung that do not hold.
    condition conditions[max_conditions]{};
    std::uint8_t condition_count = 0;
    /// How many more there are.
    std::uint8_t more_conditions = 0;
    /// What the cheapest way to the next rung costs, by the price given; by default thousandths of the way.
    std::int64_t cost = 0;

    /// When we may contact him: `at` or later; forever() if time alone does not bring it.
    instant not_before{};
    /// When he falls or leaves if nothing happens; forever() if he does not.
    instant by = instant::forever();
    /// What he is worth to us: the fact that the manners name.
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

/// Whether the one task is more urgent than the other, of the same ladder and instant: a strict order, total
/// where the clients differ. First those whom we may contact now; then by purpose, in the order of its
/// enumerators; then the earlier deadline, the higher stage, the greater worth, the shorter way to the next
/// rung, the later arrival, the smaller client id.
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

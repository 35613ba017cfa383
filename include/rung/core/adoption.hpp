#pragma once

#include <rung/core/lifecycle.hpp>
#include <rung/core/list.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace rung {
inline namespace v0 {

/// How clients are taken over when the thresholds of a ladder change.
enum class adoption : std::uint8_t {
    /// As if the new thresholds had always been in force, as far as the facts say: clients stand on the rung
    /// that they qualify for as newcomers with all facts known. Without grace, and not rung by rung.
    retroactive,
    /// Clients are judged by the new thresholds from where they stand: by the rule to keep, with its grace,
    /// as at any other occasion. A grace that runs keeps its end.
    from_now_on,
    /// The same, but nobody falls: a client who would gets a floor under their rung, a decision like one by
    /// hand. Clients in a grace or under a decision are not protected.
    grandfathering,
};

/// A stage that has another name on the new ladder.
struct renamed_stage {
    std::string_view before{};
    std::string_view after{};
};

/// From when on, how, and for grandfathering: how long the floors hold, and whose decision they are.
struct adoption_terms {
    /// The instant; for a client with a later event or move, the instant of that.
    instant at{};
    adoption how = adoption::from_now_on;
    /// A floor that would already be over is not made.
    instant floor_until = instant::forever();
    std::uint64_t author = 0;
    std::uint16_t reason = 0;
    list<renamed_stage> renamed{};
};

/// What taking over did to a client.
struct adopted {
    bool moved = false;
    bool floored = false;  ///< the client would have fallen, and has a floor now
    bool lifted = false;   ///< the decision about the client named a stage that the new ladder does not have
};

/// Where the places of one ladder are on another, by name.
struct place_map {
    std::uint8_t to[max_places]{};
    /// The new ladder has nothing of that name: `to` is the nearest rung below that it has.
    bool gone[max_places]{};
    /// The rungs of the old ladder.
    std::size_t rungs_before = 0;

    template <class Old, class New>
    [[nodiscard]] static constexpr place_map by_name(Old const& before, New const& after,
                                                     list<renamed_stage> renamed = {}) {
        place_map m;
        m.rungs_before = before.stage_count();
        std::uint8_t below = 0;
        for (std::size_t i = 0; i < before.place_count(); ++i) {
            auto name = before.name(rung::stage_at<typename Old::stage_type>(i));
            for (auto const& r : renamed) {
                if (r.before == name) {
                    name = r.after;
                    break;
                }
            }
            auto const found = after.find(name);
            m.gone[i] = !found;
            m.to[i] = found ? rung::index_of(*found) : below;
            if (found && !after.is_exit(*found)) below = m.to[i];
        }
        return m;
    }

    /// The same where the result must be a rung: the first one if the rung became an exit.
    [[nodiscard]] constexpr std::uint8_t rung(std::size_t before, std::size_t rungs) const noexcept {
        return to[before] < rungs ? to[before] : std::uint8_t{0};
    }
};

namespace detail {

/// When a client who was settled until `terms.at` is taken over: not before the instant they were last taken
/// to.
template <class Client>
[[nodiscard]] constexpr instant instant_of_adoption(Client const& c, adoption_terms const& terms) noexcept {
    auto const last = c.frontier.at;
    auto const at = terms.at < last ? last : terms.at;
    return at < c.standing.since ? c.standing.since : at;
}

}  // namespace detail

/// Takes over a client who stood on another ladder (or on this one with other thresholds) and was settled
/// there until `terms.at`. If the client's stage is gone, they begin on the nearest rung below that is left;
/// if their exit is gone, where the comeback policy says; both count as moved. Calls sink with the move, if
/// there is one between two places of this ladder. A client of whom nothing is known stays unchanged; a plain
/// client gets no floor.
template <class Rules>
template <class Client, class Sink>
constexpr adopted mover<Rules>::adopt(Client& c, place_map const& from, adoption_terms const& terms,
                                      Sink&& sink, client_id id) const {
    detail::check_sinks<transition_type, Sink>();
    adopted out;
    if (!terms.at.is_moment()) RUNG_ASSERT("new thresholds are adopted at an instant: adoption_terms::at");
    if (c.is_new()) return out;
    auto& s = c.standing;
    auto const at = detail::instant_of_adoption(c, terms);
    c.frontier.close_before(at);

    auto const rungs = this->rungs();
    auto const stood = s.place;
    s.set_left(from.rung(s.left(), rungs));
    s.peak = from.rung(s.peak, rungs);
    s.place = from.to[stood];
    if (stood < from.rungs_before && s.place >= rungs) s.set_left(0);  // the rung became an exit
    // No grace runs where none can begin.
    if (s.place >= rungs || !this->descent().falls) s.set_in_grace(false);
    constexpr bool has_room = std::is_same_v<Client, decided_client_type>;
    if constexpr (has_room) {
        if (s.decided() && c.decision.until <= at) detail::put_decision(c, {}, at);
        if (s.decided()) {
            out.lifted = from.gone[c.decision.place];
            c.decision.place = from.to[c.decision.place];
            out.lifted =
                out.lifted || !detail::names_a_place(c.decision, this->rungs(), ladder().place_count());
            if (out.lifted) detail::put_decision(c, {}, at);
        }
    }

    findings found;
    this->find(c.facts, at, found);
    auto const v = judge(found);
    auto judged = s;
    if (stood >= from.rungs_before && from.gone[stood]) judged.place = s.place = comeback().start(s.left());
    bool const stays_out = v.exits != 0 && this->exit_of(v, s.place) == s.place;
    // On a rung that they did not stand on they begin now: their time on another does not count there.
    if (from.gone[stood]) s.since = judged.since = at;
    if (terms.how == adoption::retroactive && !stays_out) {
        if (auto const place = this->newcomer(v); place != judged.place) {
            judged.place = place;
            judged.since = at;
        }
        judged.set_in_grace(false);
    }
    if constexpr (has_room) {
        bool const falls = s.place < rungs &&
                           (v.exits != 0 || (this->descent().falls && this->qualified(v, s.place) < s.place &&
                                             this->guaranteed_until(s) <= at));
        out.floored = terms.how == adoption::grandfathering && !s.in_grace() && !s.decided() && falls &&
                      terms.floor_until > at;
        if (out.floored) {
            detail::put_decision(
                c, {decree::floor, s.place, terms.reason, at, terms.floor_until, terms.author}, at);
            judged.set_decided(true);
        }
    }
    auto const before = s;
    auto const places = detail::places_of(c, at);
    auto taken = this->decide(v, judged, at, places);
    taken.from = this->judged_from(before);
    become(c, taken, found, v, at, cause::thresholds, places);
    out.moved = s.place != before.place || from.gone[stood];
    if (s.place != before.place) {
        detail::tell(sink, this->describe(before, taken, id, at, cause::thresholds));
    } else if (out.moved) {
        s.moved_by = cause::thresholds;
    }
    return out;
}

template <class Rules>
constexpr bool mover<Rules>::surely_stays(client_type const& c, place_map const& from,
                                          adoption_terms const& terms) const noexcept {
    auto const& s = c.standing;
    if (c.is_new() || from.gone[s.place] || s.may_change_by(terms.at)) return false;
    auto const rung = from.to[s.place];
    if (rung >= this->rungs()) return false;
    auto const v = judge(c.facts, detail::instant_of_adoption(c, terms));
    return v.exits == 0 && this->qualified(v, rung) == rung &&
           (terms.how != adoption::retroactive || this->newcomer(v) == rung);
}

}  // namespace v0
}  // namespace rung

#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/money.hpp>
#include <rung/core/place.hpp>
#include <rung/insight/credit.hpp>
#include <rung/insight/life.hpp>
#include <rung/insight/removal_effect.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// How the credit for a move is given to the touches before it.
enum class model : std::uint8_t {
    first,     ///< all of it to the first touch
    last,      ///< all of it to the last
    linear,    ///< to all touches alike; a channel that comes twice gets it twice
    position,  ///< .4 to the first, .4 to the last, .2 to those between; of two .5 each
    decay,     ///< half as much for each half-life before the last touch
    shapley,   ///< to each channel that was there alike, however often
    markov,    ///< by what would be lost without the channel (insight/removal_effect.hpp)
};
inline constexpr std::size_t model_count = 7;

[[nodiscard]] constexpr std::string_view to_string(model m) noexcept {
    switch (m) {
    case model::first: return "first";
    case model::last: return "last";
    case model::linear: return "linear";
    case model::position: return "position";
    case model::decay: return "decay";
    case model::shapley: return "shapley";
    case model::markov: return "markov";
    }
    return "?";
}

/// In the retail schema a client is touched by a contact and by an offer.
inline constexpr kinds retail_touches{event_kind::contact, event_kind::offer};

/// Which moves are attributed, and to what.
struct attribution_terms {
    /// The kinds of event that are touches, if they have a channel; must be given.
    kinds touches{};
    /// Moves from this instant on and before that one. Touches may be before it, within the lookback.
    instant from = instant::never();
    instant until = instant::forever();
    /// How far before a move a touch may be.
    duration lookback{std::int64_t{30} * 86'400};
    duration half_life{std::int64_t{7} * 86'400};
    bool climbs = true;
    bool falls = false;
    bool losses = false;  ///< from one exit to another too
    bool comebacks = false;
    /// Only moves that end here: `.into = ladder.place_of(my_stage::buyer)`.
    std::optional<place_number> into{};
    /// Channels that count as if their touches had not been, in any order: direct visits, say.
    std::vector<std::uint16_t> excluded{};

    [[nodiscard]] bool counts(step const& s) const noexcept {
        bool const goes = s.went == way::climb      ? climbs
                          : s.went == way::fall     ? falls
                          : s.went == way::comeback ? comebacks
                                                    : losses;
        return goes && s.at >= from && s.at < until && (!into || into->index == s.to);
    }
    [[nodiscard]] bool counts(mark const& m) const noexcept {
        return m.channel != 0 && touches.has(m.kind) && !std::ranges::count(excluded, m.channel);
    }
    friend bool operator==(attribution_terms const& a, attribution_terms const& b) noexcept {
        auto const place = [](auto const& t) { return t.into ? int{t.into->index} : -1; };
        return a.touches == b.touches && a.from == b.from && a.until == b.until && a.lookback == b.lookback &&
               a.half_life == b.half_life && a.climbs == b.climbs && a.falls == b.falls &&
               a.losses == b.losses && a.comebacks == b.comebacks && place(a) == place(b) &&
               a.excluded == b.excluded;
    }
};

/// What a channel was credited with.
struct channel_credit {
    std::uint16_t channel = 0;
    credit credited{};
    friend bool operator==(channel_credit const&, channel_credit const&) = default;
};

/// What moved clients: each move is credited to the channels of the touches before it, by seven models at
/// once. The credits of each model and the moves that no touch came before add up to the moves, exactly.
///
///     rung::insight::attribution hooked{{.touches = rung::insight::retail_touches}};
///     seen.each(hooked);
///     hooked.credited(rung::insight::model::position, channel).value();
///
/// A move that an event made looks at the touches up to that event, itself included; of several events of
/// its kind in its second it is taken to be the last. A move by time or by new thresholds comes before all
/// touches of its second. Touches of one second are in the order of events.
///
/// A life that was added can be taken out again. Two of them add up with +=; nothing depends on the order.
class attribution {
public:
    using credits = std::array<credit, model_count - 1>;  // not by removal effects

    explicit attribution(attribution_terms terms) : terms_{std::move(terms)} {
        if (terms_.touches.empty())
            RUNG_ASSERT("an attribution must be told what a touch is: attribution_terms::touches, such as "
                        "insight::retail_touches");
        if (terms_.half_life.seconds <= 0 || terms_.lookback.seconds < 0)
            RUNG_ASSERT("a half-life is longer than nothing, and a lookback not shorter");
    }
    [[nodiscard]] attribution_terms const& terms() const noexcept { return terms_; }

    void operator()(life const& l) { count(l, 1); }
    void take_out(life const& l) { count(l, -1); }

    /// How many moves were counted, and how many of them no touch came before.
    [[nodiscard]] std::int64_t moves() const noexcept { return moves_; }
    [[nodiscard]] std::int64_t untouched() const noexcept { return untouched_; }
    /// The channels of all touches that were looked at, by number; no move need be credited to one.
    [[nodiscard]] std::vector<std::uint16_t> channels() const { return paths_.channels(); }
    /// What each of them was credited with by a model, in their order.
    [[nodiscard]] std::vector<channel_credit> by_channel(model m) const {
        std::vector<channel_credit> out;
        for (auto const channel : channels()) {
            auto const found = m != model::markov ? by_channel_.find(channel) : by_channel_.end();
            out.push_back({channel, found != by_channel_.end() ? found->second[static_cast<std::size_t>(m)]
                                                               : credit{}});
        }
        if (m != model::markov) return out;
        auto const effects = paths_.effects();  // of the same channels, or none
        for (std::size_t i = 0; i < effects.size(); ++i) out[i].credited = effects[i].credited;
        return out;
    }
    /// What one of them was credited with; another channel is refused. Removal effects credit a channel that
    /// others lead through, too, where no move of its own followed.
    [[nodiscard]] credit credited(model m, std::uint16_t channel) const {
        for (auto const& c : by_channel(m)) {
            if (c.channel == channel) return c.credited;
        }
        RUNG_ASSERT("no touch of a channel of this number was seen: channels() lists those that were");
    }
    /// The journeys that the removal effects are of: one to each move, and one of the touches in the range
    /// that no move of their client came after.
    [[nodiscard]] journeys const& paths() const noexcept { return paths_; }

    attribution& operator+=(attribution const& b) {
        if (!(terms_ == b.terms_)) RUNG_ASSERT("attributions on different terms do not add up");
        for (auto const& [channel, theirs] : b.by_channel_) give(channel, theirs, 1);
        paths_ += b.paths_;
        moves_ += b.moves_;
        untouched_ += b.untouched_;
        return *this;
    }
    friend bool operator==(attribution const&, attribution const&) = default;

private:
    attribution_terms terms_;
    std::map<std::uint16_t, credits> by_channel_{};
    journeys paths_{};
    std::int64_t moves_ = 0;
    std::int64_t untouched_ = 0;

    // Used anew for each move, so that they allocate once.
    struct room {
        std::vector<mark> touches{};
        std::vector<std::uint16_t> channels{};
        std::vector<double> weights{};
        std::vector<std::int64_t> parts{};
        std::map<std::uint16_t, credits> given{};
        friend bool operator==(room const&, room const&) noexcept { return true; }
    } room_{};

    void give(std::uint16_t channel, credits const& what, std::int64_t times) {
        auto const at = by_channel_.try_emplace(channel).first;
        for (std::size_t m = 0; m < what.size(); ++m) at->second[m] += what[m] * times;
        if (at->second == credits{}) by_channel_.erase(at);
    }
    // How many of the marks come before a move, the event that made it included.
    [[nodiscard]] static std::size_t before(life const& l, step const& s) noexcept {
        auto const begin = std::ranges::lower_bound(l.marks, s.at, {}, &mark::at) - l.marks.begin();
        auto end = static_cast<std::size_t>(begin);
        if (s.why != cause::event) return end;
        auto by_kind = end;
        for (; end < l.marks.size() && l.marks[end].at() == s.at; ++end) {
            if (l.marks[end].kind == s.kind) by_kind = end + 1;
        }
        return by_kind != static_cast<std::size_t>(begin) ? by_kind : end;
    }
    void count(life const& l, std::int64_t sign) {
        auto const touches_in = [&](std::size_t begin, std::size_t end, auto const& is_in) {
            room_.touches.clear();
            for (auto i = begin; i < end; ++i) {
                if (is_in(l.marks[i].at()) && terms_.counts(l.marks[i])) room_.touches.push_back(l.marks[i]);
            }
            room_.channels.clear();
            for (auto const& t : room_.touches) room_.channels.push_back(t.channel);
        };
        std::size_t decided = 0;
        for (auto const& s : l.steps) {
            if (!terms_.counts(s)) continue;
            auto const end = before(l, s);
            auto const first = s.at - terms_.lookback;
            touches_in(0, end, [&](instant t) { return t >= first; });
            decided = (std::max)(decided, end);
            credit_move(sign * s.times);
        }
        touches_in(decided, l.marks.size(), [&](instant t) { return t >= terms_.from && t < terms_.until; });
        paths_.add(room_.channels, false, sign);
    }

    void credit_move(std::int64_t times) {
        moves_ += times;
        auto const n = room_.touches.size();
        if (n == 0) {
            untouched_ += times;
            return;
        }
        paths_.add(room_.channels, true, times);
        room_.given.clear();
        room_.parts.resize(n);
        auto const credit_as = [&](model m) {
            for (std::size_t i = 0; i < n; ++i)
                room_.given[room_.touches[i].channel][static_cast<std::size_t>(m)] +=
                    credit::of_parts(room_.parts[i]);
        };
        std::ranges::fill(room_.parts, 0);
        room_.parts.front() = credit::unit;
        credit_as(model::first);
        std::ranges::fill(room_.parts, 0);
        room_.parts.back() = credit::unit;
        credit_as(model::last);
        insight::share_out(room_.parts);
        credit_as(model::linear);
        if (n > 2) {
            std::span<std::int64_t> const between{room_.parts.data() + 1, n - 2};
            std::ranges::fill(room_.parts, 0);
            detail::share_out_rest(between, credit::unit / 5);
            room_.parts.front() = room_.parts.back() = credit::unit / 5 * 2;
        }
        credit_as(model::position);
        room_.weights.clear();
        for (auto const& t : room_.touches) {
            auto const before = room_.touches.back().at() - t.at();
            room_.weights.push_back(std::exp2(-static_cast<double>(before.seconds) /
                                              static_cast<double>(terms_.half_life.seconds)));
        }
        insight::share_out(room_.parts, room_.weights);
        credit_as(model::decay);
        // What a set of channels wins is what was won by journeys through no others. That game is a sum of
        // games which need just one set each, and the value of Shapley divides each of them evenly.
        room_.parts.resize(room_.given.size());
        insight::share_out(room_.parts);
        std::size_t i = 0;
        for (auto& [channel, given] : room_.given)
            given[static_cast<std::size_t>(model::shapley)] = credit::of_parts(room_.parts[i++]);
        for (auto const& [channel, given] : room_.given) give(channel, given, times);
    }
};

/// What a move that a channel is credited with cost, where the channel cost so much; nothing where it is
/// credited with none. Rounded to the minor unit.
[[nodiscard]] inline std::optional<money> cost_per_move(money cost, credit credited) noexcept {
    if (!(credited.value() > 0)) return std::nullopt;
    return money{
        static_cast<std::int64_t>(std::llround(static_cast<double>(cost.minor_units) / credited.value()))};
}

}  // namespace insight
}  // namespace v0
}  // namespace rung

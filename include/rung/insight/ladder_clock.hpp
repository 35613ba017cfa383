#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/client.hpp>
#include <rung/core/time.hpp>
#include <rung/core/transition.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/place.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// A client's way: when they came, and their moves in order. Of several moves at one instant it has the net
/// one; none if they end where they began. A view, valid while it is visited.
template <stage_name Stage>
struct client_path {
    struct step {
        instant at{};
        Stage from{};
        Stage to{};
        friend bool operator==(step const&, step const&) = default;
    };
    client_id client = no_client;
    instant joined{};
    std::span<step const> steps{};

    /// Where the client stood after all that had happened up to an instant.
    [[nodiscard]] Stage at(instant t) const noexcept {
        auto stage = rung::stage_at<Stage>(0);
        for (auto const& s : steps) {
            if (s.at > t) break;
            stage = s.to;
        }
        return stage;
    }
};

/// Who came when and who moved when: what the clocks of a ladder are read from (stays.hpp). An observer of a
/// base of this kind of stage, from its first event on: `ladder_clock times{base}`. Of a base that keeps
/// history by insight::apply, or by insight::tell once: that rebuilds it from what is saved.
///
/// Two of them add up with +=; whatever the order and the partition, what is read is the same. What one was
/// told another may take back.
///
/// A base of facts does not know when a client came to earlier rungs, and so this does: it takes 16 bytes for
/// each client and 16 for each move, and as many again before it is put in order. Being told is one append.
/// Counts made from it (transition_counts) do not depend on the number of clients.
template <stage_name Stage = stage_id>
class ladder_clock {
public:
    using path = client_path<Stage>;

    ladder_clock() = default;
    /// Empty, for a ladder, a lifecycle or a base.
    template <detail::has_stages Of>
    explicit ladder_clock(Of const&) noexcept {}

    void joined(client_id id, instant at) { note({id, at, nowhere, nowhere, 1}); }
    void left(client_id id, instant joined_at) { note({id, joined_at, nowhere, nowhere, -1}); }
    template <class Ladder>
    void
    operator()(named_transition<Ladder> const& t) requires std::same_as<typename Ladder::stage_type, Stage> {
        note(move_of(t, 1));
    }
    template <class Ladder>
    void
    withdrawn(named_transition<Ladder> const& t) requires std::same_as<typename Ladder::stage_type, Stage> {
        note(move_of(t, -1));
    }

    /// Calls visit(path) for each client, by their ids. Returns how many clients it could not visit, since
    /// only a part of what happened to them was told.
    template <class Visit>
    std::size_t each_path(Visit&& visit) const {
        auto const all = in_order(told_);
        std::vector<typename path::step> steps;
        std::size_t unknown = 0;
        for (std::size_t i = 0; i < all.size();) {
            path p{all[i].client, instant::never(), {}};
            steps.clear();
            std::size_t stood = 0;
            bool is_whole = true;
            for (; i < all.size() && all[i].client == p.client && all[i].from == nowhere; ++i) {
                is_whole = is_whole && all[i].times == 1 && p.joined == instant::never();
                p.joined = all[i].at;
            }
            is_whole = is_whole && p.joined != instant::never();
            while (i < all.size() && all[i].client == p.client) {
                auto const at = all[i].at;
                auto const first = i;
                while (i < all.size() && all[i].client == p.client && all[i].at == at) ++i;
                auto const to = net(std::span{all}.subspan(first, i - first), stood);
                is_whole = is_whole && to != nowhere;
                if (!is_whole || to == stood) continue;
                steps.push_back({at, rung::stage_at<Stage>(stood), rung::stage_at<Stage>(to)});
                stood = to;
            }
            if (!is_whole) {
                ++unknown;
                continue;
            }
            p.steps = steps;
            visit(p);
        }
        return unknown;
    }

    /// Where everybody stood at two instants, who was there at the first: from each place to each, those who
    /// stayed too. Periods of one length add up with +=.
    [[nodiscard]] flow<Stage> between(instant begin, instant end) const {
        flow<Stage> out;
        (void)each_path([&](path const& p) {
            if (p.joined <= begin) out.add(p.at(begin), p.at(end));
        });
        return out;
    }

    ladder_clock& operator+=(ladder_clock const& other) {
        told_.insert(told_.end(), other.told_.begin(), other.told_.end());
        taken_back_ += other.taken_back_;
        tidy();
        return *this;
    }
    friend bool operator==(ladder_clock const& a, ladder_clock const& b) {
        return in_order(a.told_) == in_order(b.told_);
    }

private:
    static constexpr std::uint8_t nowhere = 255;  // `from` of a client who comes

    struct told {
        client_id client;
        instant at;
        std::uint8_t from;
        std::uint8_t to;
        std::int16_t times;  // -1: taken back
        friend bool operator==(told const&, told const&) = default;

        // Who comes is before all moves.
        [[nodiscard]] auto key() const noexcept { return std::tuple{client, from != nowhere, at, from, to}; }
    };

    std::vector<told> told_{};
    std::size_t taken_back_ = 0;

    template <class Ladder>
    [[nodiscard]] static told move_of(named_transition<Ladder> const& t, std::int16_t times) {
        return {t.client, t.at, static_cast<std::uint8_t>(detail::place_of(t.from)),
                static_cast<std::uint8_t>(detail::place_of(t.to)), times};
    }
    void note(told const& t) {
        told_.push_back(t);
        if (t.times > 0) return;
        ++taken_back_;
        tidy();
    }
    // Where more than half of it cancels out.
    void tidy() {
        if (taken_back_ < 1'024 || taken_back_ * 4 < told_.size()) return;
        told_ = in_order(std::move(told_));
        taken_back_ = 0;
    }
    [[nodiscard]] static std::vector<told> in_order(std::vector<told> all) {
        std::sort(all.begin(), all.end(), [](told const& a, told const& b) {
            auto const x = a.key(), y = b.key();
            return x != y ? x < y : a.times < b.times;
        });
        // Of equal ones, as many as are more often told than taken back, each by itself: 16 bits never run
        // over.
        std::size_t n = 0;
        for (std::size_t i = 0; i < all.size();) {
            auto const one = all[i];
            std::int64_t sum = 0;
            for (; i < all.size() && all[i].key() == one.key(); ++i) sum += all[i].times;
            for (; sum > 0; --sum) all[n++] = {one.client, one.at, one.from, one.to, 1};
            for (; sum < 0; ++sum) all[n++] = {one.client, one.at, one.from, one.to, -1};
        }
        all.resize(n);
        return all;
    }
    // Where the moves of one instant lead from a place, whatever their order; nowhere if some are missing.
    [[nodiscard]] static std::size_t net(std::span<told const> moves, std::size_t stood) {
        std::size_t to = stood;
        for (auto const& m : moves) {
            for (auto const place : {m.from, m.to}) {
                std::int64_t comes = place == stood ? 1 : 0;
                for (auto const& other : moves)
                    comes += other.times * ((other.to == place ? 1 : 0) - (other.from == place ? 1 : 0));
                if (comes < 0 || comes > 1) return nowhere;
                if (comes == 1) to = place;
            }
        }
        return to;
    }
};

template <detail::has_stages Of>
ladder_clock(Of const&) -> ladder_clock<typename Of::stage_type>;

}  // namespace insight
}  // namespace v0
}  // namespace rung

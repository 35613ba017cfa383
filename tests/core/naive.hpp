#pragma once

// The written semantics in the most obvious code: a client's facts are counted anew from the whole log each
// time, and time passes second by second. It shares only the event type and the thresholds with the library.

#include "core/random_worlds.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <vector>

namespace naive {

using worlds::fact;
using log = std::vector<rung::retail_event>;
using kind = rung::event_kind;

inline std::int64_t capped(std::size_t n, fact f) {
    return std::min(static_cast<std::int64_t>(n), rung::describe<rung::retail>(f).most);
}

/// The value of a fact, from all that happened.
inline std::int64_t read(log const& all, fact f, std::int64_t now) {
    auto const count = [&](auto const& wanted) {
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), wanted));
    };
    auto const since_last_purchase = [&](kind k, auto const& wanted) {
        std::size_t n = 0;
        for (auto const& e : all) {
            if (e.kind == kind::purchase) n = 0;
            if (e.kind == k && wanted(e)) ++n;
        }
        return n;
    };
    auto const any = [](auto const&) { return true; };

    // the purchases that were not taken back
    std::vector<std::int64_t> purchases;
    std::size_t addons = 0;
    std::int64_t spend = 0;
    for (auto const& e : all) {
        if (e.kind == kind::purchase) {
            purchases.push_back(e.at.unix_seconds);
            if (e.mark != 0) ++addons;
            spend += e.amount.minor_units;
        }
        if (e.kind == kind::refund) {
            spend = std::max<std::int64_t>(spend - e.amount.minor_units, 0);
            auto const it =
                std::find(purchases.begin(), purchases.end(), std::int64_t{e.bought.unix_seconds});
            bool const in_part = e.mark / 2 == 1;
            if (it != purchases.end() && !in_part) {
                purchases.erase(it);
                if (e.mark != 0) --addons;
            }
        }
    }
    auto const since_last = [&](std::size_t n) {
        return purchases.size() < n ? rung::unlimited : now - purchases[purchases.size() - n];
    };
    std::vector<std::int64_t> scores;
    for (auto const& e : all)
        if (e.kind == kind::evaluation) scores.push_back(e.detail);

    switch (f) {
    case fact::contacts: return capped(count([](auto const& e) { return e.kind == kind::contact; }), f);
    case fact::purchases: return capped(purchases.size(), f);
    case fact::addons: return capped(addons, f);
    case fact::spend: return spend;
    case fact::tenure: return purchases.empty() ? 0 : now - purchases.front();
    case fact::silence: return since_last(1);
    case fact::since_2nd_last: return since_last(2);
    case fact::since_3rd_last: return since_last(3);
    case fact::since_4th_last: return since_last(4);
    case fact::silence_ratio: {
        if (purchases.size() < 2 || purchases.back() == purchases.front()) return 0;
        auto const gaps = static_cast<std::int64_t>(purchases.size()) - 1;
        return (now - purchases.back()) * 100 * gaps / (purchases.back() - purchases.front());
    }
    case fact::since_contact: {
        std::int64_t last = -1;
        std::int64_t asked = -1;  // the question that is unanswered
        for (auto const& e : all) {
            bool const ours = e.kind == kind::contact && e.detail == 2;
            if (ours || e.kind == kind::offer || e.kind == kind::purchase || e.kind == kind::loss) asked = -1;
            if ((e.kind == kind::contact || e.kind == kind::offer) && asked < 0) last = e.at.unix_seconds;
            if (e.kind == kind::contact && (e.mark & 1) != 0 && asked < 0) asked = e.at.unix_seconds;
        }
        return last < 0 ? rung::unlimited : now - last;
    }
    case fact::waiting: {
        std::int64_t since = -1;
        for (auto const& e : all) {
            bool const ours = e.kind == kind::contact && e.detail == 2;
            if (ours || e.kind == kind::offer || e.kind == kind::purchase || e.kind == kind::loss) since = -1;
            if (e.kind == kind::contact && (e.mark & 1) != 0 && since < 0) since = e.at.unix_seconds;
        }
        return since < 0 ? 0 : now - since;
    }
    case fact::recommendations:
        return capped(count([](auto const& e) { return e.kind == kind::recommendation; }), f);
    case fact::referred:
        return count([](auto const& e) {
                   return e.kind == kind::referral || (e.kind == kind::contact && (e.mark & 2) != 0);
               }) > 0
                   ? 1
                   : 0;
    case fact::evaluations: return capped(scores.size(), f);
    case fact::last_score: return scores.empty() ? 0 : scores.back();
    case fact::mean_score: {
        if (scores.empty()) return 0;
        if (scores.size() > 63) scores.resize(63);
        std::int64_t sum = 0;
        for (auto const s : scores) sum += s;
        return 100 * sum / static_cast<std::int64_t>(scores.size());
    }
    case fact::bad_scores:
        return capped(since_last_purchase(kind::evaluation, [](auto const& e) { return e.detail <= 2; }), f);
    case fact::awareness_level: {
        std::int64_t level = 0;
        for (auto const& e : all)
            if (e.kind == kind::awareness) level = std::max<std::int64_t>(level, e.detail);
        return level;
    }
    case fact::need_level: {
        std::int64_t level = 0;
        for (auto const& e : all) {
            if (e.kind == kind::need) level = e.mark;
            if (e.kind == kind::purchase || e.kind == kind::refusal || e.kind == kind::loss) level = 0;
        }
        return level;
    }
    case fact::process_step: {
        std::int64_t step = 0;
        std::vector<std::int64_t> kept;
        for (auto const& e : all) {
            if (e.kind == kind::need) step = e.detail;
            if (e.kind == kind::purchase) kept.push_back(e.at.unix_seconds);
            auto const bought = std::int64_t{e.bought.unix_seconds};
            if (auto const it = std::find(kept.begin(), kept.end(), bought);
                e.kind == kind::refund && it != kept.end() && e.mark / 2 == 0) {
                kept.erase(it);
                if (step >= 5) step = 0;
            }
            if (e.kind == kind::purchase) step = 5;
            if (e.kind == kind::evaluation) step = 6;
            if (e.kind == kind::refusal || e.kind == kind::loss) step = 0;
        }
        return step;
    }
    case fact::wallet_share: {
        std::int64_t share = 0;
        for (auto const& e : all)
            if (e.kind == kind::wallet) share = e.detail;
        return share;
    }
    case fact::price_rises: {
        std::size_t n = 0;
        for (auto const& e : all)
            if (e.kind == kind::price_rise) n = e.detail != 0 ? n + 1 : 0;
        return capped(n, f);
    }
    case fact::own_contacts:
        return capped(count([](auto const& e) { return e.kind == kind::contact && e.detail == 1; }), f);
    case fact::complaints: return capped(count([](auto const& e) { return e.kind == kind::complaint; }), f);
    case fact::competitor_purchases: return capped(since_last_purchase(kind::competitor_purchase, any), f);
    case fact::lost: {
        std::int64_t reason = 0;
        for (auto const& e : all) {
            if (e.kind == kind::loss) reason = e.detail;
            if (e.kind == kind::purchase || (e.kind == kind::contact && e.detail == 1)) reason = 0;
        }
        return reason;
    }
    }
    return 0;
}

/// One client on one ladder. Places are numbers: the rungs, then the exits.
class client {
public:
    client(worlds::plain_ladder const& ladder, worlds::policies p) : policy_{p} {
        for (auto const& s : ladder) (s.exit ? exits_ : rungs_).push_back(s);
    }

    /// The second `now` comes: what time alone changes at it.
    void tick(std::int64_t now) {
        if (since_ < 0) return;
        bool const deadline = in_grace_ && now == deadline_;
        bool const other = qualifies(now) != qualifies(now - 1) || open_exits(now) != open_exits(now - 1);
        bool const over = decided_ && now == until_;
        if (over) decided_ = false;
        if (deadline || other || over)
            occasion(now, nullptr, over ? rung::cause::decision : rung::cause::time);
    }

    /// Whether the client has paid what an event gives back.
    [[nodiscard]] bool can_happen(rung::retail_event const& e) const {
        return e.kind != rung::event_kind::refund ||
               e.amount.minor_units <= read(known_, fact::spend, e.at.unix_seconds);
    }

    /// Something happens to the client. All seconds up to and including this one have come.
    void happen(rung::retail_event const& e) {
        known_.push_back(e);
        if (e.kind != rung::event_kind::decision) return occasion(e.at.unix_seconds, &e, rung::cause::event);
        what_ = static_cast<rung::decree>(e.detail);
        decided_ = what_ != rung::decree::lift;
        decided_place_ = e.mark;
        until_ = e.bought == rung::instant::forever() ? std::numeric_limits<std::int64_t>::max()
                                                      : std::int64_t{e.bought.unix_seconds};
        occasion(e.at.unix_seconds, &e, rung::cause::decision);
    }

    [[nodiscard]] int place() const { return place_; }
    [[nodiscard]] bool in_grace() const { return in_grace_; }
    /// Whether a guarantee holds the client, and not yet the grace after it.
    [[nodiscard]] bool is_guaranteed() const { return in_grace_ && guaranteed_; }
    [[nodiscard]] std::int64_t since() const { return since_; }
    [[nodiscard]] int peak() const { return peak_; }
    [[nodiscard]] bool decided() const { return decided_; }
    [[nodiscard]] std::vector<worlds::seen> const& moves() const { return moves_; }
    [[nodiscard]] log const& known() const { return known_; }

private:
    std::vector<worlds::plain_stage> rungs_{};
    std::vector<worlds::plain_stage> exits_{};
    worlds::policies policy_{};
    log known_{};
    int place_ = 0;
    int left_ = 0;
    int peak_ = 0;
    bool in_grace_ = false;
    std::int64_t deadline_ = 0;
    bool guaranteed_ = false;  // the deadline is the end of a guarantee
    std::int64_t since_ = -1;
    bool decided_ = false;  // whether a decision by hand is in force, and which
    rung::decree what_ = rung::decree::none;
    int decided_place_ = 0;
    std::int64_t until_ = 0;
    std::vector<worlds::seen> moves_{};

    [[nodiscard]] int top() const { return static_cast<int>(rungs_.size()) - 1; }
    [[nodiscard]] bool is_out() const { return place_ > top(); }

    [[nodiscard]] bool satisfies(worlds::routes const& rule, std::int64_t now) const {
        auto const holds = [&](rung::condition const& c) {
            auto const value = read(known_, c.fact, now);
            return value >= c.low && value <= c.high;
        };
        for (auto const& one : rule) {
            bool all = true;
            for (auto const& c : one) all = all && holds(c);
            std::size_t counted = 0;
            for (auto const& c : one.counted) counted += holds(c) ? 1u : 0u;
            if (all && counted >= one.least) return true;
        }
        return false;
    }

    /// The rung from which the client is judged: where they stand, or where a comeback would begin.
    [[nodiscard]] int from() const {
        if (!is_out()) return place_;
        return policy_.comeback == worlds::policies::back::resume ? left_ : 0;
    }

    /// A rung that the client has is kept by its rule to keep; another is entered by its rule to enter, but
    /// not if they would fall from it at once; a door takes them past all rungs up to its own.
    [[nodiscard]] bool holds(int rung, int had, std::int64_t now) const {
        if (rung == 0) return true;
        for (int kept = rung; kept <= std::min(had, top()); ++kept) {
            auto const& keep = rungs_[static_cast<std::size_t>(kept)].keep;
            if (std::any_of(keep.begin(), keep.end(),
                            [](auto const& r) { return r.empty() && r.counted.empty(); }))
                return true;  // nobody falls below a rung that is always kept
        }
        for (int above = rung; above <= top(); ++above)
            if (satisfies(rungs_[static_cast<std::size_t>(above)].door, now)) return true;
        auto const& s = rungs_[static_cast<std::size_t>(rung)];
        bool const keeps = satisfies(s.keep.empty() ? s.enter : s.keep, now);
        return rung <= had ? keeps : keeps && satisfies(s.enter, now);
    }

    /// The second at which something is over that begins at one: after so many seconds, or when a day begins.
    /// The limits here are of one day at most.
    [[nodiscard]] static std::int64_t over(rung::time_limit const& l, std::int64_t begin) {
        using shape = rung::time_limit::shape;
        if (l.how() == shape::length) return begin + l.n();
        auto const offset = std::int64_t{l.calendar().offset_minutes} * 60;
        auto end = l.how() == shape::review ? begin : begin + 1;
        while ((end + offset) % 86'400 != 0) ++end;
        return end;
    }

    /// Whether the client has stood long enough on the rung below one.
    [[nodiscard]] bool has_waited(int rung, std::int64_t now) const {
        auto const& wait = rungs_[static_cast<std::size_t>(rung)].wait;
        return !wait.given() || (place_ == rung - 1 && now >= over(wait, since_));
    }

    /// The rung that the client qualifies for.
    [[nodiscard]] int qualifies(std::int64_t now) const {
        int const had = allowed(from());
        int best = 0;
        for (int rung = 1; rung <= top(); ++rung) {
            if (rung > had && !has_waited(rung, now)) break;  // by no ascent
            if (holds(rung, had, now))
                best = rung;
            else if (policy_.ascent != worlds::policies::up::direct)
                break;
        }
        return best;
    }

    [[nodiscard]] std::set<int> open_exits(std::int64_t now) const {
        std::set<int> open;
        for (std::size_t i = 0; i < exits_.size(); ++i)
            if (satisfies(exits_[i].enter, now)) open.insert(top() + 1 + static_cast<int>(i));
        return open;
    }

    /// The client, on a rung since `since`, fails its rule to keep: first a guarantee holds them, then a
    /// grace.
    bool begin_grace(int rung, std::int64_t since, std::int64_t now, bool fell) {
        auto const& s = rungs_[static_cast<std::size_t>(rung)];
        deadline_ = now;
        guaranteed_ = false;
        if (s.guaranteed.given() && over(s.guaranteed, since) > now) {
            deadline_ = over(s.guaranteed, since);
            guaranteed_ = true;
        } else if (s.grace.how() == rung::time_limit::shape::review) {
            deadline_ = over(s.grace, fell ? now + 1 : now);
        } else {
            deadline_ = s.grace.given() ? over(s.grace, now) : now + policy_.wait;
        }
        in_grace_ = deadline_ > now;
        return in_grace_;
    }

    /// The nearest rung to this one that a decision allows.
    [[nodiscard]] int allowed(int rung) const {
        if (!decided_) return rung;
        if (what_ != rung::decree::ceiling) rung = std::max(rung, decided_place_);
        if (what_ != rung::decree::floor) rung = std::min(rung, decided_place_);
        return rung;
    }

    void occasion(std::int64_t now, rung::retail_event const* e, rung::cause why) {
        if (since_ < 0) since_ = now;
        auto open = open_exits(now);
        bool const pinned_out = decided_ && what_ == rung::decree::pin && decided_place_ > top();
        if (is_out() && open.empty() && !pinned_out && why == rung::cause::event &&
            policy_.comeback == worlds::policies::back::restart) {
            // facts begin anew with the event that brought them back, unless that would take them out again
            auto const all = known_;
            known_ = {*e};
            if (!open_exits(now).empty()) known_ = all;
        }
        if (pinned_out) open = {decided_place_};
        if (decided_ && !pinned_out && what_ != rung::decree::ceiling) open.clear();
        if (!open.empty()) {
            if (is_out() && open.count(place_) != 0) return;
            if (!is_out()) left_ = place_;
            in_grace_ = false;
            move(*open.begin(), now, e, 0, why);
            return;
        }

        int const judged = allowed(from());
        if (judged != from()) in_grace_ = false;
        int const target = allowed(qualifies(now));
        if (target >= judged) {
            in_grace_ = false;
            int to = judged;
            if (target > judged) to = policy_.ascent == worlds::policies::up::one_step ? judged + 1 : target;
            move(to, now, e, to - from() - 1, why);
            return;
        }
        auto const since = judged == place_ ? since_ : now;
        if (!policy_.falls || (in_grace_ && now < deadline_) ||
            ((!in_grace_ || guaranteed_) && begin_grace(judged, since, now, false))) {
            move(judged, now, e, 0, why);  // moves one who comes back
            return;
        }
        in_grace_ = false;
        int const to = policy_.one_down ? judged - 1 : target;
        move(to, now, e, 0, why);
        if (to > target) begin_grace(to, now, now, true);
    }

    void move(int to, std::int64_t now, rung::retail_event const* e, int skipped, rung::cause why) {
        if (to == place_) return;
        auto const stage = [](int i) { return rung::stage_id{static_cast<std::uint8_t>(i)}; };
        worlds::seen m;
        m.client = 7;
        m.at = rung::instant::from_unix(now);
        m.from = stage(place_);
        m.to = stage(to);
        m.why = why;
        m.kind = why == rung::cause::event ? static_cast<std::uint8_t>(e->kind) : std::uint8_t{0};
        m.skipped = static_cast<std::uint8_t>(std::max(skipped, 0));
        m.peak = stage(peak_);
        moves_.push_back(m);
        place_ = to;
        since_ = now;
        if (!is_out()) peak_ = std::max(peak_, place_);
    }
};

}  // namespace naive

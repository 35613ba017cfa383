#pragma once

// Random ladders, in a form that a test can read by itself, and random logs of one client.

#include "numbered.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <ostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <rapidcheck.h>

namespace worlds {

/// A whole number from low to high, both included. Shrinks towards low.
inline std::int64_t draw(std::int64_t low, std::int64_t high) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(low, high + 1));
}
inline bool chance(std::int64_t percent) { return draw(0, 99) >= 100 - percent; }

using fact = rung::retail::fact;
/// Conditions that must all hold, and some of which `least` must.
struct route : std::vector<rung::condition> {
    std::vector<rung::condition> counted{};
    std::size_t least = 0;
};
using routes = std::vector<route>;  // none: the rule is not given

/// A stage as it is meant, before the library has seen it.
struct plain_stage {
    std::string name{};
    routes enter{};
    routes keep{};
    routes door{};
    rung::time_limit grace{};
    bool exit = false;
    rung::driver driver = rung::driver::company;
    std::string source{};
    rung::time_limit guaranteed{};
    rung::time_limit wait{};
};
using plain_ladder = std::vector<plain_stage>;

inline rung::rule to_rule(routes const& all) {
    rung::rule r;
    for (auto const& one : all) {
        r.open_route();
        for (auto const& c : one.counted) (void)r.try_count(c);
        if (one.least != 0) r.count_at_least(one.least);
        for (auto const& c : one) r.require(c);
    }
    return r;
}

inline std::vector<rung::stage> to_stages(plain_ladder const& plain) {
    std::vector<rung::stage> stages;
    for (auto const& s : plain) {
        stages.push_back({.name = s.name,
                          .enter = to_rule(s.enter),
                          .keep = to_rule(s.keep),
                          .door = to_rule(s.door),
                          .grace = s.grace,
                          .guaranteed = s.guaranteed,
                          .wait = s.wait,
                          .driver = s.driver,
                          .source = s.source,
                          .exit = s.exit});
    }
    return stages;
}

inline routes from_rule(rung::rule const& r) {
    routes all;
    for (std::size_t i = 0; i < r.route_count(); ++i) {
        all.emplace_back();
        std::size_t c = r.begin_of(i);
        for (; c < r.end_of_count(i); ++c) all.back().counted.push_back(r[c]);
        all.back().least = r.least_of(i);
        for (; c < r.end_of(i); ++c) all.back().push_back(r[c]);
    }
    return all;
}

template <class Stages>
plain_ladder from_stages(Stages const& stages) {
    plain_ladder plain;
    for (auto const& s : stages)
        plain.push_back({std::string{s.name}, from_rule(s.enter), from_rule(s.keep), from_rule(s.door),
                         s.grace, s.exit, s.driver, std::string{s.source}, s.guaranteed, s.wait});
    return plain;
}

inline std::string text(routes const& all) {
    std::ostringstream out;
    for (auto const& one : all) {
        auto const put = [&](auto const& conditions, char const* between) {
            for (auto const& c : conditions) {
                out << (&c == conditions.data() ? "" : between);
                out << c.low << " <= " << rung::describe<rung::retail>(c.fact).name << " <= " << c.high;
            }
        };
        out << (&one == all.data() ? "" : " or ") << "(";
        if (one.least != 0) {
            out << "at least " << one.least << " of (";
            put(one.counted, ", ");
            out << (one.empty() ? ")" : ") and ");
        }
        put(one, " and ");
        out << ")";
    }
    return out.str();
}

inline std::string text(rung::time_limit const& l) {
    constexpr char const* shapes[] = {"s", "days", "end of day", "review"};
    return numbered("", l.n()) + " " + shapes[static_cast<int>(l.how())] +
           (l.by_calendar() ? numbered(" at ", l.calendar().offset_minutes) : "");
}

inline std::string text(plain_ladder const& plain) {
    std::ostringstream out;
    for (auto const& s : plain) {
        out << (s.exit ? "exit " : "stage ") << s.name << ": enter " << text(s.enter);
        if (!s.keep.empty()) out << "; keep " << text(s.keep);
        if (!s.door.empty()) out << "; door " << text(s.door);
        if (s.grace.given()) out << "; grace " << text(s.grace);
        if (s.guaranteed.given()) out << "; guaranteed " << text(s.guaranteed);
        if (s.wait.given()) out << "; wait " << text(s.wait);
        out << "\n";
    }
    return out.str();
}

inline std::string text(std::vector<rung::retail_event> const& log) {
    std::ostringstream out;
    for (auto const& e : log) {
        out << "id " << e.id << " at " << e.at.unix_seconds << " " << to_string(e.kind) << " amount "
            << e.amount.minor_units << " detail " << int{e.detail} << " mark " << int{e.mark} << " bought "
            << e.bought.unix_seconds << "\n";
    }
    return out.str();
}

/// A random condition on a fact; thresholds of time in seconds, so that a test can step through all of them.
inline rung::condition random_condition(fact f) {
    auto const& meaning = rung::describe<rung::retail>(f);
    std::int64_t const reach = f == fact::silence_ratio               ? 400
                               : meaning.ages                         ? 40
                               : meaning.measure == rung::unit::money ? 30
                               : f == fact::wallet_share              ? 100
                               : f == fact::mean_score                ? 500
                                                       : std::min<std::int64_t>(3, meaning.most);
    auto const a = draw(meaning.ages ? 1 : 0, reach);
    switch (draw(0, 5)) {
    case 0: return {f, meaning.least, a};
    case 1: {
        auto const b = draw(a, reach);
        return {f, a, b};
    }
    case 2: return meaning.ages ? rung::condition{f, meaning.least, a} : rung::condition{f, a, meaning.most};
    default: return {f, a, meaning.most};
    }
}

inline fact random_fact() {
    // purchases, contacts, silence and waiting are what most ladders ask about
    constexpr fact usual[] = {fact::purchases,      fact::contacts, fact::silence,       fact::waiting,
                              fact::since_2nd_last, fact::tenure,   fact::silence_ratio, fact::spend};
    return chance(70) ? usual[draw(0, std::ssize(usual) - 1)]
                      : static_cast<fact>(draw(0, std::ssize(rung::retail::vocabulary) - 1));
}

inline route random_route() {
    route r;
    auto const count = chance(15) ? draw(2, 4) : 0;
    for (auto n = count; n > 0; --n) {
        auto const c = random_condition(random_fact());
        if (std::find(r.counted.begin(), r.counted.end(), c) == r.counted.end()) r.counted.push_back(c);
    }
    if (count != 0) r.least = static_cast<std::size_t>(draw(1, std::ssize(r.counted)));
    for (auto n = count == 0 ? draw(1, 3) : draw(0, 1); n > 0; --n) {
        auto const f = random_fact();
        auto const is_of = [&](auto const& c) { return c.fact == f; };
        if (std::none_of(r.begin(), r.end(), is_of) &&
            std::none_of(r.counted.begin(), r.counted.end(), is_of))
            r.push_back(random_condition(f));
    }
    return r;
}

inline routes random_rule() {
    routes all;
    for (auto n = chance(30) ? 2 : 1; n > 0; --n) all.push_back(random_route());
    return all;
}

/// What asks less of the same facts, and sometimes something else besides.
inline routes random_keep(routes const& enter) {
    routes all;
    for (auto const& one : enter) {
        all.emplace_back();
        auto const loosened = [](rung::condition const& c) {
            auto const& meaning = rung::describe<rung::retail>(c.fact);
            auto loose = c;
            if (chance(50) && c.low > meaning.least) loose.low = std::max(meaning.least, c.low - draw(0, 10));
            if (chance(50) && c.high < meaning.most)
                loose.high = std::min(meaning.most, c.high + draw(0, 10));
            return loose;
        };
        for (auto const& c : one) {
            auto const loose = loosened(c);
            if (chance(80)) all.back().push_back(loose);
        }
        if (one.least != 0) {
            for (auto const& c : one.counted) all.back().counted.push_back(loosened(c));
            all.back().least = static_cast<std::size_t>(draw(1, static_cast<std::int64_t>(one.least)));
            continue;
        }
        if (all.back().empty() || chance(30)) {
            auto const more = random_condition(fact::silence);
            bool const asked =
                std::any_of(one.begin(), one.end(), [](auto const& c) { return c.fact == fact::silence; });
            if (!asked) all.back().push_back(more);
        }
        if (all.back().empty()) all.back().push_back(one.front());
    }
    return all;
}

/// A length of time in seconds, or up to a midnight that is some seconds after random logs begin.
inline rung::time_limit random_limit(std::int16_t offset, bool may_be_review) {
    if (chance(70)) return rung::duration{draw(1, 25)};
    if (may_be_review && chance(40)) return rung::review_each(rung::period::day).at_offset(offset);
    return (chance(50) ? rung::until_end_of(rung::period::day) : rung::for_days(1)).at_offset(offset);
}

/// A random ladder of 2 to 6 rungs and up to 2 exits.
inline plain_ladder random_ladder() {
    plain_ladder plain;
    auto const offset = static_cast<std::int16_t>(draw(610, 613));  // 613: midnight at second 1,000,020
    auto const rungs = draw(2, 6);
    auto const exits = chance(50) ? draw(1, 2) : 0;
    for (std::int64_t i = 0; i < rungs + exits; ++i) {
        plain_stage s;
        s.exit = i >= rungs;
        s.name = numbered(s.exit ? "x" : "s", i);
        if (i != 0) s.enter = random_rule();
        if (i != 0 && !s.exit) {
            if (chance(30)) s.keep = chance(25) ? routes{route{}} : random_keep(s.enter);
            if (chance(12)) s.door = {random_route()};
        }
        if (!s.exit && chance(25)) s.grace = random_limit(offset, true);
        if (!s.exit && chance(15)) s.guaranteed = random_limit(offset, false);
        if (!s.exit && i != 0 && chance(15)) s.wait = random_limit(offset, false);
        plain.push_back(s);
    }
    return plain;
}

/// A name of words, keywords, blanks, quotes, line ends and characters of several bytes. Never empty.
inline std::string random_name() {
    constexpr char const* parts[] = {"a", "b2", "client", "stage", "always", "-",  "_", "very_long_word",
                                     "%", ".",  " ",      "'",     "\"",     "\\", "#", "n",
                                     "ж", "漢", "€",      "😀",     "(",      "=",  "é", "90d"};
    std::string name;
    for (auto n = draw(1, chance(10) ? 20 : 3); n > 0; --n)
        name += parts[static_cast<std::size_t>(draw(0, chance(50) ? 7 : std::ssize(parts) - 1))];
    return name;
}

/// The same ladder with names, drivers, sources and longer graces. No two stages have the same name.
inline plain_ladder with_words(plain_ladder plain) {
    for (auto& s : plain) {
        if (chance(70)) s.name += random_name();
        if (chance(50)) s.driver = static_cast<rung::driver>(draw(0, 5));
        if (chance(50)) s.source = random_name();
        for (auto* const l : {&s.grace, &s.guaranteed, &s.wait}) {
            using shape = rung::time_limit::shape;
            if (!l->by_calendar()) {
                *l = rung::duration{l->n() * (std::int64_t{1} << draw(0, 20))};
                continue;
            }
            auto const n = l->how() == shape::periods  ? draw(1, 65'535)
                           : l->how() == shape::end_of ? draw(0, 1)
                                                       : 0;
            *l = rung::time_limit{l->how(), n, static_cast<rung::period>(draw(0, 4))}.by(l->calendar());
        }
    }
    return plain;
}

/// A random log of one client: ids strictly increasing, ties in the instant, all kinds.
///
/// `honest`: what is refunded was bought, and the client has at most four purchases when it is, so that facts
/// of fixed size stay exact.
inline std::vector<rung::retail_event> random_log(std::int64_t most_events, std::int64_t longest_gap,
                                                  bool honest = true) {
    std::vector<rung::retail_event> log;
    std::vector<std::pair<rung::instant, bool>> purchases;  // not taken back, with whether it is an add-on
    bool exact = true;
    auto at = rung::instant::from_unix(1'000'000);
    rung::event_id id = 0;
    for (auto n = draw(0, most_events); n > 0; --n) {
        if (chance(70)) at = at + rung::duration{draw(1, longest_gap)};
        id += static_cast<rung::event_id>(draw(1, 3));
        auto const i = id;
        auto const c = rung::client_id{7};
        auto const kind = chance(55) ? (chance(65) ? 2 : 0) : draw(0, 14);
        rung::retail_event e;
        switch (static_cast<rung::event_kind>(kind)) {
        case rung::event_kind::contact:
            e = rung::contact{.id = i,
                              .client = c,
                              .at = at,
                              .by = static_cast<rung::initiator>(draw(0, 2)),
                              .awaits_answer = chance(40),
                              .referred = chance(10)};
            break;
        case rung::event_kind::offer: e = rung::offer{.id = i, .client = c, .at = at}; break;
        case rung::event_kind::purchase:
            e = rung::purchase{
                .id = i, .client = c, .at = at, .amount = rung::money{draw(0, 20)}, .addon = chance(20)};
            purchases.emplace_back(at, e.mark != 0);
            if (purchases.size() > 4) exact = false;
            break;
        case rung::event_kind::refund:
            if (honest && (!exact || purchases.empty() || chance(20))) {
                e = rung::refund{.id = i, .client = c, .at = at, .amount = rung::money{draw(0, 20)}};
            } else if (honest) {
                auto const which = draw(0, std::ssize(purchases) - 1);
                auto const [bought, addon] = purchases[static_cast<std::size_t>(which)];
                purchases.erase(purchases.begin() + which);
                e = rung::refund{.id = i,
                                 .client = c,
                                 .at = at,
                                 .amount = rung::money{draw(0, 20)},
                                 .bought = bought,
                                 .addon = addon};
            } else {
                e = rung::refund{.id = i,
                                 .client = c,
                                 .at = at,
                                 .amount = rung::money{draw(0, 20)},
                                 .bought = at - rung::duration{draw(0, 60)},
                                 .addon = chance(50),
                                 .in_part = chance(30)};
            }
            break;
        case rung::event_kind::evaluation:
            e = rung::evaluation{
                .id = i, .client = c, .at = at, .score = static_cast<std::uint8_t>(draw(1, 5))};
            break;
        case rung::event_kind::complaint: e = rung::complaint{.id = i, .client = c, .at = at}; break;
        case rung::event_kind::recommendation:
            e = rung::recommendation{.id = i, .client = c, .at = at, .to = 8};
            break;
        case rung::event_kind::referral: e = rung::referral{.id = i, .client = c, .at = at, .by = 8}; break;
        case rung::event_kind::awareness:
            e = rung::awareness{
                .id = i, .client = c, .at = at, .level = static_cast<rung::knows>(draw(0, 3))};
            break;
        case rung::event_kind::need:
            e = rung::need{.id = i,
                           .client = c,
                           .at = at,
                           .level = static_cast<rung::urgency>(draw(0, 2)),
                           .step = static_cast<rung::step>(draw(0, 6))};
            break;
        case rung::event_kind::wallet:
            e = rung::wallet{
                .id = i, .client = c, .at = at, .share = static_cast<std::uint8_t>(draw(0, 100))};
            break;
        case rung::event_kind::price_rise:
            e = rung::price_rise{.id = i, .client = c, .at = at, .accepted = chance(70)};
            break;
        case rung::event_kind::competitor_purchase:
            e = rung::competitor_purchase{.id = i, .client = c, .at = at};
            break;
        case rung::event_kind::refusal: e = rung::declined{.id = i, .client = c, .at = at}; break;
        case rung::event_kind::loss:
            e = rung::loss{
                .id = i, .client = c, .at = at, .reason = static_cast<rung::loss_reason>(draw(1, 14))};
            break;
        case rung::event_kind::decision: break;  // the logs of plain clients have none
        }
        log.push_back(e);
    }
    return log;
}

/// Whether an event of a random log can follow on what is known of the client: all can but a refund of more
/// than they have spent, or of what was forgotten.
inline bool can_follow(rung::client const& c, rung::retail_event const& e) {
    return e.kind != rung::event_kind::refund || e.amount <= c.facts.spend();
}

/// Which policies, so that a test can follow them by itself.
struct policies {
    enum class up { leap, one_step, direct } ascent{};
    enum class back { resume, requalify, restart } comeback{};
    bool falls = true;
    bool one_down = false;
    std::int64_t wait = 0;
};

inline std::string text(policies const& p) {
    constexpr char const* ups[] = {"leap", "one_step", "direct"};
    constexpr char const* backs[] = {"resume", "requalify", "restart"};
    return std::string{ups[static_cast<int>(p.ascent)]} + ", " +
           (p.falls ? numbered("after ", p.wait) + " s" : "never") +
           (p.one_down ? " one_down" : " to_qualified") + ", " + backs[static_cast<int>(p.comeback)];
}

/// What is seen of a move.
using seen = rung::transition<rung::stage_id>;
using sink = std::function<void(seen const&)>;

/// A lifecycle whose policies are known at run time only, so that a test is compiled once for all of them.
class any_lifecycle {
public:
    using outcome = rung::outcome<rung::ladder>;

    virtual ~any_lifecycle() = default;
    [[nodiscard]] virtual rung::ladder const& ladder() const = 0;
    virtual outcome apply(rung::client& c, rung::retail_event const& e, sink const& s = {}) const = 0;
    virtual std::size_t settle(rung::client& c, rung::instant now, sink const& s = {},
                               rung::client_id id = 0) const = 0;
    [[nodiscard]] virtual rung::instant next_change(rung::client const& c) const = 0;
    [[nodiscard]] virtual rung::refusal why_not(rung::client const& c, rung::retail_event const& e) const = 0;
};

/// Calls f for every combination: (leap, one_step, direct) x (never, at_once or after `wait`, each
/// to_qualified or one_down) x (resume, requalify, restart). A ladder with a rung that contradicts one below
/// is not for the policies that climb over all rungs.
void each_policy(rung::ladder const& ladder, std::int64_t wait,
                 std::function<void(any_lifecycle const&, policies const&)> const& f);

inline std::string text(std::vector<seen> const& moves) {
    std::ostringstream out;
    for (auto const& m : moves) {
        out << m.at.unix_seconds << ": " << int{m.from.index} << " -> " << int{m.to.index} << " by "
            << to_string(m.why) << " kind " << int{m.kind} << " skipped " << int{m.skipped} << " peak "
            << int{m.peak.index} << "\n";
    }
    return out.str();
}

}  // namespace worlds

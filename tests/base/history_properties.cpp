// A base that keeps history against the naive one, operation by operation.
//
// A case is a plan: a lifecycle, a policy and a list of operations. Most plans are drawn by a small generator
// from a number; the number is printed where a plan fails, with the plan cut down to what still fails. Again:
// RUNG_SEED=<number> RUNG_LOGS=1. RUNG_LOGS says how many plans there are (10,000). Some are drawn by
// rapidcheck.

#include "base/naive_history.hpp"
#include "catch.hpp"
#include "core/naive.hpp"
#include "core/random_worlds.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using namespace rung::literals;
using naive::client_id;
using naive::events;
using naive::instant;
using naive::on_conflict;
using rung::retail_event;
using life =
    rung::lifecycle<rung::ladder, rung::ascent::chosen, rung::descent::chosen, rung::comeback::chosen>;

// ---- where random numbers come from

struct source {
    virtual ~source() = default;
    /// From low to high, both included.
    virtual std::int64_t operator()(std::int64_t low, std::int64_t high) = 0;
    bool chance(std::int64_t percent) { return (*this)(0, 99) >= 100 - percent; }
    template <class T>
    T const& one_of(std::vector<T> const& all) {
        return all[static_cast<std::size_t>((*this)(0, std::ssize(all) - 1))];
    }
};

struct rapid final : source {
    std::int64_t operator()(std::int64_t low, std::int64_t high) override { return worlds::draw(low, high); }
};

/// splitmix64
struct seeded final : source {
    std::uint64_t state;
    explicit seeded(std::uint64_t seed) : state{seed} {}
    std::int64_t operator()(std::int64_t low, std::int64_t high) override {
        auto z = state += 0x9e37'79b9'7f4a'7c15U;
        z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9U;
        z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11ebU;
        z ^= z >> 31;
        return low + static_cast<std::int64_t>(z % static_cast<std::uint64_t>(high - low + 1));
    }
};

// ---- lifecycles

/// A lifecycle, and the same for a test to read.
struct world {
    worlds::plain_ladder plain{};
    worlds::policies policies{};
    std::optional<life> lived{};
};

std::optional<life> to_life(worlds::plain_ladder const& plain, worlds::policies const& p) {
    auto const stages = worlds::to_stages(plain);
    auto const made = rung::ladder::try_make(stages.data(), stages.size());
    if (!made) return std::nullopt;
    auto const depth = p.one_down ? rung::one_down : rung::to_qualified;
    auto const down = p.falls ? rung::descent::chosen{rung::descent::after{rung::duration{p.wait}, depth}}
                              : rung::descent::chosen{rung::descent::never{}};
    auto const l = life::try_make(*made, static_cast<rung::ascent::kind>(p.ascent), down,
                                  static_cast<rung::comeback::kind>(p.comeback));
    if (!l) return std::nullopt;
    return *l;
}

/// The ladders of the documents with thresholds of seconds, each under policies of its own.
std::vector<world> catalog() {
    using up = worlds::policies::up;
    using back = worlds::policies::back;
    auto const service = worlds::from_stages(
        rung::ladders::service_stages({.client_purchases = 2, .regular_within = 15_seconds}));
    auto const loyalty = worlds::from_stages(rung::ladders::loyalty_stages({.patience = 20_seconds}));
    std::vector<world> all{
        {service, {}},
        {service, {.one_down = true, .wait = 5}},
        {service, {.ascent = up::one_step, .wait = 5}},
        {service, {.falls = false}},
        {loyalty, {.wait = 5}},
        {loyalty, {.comeback = back::requalify}},
        {loyalty, {.comeback = back::restart}},
        {loyalty, {.ascent = up::direct, .comeback = back::restart, .falls = false}},
    };
    for (auto& w : all) w.lived = to_life(w.plain, w.policies);
    return all;
}

world random_world() {
    using worlds::chance;
    using worlds::draw;
    for (;;) {
        world w;
        w.plain = worlds::random_ladder();
        w.policies = {.ascent = static_cast<worlds::policies::up>(draw(0, 2)),
                      .comeback = static_cast<worlds::policies::back>(draw(0, 2)),
                      .falls = chance(85),
                      .one_down = chance(50),
                      .wait = draw(0, 20)};
        w.lived = to_life(w.plain, w.policies);
        if (w.lived) return w;
    }
}

/// The catalog and as many random ones.
std::vector<world> const& some_worlds() {
    static auto const all = [] {
        auto some = catalog();
        auto const one = rc::gen::exec([] { return random_world(); });
        for (std::uint64_t i = 0; i < 200; ++i) some.push_back(one(rc::Random{i}, 100).value());
        return some;
    }();
    return all;
}

// ---- plans

struct operation {
    enum class what { apply, settle, merge, split, retract, erase, as_of, export_client, copy };
    what does = what::apply;
    events log{};
    instant at{};
    client_id a = 0;
    client_id b = 0;
    bool flag = false;
    rung::event_id event = 0;
};

struct plan {
    world const* on = nullptr;
    on_conflict how = on_conflict::keep_first;
    std::vector<operation> operations{};
};

std::string text(instant at) {
    if (at == instant::never()) return "never";
    if (at == instant::forever()) return "forever";
    return std::to_string(std::int64_t{at.unix_seconds} - 1'000'000) + " s";
}
std::string text(retail_event const& e) {
    std::ostringstream out;
    out << "client " << e.client << " id " << e.id << " at " << text(e.at) << " " << to_string(e.kind);
    if (e.amount.minor_units != 0) out << " amount " << e.amount.minor_units;
    if (e.of != 0) out << " of " << e.of;
    if (e.detail != 0) out << " detail " << int{e.detail};
    if (e.mark != 0) out << " mark " << int{e.mark};
    if (e.channel != 0) out << " channel " << e.channel;
    if (e.bought != instant::never()) out << " bought " << text(e.bought);
    return out.str();
}
std::string text(plan const& p) {
    std::ostringstream out;
    constexpr char const* hows[] = {"keep_first", "keep_last", "refuse"};
    out << worlds::text(p.on->plain) << worlds::text(p.on->policies) << "; " << hows[static_cast<int>(p.how)]
        << "\n";
    int n = 0;
    for (auto const& o : p.operations) {
        out << n++ << ". ";
        switch (o.does) {
        case operation::what::apply:
            out << (o.flag ? "apply one by one" : "apply");
            for (auto const& e : o.log) out << "\n     " << text(e);
            break;
        case operation::what::settle: out << "settle " << text(o.at); break;
        case operation::what::merge: out << "merge into " << o.a << " from " << o.b; break;
        case operation::what::split: out << "split " << o.a; break;
        case operation::what::retract: out << "retract client " << o.a << " id " << o.event; break;
        case operation::what::erase: out << "erase " << o.a; break;
        case operation::what::as_of: out << "as of " << text(o.at); break;
        case operation::what::export_client: out << "export " << o.a; break;
        case operation::what::copy: out << (o.flag ? "go on with a copy" : "copy"); break;
        }
        out << "\n";
    }
    return out.str();
}

/// What a plan may have in it.
struct wishes {
    std::int64_t most_events = 24;
    bool conflicts = true;   // and other events that are wrong
    bool by_id = true;       // refunds that name their purchase
    bool by_instant = true;  // refunds that say when was bought what they name not
    bool ids_of_zero = true;
    bool distinct = false;  // no two contents of one id
};

/// A log in the order of time; it is shuffled later.
events random_log(source& draw, std::size_t places, std::vector<client_id> const& clients, wishes const& w) {
    events log;
    auto at = instant::from_unix(1'000'000);
    rung::event_id counter = 0;
    struct bought {
        client_id client;
        rung::event_id id;
        instant at;
        std::int64_t amount;
        bool addon;
    };
    std::vector<bought> purchases;
    auto const next_id = [&]() -> rung::event_id {
        auto const kind = draw(0, 99);
        if (kind < 12 && w.ids_of_zero) return 0;
        if (kind < 24 && w.conflicts) return static_cast<rung::event_id>(draw(1, 9));
        ++counter;
        if (kind < 36)
            return static_cast<rung::event_id>(draw(1, 2)) << 32 | counter / 2;  // equal low halves
        if (kind < 40) return counter << 32;
        if (kind < 46) return counter << 32 | (0xffff'fffeU + counter % 2);  // the ends of the low half
        return counter;
    };
    auto const amount = [&] { return draw(0, 3) * 5; };
    auto const most = draw(1, w.most_events);
    for (auto n = draw(0, most); n > 0; --n) {
        if (draw.chance(70)) at = at + rung::duration{draw(0, draw.chance(10) ? 60 : 6)};
        auto const i = next_id();
        auto const c = draw.one_of(clients);
        retail_event e;
        switch (draw(0, 19)) {
        case 0: e = rung::contact{.id = i, .client = c, .at = at, .awaits_answer = true}; break;
        case 1: e = rung::contact{.id = i, .client = c, .at = at, .by = rung::initiator::client}; break;
        case 2: e = rung::recommendation{.id = i, .client = c, .at = at, .to = 9}; break;
        case 3: e = rung::loss{.id = i, .client = c, .at = at}; break;
        case 4: e = rung::wallet{.id = i, .client = c, .at = at, .share = 100}; break;
        case 5: e = rung::price_rise{.id = i, .client = c, .at = at, .accepted = true}; break;
        case 6:
            e = rung::need{.id = i,
                           .client = c,
                           .at = at,
                           .level = static_cast<rung::urgency>(draw(0, 2)),
                           .step = static_cast<rung::step>(draw(0, 6))};
            break;
        case 7:
            e = rung::evaluation{
                .id = i, .client = c, .at = at, .score = static_cast<std::uint8_t>(draw(1, 5))};
            break;
        case 8: e = rung::competitor_purchase{.id = i, .client = c, .at = at}; break;
        case 9: e = rung::offer{.id = i, .client = c, .at = at}; break;
        case 10:
            e = rung::manual_decision{
                .id = i,
                .client = c,
                .at = at,
                .what = static_cast<rung::decree>(draw(w.conflicts ? 0 : 1, 4)),
                .stage = rung::stage_id{static_cast<std::uint8_t>(
                    draw(0, static_cast<std::int64_t>(places) - (w.conflicts ? 0 : 1)))},
                .until = draw.chance(40) ? instant::forever() : at + rung::duration{draw(0, 40)},
                .author = 5,
                .reason = static_cast<std::uint16_t>(draw(0, 1))};
            break;
        case 11:
        case 12:
        case 13:
        case 14: {
            rung::refund r{.id = i, .client = c, .at = at, .amount = rung::money{amount()}};
            if (!purchases.empty() && draw.chance(90)) {
                auto const& p = draw.one_of(purchases);
                if (draw.chance(85)) r.client = p.client;
                if (w.by_id && draw.chance(85)) r.of = p.id;
                if (draw.chance(40)) r.amount = rung::money{p.amount};
                if (draw.chance(20) && (r.of != 0 || w.by_instant)) r.bought = p.at;
                r.addon = p.addon;
                r.in_part = draw.chance(20);
                // before its purchase
                if (w.by_id && draw.chance(20)) r.at = p.at - rung::duration{draw(0, 9)};
            } else if (w.by_id) {
                r.of = static_cast<rung::event_id>(draw(1, 40));  // perhaps of one to come, or of no purchase
            }
            e = r;
            break;
        }
        default:
            e = rung::purchase{
                .id = i, .client = c, .at = at, .amount = rung::money{amount()}, .addon = draw.chance(20)};
            purchases.push_back({c, i, at, e.amount.minor_units, e.mark != 0});
            break;
        }
        log.push_back(e);
        if (draw.chance(10)) log.push_back(e);  // twice
        if (!w.conflicts) continue;
        if (draw.chance(10)) {  // the same id, and another content
            auto other = e;
            switch (draw(0, 4)) {
            case 0: other.at = other.at + rung::duration{draw(-9, 9)}; break;
            case 1: other.amount.minor_units += 5; break;
            case 2: other.client = draw.one_of(clients); break;
            case 3: other.channel = 3; break;
            default:
                other = rung::purchase{.id = e.id, .client = e.client, .at = e.at, .amount = 0.05_money};
                break;
            }
            log.push_back(other);
        }
        if (draw.chance(4)) {  // what cannot be
            auto& wrong = log.back();
            switch (draw(0, 4)) {
            case 0: wrong.at = instant::never(); break;
            case 1: wrong.at = instant::forever(); break;
            case 2: wrong.amount.minor_units = -5; break;
            case 3: wrong.kind = static_cast<rung::event_kind>(77); break;
            default: wrong = rung::evaluation{.id = i, .client = c, .at = at, .score = 7}; break;
            }
        }
    }
    return log;
}

void disorder(source& draw, events& log) {
    auto const some = [&] { return static_cast<std::size_t>(draw(0, std::ssize(log) - 1)); };
    if (log.empty()) return;
    switch (draw(0, 3)) {
    case 0: break;
    case 1: std::reverse(log.begin(), log.end()); break;
    case 2:
        for (auto n = draw(1, 3); n > 0; --n) std::swap(log[some()], log[some()]);
        break;
    default:
        for (auto& e : log) std::swap(e, log[some()]);
        break;
    }
}

std::vector<client_id> random_clients(source& draw) {
    constexpr client_id far[] = {0, 1, client_id{1} << 40, rung::no_client - 1, client_id{1} << 32};
    std::vector<client_id> ids;
    auto const are_far = draw.chance(20);
    for (auto n = draw(1, 4); n > 0; --n)
        ids.push_back(are_far ? far[n] : static_cast<client_id>(n - (draw.chance(50) ? 1 : 0)));
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

plan random_plan(source& draw, world const& on, wishes const& w = {}) {
    plan p;
    p.on = &on;
    if (w.conflicts) p.how = static_cast<on_conflict>(draw(0, 2));
    auto const clients = random_clients(draw);
    auto log = random_log(draw, on.lived->ladder().place_count(), clients, w);
    auto const last = log.empty() ? instant::from_unix(1'000'000) : log.back().at;
    if (w.distinct) {
        std::map<std::pair<client_id, rung::event_id>, retail_event> known;
        std::erase_if(log, [&](auto const& e) {
            return e.id != 0 && !(known.emplace(std::pair{e.client, e.id}, e).first->second == e);
        });
    }
    disorder(draw, log);
    auto const some_instant = [&] {
        if (draw.chance(3)) return draw.chance(50) ? instant::never() : instant::forever();
        auto const to = last.is_moment() ? std::int64_t{last.unix_seconds} + 30 : 1'000'100;
        return instant::from_unix(draw(999'990, std::max<std::int64_t>(to, 1'000'000)));
    };
    auto const some_client = [&] { return draw.chance(3) ? client_id{77} : draw.one_of(clients); };
    using what = operation::what;
    auto const longest = draw(1, 12);
    for (std::size_t i = 0; i < log.size();) {
        auto const n = std::min(log.size() - i, static_cast<std::size_t>(draw(1, longest)));
        if (draw.chance(3)) p.operations.push_back({});
        operation o{.does = what::apply, .flag = draw.chance(10)};
        o.log.assign(log.begin() + static_cast<std::ptrdiff_t>(i),
                     log.begin() + static_cast<std::ptrdiff_t>(i + n));
        p.operations.push_back(o);
        i += n;
        if (draw.chance(30)) p.operations.push_back({.does = what::settle, .at = some_instant()});
        if (draw.chance(15)) {
            auto const a = some_client();
            p.operations.push_back({.does = what::merge, .a = a, .b = some_client()});
        }
        if (draw.chance(8)) p.operations.push_back({.does = what::split, .a = some_client()});
        if (draw.chance(12)) {  // one that came, or will come, or of nobody
            auto const& e = draw.one_of(log);
            p.operations.push_back(
                {.does = what::retract, .a = draw.chance(80) ? e.client : some_client(), .event = e.id});
        }
        if (draw.chance(3)) p.operations.push_back({.does = what::erase, .a = some_client()});
        if (draw.chance(15)) p.operations.push_back({.does = what::as_of, .at = some_instant()});
        if (draw.chance(8)) p.operations.push_back({.does = what::export_client, .a = some_client()});
        if (draw.chance(4)) p.operations.push_back({.does = what::copy, .flag = draw.chance(50)});
    }
    if (draw.chance(50)) p.operations.push_back({.does = what::settle, .at = some_instant()});
    p.operations.push_back({.does = what::as_of, .at = some_instant()});
    return p;
}

// ---- carrying out a plan

struct difference {
    std::string in;
};

void agree(bool same, char const* in) {
    if (!same) throw difference{in};
}

auto key(auto const& t) {
    return std::tuple{t.client, t.at,      rung::index_of(t.from), rung::index_of(t.to), t.why,
                      t.kind,   t.skipped, rung::index_of(t.peak)};
}
template <class Move>
void sort_moves(std::vector<Move>& moves) {
    std::sort(moves.begin(), moves.end(), [](auto const& a, auto const& b) { return key(a) < key(b); });
}
template <class Move>
bool same_moves(std::vector<Move> a, std::vector<Move> b) {
    sort_moves(a);
    sort_moves(b);
    return a == b;
}

/// What an observer sees, added up.
template <class Lifecycle>
struct watcher {
    using move = rung::transition<typename Lifecycle::stage_type>;
    std::vector<move> standing{};  // told and not withdrawn
    std::set<client_id> there{};
    std::vector<move> told{};  // since it was looked at last
    std::vector<move> taken_back{};

    void operator()(move const& t) {
        standing.push_back(t);
        told.push_back(t);
    }
    void withdrawn(move const& t) {
        auto const it = std::find(standing.begin(), standing.end(), t);
        agree(it != standing.end(), "a move is withdrawn that nobody was told");
        standing.erase(it);
        taken_back.push_back(t);
    }
    void joined(client_id id, instant) { agree(there.insert(id).second, "somebody joins twice"); }
    void left(client_id id) { agree(there.erase(id) == 1, "somebody leaves who is not there"); }
    void look_away() {
        told.clear();
        taken_back.clear();
    }
};

template <class Lifecycle>
class rehearsal {
public:
    rehearsal(Lifecycle const& l, on_conflict how)
        : lifecycle_{l}, base_{l, rung::history::kept{static_cast<rung::history::conflict>(how)}},
          model_{l, how}, erased_{l.ladder().place_count()} {}

    void act(operation const& o) {
        using what = operation::what;
        seen_.look_away();
        switch (o.does) {
        case what::apply: apply(o); break;
        case what::settle: settle(o.at); break;
        case what::merge: merge(o.a, o.b); break;
        case what::split: split(o.a); break;
        case what::retract: retract(o.a, o.event); break;
        case what::erase: erase(o.a); break;
        case what::as_of: as_of(o.at); break;
        case what::export_client: export_client(o.a); break;
        case what::copy: copy(o.flag); break;
        }
        if (o.does != what::as_of && o.does != what::export_client && o.does != what::copy) look();
    }

    void end() const {
        if (old_.empty()) return;
        for (auto const& one : old_) one.look();
    }

    /// All that can be seen of the base, against what comes of everything that was done.
    void look() const {
        auto const leaders = model_.leaders();
        agree(base_.size() == leaders.size(), "size");
        agree(base_.settled_until() == model_.horizon(), "settled_until");
        agree(seen_.there == std::set<client_id>(leaders.begin(), leaders.end()), "who joined and left");

        rung::census<stage_type> census{lifecycle_.ladder().place_count()};
        auto moves = gone_;
        rung::insight::funnel<stage_type> funnel = funnel_of_gone_;
        events held;
        for (auto const id : leaders) {
            auto const who = model_.live(id);
            for (auto const member : model_.members(id)) {
                auto const found = base_.find(member);
                agree(found.has_value(), "somebody is not found");
                agree(found->id() == id, "somebody is found under another id");
                agree(found->decided_client() == who.client, "a client");
            }
            census.add(lifecycle_.stage(who.client));
            moves.insert(moves.end(), who.moves.begin(), who.moves.end());
            funnel.joined(id, {});
            auto const waiting = naive::set_off(model_.events_of(id)).held;
            held.insert(held.end(), waiting.begin(), waiting.end());
        }
        agree(base_.census() == census, "census");
        agree(base_.erased() == erased_, "erased");
        std::size_t counted = 0;
        base_.each([&](auto const& view) {
            ++counted;
            agree(model_.knows(view.id()) && !model_.is_merged(view.id()), "each visits a stranger");
            agree(base_.find(view.id())->client() == view.client(), "each shows another client than find");
        });
        agree(counted == leaders.size(), "each visits too few or too many");

        agree(same_moves(moves, seen_.standing), "the moves that observers were told, less those withdrawn");
        rung::insight::flow<stage_type> flow;
        for (auto const& t : moves) {
            flow(named(t));
            funnel(named(t));
        }
        agree(flow == flow_, "flow");
        agree(funnel == funnel_, "funnel");

        agree(base_.held_aside() == held.size(), "how many are held aside");
        events visited;
        base_.each_held_aside([&](retail_event const& e) { visited.push_back(e); });
        std::sort(visited.begin(), visited.end());
        std::sort(held.begin(), held.end());
        agree(visited == held, "what is held aside");
    }

    [[nodiscard]] auto const& base() const { return base_; }
    [[nodiscard]] auto const& model() const { return model_; }
    [[nodiscard]] auto const& moves() const { return seen_.standing; }

private:
    using base_type = rung::client_base<Lifecycle, rung::history::kept>;
    using stage_type = typename Lifecycle::stage_type;
    using move = rung::transition<stage_type>;
    using report_type = typename base_type::report_type;

    Lifecycle lifecycle_;
    base_type base_;
    naive::history<Lifecycle> model_;
    watcher<Lifecycle> seen_{};
    rung::insight::funnel<stage_type> funnel_{};
    rung::insight::flow<stage_type> flow_{};
    rung::census<stage_type> erased_;
    std::vector<move> gone_{};  // the moves of those who were erased
    rung::insight::funnel<stage_type> funnel_of_gone_{};
    std::vector<rehearsal> old_{};

    [[nodiscard]] rung::named_transition<typename Lifecycle::ladder_type> named(move const& t) const {
        return {t, &lifecycle_.ladder()};
    }

    void apply(operation const& o) {
        naive::told expected;
        for (auto const& e : o.log) agree(base_.is_known(e) == model_.is_known(e), "what is known before");
        for (auto const& e : o.log) model_.take(e, expected);
        report_type report;
        if (o.flag) {
            for (auto const& e : o.log) report += base_.apply(e, seen_, funnel_, flow_);
        } else {
            report += base_.apply(std::span<retail_event const>{o.log}, seen_, funnel_, flow_);
        }
        agree(report.applied == expected.applied, "applied");
        agree(report.repeated == expected.repeated, "repeated");
        agree(report.refused.size() == expected.refused.size(), "how many are refused");
        for (std::size_t i = 0; i < report.refused.size(); ++i) {
            agree(report.refused[i].event == expected.refused[i].first, "what is refused");
            agree(report.refused[i].why == expected.refused[i].second, "why it is refused");
        }
        compare_conflicts(report, expected.conflicts);
        compare_moves(report);
        for (auto const& e : o.log) agree(base_.is_known(e) == model_.is_known(e), "what is known");
    }

    static void compare_conflicts(report_type const& report,
                                  std::vector<std::pair<retail_event, retail_event>> expected) {
        std::vector<std::pair<retail_event, retail_event>> found;
        for (auto const& c : report.conflicts) found.emplace_back(c.kept, c.dropped);
        std::sort(found.begin(), found.end());
        std::sort(expected.begin(), expected.end());
        agree(found == expected, "conflicts");
    }

    void compare_moves(report_type const& report) const {
        agree(same_moves(report.withdrawn, seen_.taken_back), "withdrawn");
        agree(report.moves == seen_.told.size(), "how many moves");
        auto told = seen_.told;
        for (auto const& t : report.issued) {
            auto const it = std::find(told.begin(), told.end(), t);
            agree(it != told.end(), "issued, and nobody was told");
            told.erase(it);
        }
    }

    void settle(instant now) {
        model_.settle(now);
        auto const moves = base_.settle(now, seen_, funnel_, flow_);
        agree(moves == seen_.told.size(), "how many moves settling made");
        agree(seen_.taken_back.empty(), "settling withdraws");
    }

    void merge(client_id into, client_id from) {
        auto expected = rung::merge_answer::done;
        if (!model_.knows(into) || !model_.knows(from))
            expected = rung::merge_answer::unknown_client;
        else if (model_.leader(into) == model_.leader(from))
            expected = rung::merge_answer::same_client;
        else
            model_.merge(into, from);
        report_type report;
        agree(base_.merge(into, from, report, seen_, funnel_, flow_) == expected, "what merge answers");
        compare_conflicts(report, {});
        compare_moves(report);
    }

    void retract(client_id client, rung::event_id event) {
        auto const expected = model_.retract(client, event);
        report_type report;
        agree(base_.retract(client, event, report, seen_, funnel_, flow_) == expected,
              "what retract answers");
        agree(report.applied == 0 && report.repeated == 0 && report.refused.empty(), "what retract reports");
        compare_conflicts(report, {});
        compare_moves(report);
    }

    void split(client_id from) {
        auto expected = rung::merge_answer::done;
        if (!model_.knows(from))
            expected = rung::merge_answer::unknown_client;
        else if (!model_.is_merged(from))
            expected = rung::merge_answer::not_merged;
        else
            model_.split(from);
        report_type report;
        agree(base_.split(from, report, seen_, funnel_, flow_) == expected, "what split answers");
        compare_conflicts(report, {});
        compare_moves(report);
    }

    void erase(client_id id) {
        bool const known = model_.knows(id);
        if (known) {
            auto const leader = model_.leader(id);
            auto const who = model_.live(leader);
            erased_.add(lifecycle_.stage(who.client));
            gone_.insert(gone_.end(), who.moves.begin(), who.moves.end());
            funnel_of_gone_.joined(leader, {});
            seen_.there.erase(leader);
            model_.erase(id);
        }
        agree(base_.erase(id) == known, "what erase answers");
        agree(!base_.find(id).has_value(), "somebody is found who was erased");
    }

    void as_of(instant at) const {
        auto const then = base_.as_of(at);
        rung::census<stage_type> census{lifecycle_.ladder().place_count()};
        std::size_t people = 0;
        for (auto const id : model_.leaders()) {
            auto all = model_.events_of(id);
            bool const there = std::any_of(all.begin(), all.end(), [&](auto const& e) { return e.at <= at; });
            auto const who = model_.live(id, at);
            for (auto const member : model_.members(id)) {
                auto const found = then.find(member);
                agree(found.has_value() == there, "who was there");
                if (!there) continue;
                agree(found->id() == id, "as of: somebody is found under another id");
                agree(found->decided_client() == who.client, "a client as before");
            }
            if (!there) continue;
            ++people;
            census.add(lifecycle_.stage(who.client));
        }
        agree(then.size() == people, "how many there were");
        agree(then.census() == census, "the census as it was");
    }

    void export_client(client_id id) const {
        auto const all = base_.export_client(id);
        agree(all.has_value() == model_.knows(id), "who is exported");
        if (!all) return;
        auto const leader = model_.leader(id);
        auto const members = model_.members(leader);
        agree(!all->ids.empty() && all->ids.front() == leader, "whose id is exported first");
        agree(std::set<client_id>(all->ids.begin(), all->ids.end()) ==
                  std::set<client_id>(members.begin(), members.end()),
              "exported ids");
        agree(all->ids.size() == members.size(), "exported ids, each once");
        agree(all->events == model_.events_of(leader), "exported events");
        agree(all->held_aside == naive::set_off(model_.events_of(leader)).held, "exported, held aside");
        std::set<std::pair<client_id, rung::event_id>> taken_back;
        for (auto const& name : all->taken_back) taken_back.insert({name.client, name.id});
        agree(taken_back == model_.taken_back(leader) && taken_back.size() == all->taken_back.size(),
              "exported, taken back");
        auto const who = model_.live(leader);
        agree(all->moves == who.moves, "exported moves");
        agree(all->client == who.client, "exported client");
    }

    // One of the two goes on, the other one has to stay as it is.
    void copy(bool go_on_with_the_copy) {
        auto other = *this;
        other.old_.clear();
        if (go_on_with_the_copy) std::swap(base_, other.base_);
        old_.push_back(std::move(other));
    }
};

/// Nothing, or where library and reference differ.
template <class Lifecycle>
std::string carry_out(Lifecycle const& l, plan const& p) {
    std::size_t done = 0;
    try {
        rehearsal<Lifecycle> both{l, p.how};
        for (auto const& o : p.operations) {
            both.act(o);
            ++done;
        }
        both.end();
    } catch (difference const& d) {
        return "after operation " + std::to_string(done) + ": " + d.in;
    }
    return {};
}

/// Cuts out what is not needed for it to fail.
template <class Fails>
plan shrunk(plan p, Fails const& fails) {
    for (bool smaller = true; smaller;) {
        smaller = false;
        auto const try_this = [&](plan const& less) {
            if (!fails(less)) return false;
            p = less;
            return smaller = true;
        };
        for (std::size_t n = std::max<std::size_t>(p.operations.size() / 2, 1); n > 0; n /= 2) {
            for (std::size_t i = 0; i + n <= p.operations.size();) {
                auto less = p;
                auto const from = less.operations.begin() + static_cast<std::ptrdiff_t>(i);
                less.operations.erase(from, from + static_cast<std::ptrdiff_t>(n));
                if (!try_this(less)) ++i;
            }
        }
        for (std::size_t o = 0; o < p.operations.size(); ++o) {
            for (std::size_t i = 0; i < p.operations[o].log.size();) {
                auto less = p;
                less.operations[o].log.erase(less.operations[o].log.begin() + static_cast<std::ptrdiff_t>(i));
                if (!try_this(less)) ++i;
            }
        }
    }
    return p;
}

std::uint64_t from_environment(char const* name, std::uint64_t otherwise) {
    auto const* given = std::getenv(name);
    return given != nullptr ? std::strtoull(given, nullptr, 10) : otherwise;
}

/// The plans of many seeds; stops at the first that fails, shrunk.
template <class Check>
void by_seeds(std::uint64_t share, wishes const& w, std::int64_t worlds, Check const& check) {
    auto const first = from_environment("RUNG_SEED", 1);
    auto const logs = std::max<std::uint64_t>(from_environment("RUNG_LOGS", 10'000) / share, 1);
    auto const& all = some_worlds();
    for (auto seed = first; seed < first + logs; ++seed) {
        seeded draw{seed};
        // half of them on the ladders of the documents
        auto const catalog = std::min<std::int64_t>(8, worlds);
        auto const n = draw.chance(50) ? draw(0, catalog - 1) : draw(0, worlds - 1);
        auto const p = random_plan(draw, all[static_cast<std::size_t>(n)], w);
        if (check(p).empty()) continue;
        auto const small = shrunk(p, [&](plan const& less) { return !check(less).empty(); });
        FAIL("seed " << seed << ", again with RUNG_SEED=" << seed << " RUNG_LOGS=1\n"
                     << text(small) << check(small));
    }
    SUCCEED();
}

std::string on_any_ladder(plan const& p) { return carry_out(*p.on->lived, p); }

/// The same events one after the other, in any order, in any batches, settled whenever: the same state.
std::string in_any_order(plan const& p) {
    events all;
    instant horizon = instant::never();
    for (auto const& o : p.operations) {
        all.insert(all.end(), o.log.begin(), o.log.end());
        if (o.does == operation::what::settle && o.at.is_moment()) horizon = std::max(horizon, o.at);
    }
    try {
        rehearsal<life> one{*p.on->lived, p.how};
        one.act({.log = all});
        one.act({.does = operation::what::settle, .at = horizon});
        seeded draw{all.size() + p.operations.size()};
        for (int round = 0; round < 3; ++round) {
            disorder(draw, all);
            rehearsal<life> other{*p.on->lived, p.how};
            auto const settled_at = draw(0, std::ssize(all));
            for (std::size_t i = 0; i < all.size();) {
                auto const n = std::min(all.size() - i, static_cast<std::size_t>(draw(1, 9)));
                operation o;
                o.log.assign(all.begin() + static_cast<std::ptrdiff_t>(i),
                             all.begin() + static_cast<std::ptrdiff_t>(i + n));
                other.act(o);
                if (static_cast<std::int64_t>(i) >= settled_at)
                    other.act({.does = operation::what::settle, .at = horizon});
                i += n;
            }
            other.act({.does = operation::what::settle, .at = horizon});
            agree(one.base().size() == other.base().size(), "size in another order");
            agree(one.base().census() == other.base().census(), "census in another order");
            one.base().each([&](auto const& view) {
                auto const same = other.base().find(view.id());
                agree(same && same->decided_client() == view.decided_client(), "client in another order");
            });
            agree(same_moves(one.moves(), other.moves()), "moves in another order");
        }
    } catch (difference const& d) {
        return d.in;
    }
    return {};
}

/// A log in order, without refunds that name their purchase or exceed what was spent: what a base of facts
/// makes of it. Of such an excess a base of facts hands the event back, and one with history holds it aside.
std::string as_facts_alone(plan const& p) {
    using seen = watcher<life>;
    auto const& l = *p.on->lived;
    rung::client_base facts{l};
    rung::client_base kept{l, rung::history::kept{}};
    seen by_facts, by_kept;
    try {
        events all;
        for (auto const& o : p.operations) all.insert(all.end(), o.log.begin(), o.log.end());
        std::sort(all.begin(), all.end(), naive::comes_first);
        std::map<client_id, std::set<rung::event_order>> places;
        std::erase_if(all, [&](auto const& e) {  // one event in each place of the order
            return !places[e.client].insert(rung::event_order::of(e.at, e.id)).second;
        });
        std::map<client_id, std::set<rung::event_id>> ids;
        std::erase_if(all, [&](auto const& e) { return e.id != 0 && !ids[e.client].insert(e.id).second; });
        rung::client_base before{l};
        std::erase_if(all, [&](auto const& e) { return before.apply(e).refusal() == rung::refusal::amount; });
        std::size_t i = 0;
        for (auto const& o : p.operations) {
            if (o.does == operation::what::settle && o.at.is_moment()) {
                // what is to come is not late then
                if (i < all.size() && o.at >= all[i].at) continue;
                auto const a = facts.settle(o.at, by_facts);
                agree(a == kept.settle(o.at, by_kept), "moves by time");
            }
            if (o.does != operation::what::apply) continue;
            auto const n = std::min(o.log.size(), all.size() - i);
            auto const some = std::span<retail_event const>{all}.subspan(i, n);
            auto const a = facts.apply(some, by_facts);
            auto const b = kept.apply(some, by_kept);
            agree(a.applied == b.applied && a.moves == b.moves, "reports");
            agree(a.refused.size() == b.refused.size(), "refused");
            agree(b.withdrawn.empty() && b.issued.empty(), "nothing to correct");
            agree(b.conflicts.empty() && b.repeated == 0, "nothing to report");
            i += n;
        }
        agree(facts.size() == kept.size() && facts.census() == kept.census(), "census of facts alone");
        facts.each([&](auto const& view) {
            auto const same = kept.find(view.id());
            agree(same && same->decided_client() == view.decided_client(), "a client of facts alone");
        });
        // each client's in order; the clients may take turns otherwise
        for (auto* const seen_by : {&by_facts, &by_kept})
            std::stable_sort(seen_by->standing.begin(), seen_by->standing.end(),
                             [](auto const& a, auto const& b) { return a.client < b.client; });
        agree(by_facts.standing == by_kept.standing, "moves, in order");
        agree(by_facts.there == by_kept.there, "who joined");
    } catch (difference const& d) {
        return d.in;
    }
    return {};
}

/// Second by second, with nothing of the library's.
std::string second_by_second(plan const& p) {
    auto const& l = *p.on->lived;
    naive::history<life> model{l, p.how};
    rung::client_base base{l, rung::history::kept{static_cast<rung::history::conflict>(p.how)}};
    try {
        for (auto const& o : p.operations) {
            naive::told report;
            for (auto const& e : o.log) model.take(e, report);
            (void)base.apply(std::span<retail_event const>{o.log});
            if (o.does == operation::what::settle) {
                model.settle(o.at);
                base.settle(o.at);
            }
            rung::history_report<life> merged;
            if (o.does == operation::what::retract)
                agree(base.retract(o.a, o.event, merged) == model.retract(o.a, o.event), "retract");
            if (o.does == operation::what::merge && base.merge(o.a, o.b, merged) == rung::merge_answer::done)
                model.merge(o.a, o.b);
            if (o.does == operation::what::split && base.split(o.a, merged) == rung::merge_answer::done)
                model.split(o.a);
        }
        for (auto const id : model.leaders()) {
            naive::client slow{p.on->plain, p.on->policies};
            std::int64_t now = 0;
            auto const pass_until = [&](instant at) {
                for (; now != 0 && now < std::int64_t{at.unix_seconds};) slow.tick(++now);
                now = std::max(now, std::int64_t{at.unix_seconds});
            };
            for (auto const& e : naive::set_off(model.events_of(id)).left) {
                pass_until(e.at);
                slow.happen(e);
            }
            if (now != 0) pass_until(model.horizon());
            auto const fast = base.find(id)->decided_client();
            agree(fast.standing.place == slow.place(), "place");
            agree(fast.standing.in_grace() == slow.in_grace(), "grace");
            agree(fast.standing.peak == slow.peak(), "peak");
            agree(fast.standing.decided() == slow.decided(), "decided");
            agree(fast.is_new() ? slow.since() < 0 : fast.standing.since.unix_seconds == slow.since(),
                  "since");
            auto moves = base.export_client(id)->moves;
            for (auto& t : moves) t.client = 7;
            agree(moves == slow.moves(), "moves second by second");
        }
    } catch (difference const& d) {
        return d.in;
    }
    return {};
}

/// A plan, and what it shrinks to: the same with one operation or one event less.
rc::Seq<plan> smaller_plans(plan const& p) {
    std::vector<plan> all;
    for (std::size_t o = 0; o < p.operations.size(); ++o) {
        all.push_back(p);
        all.back().operations.erase(all.back().operations.begin() + static_cast<std::ptrdiff_t>(o));
        for (std::size_t i = 0; i < p.operations[o].log.size(); ++i) {
            all.push_back(p);
            auto& log = all.back().operations[o].log;
            log.erase(log.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    return rc::seq::fromContainer(std::move(all));
}

std::ostream& operator<<(std::ostream& out, plan const& p) { return out << text(p); }

}  // namespace

TEST_CASE("a base that keeps history agrees with the naive one, plan by plan", "[seeds]") {
    by_seeds(1, {}, std::ssize(some_worlds()), on_any_ladder);
}

TEST_CASE("a base that keeps history: on a ladder bound at compile time") {
    static constexpr auto service =
        rung::lifecycle{rung::ladders::service({.client_purchases = 2, .regular_within = 15_seconds})};
    // the first of the catalog is the same, known at run time
    by_seeds(10, {}, 1, [](plan const& p) { return carry_out(rung::fixed<service>{}, p); });
}

TEST_CASE("a base that keeps history: any order, any batches") {
    by_seeds(10, {.distinct = true}, std::ssize(some_worlds()), in_any_order);
}

TEST_CASE("a base that keeps history: a log in order gives what a base of facts gives") {
    by_seeds(5, {.conflicts = false, .by_id = false, .ids_of_zero = false}, std::ssize(some_worlds()),
             as_facts_alone);
}

TEST_CASE("a base that keeps history: second by second") {
    by_seeds(5, {.by_instant = false}, std::ssize(some_worlds()), second_by_second);
}

TEST_CASE("a base that keeps history: the same, drawn and shrunk by rapidcheck") {
    auto const plans = rc::gen::shrink(rc::gen::noShrink(rc::gen::exec([] {
                                           rapid draw;
                                           auto const& all = some_worlds();
                                           auto const n = draw(0, std::ssize(all) - 1);
                                           return random_plan(draw, all[static_cast<std::size_t>(n)]);
                                       })),
                                       [](plan const& p) { return smaller_plans(p); });
    int const parts = static_cast<int>(from_environment("RUNG_LOGS", 10'000) / 500);
    for (int part = 0; part < std::max(parts, 1); ++part) {  // a hundred in each
        REQUIRE(rc::check("plans", [&] {
            auto const found = on_any_ladder(*plans);
            if (!found.empty()) RC_FAIL(found);
        }));
    }
}

// Stages, rules and policies from any bytes at all, and if they make a ladder, any events for a few clients
// on it. Nothing crashes; a ladder is the same however it was made and reads the same as a text; clients move
// only as they should: a refused event changes nothing, the next change is always still to come, a late look
// sees what a punctual one would have seen, an explanation says where the client stands.

#include <rung/base/client_base.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/insight/compare.hpp>
#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>
#include <rung/retail/retail.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using life =
    rung::lifecycle<rung::ladder, rung::ascent::chosen, rung::descent::chosen, rung::comeback::chosen>;

void must(bool holds) {
    if (!holds) std::abort();
}

/// Values from bytes; zeros when there are no more.
class feed {
public:
    feed(std::uint8_t const* data, std::size_t size) : next_{data}, left_{size} {}

    [[nodiscard]] bool is_empty() const { return left_ == 0; }
    std::uint8_t byte() {
        if (left_ == 0) return 0;
        --left_;
        return *next_++;
    }
    std::uint64_t bytes(int count) {
        std::uint64_t all = 0;
        for (; count > 0; --count) all = all << 8 | byte();
        return all;
    }
    /// Mostly small, sometimes anything.
    std::int64_t number() {
        auto const b = byte();
        if (b < 200) return b / 4;
        if (b < 235) return static_cast<std::int64_t>(bytes(2));
        if (b < 245) return -static_cast<std::int64_t>(bytes(2));
        if (b < 250) return static_cast<std::int64_t>(bytes(4));
        if (b < 252) return rung::unlimited;
        if (b < 253) return -rung::unlimited - 1;
        return static_cast<std::int64_t>(bytes(8));
    }
    std::string text(std::size_t size) {
        std::string out;
        for (; size > 0 && left_ > 0; --size) out += static_cast<char>(byte());
        return out;
    }

private:
    std::uint8_t const* next_;
    std::size_t left_;
};

rung::condition read_condition(feed& in) {
    auto const fact = static_cast<rung::retail::fact>(
        in.byte() % static_cast<std::uint8_t>(rung::retail::vocabulary.size()));
    auto const how = in.byte();
    if (how < 240)
        return rung::condition_of<rung::retail>(fact, static_cast<rung::comparison>(how % 5), in.number());
    auto const low = in.number();
    return {fact, low, in.number()};
}

rung::rule read_rule(feed& in) {
    rung::rule rule;
    auto const shape = in.byte();
    if (shape == 255) return rung::rule::always();
    for (auto routes = 1 + (shape >= 200) + (shape >= 240) * shape % 8; routes > 0; --routes) {
        if (rule.route_count() < rung::rule::max_routes) rule.open_route();
        auto const size = in.byte();
        auto const last = rule.route_count() - 1;
        if (size % 32 == 31 && rule.begin_of(last) == rule.end_of(last)) {
            for (auto n = in.byte() % 17; n > 0 && rule.try_count(read_condition(in)); --n) {
            }
            if (auto const of = rule.end_of(last) - rule.begin_of(last); of != 0)
                rule.count_at_least(1 + in.byte() % of);
        }
        for (auto n = size < 240 ? 1 + size % 3 : size % 17; n > 0; --n) {
            auto const before = rule;
            must(rule.try_require(read_condition(in)) || rule == before);
        }
    }
    if (shape % 16 == 15) {
        auto const before = rule;
        auto const other = read_rule(in);
        must((shape < 128 ? rule.try_and(other) : rule.try_or(other)) || rule == before);
    }
    return rule;
}

/// Stages and the texts that they look at.
struct stages {
    std::deque<std::string> texts{};
    std::vector<rung::stage> all{};

    explicit stages(feed& in) {
        auto const count = in.byte();
        auto const exits = in.byte() % 16;
        auto const n = count < 240 ? count % 6 : count % 80;
        for (int i = 0; i < n; ++i) all.push_back(read(in, i, i >= n - exits && exits < 4));
    }

private:
    rung::stage read(feed& in, int i, bool exit) {
        rung::stage s;
        auto const how = in.byte();  // each bit is something out of the common
        s.name = name(in, i, (how & 1) != 0);
        s.exit = exit;
        if (i != 0 || (how & 2) != 0) s.enter = read_rule(in);
        if (i == 0 && (how & 30) != 30) return s;
        if ((how & 4) != 0) {
            s.keep = s.enter;
            if (!s.keep.try_or(read_rule(in))) s.keep = read_rule(in);
        }
        if ((how & 8) != 0) s.door = read_rule(in);
        if ((how & 16) != 0) {
            s.grace = read_limit(in);
            if ((how & 64) != 0) s.guaranteed = read_limit(in);
            if ((how & 128) != 0) s.wait = read_limit(in);
        }
        if ((how & 32) != 0) s.source = texts.emplace_back(in.text(in.byte()));
        s.driver = static_cast<rung::driver>((how >> 6) % 6);
        return s;
    }
    static rung::time_limit read_limit(feed& in) {
        auto const how = in.byte();
        using shape = rung::time_limit::shape;
        auto const n = in.number();
        rung::time_limit l = rung::duration{n};
        if (auto const s = static_cast<shape>(how % 4); s != shape::length)
            l = rung::time_limit{s, n, static_cast<rung::period>(how / 4 % 5)};
        if (how >= 128) l = l.at_offset(in.number() % 2'000);
        if (how >= 192) l = l.weeks_from(in.byte() % 8).years_from(in.byte() % 14);
        return l;
    }
    std::string_view name(feed& in, int i, bool anything) {
        return texts.emplace_back(anything ? in.text(in.byte() % 20) : "s" + std::to_string(i));
    }
};

struct to_string {
    std::string text{};
    void write(char const* from, std::ptrdiff_t size) { text.append(from, static_cast<std::size_t>(size)); }
};

/// The same ladder read from its own text.
void check_text(rung::ladder const& ladder) {
    to_string out;
    rung::write_text(out, ladder);
    auto const read = rung::try_parse_ladder(out.text);
    must(read && *read == ladder);
}

std::optional<rung::ladder> make(stages const& from, std::string_view name) {
    auto const made = rung::ladder::try_make(from.all.data(), from.all.size(), name);
    auto next = from.all.begin();
    auto const one_by_one = rung::ladder::try_make_from(name, [&](rung::stage& s) {
        if (next == from.all.end()) return false;
        s = *next++;
        return true;
    });
    must(made.has_value() == one_by_one.has_value());
    if (!made) {
        auto const d = made.error();
        must(d.found() && d.kind == one_by_one.error().kind && d.stage == one_by_one.error().stage);
        must(d.stage <= from.all.size() && std::string_view{d.message()} != "?");
        return std::nullopt;
    }
    must(*made == *one_by_one && made->place_count() == from.all.size() && made->name() == name);
    for (std::size_t i = 0; i < made->place_count(); ++i) {
        auto const s = rung::stage_at<rung::stage_id>(i);
        must(made->name(s) == from.all[i].name && made->source(s) == from.all[i].source);
        must(made->grace(s) == from.all[i].grace && made->guaranteed(s) == from.all[i].guaranteed &&
             made->wait(s) == from.all[i].wait && (*made)[from.all[i].name] == s);
        must(made->is_exit(s) == from.all[i].exit);
    }
    check_text(*made);
    return *made;
}

std::optional<life> read_life(feed& in) {
    auto const name_size = in.byte();
    auto const name = name_size < 128 ? std::string{"x"} : in.text(name_size % 16);
    auto const ladder = make(stages{in}, name);
    auto const how = in.byte();
    auto const depth = (how & 1) != 0 ? rung::one_down : rung::to_qualified;
    auto const wait = (how & 2) != 0 ? in.number() : 0;
    auto const down = (how & 28) == 28
                          ? rung::descent::chosen{rung::descent::never{}}
                          : rung::descent::chosen{rung::descent::after{rung::duration{wait}, depth}};
    if (!ladder) return std::nullopt;
    auto const made = life::try_make(*ladder, static_cast<rung::ascent::kind>(how / 32 % 3), down,
                                     static_cast<rung::comeback::kind>(how / 96 % 3));
    if (!made) {
        must(made.error().kind == rung::defect_kind::unreachable_stage);
        return std::nullopt;
    }
    return *made;
}

rung::retail_event read_event(feed& in, rung::instant& at, rung::event_id& id) {
    auto const how = in.byte();
    rung::retail_event e;
    auto const kind = in.byte();
    e.kind = static_cast<rung::event_kind>(kind < 250 ? kind % rung::event_kind_count : kind);
    if (how < 200)
        at = at + rung::duration{how % 64};
    else if (how < 250)
        at = at + rung::duration{in.number()};
    else
        at = rung::instant::from_unix(in.number());
    e.at = at;
    e.id = how % 8 == 7 ? in.bytes(8) : ++id;
    e.client = in.byte() % 4;
    e.amount = rung::money{in.number()};
    auto const detail = in.byte();
    e.detail = detail < 200 ? detail % 6 : detail;
    e.mark = static_cast<std::uint8_t>(how % 16 == 5 ? in.byte() : how % 2);
    if (e.kind == rung::event_kind::refund || e.kind == rung::event_kind::decision) {
        auto const away = rung::duration{in.number()};
        auto const other = e.kind == rung::event_kind::refund ? at - away : at + away;
        e.bought = how % 4 == 0 ? rung::instant{} : how % 4 == 1 ? rung::instant::forever() : other;
        if (e.kind == rung::event_kind::decision) e.mark = in.byte() % 8;
    }
    return e;
}

/// Looks at a client at some instants from `now` on: step by step, all at once, and why.
void look_ahead(life const& l, rung::decided_client const& client, rung::instant now) {
    if (!now.is_moment()) return;  // a second after the last that there is
    auto by_steps = client;
    l.settle(by_steps, now);
    auto last = now;
    std::size_t steps = 0;
    for (auto at = l.next_change(by_steps); at != rung::instant::forever(); at = l.next_change(by_steps)) {
        must(at > last && at.is_moment());
        must(++steps < 2'000);
        auto const before = by_steps;
        auto waits = by_steps;
        if (at.unix_seconds > now.unix_seconds + 1) {
            l.settle(waits, at - rung::duration{1});
            must(waits == before);  // a look leaves no traces
        }
        l.settle(by_steps, at);
        // Something changed: a move, or a grace or a decision began or ended; a guarantee that held the
        // client may end with the begin of a grace.
        must(by_steps.standing.place != before.standing.place ||
             by_steps.standing.in_grace() != before.standing.in_grace() ||
             (before.standing.in_grace() && l.guaranteed_until(before.standing) == at) ||
             by_steps.standing.decided() != before.standing.decided());
        last = at;
        if (steps % 8 != 1) continue;
        auto at_once = client;
        l.settle(at_once, at);
        must(at_once == by_steps);
    }
    auto const e = l.explain(client, now);
    auto settled = client;
    l.settle(settled, e.at());
    must(e.stage() == l.stage(settled) && e.until() == l.next_change(settled));
    must(e.moves_at() >= e.until() && e.at() >= now);
    for (std::size_t i = 0; i < l.ladder().place_count(); ++i) {
        auto const s = rung::stage_at<rung::stage_id>(i);
        for (auto const& rule : {e.enter(s), e.keep(s), e.door(s)}) {
            must(rule.from() <= rule.until() && (rule.to_hold() == rung::remedy::none) == rule.holds());
            for (auto const route : rule) {
                must(!route.holds() || rule.holds());
                must(route.cost() >= 0);
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    feed in{data, size};
    auto const l = read_life(in);
    if (!l) return 0;

    auto const places = l->ladder().place_count();
    rung::client_base<life> base{*l};
    std::array<rung::decided_client, 4> clients{};
    auto at = rung::instant::from_unix(1'000'000);
    rung::event_id id = 0;
    auto latest = at;
    bool const changes_thresholds = in.byte() % 4 == 0;
    feed other = in;  // the bytes of the events are also those of other thresholds
    for (int n = 0; n < 300 && !in.is_empty(); ++n) {
        auto const e = read_event(in, at, id);
        auto& c = clients[e.client];
        auto const before = c;
        auto const why = l->why_not(c, e);
        std::size_t moves = 0;
        auto const out = l->apply(c, e, [&](auto const& t) {
            must(t.from != t.to && t.at <= e.at && rung::index_of(t.to) < places);
            ++moves;
        });
        must((out.answer() == rung::answer::refused) == (why != rung::refusal::none) && out.refusal() == why);
        must(moves == out.settled() + (out ? 1u : 0u));
        auto const by_base = base.apply(e);
        must(by_base.answer() == out.answer() && by_base.settled() == out.settled());
        if (out.answer() == rung::answer::refused) {
            must(c == before);
            continue;
        }
        latest = std::max(latest, e.at);
        must(c.standing.place < places && c.standing.peak < l->ladder().stage_count());
        must(c.standing.since <= e.at && l->next_change(c) > e.at);
        must(base.find(e.client)->decided_client() == c);
        if (n % 8 == 0) look_ahead(*l, c, e.at);
        if (n % 32 == 31) {
            base.settle(at);
            for (auto& one : clients) l->settle(one, at);
        }
    }
    rung::census<rung::stage_id> counted{places};
    base.each([&](auto const& v) {
        must(v.decided_client() == clients[v.id()]);
        counted.add(v.stage());
        look_ahead(*l, v.decided_client(), latest + rung::duration{1});
    });
    must(base.census() == counted);

    if (!changes_thresholds) return 0;
    auto const next = read_life(other);
    if (!next) return 0;
    rung::adoption_terms const terms{.at = latest, .how = static_cast<rung::adoption>(other.byte() % 3)};
    auto const foretold = rung::insight::compare(base, *next, terms);
    auto const adopted = std::move(base).adopt(*next, terms);
    must(foretold.clients == adopted.size() && adopted.census().total() == adopted.size());
    adopted.each([&](auto const& v) { look_ahead(*next, v.decided_client(), latest); });
    return 0;
}

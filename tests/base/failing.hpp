#pragma once

// What a base is like after memory or an observer failed: every request for memory and every call of an
// observer of an operation fails, one after the other, each on a base made anew.
//
//     failing::before_or_after(
//         [] { return lived_base(); },                                    // the same each time
//         [](auto& base, auto& observer) { (void)base.settle(now, observer); },
//         [](auto const& base) { return failing::look(base); });          // to be compared with ==
//
//     failing::prefix([] { return lived_base(); }, events, look);         // base.apply(events, report,
//     observer)
//
// Each has to leave what was before or what would have been after (of a span of events: what its first events
// make, as many as the report says), to hold its invariants, and to come to the same once the operation is
// called again and nothing fails.

#include "allocations.hpp"
#include "catch.hpp"

#include <rung/core/client.hpp>
#include <rung/core/stage.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <map>
#include <new>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace failing {

inline constexpr auto never = ~std::size_t{0};

/// Makes one request for memory fail, the n-th from here on; or all from the n-th on.
class memory {
public:
    enum kind : bool { once, for_good };

    explicit memory(std::size_t n, kind how = once) {
        if (n == never) return;
        auto const at = allocations.load() + n;
        last_failure = how == once ? at : never - 1;
        first_failure = at;
    }
    memory(memory const&) = delete;
    memory& operator=(memory const&) = delete;
    ~memory() {
        first_failure = never;
        last_failure = never;
    }

    /// Whether the request was made.
    [[nodiscard]] bool met() const { return first_failure != never && allocations > first_failure; }
};

/// What an observer throws.
struct thrown {};

/// Told of anything that a base tells of, it throws at one of the calls.
struct observer {
    std::size_t throws_at = never;
    std::size_t calls = 0;

    void called() {
        if (calls++ == throws_at) throw thrown{};
    }
    template <class Transition>
    void operator()(Transition const&) {
        called();
    }
    template <class Transition>
    void withdrawn(Transition const&) {
        called();
    }
    void joined(rung::client_id, rung::instant) { called(); }
    void left(rung::client_id) { called(); }
};

/// What fails in one go, and how to say it.
struct failure {
    std::size_t allocation = never;
    memory::kind how = memory::once;
    std::size_t call = never;

    [[nodiscard]] std::string text() const {
        if (allocation != never)
            return "allocation " + std::to_string(allocation) +
                   (how == memory::once ? "" : " and all behind it");
        return "call " + std::to_string(call) + " of the observer";
    }
};

/// Does act(observer) under a failure. Answers whether it came to it, also where the operation copes, as
/// std::stable_sort does without memory.
template <class Act>
[[nodiscard]] bool comes_out(failure const& f, Act const& act) {
    observer o{f.call};
    memory const fails{f.allocation, f.how};
    try {
        act(o);
    } catch (thrown) {
        return true;
    } catch (std::bad_alloc const&) {
        return true;
    }
    return fails.met();
}

/// Calls one(failure) for each failure that an operation can meet; `one` answers whether it met it. Answers
/// how many there were. `every`: only each of so many requests for memory fails, for operations that make
/// many; with RUNG_LONG in the environment, all do.
template <class One>
std::size_t each_failure(One const& one, std::size_t every = 1) {
    if (std::getenv("RUNG_LONG") != nullptr) every = 1;
    std::size_t met = 0;
    for (std::size_t n = 0; one(failure{.allocation = n}); n += every) ++met;
    for (std::size_t n = 0; one(failure{.allocation = n, .how = memory::for_good}); n += every) ++met;
    for (std::size_t n = 0; one(failure{.call = n}); ++n) ++met;
    return met;
}

/// Whether a failure leaves a subject as before or as after an operation, and whether a second try then comes
/// to what the first would have. Answers how many failures there were.
///
/// make() -> a base, or whatever act(subject, observer) changes; look(subject) -> its state; `every`: see
/// each_failure.
template <class Make, class Act, class Look>
std::size_t before_or_after(Make const& make, Act const& act, Look const& look, std::size_t every = 1) {
    auto subject = make();
    auto const before = look(subject);
    observer calm;
    act(subject, calm);
    auto const after = look(subject);
    return each_failure(
        [&](failure const& f) {
            auto tried = make();
            if (!comes_out(f, [&](observer& o) { act(tried, o); })) return false;
            INFO(f.text());
            auto const left = look(tried);
            bool const is_either = left == before || left == after;
            CHECK(is_either);
            if (!(left == after)) act(tried, calm);
            bool const converges = look(tried) == after;
            CHECK(converges);
            return true;
        },
        every);
}

/// The same for a span of events: after a failure the base is as its first events make it, `report.done` of
/// them; and once it is given the others, as after all.
template <class Make, class Event, class Look>
std::size_t prefix(Make const& make, std::vector<Event> const& events, Look const& look) {
    using report_type = typename decltype(make())::report_type;
    std::vector<decltype(look(make()))> states;
    auto whole = make();
    states.push_back(look(whole));
    report_type all;
    observer calm;
    for (auto const& e : events) {
        whole.apply(std::span<Event const>{&e, 1}, all, calm);
        states.push_back(look(whole));
    }
    return each_failure([&](failure const& f) {
        auto base = make();
        report_type report;
        if (!comes_out(f, [&](observer& o) { base.apply(std::span<Event const>{events}, report, o); }))
            return false;
        auto const done = static_cast<std::size_t>(report.done);
        INFO(f.text() << ", " << done << " of " << events.size() << " events done");
        REQUIRE(done <= events.size());
        bool const is_prefix = look(base) == states[done];
        CHECK(is_prefix);
        base.apply(std::span<Event const>{events}.subspan(done), report, calm);
        bool const converges = look(base) == states.back();
        CHECK(converges);
        CHECK(report.done == events.size());
        return true;
    });
}

/// All that can be seen of a base. Of what it keeps twice, both have to say the same.
template <class Base>
struct seen {
    std::map<rung::client_id, typename Base::decided_client_type> clients{};
    std::vector<std::uint64_t> census{};
    std::vector<std::uint64_t> erased{};
    std::map<rung::client_id, rung::client_id> ids{};  // by whom each is found
    std::map<rung::client_id, std::vector<typename Base::event_type>> events{};
    rung::instant settled_until{};
    std::uint64_t held = 0;

    friend bool operator==(seen const&, seen const&) = default;
};

/// `ids`: those that may have a client.
template <class Base>
[[nodiscard]] seen<Base> look(Base const& base, std::vector<rung::client_id> const& ids = {}) {
    seen<Base> s;
    std::vector<std::uint64_t> counted;
    for (auto const& [stage, clients] : base.census()) s.census.push_back(clients);
    for (auto const& [stage, clients] : base.erased()) s.erased.push_back(clients);
    counted.resize(s.census.size());
    base.each([&](auto const& view) {
        s.clients.emplace(view.id(), view.decided_client());
        ++counted[rung::index_of(view.stage())];
    });
    CHECK(s.clients.size() == base.size());
    CHECK(counted == s.census);
    for (auto const& [id, client] : s.clients) s.ids[id] = id;
    for (auto const id : ids) {
        if (auto const view = base.find(id)) s.ids[id] = view->id();
    }
    for (auto const& [id, leader] : s.ids) {
        auto const view = base.find(id);
        REQUIRE(view);
        CHECK(view->id() == leader);
        bool const same = s.clients.count(leader) == 1 && view->decided_client() == s.clients[leader];
        CHECK(same);
    }
    if constexpr (requires { base.export_client(1); }) {
        s.settled_until = base.settled_until();
        s.held = base.held_aside();
        std::uint64_t held = 0;
        for (auto const& [id, client] : s.clients) {
            auto const all = base.export_client(id);
            REQUIRE(all);
            s.events[id] = all->events;
            held += all->held_aside.size();
            bool const folded = all->client == client;  // from its events
            CHECK(folded);
        }
        CHECK(held == s.held);
    }
    return s;
}

}  // namespace failing

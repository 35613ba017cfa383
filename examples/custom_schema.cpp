// A custom business: a gym has other events than a shop, and knows other facts of its clients. What is
// written here is all that the library needs.
#include <rung/base/snapshot.hpp>
#include <rung/rung.hpp>

#include <array>
#include <iostream>
#include <vector>

using namespace rung::literals;

struct gym {
    enum class kind_of_event : std::uint8_t { sign_up, visit, freeze };
    struct event {
        rung::event_id id = 0;
        rung::client_id client = rung::no_client;
        rung::instant at{};
        kind_of_event what{};
    };

    /// What is kept of a client, and how an event becomes part of it.
    struct facts {
        std::uint32_t visits = 0;
        std::uint32_t freezes = 0;
        rung::instant last{};
    };
    static constexpr void fold(facts& f, event const& e) noexcept {
        if (e.what == kind_of_event::freeze) ++f.freezes;
        if (e.what != kind_of_event::visit) return;
        ++f.visits;
        f.last = e.at;
    }

    /// What rules can speak of, by name and unit. A fact that ages changes as time passes.
    enum class fact : std::uint8_t { visits, last_visit_age, freezes };
    static constexpr std::array<rung::word, 3> vocabulary{{
        {.name = "visits"},
        {.name = "last_visit_age", .measure = rung::unit::time, .ages = true},
        {.name = "freezes"},
    }};
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant now) noexcept {
        switch (k) {
        case fact::visits: return f.visits;
        case fact::last_visit_age: return rung::age(f.last, now);
        case fact::freezes: return f.freezes;
        }
        return 0;
    }

    // Optional: names the kind of event when a transition is printed.
    static constexpr std::uint8_t kind(event const& e) noexcept { return static_cast<std::uint8_t>(e.what); }
    static constexpr std::string_view kind_name(std::uint8_t k) noexcept {
        return std::array{"sign-up", "visit", "freeze"}[k];
    }
};

constexpr auto visits = rung::fact<gym, gym::fact::visits>;
constexpr auto last_visit_age = rung::fact<gym, gym::fact::last_visit_age>;
constexpr auto freezes = rung::fact<gym, gym::fact::freezes>;

constexpr auto fitness = rung::lifecycle{rung::basic_ladder<gym>{
    {.name = "trial"},
    {.name = "member", .enter = visits >= 1},
    {.name = "regular", .enter = visits >= 3 and last_visit_age <= 14_days},
    {.name = "paused", .enter = freezes >= 1 and last_visit_age > 30_days, .exit = true},
}};

int main() {
    constexpr auto day = [](unsigned n) { return rung::utc(2026, 1, 1) + 1_days * n; };
    using enum gym::kind_of_event;
    auto const print = [](auto const& moved) { std::cout << moved << '\n'; };

    // One client...
    rung::basic_client<gym> joe;
    for (unsigned n : {0u, 2u, 4u}) fitness.apply(joe, {.at = day(n), .what = visit}, print);
    fitness.settle(joe, day(40), print);

    // ...and all of them, with the rules compiled into the code and their moves counted.
    rung::client_base base{rung::fixed<fitness>{}};
    rung::insight::funnel funnel{base};
    rung::insight::flow flow{base};
    std::vector<gym::event> log;
    for (unsigned n = 0; n < 100; ++n) {
        rung::client_id const client = 1000 + n;
        log.push_back({.client = client, .at = day(n), .what = sign_up});
        for (unsigned i = 1; i <= n % 6; ++i)
            log.push_back({.client = client, .at = day(n + 4 * i), .what = visit});
        if (n % 4 == 0) log.push_back({.client = client, .at = day(n + 25), .what = freeze});
    }
    auto const report = base.apply(log, funnel, flow);
    base.settle(day(100), funnel, flow);

    auto const& ladder = base.lifecycle().ladder();
    std::cout << '\n' << report.applied << " events, " << base.size() << " clients\n";
    rung::report::pyramid(std::cout, ladder, base.census());
    std::cout << '\n';
    rung::report::table(std::cout, ladder, funnel);
    std::cout << '\n';
    rung::report::table(std::cout, ladder, flow);

    // Events and facts are plain structs, so nothing has to be said about how they are stored.
    rung::memory_sink snapshot;
    rung::client_base again{rung::fixed<fitness>{}};
    if (!rung::write_snapshot(base, snapshot) || !rung::restore(again, snapshot.bytes)) return 1;
    std::cout << '\n'
              << again.size() << " clients from a snapshot of " << snapshot.bytes.size() << " bytes\n";
}

// A host's own types stand in a namespace that has all the names of rung's functions, as greedy as they can
// be: none of them may be taken for rung's. A call that is not qualified finds them by its arguments.
#include "catch.hpp"

#include <rung/base/durable_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/core/explain.hpp>
#include <rung/insight/compare.hpp>
#include <rung/ladders/advise.hpp>
#include <rung/notation/parse_text.hpp>
#include <rung/notation/write.hpp>
#include <rung/report/advise.hpp>
#include <rung/report/compare.hpp>
#include <rung/report/explain.hpp>
#include <rung/report/playbook.hpp>
#include <rung/report/table.hpp>
#include <rung/rung.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gym {

// Of no type: code that calls one of these does not compile, or calls one of two ambiguously.
template <class...>
concept anything = true;
#define NAME(name)                                                                                           \
    template <class A>                                                                                       \
    requires anything<A>                                                                                     \
    void name(A&&) = delete;                                                                                 \
    template <class A, class B>                                                                              \
    requires anything<A, B>                                                                                  \
    void name(A&&, B&&) = delete;                                                                            \
    template <class A, class B, class C>                                                                     \
    requires anything<A, B, C>                                                                               \
    void name(A&&, B&&, C&&) = delete;                                                                       \
    template <class A, class B, class C, class D>                                                            \
    requires anything<A, B, C, D>                                                                            \
    void name(A&&, B&&, C&&, D&&) = delete;                                                                  \
    template <class A, class B, class C, class D, class E, class... Rest>                                    \
    requires anything<A, B, C, D, E>                                                                         \
    void name(A&&, B&&, C&&, D&&, E&&, Rest&&...) = delete;                                                  \
    template <class Explicit, class A, class... Rest>                                                        \
    requires anything<Explicit, A>                                                                           \
    void name(A&&, Rest&&...) = delete;
#include "names_of_rung.inc"
#undef NAME

enum class tier : std::uint8_t { guest, member, regular, gone };
enum class what : std::uint8_t { visit, goodbye };

struct happened {
    rung::event_id id = 0;
    rung::client_id client = 0;
    rung::instant at{};
    what kind = what::visit;
    friend bool operator==(happened const&, happened const&) = default;
};
enum class known : std::uint8_t { visits, last_visit_age, goodbyes };
struct facts_of_one {
    std::uint32_t visits = 0;
    std::uint32_t goodbyes = 0;
    rung::instant last{};
    friend bool operator==(facts_of_one const&, facts_of_one const&) = default;
};

// What nobody else has: it is found by its arguments, and says that everybody is a guest.
void index_of(tier) = delete;
void stage_at(tier) = delete;
void check(happened const&) = delete;
void kind_of(happened const&) = delete;
void decision_of(happened const&) = delete;
void takes_back(happened const&) = delete;
void describe(known) = delete;

struct schema {
    using event = happened;
    using facts = facts_of_one;
    using fact = known;
    static constexpr std::array<rung::word, 3> vocabulary{{
        {.name = "visits"},
        {.name = "last_visit_age", .measure = rung::unit::time, .ages = true},
        {.name = "goodbyes"},
    }};
    static constexpr void fold(facts& f, event const& e) noexcept {
        if (e.kind == what::goodbye) {
            ++f.goodbyes;
            return;
        }
        ++f.visits;
        f.last = e.at;
    }
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant now) noexcept {
        switch (k) {
        case known::visits: return f.visits;
        case known::last_visit_age: return rung::age(f.last, now);
        case known::goodbyes: return f.goodbyes;
        }
        return 0;
    }
    static constexpr rung::refusal check(event const&) noexcept { return rung::refusal::none; }
    static constexpr std::uint8_t kind(event const& e) noexcept { return static_cast<std::uint8_t>(e.kind); }
    static constexpr std::string_view kind_name(std::uint8_t k) noexcept {
        return k == 0 ? std::string_view{"visit"} : std::string_view{"goodbye"};
    }
};

struct observer {
    int moves = 0;
    template <class Transition>
    void operator()(Transition const&) {
        ++moves;
    }
    template <class Transition>
    void withdrawn(Transition const&) {
        --moves;
    }
};

struct text {
    std::string all{};
    void write(char const* first, std::ptrdiff_t size) { all.append(first, static_cast<std::size_t>(size)); }
};

struct shelf : rung::memory_sink {};

inline constexpr auto visits = rung::fact<schema, known::visits>;
inline constexpr auto last_visit_age = rung::fact<schema, known::last_visit_age>;
inline constexpr auto goodbyes = rung::fact<schema, known::goodbyes>;

}  // namespace gym

template <>
struct rung::codec<gym::schema> {
    static void write(byte_writer& w, gym::happened const& e) {
        w.u64(e.id);
        rung::write_bytes(w, e.at);
        w.u8(static_cast<std::uint8_t>(e.kind));
    }
    static bool read(byte_reader& r, gym::happened& e) {
        e.id = r.u64();
        if (!rung::read_bytes(r, e.at)) return false;
        e.kind = static_cast<gym::what>(r.u8());
        return r.ok();
    }
    static void write(byte_writer& w, gym::facts_of_one const& f) {
        w.u32(f.visits);
        w.u32(f.goodbyes);
        rung::write_bytes(w, f.last);
    }
    static bool read(byte_reader& r, gym::facts_of_one& f) {
        f.visits = r.u32();
        f.goodbyes = r.u32();
        return rung::read_bytes(r, f.last);
    }
};

namespace {

using namespace rung::literals;
using ladder = rung::basic_ladder<gym::schema, gym::tier>;

constexpr ladder climb{
    "gym",
    {
        {.name = "guest"},
        {.name = "member", .enter = gym::visits >= 1, .driver = rung::driver::sales},
        {.name = "regular",
         .enter = gym::visits >= 3 and gym::last_visit_age <= 14_days,
         .keep = gym::last_visit_age <= 30_days,
         .grace = 3_days},
        {.name = "gone", .enter = gym::goodbyes >= 1 or gym::last_visit_age > 400_days, .exit = true},
    }};
constexpr auto life = rung::lifecycle{climb};
constexpr rung::hint come[] = {{.text = {"come", "come"}}};
constexpr rung::play plays[] = {
    {.stage = "member", .goal = {"a visit", "a visit"}, .todo = come},
    {.stage = "regular", .goal = {"visits", "visits"}, .todo = come},
    {.stage = "regular", .aim = rung::aim::hold, .goal = {"visits", "visits"}, .todo = come},
    {.stage = "gone", .aim = rung::aim::win_back, .goal = {"a visit", "a visit"}, .todo = come},
};

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

std::vector<gym::happened> log() {
    std::vector<gym::happened> out;
    for (rung::event_id n = 0; n < 12; ++n)
        out.push_back({n + 1, 1 + n % 3, day(static_cast<std::int64_t>(n)),
                       n == 11 ? gym::what::goodbye : gym::what::visit});
    return out;
}

}  // namespace

TEST_CASE("one client of a host whose namespace has all of rung's names") {
    rung::basic_client<gym::schema> ann;
    gym::observer seen;
    for (auto const& e : log()) {
        if (e.client == 1) life.apply(ann, e, seen);
    }
    CHECK(life.stage(ann) == gym::tier::regular);
    rung::basic_client<gym::schema> fixed_ann;
    for (auto const& e : log()) {
        if (e.client == 1) rung::fixed<life>{}.apply(fixed_ann, e, gym::observer{});
    }
    CHECK(fixed_ann == ann);
    life.settle(ann, day(50), seen);
    CHECK(life.stage(ann) == gym::tier::member);
    auto const e = life.explain(ann, day(50));
    gym::text out;
    rung::report::explain(out, e);
    out << e;
    rung::playbook const book{climb, plays, "gym"};
    auto const todo = rung::advise(life, book, ann, day(50));
    rung::report::task(out, todo, rung::language::en);
    rung::report::playbook(out, book);
    out << todo << life.ladder().stages()[1];
    CHECK(out.all.find("regular") != std::string::npos);
    CHECK(rung::fingerprint(life) == rung::fingerprint(rung::fixed<life>{}));
}

TEST_CASE("many clients of a host whose namespace has all of rung's names") {
    auto const events = log();
    rung::client_base base{life};
    gym::observer seen;
    rung::insight::flow flow{base};
    rung::insight::funnel funnel{base};
    CHECK(base.apply(events, seen, flow, funnel).applied == 12);
    CHECK(base.census()[gym::tier::regular] == 2);
    CHECK(base.census()[gym::tier::gone] == 1);
    CHECK(funnel.reached(gym::tier::member) == 3);
    CHECK(flow.count(gym::tier::guest, gym::tier::member) == 3);
    gym::text out;
    rung::report::pyramid(out, climb, base.census());
    rung::report::table(out, climb, funnel);
    rung::report::table(out, climb, flow);
    constexpr auto easier =
        rung::lifecycle{ladder{{.name = "guest"},
                               {.name = "member", .enter = gym::visits >= 1},
                               {.name = "regular", .enter = gym::visits >= 2},
                               {.name = "gone", .enter = gym::goodbyes >= 2, .exit = true}}};
    auto const impact = rung::insight::compare(base, easier, {.at = day(20)},
                                               [&](auto const& w) { out.all += climb.name(w.from); });
    rung::report::table(out, climb, easier.ladder(), impact);
    CHECK(out.all.find("member") != std::string::npos);

    gym::shelf sink;
    CHECK(rung::write_snapshot(base, sink));
    rung::client_base again{life};
    CHECK(rung::restore(again, sink.bytes));
    CHECK(again.census() == base.census());
    rung::client_base moved{easier};
    CHECK(rung::migrate(moved, sink.bytes, {.at = day(20)}, gym::observer{}));
    CHECK(moved.census()[gym::tier::regular] == 3);

    rung::sharded_base shards{rung::client_base{life}, 2};
    CHECK(shards.apply(events, seen).applied == 12);
    CHECK(shards.find(1)->stage() == gym::tier::regular);
    auto const taken = std::move(base).adopt(easier, {.at = day(20)}, seen);
    CHECK(taken.census()[gym::tier::regular] == 3);
}

TEST_CASE("a base with history of a host whose namespace has all of rung's names") {
    auto const events = log();
    rung::client_base base{life, rung::history::kept{}};
    gym::observer seen;
    for (auto i = events.size(); i-- > 0;) CHECK(base.apply(std::span{&events[i], 1}, seen).applied == 1);
    CHECK(base.census()[gym::tier::regular] == 2);
    CHECK(base.as_of(day(1)).census()[gym::tier::member] == 2);
    gym::shelf sink;
    CHECK(rung::write_snapshot(base, sink));
    rung::client_base again{life, rung::history::kept{}};
    CHECK(rung::restore(again, sink.bytes));
    CHECK(again.census() == base.census());

    rung::durable_base durable{
        std::move(again),
        rung::journal_writer{gym::shelf{}, rung::journal_header{rung::fingerprint(life), 0}}};
    CHECK(durable.apply(log(), seen).applied == 0);
    CHECK(durable.base().census() == base.census());
}

TEST_CASE("the text of a ladder of a host whose namespace has all of rung's names") {
    constexpr auto read = rung::parse_lifecycle<R"(ladder "gym"
        stage guest
        stage member   enter visits >= 1  driver sales
        stage regular  enter visits >= 3 and last_visit_age <= 14d  keep last_visit_age <= 30d  grace 3d
        exit gone      enter goodbyes >= 1 or last_visit_age > 400d)",
                                                gym::schema, gym::tier>();
    CHECK(read.ladder() == climb);
    gym::text out;
    rung::write_text(out, life);
    auto const made = rung::try_parse_lifecycle<gym::schema, gym::tier>(out.all);
    CHECK((made && made->ladder() == climb));
}

#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/base/client_base.hpp>
#include <rung/ladders/advise.hpp>
#include <rung/ladders/ladders.hpp>
#include <rung/ladders/playbooks.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace {

using namespace rung::literals;
using rung::advise;
using rung::aim;
using rung::instant;
using rung::purpose;
using rung::ladders::loyalty_stage;
using rung::ladders::service_stage;
using story::day;
namespace books = rung::playbooks;

constexpr rung::lifecycle service{rung::ladders::service()};
constexpr rung::lifecycle familiarity{rung::ladders::familiarity()};
constexpr rung::lifecycle loyalty{rung::ladders::loyalty()};
constexpr rung::lifecycle journey{rung::ladders::journey()};
constexpr rung::lifecycle patronage{rung::ladders::patronage()};

constexpr rung::retail_event bought(std::int64_t n) {
    return rung::purchase{.at = day(n), .amount = 30.00_money};
}

constexpr auto of_service(std::initializer_list<rung::retail_event> events, instant now) {
    return advise(service, books::service, story::tell(service, events).client, now);
}
constexpr auto of_loyalty(std::initializer_list<rung::retail_event> events, instant now) {
    return advise(loyalty, books::loyalty, story::tell(loyalty, events).client, now);
}

constexpr rung::contact question{.at = day(1), .by = rung::initiator::client, .awaits_answer = true};

}  // namespace

TEST_CASE("advise works in a constant expression") {
    static constexpr auto task = of_service({bought(0)}, day(10));
    static_assert(task.purpose == purpose::climb);
    static_assert(task.play == books::service.find("client", aim::climb));
    static_assert(task.stage == service_stage::buyer && task.next == service_stage::client);
    static_assert(task.at == day(10) && task.since == day(0) && task.worth == 30'00);
    static_assert(task.by == instant::forever() && task.not_before == day(10));
    static_assert(task.condition_count == 1 && task.begin()->missing == 2);
}

TEST_CASE("advise: climb to the next rung, and hold at the top") {
    rung::client const nobody;
    auto const first = advise(service, books::service, nobody, day(0));
    CHECK(first.purpose == purpose::climb);
    CHECK(first.play == books::service.find("visitor", aim::climb));
    CHECK(first.may_contact_now());

    auto const top =
        of_service({bought(0), bought(20), bought(40), rung::recommendation{.at = day(41)}}, day(42));
    CHECK(top.purpose == purpose::hold);
    CHECK(top.play == books::service.find("advocate", aim::hold));
    CHECK(top.by == day(40) + 90_days + 1_seconds);
    CHECK_FALSE(top.next);
    CHECK(top.condition_count == 0);

    // Only time brings the next rung: until then the client is held in place.
    auto const waits =
        advise(journey, books::journey, story::tell(journey, {bought(0), bought(1)}).client, day(2));
    CHECK(waits.purpose == purpose::hold);
    CHECK(waits.play == books::journey.find("repeat_deal", aim::hold));
}

TEST_CASE("advise: a client who waits is answered before anything else (002.5)") {
    auto const task = of_loyalty({question}, day(1) + 5_minutes);
    CHECK(task.purpose == purpose::answer);
    CHECK(task.play == books::loyalty.find("buyer", aim::climb));
    CHECK(task.by == day(1) + 17_minutes);
    CHECK(task.may_contact_now());  // although there was a contact just now
    REQUIRE(task.condition_count == 1);
    CHECK(task.begin()->have == 300);

    // That was why they left: they are still answered, as one who left.
    auto const late = of_loyalty({question}, day(2));
    CHECK(late.stage == loyalty_stage::lost);
    CHECK(late.purpose == purpose::answer);
    CHECK(late.play == books::loyalty.find("lost", aim::win_back));
    CHECK(more_urgent(late, of_loyalty({rung::loss{.at = day(1)}}, day(2))));
}

TEST_CASE("advise: a client who is out is won back") {
    auto const task =
        of_loyalty({bought(0), rung::loss{.at = day(1), .reason = rung::loss_reason::price}}, day(5));
    CHECK(task.purpose == purpose::win_back);
    CHECK(task.play == books::loyalty.find("lost", aim::win_back));
    CHECK(task.by == instant::forever());
    CHECK(task.next == loyalty_stage::potential);
    REQUIRE(task.condition_count == 1);
    CHECK(task.begin()->have == static_cast<int>(rung::loss_reason::price));
    CHECK(task.may_contact_now());
}

TEST_CASE("advise: rescue begins the set time before the fall, and not a second earlier") {
    // The gaps are even, so that there is no unusual break before the silence is as long.
    std::initializer_list<rung::retail_event> const life{bought(0), bought(60), bought(120)};
    auto const fall = day(120) + 90_days + 1_seconds;
    auto const begins = fall - 14_days;
    CHECK(of_service(life, begins - 1_seconds).purpose == purpose::climb);
    for (auto const at : {begins, begins + 1_seconds, fall - 1_seconds}) {
        auto const task = of_service(life, at);
        CHECK(task.purpose == purpose::rescue);
        CHECK(task.by == fall);
        CHECK(task.play == books::service.find("client", aim::hold));
        REQUIRE(task.condition_count == 1);
        CHECK(task.begin()->need.fact == rung::retail::fact::silence);
    }
    auto const fallen = of_service(life, fall);
    CHECK(fallen.stage == service_stage::buyer);
    CHECK(fallen.purpose == purpose::climb);
    CHECK(fallen.by == instant::forever());

    auto how = rung::retail_manners();
    how.soon = 1_days;
    auto const ann = story::tell(service, life).client;
    CHECK(advise(service, books::service, ann, begins, how).purpose == purpose::climb);
    CHECK(advise(service, books::service, ann, fall - 1_days, how).purpose == purpose::rescue);
}

TEST_CASE("advise: while a grace runs the client is rescued, by its end") {
    auto const bob = story::tell(familiarity, {bought(0), bought(10), bought(20), bought(30)}).client;
    auto const breaks = day(50);  // 200 % of the usual gap of 10 days, and the rule to keep asks no more
    CHECK(advise(familiarity, books::familiarity, bob, breaks - 1_seconds).purpose != purpose::remind);
    auto const task = advise(familiarity, books::familiarity, bob, day(55));
    CHECK(task.purpose == purpose::rescue);
    CHECK(task.play == books::familiarity.find("informed", aim::remind));  // the break costs the rung
    // The rule to keep asks for 200 % at most, and 201 % of ten days are 20.1.
    CHECK(task.by == day(50) + 8640_seconds + 30_days);
    REQUIRE(task.condition_count == 1);
    CHECK(task.begin()->need.fact == rung::retail::fact::silence_ratio);
}

TEST_CASE("advise: an unusual break is answered from twice the usual gap on (001.4)") {
    std::initializer_list<rung::retail_event> const life{bought(0), bought(10), bought(20)};
    CHECK(of_service(life, day(40) - 1_seconds).purpose == purpose::climb);
    auto const task = of_service(life, day(40));
    CHECK(task.purpose == purpose::remind);
    CHECK(task.play == books::service.find("client", aim::remind));
    REQUIRE(task.condition_count == 1);
    CHECK(task.begin()->have == 200);
    // Two purchases are no rhythm yet.
    CHECK(of_service({bought(0), bought(10)}, day(40)).purpose == purpose::climb);
    // After a fall from client to buyer there is a reminder too.
    auto const fallen = of_service(life, day(200));
    CHECK(fallen.purpose == purpose::remind);
    CHECK(fallen.play == books::service.find("buyer", aim::remind));
}

TEST_CASE("advise: the contact cap is kept, to the second") {
    auto const met = [](instant now) { return of_service({rung::contact{.at = day(1)}}, now); };
    auto const free = day(1) + 3_days;
    for (auto const at : {day(1), day(2), free - 1_seconds}) {
        CHECK(met(at).not_before == free);
        CHECK_FALSE(met(at).may_contact_now());
    }
    for (auto const at : {free, free + 1_seconds}) {
        CHECK(met(at).not_before == at);
        CHECK(met(at).may_contact_now());
    }
    CHECK(more_urgent(met(free), met(free - 1_seconds)));

    // A cap that no time lifts, and one that closes again.
    using namespace rung::facts;
    auto how = rung::retail_manners();
    how.may_contact = complaints <= 0;
    auto const ann =
        story::tell(service, {rung::contact{.at = day(1)}, rung::complaint{.at = day(1)}}).client;
    CHECK(advise(service, books::service, ann, day(2), how).not_before == instant::forever());
    how.may_contact = (since_contact >= 2_days and since_contact <= 3_days) or since_contact >= 9_days;
    CHECK(advise(service, books::service, ann, day(2), how).not_before == day(3));
    CHECK(advise(service, books::service, ann, day(4), how).not_before == day(4));
    CHECK(advise(service, books::service, ann, day(4) + 1_seconds, how).not_before == day(10));
    how.may_contact = {};
    CHECK(advise(service, books::service, ann, day(1), how).not_before == day(1));
}

TEST_CASE("advise: the deadline is the exit that time brings") {
    auto const ann = story::tell(patronage, {bought(0)}).client;
    auto const task = advise(patronage, books::patronage, ann, day(360));
    CHECK(task.purpose == purpose::rescue);
    CHECK(task.by == day(365));
    REQUIRE(task.condition_count == 1);
    CHECK(task.begin()->need.fact == rung::retail::fact::silence);
    CHECK(task.begin()->from == day(365));
    CHECK(advise(patronage, books::patronage, ann, day(365)).purpose == purpose::win_back);
}

TEST_CASE("advise: what somebody decided is respected") {
    rung::decided_client ann;
    service.apply(ann, bought(0));
    rung::manual_decision cap{.at = day(1),
                              .what = rung::decree::ceiling,
                              .stage = service.ladder().place_of(service_stage::buyer)};
    service.apply(ann, cap);
    auto const capped = advise(service, books::service, ann, day(2));
    CHECK(capped.purpose == purpose::hold);
    CHECK(capped.play == books::service.find("buyer", aim::hold));

    cap = {.at = day(3),
           .what = rung::decree::floor,
           .stage = service.ladder().place_of(service_stage::client),
           .until = day(100)};
    service.apply(ann, cap);
    auto const held = advise(service, books::service, ann, day(90));
    CHECK(held.stage == service_stage::client);
    CHECK(held.by == day(100));
    CHECK(held.purpose == purpose::rescue);
    CHECK(advise(service, books::service, ann, day(50)).purpose == purpose::climb);
}

TEST_CASE("advise does not change the client, settles a copy, and does not go back in time") {
    auto const ann = story::tell(service, {bought(0), bought(1), bought(2)}).client;
    auto const before = ann;
    auto const late = advise(service, books::service, ann, day(300));
    CHECK(ann == before);
    CHECK(late.stage == service_stage::buyer);
    CHECK(late.since == day(2) + 90_days + 1_seconds);
    auto const early = advise(service, books::service, ann, day(0));
    CHECK(early.at == day(2));
    CHECK(early == advise(service, books::service, ann, day(2)));
}

TEST_CASE("advise for the clients of a base is the same, with their ids") {
    rung::client_base base{service};
    std::vector<rung::retail_event> const log{
        rung::purchase{.client = 7, .at = day(0)},
        rung::manual_decision{.client = 7,
                              .at = day(1),
                              .what = rung::decree::floor,
                              .stage = service.ladder().place_of(service_stage::client)}};
    REQUIRE(base.apply(log).refused.empty());
    auto const task = advise(base.lifecycle(), books::service, *base.find(7), day(2));
    CHECK(task.client == 7);
    CHECK(task.stage == service_stage::client);
    CHECK(task.purpose == purpose::climb);
}

TEST_CASE("the order of tasks: each rule of it") {
    using task = rung::advice<rung::ladder_of<service_stage>>;
    task const usual{
        .client = 5, .at = day(1), .stage = service_stage::buyer, .since = day(0), .cost = 5, .worth = 5};
    auto changed = usual;
    changed.purpose = purpose::answer;
    auto const before = [](task const& a, task const& b) { return more_urgent(a, b) && !more_urgent(b, a); };
    CHECK(before(changed, usual));
    changed = usual;
    changed.by = day(9);
    CHECK(before(changed, usual));
    changed = usual;
    changed.stage = service_stage::client;
    CHECK(before(changed, usual));
    changed = usual;
    changed.worth = 6;
    CHECK(before(changed, usual));
    changed = usual;
    changed.cost = 4;
    CHECK(before(changed, usual));
    changed = usual;
    changed.since = day(1);
    CHECK(before(changed, usual));
    changed = usual;
    changed.client = 4;
    CHECK(before(changed, usual));
    changed = usual;
    changed.purpose = purpose::answer;
    changed.not_before = day(2);
    CHECK(before(usual, changed));
    CHECK_FALSE(more_urgent(usual, usual));
}

namespace {

// A host's own schema, ladder, playbook and manners.
struct gym {
    enum class kind_of_event : std::uint8_t { visit, freeze, call };
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        instant at{};
        kind_of_event what{};
    };
    struct facts {
        std::uint32_t visits = 0;
        std::uint32_t freezes = 0;
        instant last{};
        instant called{};
    };
    static constexpr void fold(facts& f, event const& e) noexcept {
        if (e.what == kind_of_event::call) f.called = e.at;
        if (e.what == kind_of_event::freeze) ++f.freezes;
        if (e.what != kind_of_event::visit) return;
        ++f.visits;
        f.last = e.at;
    }
    enum class fact : std::uint8_t { visits, last_visit_age, freezes, last_call_age };
    static constexpr std::array<rung::word, 4> vocabulary{{
        {.name = "visits"},
        {.name = "last_visit_age", .measure = rung::unit::time, .ages = true},
        {.name = "freezes"},
        {.name = "last_call_age", .measure = rung::unit::time, .ages = true},
    }};
    static constexpr std::int64_t read(facts const& f, fact k, instant now) noexcept {
        switch (k) {
        case fact::visits: return f.visits;
        case fact::last_visit_age: return rung::age(f.last, now);
        case fact::freezes: return f.freezes;
        case fact::last_call_age: return rung::age(f.called, now);
        }
        return 0;
    }
};

constexpr auto visits = rung::fact<gym, gym::fact::visits>;
constexpr auto last_visit_age = rung::fact<gym, gym::fact::last_visit_age>;
constexpr auto last_call_age = rung::fact<gym, gym::fact::last_call_age>;

constexpr rung::lifecycle fitness{rung::basic_ladder<gym>{
    {.name = "trial"},
    {.name = "member", .enter = visits >= 1},
    {.name = "regular", .enter = visits >= 3 and last_visit_age <= 14_days},
}};
constexpr std::array greet{rung::hint{{"Greet them by name", "Поздоровайтесь по имени"}, "1"}};
constexpr rung::play plays[] = {
    {.stage = "member",
     .aim = aim::climb,
     .who = rung::driver::sales,
     .goal = {"They join", {}},
     .todo = greet},
    {.stage = "regular",
     .aim = aim::climb,
     .who = rung::driver::care,
     .goal = {"They come", {}},
     .todo = greet},
    {.stage = "regular",
     .aim = aim::hold,
     .who = rung::driver::care,
     .goal = {"They stay", {}},
     .todo = greet},
};
constexpr rung::playbook book{fitness.ladder(), plays};

}  // namespace

TEST_CASE("advise with a host's own schema, ladder, playbook and manners") {
    rung::basic_client<gym> joe;
    auto const visit = [&](std::int64_t n) { fitness.apply(joe, {.at = day(n)}); };
    visit(0);
    auto task = advise(fitness, book, joe, day(1));
    CHECK(task.purpose == purpose::climb);
    CHECK(task.play == &plays[1]);
    CHECK(task.not_before == day(1));  // no manners, no cap

    rung::manners<gym> how;
    how.may_contact = last_call_age >= 7_days;
    how.unusual_break = visits >= 2 and last_visit_age >= 5_days;
    how.soon = 3_days;
    how.worth = gym::fact::visits;
    fitness.apply(joe, {.at = day(1), .what = gym::kind_of_event::call});
    visit(2);
    visit(3);
    task = advise(fitness, book, joe, day(4), how);
    CHECK(task.not_before == day(8));
    CHECK(task.worth == 3);
    CHECK(task.purpose == purpose::hold);
    CHECK(task.play == &plays[2]);
    CHECK(advise(fitness, book, joe, day(8), how).purpose == purpose::remind);
    CHECK(advise(fitness, book, joe, day(8), how).play == &plays[2]);  // no reminder there: to hold
    CHECK(advise(fitness, book, joe, day(15), how).purpose == purpose::rescue);

    // Where the playbook has nothing at all the play is empty.
    static constexpr rung::lifecycle bare{
        rung::basic_ladder<gym>{{.name = "trial"}, {.name = "member", .enter = visits >= 1}}};
    static constexpr rung::play few[] = {
        {.stage = "member", .aim = aim::climb, .goal = {"They join", {}}, .todo = greet},
        {.stage = "member", .aim = aim::hold, .goal = {"They stay", {}}, .todo = greet}};
    constexpr rung::playbook small{bare.ladder(), few};
    static constexpr rung::lifecycle other{rung::basic_ladder<gym>{{.name = "alone"}}};
    auto const lonely = advise(other, small, rung::basic_client<gym>{}, day(0));
    CHECK(lonely.purpose == purpose::hold);
    CHECK(lonely.play == nullptr);
}

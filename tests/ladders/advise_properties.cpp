// What advise answers for random ladders, logs and manners, held against a look at every second.

#include "catch.hpp"
#include "core/random_worlds.hpp"

#include <rung/ladders/advise.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace {

using rung::advise;
using rung::instant;
using rung::purpose;
using worlds::chance;
using worlds::draw;

constexpr std::int64_t horizon = 150;  // seconds; no threshold of a random world is further

constexpr rung::hint hints[] = {{{"Do it", "Сделайте"}, "1"}};

// A playbook that covers a ladder and has some of the plays that it may leave out.
struct random_book {
    std::vector<std::string> names;
    std::vector<rung::play> plays;

    explicit random_book(rung::ladder const& ladder) {
        for (std::size_t i = 0; i < ladder.place_count(); ++i)
            names.emplace_back(ladder.name(rung::stage_id{static_cast<std::uint8_t>(i)}));
        auto const add = [&](std::size_t i, rung::aim a) {
            plays.push_back({.stage = names[i], .aim = a, .goal = {"It is so", {}}, .todo = hints});
        };
        for (std::size_t i = 0; i < ladder.stage_count(); ++i) {
            if (i > 0) add(i, rung::aim::climb);
            if (i + 1 == ladder.stage_count() || chance(40)) add(i, rung::aim::hold);
            if (chance(40)) add(i, rung::aim::remind);
        }
        for (std::size_t i = ladder.stage_count(); i < ladder.place_count(); ++i) add(i, rung::aim::win_back);
    }
};

rung::manners<rung::retail> random_manners() {
    rung::manners<rung::retail> how;
    if (chance(80)) how.may_contact = worlds::to_rule(worlds::random_rule());
    if (chance(80)) how.unusual_break = worlds::to_rule(worlds::random_rule());
    if (chance(50)) how.waits = rung::retail_manners().waits;
    if (chance(50))
        how.worth = static_cast<rung::retail::fact>(draw(0, std::ssize(rung::retail::vocabulary) - 1));
    how.soon = rung::duration{draw(0, 30)};
    return how;
}

// The lifecycle of a random ladder: whichever can be made.
template <class F>
void with_lifecycle(rung::ladder const& ladder, F&& f) {
    rung::descent::after const down{rung::duration{draw(0, 15)},
                                    chance(50) ? rung::one_down : rung::to_qualified};
    if (auto const leap = rung::lifecycle<rung::ladder, rung::ascent::leap, rung::descent::after>::try_make(
            ladder, {}, down)) {
        f(*leap);
    } else {
        f(rung::lifecycle{ladder, rung::ascent::direct{}, down, rung::comeback::resume{}});
    }
}

template <class F>
void in_random_worlds(F&& f) {
    auto const plain = worlds::random_ladder();  // the stages look into it
    auto const stages = worlds::to_stages(plain);
    auto const ladder = rung::ladder::try_make(stages.data(), stages.size());
    RC_PRE(static_cast<bool>(ladder));
    with_lifecycle(*ladder, [&](auto const& life) {
        random_book const plays{*ladder};
        auto const book = rung::playbook::try_make(*ladder, {plays.plays.data(), plays.plays.size()});
        RC_ASSERT(static_cast<bool>(book));
        f(life, *book);
    });
}

template <class Lifecycle>
rung::client random_client(Lifecycle const& life) {
    rung::client c;
    for (auto const& e : worlds::random_log(12, 30)) life.apply(c, e);
    return c;
}

}  // namespace

TEST_CASE("advise says when to contact a client, when they fall and why, as a look at every second does") {
    CHECK(rc::check("a look at every second", [] {
        in_random_worlds([](auto const& life, rung::playbook const& book) {
            auto const before = random_client(life);
            auto const how = random_manners();
            auto const last = std::max<std::int64_t>(before.frontier.unix_seconds(), 1'000'000);
            auto const now = instant::from_unix(last + draw(0, 40));
            auto const task = advise(life, book, before, now, how);
            RC_ASSERT(task == advise(life, book, before, now, how));
            RC_ASSERT(task.at == now);

            auto here = before;
            life.settle(here, now);
            RC_ASSERT(life.stage(here) == task.stage);
            auto const rungs = life.ladder().stage_count();
            bool const is_out = here.standing.place >= rungs;

            auto free = instant::forever();
            auto falls = instant::forever();
            auto later = here;
            for (std::int64_t s = 0; s <= horizon; ++s) {
                auto const t = now + rung::duration{s};
                if (free == instant::forever() &&
                    (!how.may_contact.given() || how.may_contact.holds(here.facts, t)))
                    free = t;
                life.settle(later, t);
                auto const lower =
                    later.standing.place < here.standing.place || later.standing.place >= rungs;
                if (falls == instant::forever() && !is_out && lower) falls = t;
            }
            auto const seen = [&](instant t) {
                return t - now <= rung::duration{horizon} ? t : instant::forever();
            };
            RC_ASSERT(seen(task.not_before) == free);
            RC_ASSERT(seen(task.by) == falls);

            bool const soon =
                here.standing.in_grace() || (falls != instant::forever() && falls - now <= how.soon);
            auto const wanted = how.waits.holds(here.facts, now)           ? purpose::answer
                                : is_out                                   ? purpose::win_back
                                : soon                                     ? purpose::rescue
                                : how.unusual_break.holds(here.facts, now) ? purpose::remind
                                                                           : purpose::climb;
            if (wanted == purpose::climb)
                RC_ASSERT(task.purpose == purpose::climb || task.purpose == purpose::hold);
            else
                RC_ASSERT(task.purpose == wanted);

            // Every stage of a covered ladder has something: to climb on, or to hold at the top.
            RC_ASSERT(task.play != nullptr);
            auto const name = life.ladder().name(task.stage);
            auto const is_next = task.next && task.play->stage == life.ladder().name(*task.next);
            RC_ASSERT(task.play->stage == name || (!is_out && is_next && task.play->aim == rung::aim::climb));
            RC_ASSERT(is_out == (task.play->aim == rung::aim::win_back));
            if (how.worth) RC_ASSERT(task.worth == rung::retail::read(here.facts, *how.worth, now));
        });
    }));
}

TEST_CASE("the order of tasks is strict and total, and sorting does not depend on the original order") {
    CHECK(rc::check("strict and total", [] {
        in_random_worlds([](auto const& life, rung::playbook const& book) {
            auto const how = random_manners();
            auto const now = instant::from_unix(1'000'000 + draw(0, 500));
            std::vector<rung::advice<rung::ladder>> tasks;
            for (rung::client_id id = 1; id <= 12; ++id)
                tasks.push_back(advise(life, book, random_client(life), now, how, id));
            for (auto const& a : tasks) {
                for (auto const& b : tasks) {
                    RC_ASSERT(int{more_urgent(a, b)} + int{more_urgent(b, a)} ==
                              (a.client == b.client ? 0 : 1));
                    for (auto const& c : tasks)
                        RC_ASSERT(!(more_urgent(a, b) && more_urgent(b, c)) || more_urgent(a, c));
                }
            }
            auto const by_urgency = [](auto const& a, auto const& b) { return more_urgent(a, b); };
            auto shuffled = tasks;
            std::shuffle(shuffled.begin(), shuffled.end(),
                         std::minstd_rand{static_cast<unsigned>(draw(1, 1'000))});
            std::sort(tasks.begin(), tasks.end(), by_urgency);
            std::sort(shuffled.begin(), shuffled.end(), by_urgency);
            RC_ASSERT(tasks == shuffled);
        });
    }));
}

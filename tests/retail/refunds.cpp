#include "catch.hpp"

#include <rung/retail/refunds.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace {

using events = std::vector<rung::retail_event>;

rung::instant at(std::int64_t second) { return rung::instant::from_unix(second); }

struct netted {
    events left;
    events held{};
};

netted net(events of) {
    netted out{std::move(of)};
    rung::retail::net(out.left, out.held);
    return out;
}

}  // namespace

TEST_CASE("without refunds nothing changes") {
    events const all{rung::purchase{.id = 1, .at = at(1), .amount = rung::money{5}},
                     rung::contact{.id = 2, .at = at(2)}};
    CHECK(net(all).left == all);
    CHECK(net(all).held.empty());
    CHECK(net({}).left.empty());
}

TEST_CASE("a refund is set off against its own purchase alone") {
    rung::retail_event const kept = rung::purchase{.id = 1, .at = at(1), .amount = rung::money{10}};
    rung::retail_event const part = rung::refund{.id = 3, .at = at(3), .amount = rung::money{4}, .of = 1};
    auto lowered = part;
    lowered.of = 0;  // lowers the spend, and is dealt with
    lowered.bought = at(1);
    lowered.mark = rung::detail::in_part_mark;
    auto const out = net({kept, rung::purchase{.id = 2, .at = at(2), .amount = rung::money{7}}, part,
                          rung::refund{.id = 4, .at = at(4), .amount = rung::money{7}, .of = 2}});
    CHECK(out.left == events{kept, lowered});
    CHECK(out.held.empty());

    // In the other order: the purchase is made of what is left of it. And where only the sum of both would be
    // enough for one of them.
    auto const both = net({rung::refund{.id = 3, .at = at(3), .amount = rung::money{4}, .of = 1}, kept,
                           rung::refund{.id = 4, .at = at(4), .amount = rung::money{6}, .of = 9}});
    auto less = kept;
    less.amount = rung::money{6};
    CHECK(both.left == events{less});
    REQUIRE(both.held.size() == 1);
    CHECK(both.held[0].id == 4);
}

TEST_CASE("parts that add up take the purchase back, wherever they are") {
    for (auto const last : {6, 7, 9}) {
        rung::retail_event const second =
            rung::refund{.id = 4, .at = at(3), .amount = rung::money{last}, .of = 1};
        auto const out = net({rung::refund{.id = 3, .at = at(1), .amount = rung::money{4}, .of = 1},
                              rung::purchase{.id = 1, .at = at(2), .amount = rung::money{10}}, second});
        CHECK(out.left.empty());
        if (last == 6) {
            CHECK(out.held.empty());
            continue;
        }
        // What was given back beyond it is held aside.
        auto beyond = second;
        beyond.amount = rung::money{last - 6};
        CHECK(out.held == events{beyond});
    }
}

TEST_CASE("what was kept of a purchase that was taken back stays, with all that the purchase said") {
    rung::retail_event const bought = rung::purchase{
        .id = 1, .client = 2, .at = at(1), .amount = rung::money{10}, .channel = 7, .addon = true};
    rung::retail_event const part =
        rung::refund{.id = 3, .at = at(3), .amount = rung::money{4}, .of = 1, .bought = at(1)};
    auto kept = bought;
    kept.id = 3;
    kept.client = part.client;
    kept.at = at(3);
    kept.kind = rung::event_kind::refund;
    kept.amount = rung::money{-6};
    kept.of = 10;
    kept.bought = at(1);
    kept.mark = rung::detail::addon_mark | rung::detail::in_part_mark;
    CHECK(net({bought, part}).left == events{kept});
    // In part, the purchase stays, whatever the refund says of its time.
    auto in_part = part;
    in_part.mark = rung::detail::in_part_mark;
    auto lowered = in_part;
    lowered.of = 0;
    CHECK(net({bought, in_part}).left == events{bought, lowered});
    // A refund before its purchase: what was kept is of its own time.
    auto early = part;
    early.at = early.bought = at(1);
    auto late = bought;
    late.at = at(2);
    kept.at = kept.bought = at(1);
    CHECK(net({early, late}).left == events{kept});
}

TEST_CASE("a purchase is given back once") {
    auto const back = [](rung::event_id id, std::int64_t amount) {
        return rung::refund{
            .id = id, .at = at(std::int64_t(id)), .amount = rung::money{amount}, .of = 1, .bought = at(1)};
    };
    auto const out = net({rung::purchase{.id = 1, .at = at(1), .amount = rung::money{10}}, back(2, 4),
                          back(3, 10), back(4, 10), back(5, 0)});
    CHECK(out.left.empty());
    CHECK(out.held == events{back(3, 4), back(4, 10), back(5, 0)});
}

TEST_CASE("a refund belongs to the purchase under its own client's id, or else to the first of that number") {
    rung::retail_event const first =
        rung::purchase{.id = 1, .client = 9, .at = at(1), .amount = rung::money{10}};
    rung::retail_event const second =
        rung::purchase{.id = 1, .client = 4, .at = at(2), .amount = rung::money{10}};
    rung::retail_event const third =
        rung::purchase{.id = 1, .client = 6, .at = at(3), .amount = rung::money{10}};
    for (auto const& [client, left] : {std::pair{rung::client_id{9}, events{second, third}},
                                       std::pair{rung::client_id{4}, events{first, third}},
                                       std::pair{rung::client_id{6}, events{first, second}},
                                       std::pair{rung::client_id{5}, events{second, third}}}) {
        auto const out =
            net({first, second, third,
                 rung::refund{.id = 7, .client = client, .at = at(4), .amount = rung::money{10}, .of = 1}});
        CHECK(out.left == left);
        CHECK(out.held.empty());
    }
}

TEST_CASE("refunds are set off in constant evaluation, too") {
    struct few {
        rung::retail_event all[4]{};
        std::size_t count = 0;
        constexpr std::size_t size() const { return count; }
        constexpr rung::retail_event* begin() { return all; }
        constexpr rung::retail_event* end() { return all + count; }
        constexpr rung::retail_event& operator[](std::size_t i) { return all[i]; }
        constexpr rung::retail_event const& operator[](std::size_t i) const { return all[i]; }
        constexpr rung::retail_event& back() { return all[count - 1]; }
        constexpr void push_back(rung::retail_event const& e) { all[count++] = e; }
        constexpr void resize(std::size_t n) { count = n; }
    };
    constexpr auto left = [] {
        few all, held;
        all.push_back(rung::purchase{.id = 1, .at = rung::instant::from_unix(1), .amount = rung::money{10}});
        all.push_back(rung::purchase{.id = 2, .at = rung::instant::from_unix(2), .amount = rung::money{10}});
        all.push_back(
            rung::refund{.id = 3, .at = rung::instant::from_unix(3), .amount = rung::money{15}, .of = 1});
        rung::retail::net(all, held);
        return 10 * all.size() + held.size();
    }();
    static_assert(left == 11);
    CHECK(left == 11);
}

TEST_CASE("one of the refunds that names the instant is enough, whichever it is") {
    for (bool const first : {true, false}) {
        auto const whole = at(2);
        auto const no = rung::instant::never();
        auto const out =
            net({rung::purchase{.id = 1, .at = at(2), .amount = rung::money{10}},
                 rung::refund{
                     .id = 3, .at = at(3), .amount = rung::money{2}, .of = 1, .bought = first ? whole : no},
                 rung::refund{
                     .id = 4, .at = at(4), .amount = rung::money{3}, .of = 1, .bought = first ? no : whole}});
        // A fee of 5 was kept: a refund of less than nothing.
        REQUIRE(out.left.size() == 1);
        CHECK(out.left[0].id == 4);
        CHECK(out.left[0].amount == rung::money{-5});
        CHECK(out.held.empty());
    }
}

TEST_CASE("a refund of an unknown purchase is held, one that names nothing stays") {
    rung::retail_event const loose = rung::refund{.id = 5, .at = at(5), .amount = rung::money{1}};
    // A contact of that number is no purchase.
    rung::retail_event const contact = rung::contact{.id = 9, .at = at(1)};
    rung::retail_event const unknown = rung::refund{.id = 6, .at = at(6), .amount = rung::money{1}, .of = 9};
    rung::retail_event const paid = rung::purchase{.id = 1, .at = at(1), .amount = rung::money{1}};
    auto const out = net({paid, contact, loose, unknown});
    CHECK(out.left == events{paid, contact, loose});
    CHECK(out.held == events{unknown});
}

TEST_CASE("nobody gets back more than they have spent by then") {
    auto const bought = [](std::int64_t when, std::int64_t amount) -> rung::retail_event {
        return rung::purchase{
            .id = static_cast<rung::event_id>(when), .at = at(when), .amount = rung::money{amount}};
    };
    auto const back = [](std::int64_t when, std::int64_t amount,
                         rung::event_id of = 0) -> rung::retail_event {
        return rung::refund{
            .id = static_cast<rung::event_id>(when), .at = at(when), .amount = rung::money{amount}, .of = of};
    };
    // Nothing was spent yet; then all was given back; and only a part of it is left.
    auto const out = net({back(1, 3), bought(2, 10), back(3, 10), back(4, 10), bought(5, 4), back(6, 5)});
    CHECK(out.left == events{bought(2, 10), back(3, 10), bought(5, 4), back(6, 4)});
    CHECK(out.held == events{back(1, 3), back(4, 10), back(6, 1)});

    // A refund that names its purchase comes first: for the other there is nothing left.
    auto const named = net({bought(1, 10), back(2, 10), back(3, 10, 1)});
    CHECK(named.left.empty());
    CHECK(named.held == events{back(2, 10)});
    // Of a part, what was given back without a name counts at its own instant.
    auto const part = net({bought(1, 10), back(2, 8), back(3, 4, 1)});
    auto lowered = back(3, 2);
    lowered.bought = at(1);
    lowered.mark = rung::detail::in_part_mark;
    CHECK(part.left == events{bought(1, 10), back(2, 8), lowered});
    CHECK(part.held == events{back(3, 2, 1)});
    // A refund of nothing gives back nothing.
    CHECK(net({back(1, 0)}).left == events{back(1, 0)});
}

namespace {

/// Events that count how often one of them is looked at.
struct looked_at {
    events all{};
    mutable std::size_t looks = 0;

    [[nodiscard]] std::size_t size() const { return all.size(); }
    auto begin() { return all.begin(); }
    auto end() { return looks += all.size(), all.end(); }
    rung::retail_event& operator[](std::size_t i) { return ++looks, all[i]; }
    rung::retail_event const& operator[](std::size_t i) const { return ++looks, all[i]; }
    rung::retail_event& back() { return all.back(); }
    void push_back(rung::retail_event const& e) { all.push_back(e); }
    void resize(std::size_t size) { all.resize(size); }
};

}  // namespace

TEST_CASE("many refunds of one client take as many looks as there are events") {
    constexpr std::int64_t many = 5'000;
    for (bool const of_one : {false, true}) {
        looked_at all, held;
        for (std::int64_t i = 1; i <= many; ++i)
            all.push_back(rung::purchase{
                .id = static_cast<rung::event_id>(i), .at = at(i), .amount = rung::money{many}});
        for (std::int64_t i = 1; i <= many; ++i)
            all.push_back(rung::refund{.id = static_cast<rung::event_id>(many + i),
                                       .at = at(many + i),
                                       .amount = rung::money{of_one ? 1 : many},
                                       .of = static_cast<rung::event_id>(of_one ? 1 : i)});
        rung::retail::net(all, held);
        CHECK(all.size() == (of_one ? many - 1 : 0));
        CHECK(held.size() == 0);
        CHECK(all.looks < 20 * 2 * many);
    }
}

#include "../catch.hpp"

#include <rung/core/explain.hpp>
#include <rung/notation/measures.hpp>
#include <rung/notation/values.hpp>
#include <rung/retail/shop.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Needs that people stated in public (../shared/cases, by their numbers) as texts, without a measure in C++.

namespace {

using rung::utc;
struct of_cases;
using case_table = rung::run_time_table<rung::shop_model, 256, rung::room::as_said, of_cases>;
using case_life = rung::chosen_lifecycle<rung::basic_ladder<case_table>>;

// One client on the ladder of a text.
class followed {
public:
    explicit followed(std::string_view text) : life_{read(text)} {}

    // What happened: the kind by its name, and a number that the kind carries as amount and as quantity.
    followed& on(rung::instant at, std::string_view kind, std::int64_t number = 0) {
        auto e = event(at, kind);
        e.amount = rung::money{number * 100};
        e.quantity = static_cast<std::uint32_t>(number);
        return take(e);
    }
    [[nodiscard]] static rung::shop_event event(rung::instant at, std::string_view kind) {
        rung::shop_event e;
        e.at = at;
        e.client = 1;
        auto const number = case_table::list().kind_of(kind);
        REQUIRE(number < 64);
        e.kind = static_cast<rung::event_kind>(number);
        return e;
    }
    followed& take(rung::shop_event e) {
        e.id = ++id_;
        CHECK(life_.apply(client_, e, [this](auto const& t) { note(t); }).refusal() == rung::refusal::none);
        return *this;
    }
    followed& settle(rung::instant at) {
        (void)life_.settle(client_, at, [this](auto const& t) { note(t); });
        return *this;
    }
    [[nodiscard]] std::string const& moves() const noexcept { return moves_; }
    [[nodiscard]] std::int64_t has(std::string_view fact, rung::instant at) const {
        return case_table::read(client_.facts, case_table::fact_of(fact), at);
    }
    [[nodiscard]] rung::instant next_change() const { return life_.next_change(client_); }

private:
    case_life life_;
    rung::basic_client<case_table> client_{};
    std::string moves_;  // `gold 2026-01-02, base 2027-01-01`
    rung::event_id id_ = 0;

    static case_life read(std::string_view text) {
        auto const life = rung::try_parse_lifecycle<case_table>(text);
        if (!life) FAIL(std::string{life.error().message().view()});
        return *life;
    }
    template <class Transition>
    void note(Transition const& t) {
        if (!moves_.empty()) moves_ += ", ";
        (moves_ += life_.ladder().name(t.to)) += ' ';
        moves_ += rung::to_text(t.at).view();
    }
};

}  // namespace

TEST_CASE("case 03 as a text: visits on 50 of the last 100 days, kept while there are 45") {
    followed one{"measure active days with visit in 100 days\n"
                 "stage member\n"
                 "stage tl3 enter active >= 50 keep active >= 45"};
    for (int day = 0; day < 100; day += 2) {
        auto const at = utc(2025, 1, 1) + rung::duration{day * 86'400};
        one.on(at + rung::duration{8 * 3'600}, "visit").on(at + rung::duration{20 * 3'600}, "visit");
    }
    CHECK(one.next_change() == utc(2025, 4, 21));
    CHECK(one.settle(utc(2026, 1, 1)).moves() == "tl3 2025-04-09T08:00:00, member 2025-04-21");
}

TEST_CASE("case 05 as a text: the spend of a calendar year gives a tier until the end of the next") {
    std::string_view const text =
        "measure year    sum amount of purchase less refund in calendar year\n"
        "measure before  sum amount of purchase less refund in calendar year 1 ago\n"
        "stage base\n"
        "stage platinum  enter year >= 1000.00\n"
        "                keep year >= 1000.00 or before >= 1000.00";
    followed one{text};
    one.on(utc(2025, 11, 1), "purchase", 1'000);
    CHECK(one.settle(utc(2028, 1, 1)).moves() == "platinum 2025-11-01, base 2027-01-01");
    followed other{text};
    other.on(utc(2025, 12, 20), "purchase", 600).on(utc(2026, 1, 10), "purchase", 500);
    CHECK(other.settle(utc(2028, 1, 1)).moves().empty());
}

TEST_CASE("case 06 as a text: the spend of the last 12 months") {
    followed one{"measure spend_12m sum amount of purchase less refund in 12 months\n"
                 "stage base  stage vip enter spend_12m >= 500.00"};
    one.on(utc(2024, 1, 10), "purchase", 300).on(utc(2024, 3, 1), "purchase", 250);
    for (unsigned m = 4; m <= 12; ++m) one.on(utc(2024, m, 1), "purchase", 20);
    CHECK(one.next_change() == utc(2025, 1, 10));
    for (unsigned m = 1; m <= 3; ++m) one.on(utc(2025, m, 1), "purchase", 20);
    CHECK(one.moves() == "vip 2024-03-01, base 2025-01-10");
    CHECK(one.has("spend_12m", utc(2025, 3, 1)) == 240'00);
}

TEST_CASE("case 10 as a text: levels by points earned, and a balance beside them") {
    followed one{"measure earned   sum quantity of award or birthday or review\n"
                 "measure balance  sum quantity of award or birthday or review less redeem\n"
                 "stage base  stage gold enter earned >= 500"};
    one.on(utc(2026, 1, 1), "award", 400).on(utc(2026, 1, 5), "birthday", 100);
    one.on(utc(2026, 1, 6), "redeem", 300).on(utc(2026, 1, 7), "review", 50);
    CHECK(one.moves() == "gold 2026-01-05");
    CHECK(one.has("earned", utc(2026, 1, 8)) == 550);
    CHECK(one.has("balance", utc(2026, 1, 8)) == 250);
}

TEST_CASE("case 12 as a text: each award lives four years, redemptions take the oldest first") {
    std::string_view const text =
        "measure points sum quantity of award less redeem oldest first in 4 years  stage base";
    followed one{text};
    one.on(utc(2020, 1, 1), "award", 500).on(utc(2021, 1, 1), "award", 1);
    one.on(utc(2022, 1, 1), "award", 1).on(utc(2023, 1, 1), "award", 1);
    CHECK(one.has("points", utc(2023, 12, 31)) == 503);
    CHECK(one.has("points", utc(2024, 1, 2)) == 3);
    one.on(utc(2023, 6, 1), "redeem", 400);
    CHECK(one.has("points", utc(2023, 12, 31)) == 103);
    CHECK(one.has("points", utc(2024, 1, 1)) == 3);
}

TEST_CASE("case 14 as a text: at most 100 points a day") {
    followed one{"measure points sum quantity of award at most 100 a day  stage base"};
    one.on(utc(2026, 1, 1), "award", 80).on(utc(2026, 1, 1, 12, 0), "award", 80);
    one.on(utc(2026, 1, 2), "award", 80);
    CHECK(one.has("points", utc(2026, 1, 3)) == 180);
}

TEST_CASE("case 20 as a text: days are those of the place") {
    auto const days = [](std::string const& offset) {
        followed one{offset + " measure bought days with purchase  stage base"};
        one.on(utc(2026, 6, 6, 18, 0), "purchase", 1).on(utc(2026, 6, 6, 18, 45), "purchase", 1);
        return one.has("bought", utc(2026, 7, 1));
    };
    CHECK(days("offset +05:30") == 2);
    CHECK(days("") == 1);
}

TEST_CASE("case 25 as a text: an old complaint is forgiven") {
    followed one{"measure recent count of complaint in 180 days\n"
                 "stage member  stage trusted enter purchases >= 3 and recent <= 0"};
    for (unsigned d = 1; d <= 3; ++d) one.on(utc(2024, 12, d), "purchase", 10);
    one.on(utc(2025, 1, 10), "complaint").on(utc(2025, 9, 1), "purchase", 10);
    CHECK(one.moves() == "trusted 2024-12-03, member 2025-01-10, trusted 2025-07-09");
}

TEST_CASE("case 28 as a text: three paid months in a row") {
    std::string_view const text = "measure paid streak of calendar months with purchase\n"
                                  "stage base  stage silver enter paid >= 3";
    followed one{text};
    one.on(utc(2026, 1, 1), "purchase", 1)
        .on(utc(2026, 2, 1), "purchase", 1)
        .on(utc(2026, 3, 2), "purchase", 1);
    CHECK(one.moves() == "silver 2026-03-02");
    followed other{text};
    other.on(utc(2026, 1, 1), "purchase", 1).on(utc(2026, 2, 1), "purchase", 1);
    other.on(utc(2026, 6, 1), "purchase", 1);
    CHECK(other.moves().empty());
    CHECK(other.has("paid", utc(2026, 6, 1)) == 1);
}

TEST_CASE("case 36 as a text: hundreds of recommendations, also in the words of the retail schema") {
    followed one{
        "stage partner  stage silver enter recommendations >= 50  stage gold enter recommendations >= 100\n"
        "stage platinum enter recommendations >= 500"};
    for (int i = 0; i < 500; ++i) one.on(utc(2026, 1, 1) + rung::duration{i * 3'600}, "recommendation");
    CHECK(one.moves() ==
          "silver 2026-01-03T01:00:00, gold 2026-01-05T03:00:00, platinum 2026-01-21T19:00:00");
    CHECK(one.has("recommendations", utc(2026, 2, 1)) == 500);
}

TEST_CASE("an attribute is an event with a name and a number, a dinner a purchase of a category") {
    followed one{"measure country  last value of attribute where name = country\n"
                 "measure dinners  count of purchase where category = dinner in 90 days\n"
                 "stage guest  stage local enter country = 49 and dinners >= 2"};
    auto attribute = followed::event(utc(2026, 1, 1), "attribute");
    attribute.name = case_table::list().value_of(rung::shop_model::name, "country");
    attribute.value = 49;
    one.take(attribute);
    attribute.name = case_table::list().value_of(rung::shop_model::name, "birth_year");
    attribute.value = 1990;
    attribute.at = utc(2026, 1, 2);
    one.take(attribute);
    for (unsigned d = 1; d <= 3; ++d) {
        auto bought = followed::event(utc(2026, 2, d), "purchase");
        bought.category =
            case_table::list().value_of(rung::shop_model::category, d == 2 ? "lunch" : "dinner");
        one.take(bought);
    }
    CHECK(one.has("country", utc(2026, 2, 4)) == 49);
    CHECK(one.settle(utc(2027, 1, 1)).moves() == "local 2026-02-03, guest 2026-05-02");
}

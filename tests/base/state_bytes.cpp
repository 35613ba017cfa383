#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/state_bytes.hpp>
#include <rung/notation/parse.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using life_of_state = rung::chosen_lifecycle<rung::ladder>;
using with_facts = rung::client_base<life_of_state>;
using with_history = rung::client_base<life_of_state, rung::history::kept>;

rung::instant day_of_state(std::int64_t n) { return rung::instant::from_unix(1'767'225'600 + n * 86'400); }

}  // namespace

TEST_CASE("state bytes: decisions, merged clients and what was taken back come along") {
    auto const life = *rung::try_parse_lifecycle("stage guest  stage member enter purchases >= 1 keep "
                                                 "silence <= 20d  stage gold enter purchases >= 3");
    with_facts facts{life};
    rung::retail_event bought =
        rung::purchase{.id = 1, .client = 5, .at = day_of_state(1), .amount = rung::money{100}};
    REQUIRE(facts.apply(bought));
    REQUIRE(facts.apply(rung::manual_decision{.client = 5,
                                              .at = day_of_state(2),
                                              .what = rung::decree::pin,
                                              .stage = *life.ladder().find("gold"),
                                              .until = day_of_state(90)}));
    rung::state_bytes<with_facts> of_facts{facts};
    std::vector<std::byte> state;
    REQUIRE(of_facts.write(facts, 5, state));
    CHECK_FALSE(of_facts.write(facts, 6, state));
    with_facts other{life};
    REQUIRE(of_facts.read(state, 77, other).empty());
    CHECK(other.find(77)->decided_client() == facts.find(5)->decided_client());
    CHECK(of_facts.read(state, 77, other) == "the base has a client of this id already");

    with_history kept{life};
    with_history::report_type report;
    (void)kept.apply(bought);
    bought.client = 6;
    bought.at = day_of_state(2);
    (void)kept.apply(bought);
    REQUIRE(kept.merge(5, 6, report) == rung::merge_answer::done);
    REQUIRE(kept.retract(6, 9, report) == rung::retract_answer::awaited);
    kept.settle(day_of_state(3));
    rung::state_bytes<with_history> of_history{kept};
    state.clear();
    REQUIRE(of_history.write(kept, 6, state));
    with_history back{life};
    REQUIRE(of_history.read(state, 5, back).empty());
    std::vector<std::byte> again;
    REQUIRE(of_history.write(back, 5, again));
    CHECK(again == state);
    bought.id = 9;
    CHECK(back.apply(bought).refused.size() == 1);  // taken back before it came
    CHECK(back.settled_until() == day_of_state(3));
    back.settle(day_of_state(4));
    CHECK(of_history.read(state, 8, back) ==
          "it was settled at another moment than the clients who are here");
    auto longer = state;
    longer.push_back(std::byte{0});
    with_history empty{life};
    CHECK(of_history.read(longer, 5, empty) == "it is damaged");
}

TEST_CASE("state bytes: a client with merged ids comes back under whatever id the host gives them") {
    auto const life = *rung::try_parse_lifecycle("stage guest  stage member enter purchases >= 3");
    with_history kept{life};
    for (std::uint64_t who = 5; who < 9; ++who)
        (void)kept.apply(rung::purchase{.id = who, .client = who, .at = day_of_state(1)});
    with_history::report_type report;
    REQUIRE(kept.merge(6, 7, report) == rung::merge_answer::done);
    REQUIRE(kept.merge(5, 6, report) == rung::merge_answer::done);
    REQUIRE(kept.merge(5, 8, report) == rung::merge_answer::done);
    REQUIRE(kept.retract(7, 9, report) == rung::retract_answer::awaited);
    rung::state_bytes<with_history> states{kept};
    std::vector<std::byte> state, again;
    REQUIRE(states.write(kept, 5, state));
    CHECK(states.has_merged_ids(state));
    with_history other{life};
    REQUIRE(states.read(state, 77, other).empty());
    REQUIRE(states.write(other, 7, again));
    CHECK(again == state);
    CHECK(other.find(7)->id() == 77);
    CHECK(other.find(77)->stage_name() == "member");
    CHECK(other.apply(rung::purchase{.id = 9, .client = 7, .at = day_of_state(2)}).refused.size() == 1);
    // Who was merged into whom is known: 7 goes along with 6.
    REQUIRE(other.split(6, report) == rung::merge_answer::done);
    REQUIRE(kept.split(6, report) == rung::merge_answer::done);
    CHECK(other.find(7)->id() == 6);
    state.clear();
    again.clear();
    REQUIRE(states.write(kept, 6, state));
    REQUIRE(states.write(other, 6, again));
    CHECK(again == state);

    CHECK(states.read(state, 6, other) == "the base has a client of this id already");
    CHECK(states.read(state, 99, other) == "the base has a client of an id that was merged into this one");
    CHECK_FALSE(other.find(99));
    with_history alone{life};
    (void)alone.apply(rung::purchase{.id = 1, .client = 5, .at = day_of_state(1)});
    again.clear();
    REQUIRE(states.write(alone, 5, again));
    CHECK_FALSE(states.has_merged_ids(again));
}

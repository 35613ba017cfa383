// A header of a host's that only mentions rung: what it declares is what can be defined later.
#include <rung/core/fwd.hpp>

#include <rung/base/fwd.hpp>

namespace {

enum class step : unsigned char;
using person = rung::basic_client<rung::retail>;
using ladder = rung::basic_ladder<rung::retail>;

rung::event_id last_order(person const&, rung::client_id);
bool is_worth(rung::money, rung::duration, rung::instant);
rung::driver who_cares(ladder const&, rung::stage_id);
bool asks(rung::basic_rule<rung::retail> const&, rung::basic_condition<rung::retail> const&,
          rung::basic_stage<rung::retail> const&);
bool bought(rung::retail_event const&, rung::event_kind);
rung::hold holds(rung::outcome<ladder> const&);
rung::cause why(rung::transition<rung::stage_id> const&, rung::named_transition<ladder> const&);
rung::answer explained(rung::explanation<ladder> const*);
rung::adoption how(rung::adoption_terms const&, rung::basic_decided_client<rung::retail> const&);

using own_ladder = rung::basic_ladder<rung::retail, step>;
using patient =
    rung::lifecycle<own_ladder, rung::ascent::one_step, rung::descent::after, rung::comeback::restart>;
using plain = rung::lifecycle<ladder>;
using crowd = rung::client_base<plain>;
using kept_crowd = rung::client_base<plain, rung::history::kept>;
using dense_crowd = rung::client_base<plain, rung::history::none, rung::ids::dense>;
unsigned long long size_of(crowd const&, rung::census<rung::stage_id> const&);
bool all_taken(rung::apply_report<rung::retail_event> const&, rung::history_report<plain> const*);
bool knows(rung::client_view<plain> const&, kept_crowd const*, dense_crowd const*,
           rung::sharded_base<crowd> const*, patient const*);

template <class T>
concept known = requires {
    sizeof(T);
};
static_assert(!known<rung::retail> && !known<rung::instant>);

}  // namespace

#include "catch.hpp"

#include <rung/base/durable_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/rung.hpp>

#include <type_traits>

namespace {

enum class step : unsigned char { guest, member };

rung::event_id last_order(rung::client const& c, rung::client_id id) { return c.is_new() ? 0 : id; }
bool is_worth(rung::money m, rung::duration d, rung::instant t) {
    return m.minor_units + d.seconds > 0 && t.is_moment();
}
rung::driver who_cares(rung::ladder const& l, rung::stage_id s) { return l.driver(s); }
bool asks(rung::rule const& r, rung::condition const& c, rung::stage const& s) {
    return r.given() && c.low > 0 && s.enter == r;
}
bool bought(rung::retail_event const& e, rung::event_kind kind) { return e.kind == kind; }
rung::hold holds(rung::outcome<rung::ladder> const& o) { return o.hold(); }
rung::cause why(rung::transition<rung::stage_id> const& t,
                rung::named_transition<rung::ladder> const& named) {
    return t == named ? t.why : named.why;
}
rung::answer explained(rung::explanation<rung::ladder> const* e) {
    return e == nullptr ? rung::answer::refused : rung::answer::stayed;
}
rung::adoption how(rung::adoption_terms const& terms, rung::decided_client const& c) {
    return c.is_new() ? terms.how : rung::adoption::retroactive;
}
unsigned long long size_of(crowd const& base, rung::census<rung::stage_id> const& census) {
    return base.size() + census.total();
}
bool all_taken(rung::apply_report<rung::retail_event> const& r, rung::history_report<plain> const* h) {
    return r.refused.empty() && h == nullptr;
}
bool knows(rung::client_view<plain> const& v, kept_crowd const* kept, dense_crowd const* dense,
           rung::sharded_base<crowd> const* shards, patient const* life) {
    return v.id() == 7 && kept == nullptr && dense == nullptr && shards == nullptr && life == nullptr;
}

}  // namespace

TEST_CASE("the forward declarations agree with the headers") {
    using namespace rung::facts;
    rung::ladder const club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1}};
    rung::lifecycle const life{club};
    static_assert(std::is_same_v<decltype(life), plain const>);
    rung::client ann;
    rung::purchase const bought_once{.id = 1, .client = 7, .at = rung::utc(2026, 1, 1)};
    auto const moved = life.apply(ann, bought_once);
    CHECK(last_order(ann, 7) == 7);
    CHECK(is_worth({}, rung::duration{1}, bought_once.at));
    CHECK(who_cares(club, club["member"]) == rung::driver::company);
    CHECK(asks(purchases >= 1, (purchases >= 1)[0], {"member", purchases >= 1}));
    CHECK(bought(bought_once, rung::event_kind::purchase));
    CHECK(holds(moved) == rung::hold::none);
    CHECK(why(*moved, *moved) == rung::cause::event);
    CHECK(explained(nullptr) == rung::answer::refused);
    CHECK(how({}, {}) == rung::adoption::from_now_on);
    rung::client_base base{life};
    static_assert(std::is_same_v<decltype(base), crowd>);
    (void)base.apply(bought_once);
    CHECK(size_of(base, base.census()) == 2);
    CHECK(all_taken({}, nullptr));
    CHECK(knows(*base.find(7), nullptr, nullptr, nullptr, nullptr));
    static_assert(std::is_same_v<decltype(rung::client_base{life, rung::history::kept{}}), kept_crowd>);
    static_assert(std::is_same_v<own_ladder, rung::ladder_of<step>>);
}

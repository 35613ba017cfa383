#include "assertions/handler.hpp"
#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/core/explain.hpp>
#include <rung/insight/compare.hpp>
#include <rung/notation/write.hpp>
#include <rung/rung.hpp>

#include <string>
#include <vector>

using namespace rung::facts;
using rung::stage;
using rung::stage_id;

namespace {

rung::ladder const club{stage{"guest"}, stage{"member", purchases >= 1}};
constexpr stage_id nowhere{7};

bool says(std::string const& sentence, char const* part) { return sentence.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the exception of an assertion handler reaches whoever made the mistake") {
    CHECK(says(told_by([] {
                   rung::ladder{stage{"guest"}, stage{"guest", purchases >= 1}};
               }),
               "two stages have the same name (stage 1, 'guest')"));
    CHECK(says(told_by([] { (void)club["gold"]; }), "the ladder has no stage of that name"));
    CHECK(says(told_by([] { (void)*club.find("gold"); }), "a result that holds an error"));
    CHECK(says(told_by([] { (void)club.find("member").error(); }), "a result that holds a value"));
    CHECK(says(told_by([] {
                   rung::rule r = purchases >= 1;
                   for (int n = 2; n < 20; ++n) r = r or purchases == 3 * n;
               }),
               "a rule has at most 16 conditions and 8 routes"));
    CHECK(says(told_by([] { (void)rung::to_text<8>(club); }), "the text has more bytes"));
    rung::lifecycle const life{club};
    rung::client ann;
    auto const stayed = life.apply(ann, rung::contact{.id = 1, .at = rung::utc(2026, 1, 1)});
    CHECK(says(told_by([&] { (void)*stayed; }), "an outcome without a move"));
}

TEST_CASE("asking for a stage that the ladder does not have is a mistake that can be caught, everywhere") {
    auto const sentence = "a stage was asked for that the ladder does not have";
    CHECK(says(told_by([] { (void)club.name(nowhere); }), sentence));
    CHECK(says(told_by([] { (void)club.source(nowhere); }), sentence));
    CHECK(says(told_by([] { (void)club.driver(nowhere); }), sentence));
    CHECK(says(told_by([] { (void)club.grace(nowhere); }), sentence));
    CHECK(says(told_by([] { (void)club.enter(nowhere); }), sentence));
    CHECK(says(told_by([] { (void)club.keep(nowhere); }), sentence));
    CHECK(says(told_by([] { (void)club.door(nowhere); }), sentence));
    rung::lifecycle const life{club};
    auto const e = life.explain(rung::client{}, rung::utc(2026, 1, 1));
    CHECK(says(told_by([&] { (void)e.enter(nowhere); }), sentence));
    CHECK(says(told_by([&] { (void)e.keep(nowhere); }), sentence));
    CHECK(says(told_by([&] { (void)e.door(nowhere); }), sentence));
}

TEST_CASE("nothing has changed if an assertion handler throws") {
    rung::lifecycle const life{club};
    rung::decided_client ann;
    life.apply(ann, rung::manual_decision{.id = 1,
                                          .at = rung::utc(2026, 1, 1),
                                          .what = rung::decree::pin,
                                          .stage = club.place_of(club["guest"])});
    rung::client plain = ann;
    auto const before = plain;
    CHECK(says(told_by([&] { life.apply(plain, rung::purchase{.id = 2, .at = rung::utc(2026, 2, 1)}); }),
               "a client under a decision by hand was moved without it"));
    CHECK(plain == before);
    CHECK(says(told_by([&] { (void)life.adopt(plain, {}, {.at = rung::instant::never()}); }),
               "new thresholds are adopted at an instant"));
    CHECK(plain == before);

    rung::client_base base{life};
    (void)base.apply(rung::purchase{.id = 1, .client = 7, .at = rung::utc(2026, 1, 1)});
    auto const census = base.census();
    CHECK(says(told_by([&] { (void)rung::insight::compare(base, life, {.at = rung::instant::never()}); }),
               "new thresholds are adopted at an instant"));
    CHECK(says(told_by([&] { rung::sharded_base{base}; }), "a base that had clients"));
    CHECK(base.census() == census);
    CHECK(base.find(7)->stage_name() == "member");
}

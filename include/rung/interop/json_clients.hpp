#pragma once

#include <rung/base/census.hpp>
#include <rung/base/client_view.hpp>
#include <rung/core/assert.hpp>
#include <rung/core/config.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/transition.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/interop/json_values.hpp>
#include <rung/report/column_names.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include <nlohmann/json.hpp>

namespace rung {
inline namespace v0 {

/// A move: {"client": 7, "at": "...", "from": "guest", "to": "member", "why": "event", "kind": "purchase",
/// "skipped": 0, "peak": "guest"}; "kind" is null if it was no event.
template <class Ladder>
void to_json(nlohmann::json& j, named_transition<Ladder> const& t) {
    auto const kind = rung::kind_name<typename Ladder::schema_type>(t.kind);
    bool const has_kind = t.why == cause::event && !kind.empty();
    j = {{"client", t.client},
         {"at", t.at},
         {"from", std::string{t.ladder->name(t.from)}},
         {"to", std::string{t.ladder->name(t.to)}},
         {"why", std::string{rung::to_string(t.why)}},
         {"kind", has_kind ? nlohmann::json(std::string{kind}) : nlohmann::json{}},
         {"skipped", t.skipped},
         {"peak", std::string{t.ladder->name(t.peak)}}};
}
/// Its `ladder` is given before: `move.ladder = &club; j.get_to(move);`.
template <class Ladder>
void from_json(nlohmann::json const& j, named_transition<Ladder>& t) {
    using S = typename Ladder::schema_type;
    if (t.ladder == nullptr)
        RUNG_ASSERT("a move is read from JSON by the names of its ladder: give it first");
    detail::take_whole(j.at("client"), "the 'client' of a move", t.client);
    j.at("at").get_to(t.at);
    t.from = detail::stage_named(j.at("from"), *t.ladder);
    t.to = detail::stage_named(j.at("to"), *t.ladder);
    t.peak = detail::stage_named(j.at("peak"), *t.ladder);
    t.why = detail::enumerator_named<cause>(j.at("why"), 4, "cause of a move");
    detail::take_whole(j.at("skipped"), "the 'skipped' of a move", t.skipped);
    t.kind = 0;
    if (j.at("kind").is_null()) return;
    auto const& name = j.at("kind").get_ref<std::string const&>();
    while (t.kind != 255 && rung::kind_name<S>(t.kind) != name) ++t.kind;
    if (t.kind == 255) detail::refuse_json("'" + name + "' is no kind of event");
}

namespace detail {

template <class View>
[[nodiscard]] nlohmann::json client_as_json(View const& c) {
    using S = typename View::schema_type;
    auto const at = c.client().frontier.at;
    auto facts = nlohmann::json::object();
    auto const named = report::named_facts<S>();
    for (std::size_t i = 0; i < named.size(); ++i) {
        facts[std::string{named[i].name}] =
            detail::bounded(S::read(c.facts(), static_cast<typename S::fact>(i), at));
    }
    return {{"client", c.id()},
            {"stage", std::string{c.stage_name()}},
            {"since", detail::moment_or_null(c.since())},
            {"next_change", detail::moment_or_null(c.next_change())},
            {"in_grace", c.in_grace()},
            {"last_event", detail::moment_or_null(at)},
            {"facts", std::move(facts)}};
}

}  // namespace detail

/// A client of a base: id, stage, since when, when time alone next changes something (null: never), and every
/// fact in its unit as it was at "last_event" (null: without a bound).
template <class Lifecycle>
void to_json(nlohmann::json& j, client_view<Lifecycle> const& c) {
    j = detail::client_as_json(c);
}
template <class Lifecycle>
void to_json(nlohmann::json& j, found_client<Lifecycle> const& c) {
    j = detail::client_as_json(c);
}

/// Counts by stage know no names: `json = rung::with_names{base.census(), ladder}`, and back
/// `auto named = rung::with_names{census, ladder}; json.get_to(named)`.
template <class Counts, class Ladder>
struct with_names {
    Counts& counts;
    Ladder const& ladder;
};
template <class Counts, class Ladder>
with_names(Counts&, Ladder const&) -> with_names<Counts, Ladder>;
template <class Counts, class Ladder>
with_names(Counts const&&, Ladder const&) -> with_names<Counts const, Ladder>;
template <class Counts, class Ladder>
requires(!std::is_const_v<Counts>) void to_json(nlohmann::json& j, with_names<Counts, Ladder> const& c) {
    j = with_names<Counts const, Ladder>{c.counts, c.ladder};
}

/// [{"stage": "guest", "clients": 12}, ...], the lowest rung first.
template <class Stage, class Ladder>
void to_json(nlohmann::json& j, with_names<census<Stage> const, Ladder> const& c) {
    j = nlohmann::json::array();
    for (auto const& [place, clients] : c.counts)
        j.push_back({{"stage", std::string{c.ladder.name(place)}}, {"clients", clients}});
}
/// Adds to what is counted already.
template <class Stage, class Ladder>
void from_json(nlohmann::json const& j, with_names<census<Stage>, Ladder>& c) {
    if (c.counts.size() == 0) c.counts = census<Stage>{c.ladder.place_count()};
    for (auto const& row : j) {
        auto const place = detail::stage_named(row.at("stage"), c.ladder);
        std::uint64_t clients = 0;
        detail::take_whole(row.at("clients"), "the 'clients' of a stage", clients);
        c.counts.add(place, clients);
    }
}

/// [{"stage": "guest", "reached": 12, "landed": 12}, ...]
template <class Stage, class Ladder>
void to_json(nlohmann::json& j, with_names<insight::funnel<Stage> const, Ladder> const& f) {
    j = nlohmann::json::array();
    for (auto const place : f.ladder.stages())
        j.push_back({{"stage", std::string{place.name()}},
                     {"reached", f.counts.reached(place)},
                     {"landed", f.counts.landed(place)}});
}

/// [{"from": "guest", "to": "member", "moves": 3}, ...], without those that nobody made.
template <class Stage, class Ladder>
void to_json(nlohmann::json& j, with_names<insight::flow<Stage> const, Ladder> const& f) {
    j = nlohmann::json::array();
    for (auto const from : f.ladder.places()) {
        for (auto const to : f.ladder.places()) {
            auto const moves = f.counts.count(from, to);
            if (moves != 0)
                j.push_back(
                    {{"from", std::string{from.name()}}, {"to", std::string{to.name()}}, {"moves", moves}});
        }
    }
}
/// Adds to what is counted already.
template <class Stage, class Ladder>
void from_json(nlohmann::json const& j, with_names<insight::flow<Stage>, Ladder>& f) {
    for (auto const& row : j) {
        auto const from = detail::stage_named(row.at("from"), f.ladder);
        auto const to = detail::stage_named(row.at("to"), f.ladder);
        std::int64_t moves = 0;
        detail::take_whole(row.at("moves"), "the 'moves' of a flow", moves);
        std::int64_t sum = 0;
        if (detail::add_overflows(f.counts.count(from, to), moves, sum))
            detail::refuse_json("the 'moves' of a flow are more than can be counted");
        f.counts.add(from, to, moves);
    }
}

}  // namespace v0
}  // namespace rung

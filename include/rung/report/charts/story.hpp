#pragma once

#include <rung/base/timeline.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/core/transition.hpp>
#include <rung/report/charts/common.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// One client's story, to be drawn. Views: what they look at is the host's.
template <class Lifecycle>
struct client_story {
    using event_type = typename Lifecycle::event_type;
    using move_type = transition<typename Lifecycle::stage_type>;

    wording who{};
    std::span<event_type const> events{};  ///< in order
    std::span<move_type const> moves{};    ///< in order
    instant as_of{};
    /// When the grace that runs ends; never() if none does.
    instant grace_until = instant::never();
    /// What time alone will do, if nothing happens: when, and where to.
    struct due {
        instant at{};
        typename Lifecycle::stage_type to{};
    };
    std::optional<due> next{};
    /// A lane for each place of the ladder, so that pictures of several clients are alike; else for those
    /// where they stood.
    bool has_all_places = false;

    /// Fills in what time alone will do with a client who is so at `as_of`.
    void look_ahead(Lifecycle const& life, typename Lifecycle::decided_client_type client) {
        auto const now = life.explain(client, as_of);
        if (now.in_grace()) grace_until = now.grace_until();
        auto const at = now.moves_at();
        if (!at.is_moment()) return;
        (void)life.settle(client, at, [&](auto const& t) {
            if (!next) next = {t.at, t.to};
        });
    }
};

namespace detail {

struct grace_had {
    std::size_t place = 0;
    instant from{};
    instant until{};
};

/// The graces of a client whom these events move, in order; of one that runs at the end, when it will be
/// over. Nothing where the events do not make the story's moves.
template <class Lifecycle>
[[nodiscard]] std::optional<std::vector<grace_had>> graces_by_events(Lifecycle const& life,
                                                                     client_story<Lifecycle> const& of) {
    typename Lifecycle::decided_client_type client{};
    std::vector<grace_had> out;
    std::size_t moves = 0;
    bool is_same = true, runs = false;
    auto const compare = [&](auto const& t) {
        is_same = is_same && moves < of.moves.size() && of.moves[moves].at == t.at &&
                  of.moves[moves].from == t.from && of.moves[moves].to == t.to;
        ++moves;
    };
    auto const look = [&](instant at) {
        auto const& now = client.standing;
        if (runs && (!now.in_grace() || now.place != out.back().place)) {
            out.back().until = at;
            runs = false;
        }
        if (runs || !now.in_grace()) return;
        out.push_back({now.place, at, now.due});
        runs = true;
    };
    // Each change by time at its own instant.
    auto const pass = [&](instant until) {
        for (auto at = life.next_change(client); at <= until && at.is_moment();
             at = life.next_change(client)) {
            (void)life.settle(client, at, compare);
            look(at);
        }
    };
    for (auto const& e : of.events) {
        instant const at = rung::detail::place_of(e).at;
        pass(at);
        (void)life.apply_next(client, e, compare);
        look(at);
    }
    pass(of.as_of);
    if (!is_same || moves != of.moves.size()) return std::nullopt;
    if (runs) out.back().until = client.standing.due;
    return out;
}

template <class Lifecycle>
[[nodiscard]] std::vector<grace_had> graces_of(Lifecycle const& life, client_story<Lifecycle> const& of) {
    if (auto known = detail::graces_by_events(life, of)) return *std::move(known);
    std::vector<grace_had> out;
    auto const& ladder = life.ladder();
    auto since = instant::never();
    std::size_t place = 0;
    for (auto const& m : of.moves) {
        auto const grace = ladder.grace(m.from);
        bool const fell =
            m.why == cause::time && rung::index_of(m.to) < rung::index_of(m.from) && !ladder.is_exit(m.from);
        if (fell && grace.given() && !grace.by_calendar()) {
            auto const begin = m.at - duration{grace.n()};
            out.push_back({rung::index_of(m.from), begin > since ? begin : since, m.at});
        }
        since = m.at;
        place = rung::index_of(m.to);
    }
    if (of.grace_until > of.as_of && of.grace_until.is_moment())
        out.push_back({place, of.as_of, of.grace_until});
    return out;
}

}  // namespace detail

namespace charts {

/// The story of one client on a time line: where they stood, what happened, which graces they had, from their
/// beginning to the fall or to what made them needless, and what is due. Where the events do not make these
/// moves (another ladder made some, or not all events are kept), graces are told of falls alone, and only
/// those of a length of time: when another began is not known from its end.
template <class Lifecycle>
[[nodiscard]] chart
story(Lifecycle const& life, client_story<Lifecycle> const& of,
      lexicon const& words_of = report::usual_lexicon<typename Lifecycle::schema_type>()) {
    using schema_type = typename Lifecycle::schema_type;
    auto const& ladder = life.ladder();
    chart out{.data = {.name = "story", .title = of.who}};
    out.data.columns = {detail::silent_column("what"),
                        detail::text_column("stage", {"stage", "ступень"}),
                        {.name = "from", .label = {"from", "с"}, .form = form::instant},
                        {.name = "until", .label = {"until", "до"}, .form = form::instant},
                        detail::text_column("event", {"event", "событие"})};
    wording happened{"events", "события"};
    for (std::size_t i = 0; i < ladder.place_count(); ++i) {
        auto const words = detail::place_words(ladder, i, words_of);  // a lane for each of the two
        if (words.en == happened.en || words.ru == happened.ru) happened = {"(events)", "(события)"};
    }
    std::vector<bool> stood(ladder.place_count(), of.has_all_places);
    auto const add = [&](char const* what, std::size_t place, instant from, instant until) {
        stood[place] = true;
        out.data.add({what, detail::place_words(ladder, place, words_of), from, until, cell{}});
    };
    auto since = !of.events.empty()  ? rung::detail::place_of(of.events.front()).at
                 : !of.moves.empty() ? of.moves.front().at
                                     : of.as_of;
    std::size_t place = 0;
    for (auto const& m : of.moves) {
        if (m.at > since) add("stay", rung::index_of(m.from), since, m.at);
        since = m.at;
        place = rung::index_of(m.to);
    }
    if (of.as_of > since) add("stay", place, since, of.as_of);
    for (auto const& g : detail::graces_of(life, of)) {
        if (g.until > g.from && g.until.is_moment()) add("grace", g.place, g.from, g.until);
    }
    if (of.next && of.next->at.is_moment()) {
        add("stays", place, of.as_of, of.next->at);
        add("due", rung::index_of(of.next->to), of.next->at, of.next->at);
    }
    for (auto const& e : of.events) {
        auto const kind = rung::kind_name<schema_type>(rung::kind_of<schema_type>(e));
        out.data.add({"event", happened, rung::detail::place_of(e).at, cell{},
                      wording{std::string{words_of.kind(kind, language::en)},
                              std::string{words_of.kind(kind, language::ru)}}});
    }
    std::vector<std::size_t> places;
    for (auto const p : detail::from_the_top(ladder)) {
        if (stood[p]) places.push_back(p);
    }
    out.orders = {detail::in_order(ladder, places, "stage", words_of)};
    out.orders[0].texts.push_back(happened);

    shown const y{.channel = channel::y, .column = "stage", .has_title = false};
    shown const x{.channel = channel::x, .column = "from", .has_title = false};
    shown const x2{.channel = channel::x2, .column = "until"};
    auto const rows = [](char const* what) { return only{only::kind::equal, "what", what}; };
    out.layers = {
        {.mark = mark::bar, .shows = {y, x, x2}, .rows = rows("stay"), .opacity = 0.7},
        {.mark = mark::bar, .shows = {y, x, x2}, .rows = rows("grace"), .color = "#e69f00", .opacity = 0.9},
        {.mark = mark::rule,
         .shows = {y, x, x2},
         .rows = rows("stays"),
         .color = "#808080",
         .is_dashed = true},
        {.mark = mark::point, .shows = {y, x}, .rows = rows("due"), .color = "#d55e00", .is_hollow = true},
        {.mark = mark::point,
         .shows = {y,
                   x,
                   {.channel = channel::color, .column = "event"},
                   {.channel = channel::shape, .column = "event"}},
         .rows = rows("event")}};
    out.data.remark = {"orange: grace; ring: due if nothing happens",
                       "оранжевым — отсрочка; кружок — что будет, если ничего не случится"};
    return out;
}

/// The same of a client of a base that keeps history, up to the instant that the base was settled until.
/// Nothing where there is no such client. `who`: what they are called.
template <class Base>
requires requires(Base const& b, client_id id) { b.export_client(id)->moves; }
[[nodiscard]] std::optional<chart>
story(Base const& base, client_id id, instant as_of, wording const& who,
      lexicon const& words_of = report::usual_lexicon<typename Base::schema_type>()) {
    auto const all = base.export_client(id);
    if (!all) return std::nullopt;
    auto const& life = base.lifecycle();
    client_story<std::remove_cvref_t<decltype(life)>> of{
        .who = who, .events = all->events, .moves = all->moves, .as_of = as_of};
    of.look_ahead(life, all->client);
    return charts::story(life, of, words_of);
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung

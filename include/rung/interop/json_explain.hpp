#pragma once

#include <rung/core/explain.hpp>
#include <rung/core/language.hpp>
#include <rung/core/measure.hpp>
#include <rung/interop/json_values.hpp>
#include <rung/ladders/advice.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace rung {
inline namespace v0 {

[[nodiscard]] constexpr std::string_view to_string(remedy r) noexcept {
    switch (r) {
    case remedy::none: return "none";
    case remedy::time: return "time";
    case remedy::events: return "events";
    case remedy::never: return "never";
    }
    return "?";
}

/// {"fact": "purchases", "low": 3, "high": null, "have": 2, "missing": 1, "holds": false, "from": null,
/// "until": null, "to_hold": "events"}: values in the fact's unit, null where there is no bound or no such
/// moment.
template <schema S>
void to_json(nlohmann::json& j, measured_condition<S> const& c) {
    auto const& w = rung::describe<S>(c.need.fact);
    j = {{"fact", std::string{w.name}},
         {"low", c.need.low <= w.least ? nlohmann::json{} : nlohmann::json(c.need.low)},
         {"high", c.need.high >= w.most ? nlohmann::json{} : nlohmann::json(c.need.high)},
         {"have", detail::bounded(c.have)},
         {"missing", c.missing},
         {"holds", c.holds()},
         {"from", detail::moment_or_null(c.from)},
         {"until", detail::moment_or_null(c.until)},
         {"to_hold", std::string{rung::to_string(c.to_hold())}}};
}

namespace detail {

template <class Ladder>
void put_rule(nlohmann::json& rows, Ladder const& ladder, typename Ladder::stage_type stage, char const* use,
              typename explanation<Ladder>::rule const& of) {
    if (of.empty()) return;
    auto routes = nlohmann::json::array();
    auto const list = [](auto const& conditions) {
        auto out = nlohmann::json::array();
        for (auto const& c : conditions) out.push_back(c);
        return out;
    };
    for (auto const route : of) {
        nlohmann::json row{{"holds", route.holds()},
                           {"cost", route.cost()},
                           {"to_hold", std::string{rung::to_string(route.to_hold())}},
                           {"conditions", list(route.required())}};
        if (route.least() != 0) {
            row["at_least"] = route.least();
            row["of"] = list(route.counted());
        }
        routes.push_back(std::move(row));
    }
    rows.push_back({{"stage", std::string{ladder.name(stage)}},
                    {"rule", use},
                    {"holds", of.holds()},
                    {"from", detail::moment_or_null(of.from())},
                    {"until", detail::moment_or_null(of.until())},
                    {"routes", std::move(routes)}});
}

template <class Ladder>
[[nodiscard]] nlohmann::json name_or_null(Ladder const& ladder,
                                          std::optional<typename Ladder::stage_type> stage) {
    if (!stage) return nullptr;
    return std::string{ladder.name(*stage)};
}

}  // namespace detail

/// An explanation as rows, not sentences: where the client stands, what holds them, and every rule of every
/// place, measured on them, the cheapest route first. A route
/// is the conditions that must all hold, and where some are counted, how many ("at_least") of which ("of").
/// (For sentences: report/explain.hpp.)
template <class Ladder>
void to_json(nlohmann::json& j, explanation<Ladder> const& e) {
    auto const& on = e.ladder();
    auto rules = nlohmann::json::array();
    for (auto const place : on.places()) {
        detail::put_rule(rules, on, place, "enter", e.enter(place));
        if (!on.is_exit(place)) detail::put_rule(rules, on, place, "keep", e.keep(place));
        detail::put_rule(rules, on, place, "door", e.door(place));
    }
    nlohmann::json decided;
    if (auto const d = e.decision()) {
        decided = {{"what", std::string{rung::to_string(d->what)}},
                   {"stage", std::string{on.name(rung::stage_at<typename Ladder::stage_type>(d->place))}},
                   {"until", detail::moment_or_null(d->until)},
                   {"author", d->author},
                   {"reason", d->reason}};
    }
    j = {{"at", e.at()},
         {"stage", std::string{on.name(e.stage())}},
         {"since", detail::moment_or_null(e.since())},
         {"until", detail::moment_or_null(e.until())},
         {"moves_at", detail::moment_or_null(e.moves_at())},
         {"out", e.is_out()},
         {"grace_until", detail::moment_or_null(e.grace_until())},
         {"guaranteed_until", detail::moment_or_null(e.guaranteed_until())},
         {"waits_until", detail::moment_or_null(e.waits_until())},
         {"by_rules", std::string{on.name(e.by_rules())}},
         {"hold", std::string{rung::to_string(e.hold())}},
         {"next", detail::name_or_null(on, e.next())},
         {"decision", std::move(decided)},
         {"rules", std::move(rules)}};
}

/// What to do next for a client: a task. Texts are those of the playbook in English, with their sources.
template <class Ladder>
void to_json(nlohmann::json& j, advice<Ladder> const& a) {
    nlohmann::json play;
    if (a.play != nullptr) {
        auto const hints = [](auto const& from) {
            auto out = nlohmann::json::array();
            for (auto const& h : from)
                out.push_back(
                    {{"text", std::string{h.text.in(language::en)}}, {"source", std::string{h.source}}});
            return out;
        };
        play = {{"aim", std::string{rung::to_string(a.play->aim)}},
                {"goal", std::string{a.play->goal.in(language::en)}},
                {"todo", hints(a.play->todo)},
                {"never", hints(a.play->never)}};
    }
    auto conditions = nlohmann::json::array();
    for (auto const& c : a) conditions.push_back(c);
    j = {{"client", a.client},
         {"at", a.at},
         {"stage", std::string{a.ladder->name(a.stage)}},
         {"since", detail::moment_or_null(a.since)},
         {"next", detail::name_or_null(*a.ladder, a.next)},
         {"purpose", std::string{rung::to_string(a.purpose)}},
         {"who", std::string{rung::to_string(a.who)}},
         {"conditions", std::move(conditions)},
         {"more_conditions", a.more_conditions},
         {"cost", a.cost},
         {"not_before", detail::moment_or_null(a.not_before)},
         {"by", detail::moment_or_null(a.by)},
         {"worth", a.worth},
         {"play", std::move(play)}};
}

}  // namespace v0
}  // namespace rung

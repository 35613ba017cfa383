#pragma once

#include <rung/interop/json_values.hpp>
#include <rung/retail/event.hpp>

#include <cstdint>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace rung {
inline namespace v0 {

namespace detail {

/// A number that is left out where it is 0.
template <class Number>
void put_number(nlohmann::json& j, char const* name, Number n) {
    if (n != 0) j[name] = n;
}
template <class Number>
void take_number(nlohmann::json const& j, char const* name, Number& n) {
    auto const found = j.find(name);
    if (found == j.end() || found->is_null()) return;
    if (auto const* const wrong = detail::read_whole(*found, n); wrong != nullptr)
        detail::refuse_json("the '" + std::string{name} + "' of an event " + wrong);
}

}  // namespace detail

/// An event of the retail schema: {"kind": "purchase", "client": 7, "at": "2026-01-31T08:26:00Z", "id": 1,
/// "amount_minor": 1990}. What is 0 is left out. The names are those of the columns of Arrow
/// (arrow_events.hpp); "score" stands for the detail of an evaluation.
inline void to_json(nlohmann::json& j, retail_event const& e) {
    j = nlohmann::json::object();
    j["kind"] = std::string{to_string(e.kind)};
    j["client"] = e.client;
    j["at"] = e.at;
    detail::put_number(j, "id", e.id);
    detail::put_number(j, "amount_minor", e.amount.minor_units);
    detail::put_number(j, "of", e.of);
    if (e.bought != instant::never()) j["bought"] = e.bought;
    detail::put_number(j, "channel", e.channel);
    detail::put_number(j, e.kind == event_kind::evaluation ? "score" : "detail", e.detail);
    detail::put_number(j, "mark", e.mark);
}
/// "client" and "at" are needed; without a "kind" it is a purchase. A base refuses what is unsound in the
/// event itself.
inline void from_json(nlohmann::json const& j, retail_event& out) {
    retail_event e;
    e.kind = event_kind::purchase;
    if (auto const kind = j.find("kind"); kind != j.end())
        e.kind = detail::enumerator_named<event_kind>(*kind, event_kind_count, "kind of event");
    (void)j.at("client");
    detail::take_number(j, "client", e.client);
    j.at("at").get_to(e.at);
    detail::take_number(j, "id", e.id);
    if (auto const amount = j.find("amount_minor"); amount != j.end()) amount->get_to(e.amount);
    if (j.contains("amount"))
        detail::refuse_json(
            "an event has an 'amount', which may be in main or in minor units: it is 'amount_minor'");
    detail::take_number(j, "of", e.of);
    if (auto const bought = j.find("bought"); bought != j.end()) bought->get_to(e.bought);
    detail::take_number(j, "channel", e.channel);
    detail::take_number(j, "detail", e.detail);
    if (e.kind == event_kind::evaluation) detail::take_number(j, "score", e.detail);
    detail::take_number(j, "mark", e.mark);
    out = e;
}

}  // namespace v0
}  // namespace rung

#pragma once

// Events, clients, moves, explanations, advice, ladders, counts and reports as values of nlohmann/json
// (Debian: nlohmann-json3-dev; 3.11 was looked at). It is found by argument-dependent look-up:
//
//     nlohmann::json j = rung::purchase{.id = 1, .client = 7, .at = now, .amount = rung::money{1990}};
//     auto const event = j.get<rung::retail_event>();

#include <rung/core/ladder.hpp>
#include <rung/interop/json_clients.hpp>
#include <rung/interop/json_events.hpp>
#include <rung/interop/json_explain.hpp>
#include <rung/interop/json_values.hpp>
#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_json.hpp>

#include <cstddef>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace rung {
inline namespace v0 {
namespace detail {

struct string_sink {
    std::string text{};
    void write(char const* from, std::ptrdiff_t size) { text.append(from, static_cast<std::size_t>(size)); }
};

}  // namespace detail

namespace report {

/// A report as data, as report::write_json writes it.
inline void to_json(nlohmann::json& j, sheet const& s) {
    rung::detail::string_sink out;
    report::write_json(out, s);
    j = nlohmann::json::parse(out.text);
}

}  // namespace report
}  // namespace v0
}  // namespace rung

/// A ladder: {"stages": ["guest", "member"], "exits": [], "text": "ladder club ..."}. It is read back from
/// its text alone, by try_parse_ladder; a mistake in it is a rung::json_refused with the sentence.
template <class S, class Stage>
struct nlohmann::adl_serializer<rung::basic_ladder<S, Stage>> {
    using ladder = rung::basic_ladder<S, Stage>;

    static void to_json(nlohmann::json& j, ladder const& of) {
        auto const names = [](auto const& places) {
            auto out = nlohmann::json::array();
            for (auto const stage : places) out.push_back(std::string{stage.name()});
            return out;
        };
        rung::detail::string_sink text;
        rung::write_text(text, of);
        j = {{"stages", names(of.stages())}, {"exits", names(of.exits())}, {"text", std::move(text.text)}};
    }
    static ladder from_json(nlohmann::json const& j) {
        auto const read = rung::try_parse_ladder<S, Stage>(j.at("text").get_ref<std::string const&>());
        if (!read) rung::detail::refuse_json(std::string{read.error().message()});
        return *read;
    }
};

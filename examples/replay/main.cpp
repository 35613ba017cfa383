// Replays an event log on one of the catalog's ladders or on one in a file: where everybody stands, how they
// came there, and what was wrong with the log. `replay --help` says how to use it.
#include "arguments.hpp"
#include "catalog.hpp"
#include "charts.hpp"
#include "diagrams.hpp"
#include "expect.hpp"
#include "guess.hpp"
#include "insights.hpp"
#include "lists.hpp"
#include "look_alikes.hpp"
#include "moves_file.hpp"
#include "options.hpp"
#include "play_log.hpp"
#include "print.hpp"
#include "refused_file.hpp"
#include "replay.hpp"
#include "report_page.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace {

constexpr int not_as_wanted = 1, cannot = 2;

// Whether a rule of the ladder asks for an amount.
template <class S>
bool asks_for_money(rung::basic_ladder<S> const& ladder) {
    for (std::size_t i = 0; i < ladder.condition_count(); ++i) {
        if (rung::describe<S>(ladder.condition_at(i).fact).measure == rung::unit::money) return true;
    }
    return false;
}

// Whether the measures of a ladder ask about a field of events of these kinds.
template <class S>
bool asks(std::uint8_t field, std::uint64_t kinds = ~std::uint64_t{0}) {
    auto const& list = S::list();
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto const m = list[i];
        bool const takes = m.what == rung::form::sum || m.what == rung::form::largest ||
                           m.what == rung::form::last || m.what == rung::form::mean;
        for (auto const* events : {&m.of, &m.less, &m.after}) {
            for (std::size_t k = 0; k < events->size; ++k) {
                auto const& c = events->any[k];
                if ((c.kinds & kinds) == 0) continue;
                if (c.tests[0].field == field || c.tests[1].field == field) return true;
                if (takes && m.field == field && c.gives < 0 && events != &m.after) return true;
            }
        }
    }
    return false;
}

// The kinds and fields of a ladder's measures, for the reader of the log.
template <class S>
void add_own(log_format& format) {
    if constexpr (!std::is_same_v<S, rung::retail>) {
        auto const& list = S::list();
        for (std::size_t i = 0; i < list.own_kind_count(); ++i)
            format.own_kinds.emplace_back(
                list.kind_name(static_cast<std::uint8_t>(rung::event_kind_count + i)));
        using model = rung::shop_model;
        format.asks_amount = asks<S>(model::amount);
        format.asks_channel = asks<S>(model::channel);
        format.asks_score = asks<S>(model::detail);
        format.asks_quantity = asks<S>(model::quantity);
        format.asks_category = asks<S>(model::category);
        format.asks_name = asks<S>(model::name);
        format.asks_value = asks<S>(model::value);
    }
}

// A day's purchases that become one have the amounts of all, and else what the first of them says.
template <class S>
void check_per_day() {
    if constexpr (!std::is_same_v<S, rung::retail>) {
        using model = rung::shop_model;
        constexpr auto purchases = std::uint64_t{1} << static_cast<unsigned>(rung::event_kind::purchase);
        for (auto const field : std::initializer_list<std::uint8_t>{
                 model::quantity, model::value, model::category, model::channel, model::name}) {
            if (!asks<S>(field, purchases)) continue;
            std::string_view name;
            for (auto const& f : model::fields) {
                if (f.number == field) name = f.name;
            }
            throw usage_error{"--per-day makes one purchase of those of a day, and only their amounts can be "
                              "added up: not with a ladder whose measures ask about the " +
                              std::string{name} + " of purchases"};
        }
    }
}

// With facts only there are no events to tell of, and the options say so.
template <class S>
constexpr bool keeps_events = !std::is_same_v<S, facts_table>;

template <class S>
void show_insight(options const& asked, std::string const& ladder, replay_of<S> const& r) {
    if constexpr (keeps_events<S>) {
        if (asked.json)
            print_insight_json(std::cout, ladder, r);
        else
            print_insight(std::cout, r);
    }
}

template <class S>
void show_page(options const& asked, std::string const& ladder, replay_of<S> const& r) {
    if constexpr (keeps_events<S>) write_report(asked.page, ladder, r);
}

template <class S>
int run(options const& asked, rung::chosen_lifecycle<rung::basic_ladder<S>> const& lifecycle) {
    auto const replayed = make_replay(lifecycle, asked.terms);
    auto& r = *replayed;
    auto format = asked.format;
    add_own<S>(format);
    find_kinds(format);
    if (asked.terms.per_day) check_per_day<S>();
    if (draw_ladder(std::cout, asked.diagram, r.ladder())) return std::cout.flush() ? 0 : cannot;
    if (!std::is_same_v<S, rung::retail> && !asked.chart.name.empty() && is_of_retail(asked.chart))
        throw usage_error{"--chart " + asked.chart.name +
                          " is of money or channels, which a ladder with measures of its own need not know"};
    if (asked.terms.decimals > 2 && asks_for_money(r.ladder()))
        throw usage_error{"--decimals 3: the thresholds of this ladder have two decimals: choose a "
                          "ladder that does not "
                          "ask for amounts"};
    check_list(asked.list, r);
    if (asked.page.is_given()) check_page(asked.page);
    std::optional<refused_file> refused;
    if (!asked.refused.empty()) {
        refused.emplace(asked.refused);
        r.on_refused([&](auto const& line) { refused->add(line); });
    }
    std::optional<moves_file<S>> moves;
    if (!asked.moves.empty()) {
        moves.emplace(asked.moves, r);
        r.on_move([&](auto const& move) { moves->add(move); });
    }
    std::vector<std::string> remarks;
    bool const has_query = !asked.sql.query.empty();
    if (has_query)
        remarks = play_query(r, asked.sql, format, asked.quiet);
    else if (asked.file.empty())
        play_simulated_shop(r, asked.quiet);
    else
        remarks = play_log(r, asked.file, format, asked.quiet);
    if (refused) refused->close();
    if (moves) moves->close();

    if (!asked.quiet) {
        print_remarks(std::cerr, r);
        for (auto const& remark : remarks) std::cerr << printable(remark) << '\n';
        for (auto const& doubt : doubtful_clients(r)) std::cerr << printable(doubt) << '\n';
        for (auto const& alike : look_alikes(r)) std::cerr << printable(alike) << '\n';
    }
    if (has_query || !asked.file.empty()) require_a_line(r, has_query ? "--sql" : asked.file);
    // What the ladder calls itself, or the file that it came from.
    auto const name = r.ladder().name().empty() ? asked.ladder : std::string{r.ladder().name()};
    bool as_expected = true;
    if (!asked.expect.empty())
        as_expected = check_expected(std::cout, asked.expect, r);
    else if (asked.page.is_given())
        show_page(asked, name, r);
    else if (asked.insight)
        show_insight(asked, name, r);
    else if (!asked.chart.name.empty())
        print_chart(std::cout, asked.chart, r);
    else if (!asked.diagram.empty())
        draw_moves(std::cout, r);
    else if (asked.list.is_given())
        print_list(std::cout, asked.list, r);
    else if (asked.json)
        print_json(std::cout, name, r);
    else
        print_tables(std::cout, name, r);
    if (std::cout.flush())
        return !as_expected || (asked.strict && r.events().refused != 0) ? not_as_wanted : 0;
    std::cerr << "replay: the output could not be written\n";
    return cannot;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        auto const asked = read_options(argc, argv);
        if (!asked) return 0;
        if (!asked->guess.empty()) {
            std::cout << guess_mapping(asked->guess);
            return std::cout.flush() ? 0 : cannot;
        }
        return std::visit(
            [&]<class Life>(Life const& lifecycle) {
                using ladder_type = std::remove_cvref_t<decltype(lifecycle.ladder())>;
                return run<typename ladder_type::schema_type>(*asked, lifecycle);
            },
            make_replayed(asked->ladder, asked->thresholds, asked->terms.facts_only));
    } catch (std::exception const& e) {
        std::cerr << "replay: " << printable(e.what()) << '\n';
    }
    return cannot;
}

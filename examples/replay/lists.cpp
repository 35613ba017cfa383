#include "lists.hpp"

#include "arguments.hpp"
#include "print.hpp"

#include <rung/notation/values.hpp>
#include <rung/notation/write.hpp>

#include <rung/report/json_writer.hpp>

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using fact = rung::retail::fact;
constexpr auto const& vocabulary = rung::retail::vocabulary;

using rule_type = rung::basic_rule<rung::retail>;

// The place of a fact in the vocabulary; its size if there is none of that name.
std::size_t place_of(std::string_view name) {
    std::size_t i = 0;
    while (i < vocabulary.size() && vocabulary[i].name != name) ++i;
    return i;
}

// The rule of --where.
std::optional<rule_type> rule_of(std::string const& where) {
    if (where.empty()) return std::nullopt;
    auto const read = rung::try_parse_rule(where);
    if (!read) throw usage_error{"--where " + where + ": " + std::string{read.error().sentence.view()}};
    return *read;
}

std::string value_of(std::size_t word, std::int64_t value) {
    return std::string{rung::value_to_text(vocabulary[word].measure, value).view()};
}

// What the cheapest route to the next rung still asks for.
template <class Explanation>
std::string missing_in(Explanation const& e) {
    std::string out;
    auto const next = e.next();
    if (!next) return out;
    auto const rule = e.enter(*next);
    if (rule.empty()) return out;
    for (auto const& c : rule[0]) {
        if (c.holds()) continue;
        bool const low = c.missing > 0;
        auto const open = rung::condition_of<rung::retail>(
            c.need.fact, low ? rung::comparison::at_least : rung::comparison::at_most,
            low ? c.need.low : c.need.high);
        (out += out.empty() ? "" : " and ") += rung::to_text(open).view();
    }
    return out;
}

struct field {
    std::string_view name;
    std::string text{};
    bool is_count = false;  // a number in JSON; a stage may be named by digits, too
};
using row = std::vector<field>;

// Rows as they come, with the names of the first as header line.
class writer {
public:
    writer(std::ostream& out, bool json) : out_{out}, json_{json} {
        if (json_) out_ << '[';
    }
    void write(row const& r) {
        if (json_) {
            out_ << (first_ ? "\n" : ",\n");
            rung::report::json_writer all{out_};
            all.begin_object();
            for (auto const& [name, text, is_count] : r) {
                if (auto const count = is_count ? rung::parse_count(text) : std::nullopt)
                    all.member(name, *count);
                else
                    all.member(name, printable(text));
            }
            all.end_object();
        } else {
            if (first_) header(r);
            char const* before = "";
            for (auto const& f : r) {
                out_ << before << csv_field(printable(f.text));
                before = ",";
            }
            out_ << '\n';
        }
        first_ = false;
    }
    void header(row const& r) {
        char const* before = "";
        for (auto const& f : r) {
            out_ << before << f.name;
            before = ",";
        }
        out_ << '\n';
    }
    void finish(row const& names) {
        if (json_)
            out_ << (first_ ? "]\n" : "\n]\n");
        else if (first_)
            header(names);
    }

private:
    std::ostream& out_;
    bool json_;
    bool first_ = true;
};

row row_of_client(replay::client_type const& c, replay const& r, rung::instant now) {
    auto const e = c.explain(now);
    auto const read = [&](fact k) {
        return value_of(static_cast<std::size_t>(k), rung::retail::read(c.facts(), k, now));
    };
    return {
        {"client", std::string{r.client_name(c.id())}},
        {"stage", std::string{c.stage_name()}},
        {"since", instant_in_full(c.since())},
        {"contacts", read(fact::contacts), true},
        {"purchases", read(fact::purchases), true},
        {"spend", read(fact::spend)},
        {"silence_days", std::to_string(rung::retail::read(c.facts(), fact::silence, now) / 86'400), true},
        {"recommendations", read(fact::recommendations), true},
        {"next_change", instant_in_full(e.until())},
        {"missing", missing_in(e)}};
}

row row_of_move(rung::due_move<replay::lifecycle_type> const& move, replay const& r) {
    return {
        {"client", std::string{r.client_name(move.client)}},
        {"at", instant_in_full(move.at)},
        {"from", std::string{r.ladder().name(move.from)}},
        {"to", std::string{r.ladder().name(move.to)}},
        {"condition", move.condition ? std::string{rung::to_text(*move.condition).view()} : std::string{}}};
}

}  // namespace

void check_list(list_terms const& terms, replay const& r) {
    (void)rule_of(terms.where);
    if (terms.is_given() && r.terms().decimals > 2)
        throw usage_error{"--decimals 3: lists show amounts with two decimals; ask for tables"};
    if (!terms.sort.empty() && place_of(terms.sort) == vocabulary.size())
        throw usage_error{"--sort " + terms.sort +
                          ": no such fact; there are purchases, spend, silence and the others"};
    if (terms.stage.empty() || terms.stage == "all") return;
    std::string list;
    for (auto const stage : r.ladder().places()) {
        if (stage.name() == terms.stage) return;
        (list += list.empty() ? "" : ", ") += stage.name();
    }
    throw usage_error{"--list " + terms.stage + ": no such stage; there are all, " + list};
}

void print_list(std::ostream& out, list_terms const& terms, replay const& r) {
    writer rows{out, terms.json};
    auto const now = r.as_of();
    auto const rule = rule_of(terms.where);
    auto const is_asked = [&](replay::client_type const& c) {
        return (terms.stage.empty() || terms.stage == "all" || c.stage_name() == terms.stage) &&
               (!rule || rule->holds(c.facts(), now));
    };
    if (terms.due) {
        std::size_t listed = 0;
        for (auto const& move : r.due(*terms.due)) {
            if (terms.top != 0 && listed == terms.top) break;
            bool asked = false;
            r.visit(move.client, [&](replay::client_type const& c) { asked = is_asked(c); });
            if (!asked) continue;
            rows.write(row_of_move(move, r));
            ++listed;
        }
        return rows.finish({{"client"}, {"at"}, {"from"}, {"to"}, {"condition"}});
    }
    auto const word = place_of(terms.sort);
    auto const by = [&](replay::client_type const& c) -> std::optional<std::int64_t> {
        if (!is_asked(c)) return std::nullopt;
        if (word == vocabulary.size()) return 0;  // in the order of the log
        return rung::retail::read(c.facts(), static_cast<fact>(word), now);
    };
    r.each_in_order(
        by, [&](replay::client_type const& c) { rows.write(row_of_client(c, r, now)); },
        terms.top == 0 ? r.clients() : terms.top);
    rows.finish({{"client"},
                 {"stage"},
                 {"since"},
                 {"contacts"},
                 {"purchases"},
                 {"spend"},
                 {"silence_days"},
                 {"recommendations"},
                 {"next_change"},
                 {"missing"}});
}

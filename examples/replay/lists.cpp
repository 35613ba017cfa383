#include "lists.hpp"

#include "arguments.hpp"
#include "print.hpp"

#include <rung/notation/values.hpp>
#include <rung/notation/write.hpp>
#include <rung/report/column_names.hpp>
#include <rung/report/json_writer.hpp>

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

// The place of a fact in the vocabulary; its size if there is none of that name.
template <class S>
std::size_t place_of(std::string_view name) {
    std::size_t i = 0;
    while (i < S::vocabulary.size() && S::vocabulary[i].name != name) ++i;
    return i;
}

// The rule of --where.
template <class S>
std::optional<rung::basic_rule<S>> rule_of(std::string const& where) {
    if (where.empty()) return std::nullopt;
    auto const read = rung::try_parse_rule<S>(where);
    if (!read) throw usage_error{"--where " + where + ": " + std::string{read.error().sentence.view()}};
    return *read;
}

template <class S>
std::string value_of(std::size_t word, std::int64_t value) {
    if (value == rung::unlimited) return {};  // how long ago what never was
    return std::string{rung::value_to_text(S::vocabulary[word].measure, value).view()};
}

// What the cheapest route to the next rung still asks for: of conditions that count, no more than it takes.
template <class S, class Explanation>
std::string missing_in(Explanation const& e) {
    std::string out;
    auto const next = e.next();
    if (!next) return out;
    auto const rule = e.enter(*next);
    if (rule.empty()) return out;
    for (auto const& c : rule[0].missing()) {
        bool const low = c.missing > 0;
        bool const exact = c.need.low == c.need.high;
        auto const open = rung::condition_of<S>(c.need.fact,
                                                exact ? rung::comparison::equal
                                                : low ? rung::comparison::at_least
                                                      : rung::comparison::at_most,
                                                low ? c.need.low : c.need.high);
        (out += out.empty() ? "" : " and ") += rung::to_text(open).view();
    }
    return out;
}

struct field {
    std::string_view name;
    std::string text{};
    enum kind { words, count, value } is = words;  // a count is a number in JSON, and no value is null
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
            for (auto const& [name, text, is] : r) {
                if (auto const count = is == field::count ? rung::parse_count(text) : std::nullopt)
                    all.member(name, *count);
                else if (is != field::words && text.empty())
                    all.key(name).null();
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

// The columns of a ladder's measures; none of the retail schema, whose facts are fixed.
template <class S>
std::vector<std::string> names_of_measures() {
    if constexpr (std::is_same_v<S, rung::retail>) {
        return {};
    } else {
        constexpr std::string_view others[]{"client", "stage", "since", "next_change", "missing"};
        return rung::report::column_names(rung::report::named_facts<S>(), others);
    }
}

// What is known of a client: of the retail schema what people look for, of measures all of them, under names
// of their own.
template <class S>
row facts_of(typename replay_of<S>::client_type const& c, rung::instant now,
             std::vector<std::string> const& measures) {
    row out;
    auto const read = [&](std::size_t i) {
        return value_of<S>(i, S::read(c.facts(), static_cast<typename S::fact>(i), now));
    };
    if constexpr (std::is_same_v<S, rung::retail>) {
        using fact = rung::retail::fact;
        auto const shown = [&](fact k) { return read(static_cast<std::size_t>(k)); };
        auto const silence = rung::retail::read(c.facts(), fact::silence, now);
        out = {{"contacts", shown(fact::contacts), field::count},
               {"purchases", shown(fact::purchases), field::count},
               {"spend", shown(fact::spend), field::value},
               {"silence_days", silence == rung::unlimited ? "" : std::to_string(silence / 86'400),
                field::count},
               {"recommendations", shown(fact::recommendations), field::count}};
    } else {
        for (std::size_t i = 0; i < measures.size(); ++i)
            out.push_back({measures[i], read(i),
                           S::vocabulary[i].measure == rung::unit::count ? field::count : field::value});
    }
    return out;
}

template <class S>
row row_of_client(typename replay_of<S>::client_type const& c, replay_of<S> const& r, rung::instant now,
                  std::vector<std::string> const& measures) {
    auto const e = c.explain(now);
    row out{{"client", std::string{r.client_name(c.id())}},
            {"stage", std::string{c.stage_name()}},
            {"since", instant_in_full(c.since())}};
    for (auto& f : facts_of<S>(c, now, measures)) out.push_back(std::move(f));
    out.push_back({"next_change", instant_in_full(e.until())});
    out.push_back({"missing", missing_in<S>(e)});
    return out;
}

template <class S>
row row_of_move(rung::due_move<typename replay_of<S>::lifecycle_type> const& move, replay_of<S> const& r) {
    return {
        {"client", std::string{r.client_name(move.client)}},
        {"at", instant_in_full(move.at)},
        {"from", std::string{r.ladder().name(move.from)}},
        {"to", std::string{r.ladder().name(move.to)}},
        {"condition", move.condition ? std::string{rung::to_text(*move.condition).view()} : std::string{}}};
}

// The header of a list without a client: that of any client.
template <class S>
row names_of_list(std::vector<std::string> const& measures) {
    row out{{"client"}, {"stage"}, {"since"}};
    if constexpr (std::is_same_v<S, rung::retail>) {
        for (char const* name : {"contacts", "purchases", "spend", "silence_days", "recommendations"})
            out.push_back({name});
    } else {
        for (auto const& name : measures) out.push_back({name});
    }
    out.push_back({"next_change"});
    out.push_back({"missing"});
    return out;
}

}  // namespace

template <class S>
void check_list(list_terms const& terms, replay_of<S> const& r) {
    (void)rule_of<S>(terms.where);
    if (terms.is_given() && r.terms().decimals > 2)
        throw usage_error{"--decimals 3: lists show amounts with two decimals; ask for tables"};
    if (!terms.sort.empty() && place_of<S>(terms.sort) == S::vocabulary.size())
        throw usage_error{"--sort " + terms.sort +
                          (std::is_same_v<S, rung::retail>
                               ? ": no such fact; there are purchases, spend, silence and the others"
                               : ": no such fact; there are those that the ladder defines or asks about")};
    if (terms.stage.empty() || terms.stage == "all") return;
    std::string list;
    for (auto const stage : r.ladder().places()) {
        if (stage.name() == terms.stage) return;
        (list += list.empty() ? "" : ", ") += stage.name();
    }
    throw usage_error{"--list " + terms.stage + ": no such stage; there are all, " + list};
}

template <class S>
void print_list(std::ostream& out, list_terms const& terms, replay_of<S> const& r) {
    using client_type = typename replay_of<S>::client_type;
    writer rows{out, terms.json};
    auto const now = r.as_of();
    auto const rule = rule_of<S>(terms.where);
    auto const is_asked = [&](client_type const& c) {
        return (terms.stage.empty() || terms.stage == "all" || c.stage_name() == terms.stage) &&
               (!rule || rule->holds(c.facts(), now));
    };
    if (terms.due) {
        std::size_t listed = 0;
        for (auto const& move : r.due(*terms.due)) {
            if (terms.top != 0 && listed == terms.top) break;
            bool asked = false;
            r.visit(move.client, [&](client_type const& c) { asked = is_asked(c); });
            if (!asked) continue;
            rows.write(row_of_move<S>(move, r));
            ++listed;
        }
        return rows.finish({{"client"}, {"at"}, {"from"}, {"to"}, {"condition"}});
    }
    auto const measures = names_of_measures<S>();
    auto const word = place_of<S>(terms.sort);
    auto const by = [&](client_type const& c) -> std::optional<std::int64_t> {
        if (!is_asked(c)) return std::nullopt;
        if (word == S::vocabulary.size()) return 0;  // in the order of the log
        return S::read(c.facts(), static_cast<typename S::fact>(word), now);
    };
    r.each_in_order(
        by, [&](client_type const& c) { rows.write(row_of_client<S>(c, r, now, measures)); },
        terms.top == 0 ? r.clients() : terms.top);
    rows.finish(names_of_list<S>(measures));
}

template void check_list(list_terms const&, replay_of<rung::retail> const&);
template void check_list(list_terms const&, replay_of<facts_table> const&);
template void check_list(list_terms const&, replay_of<history_table> const&);
template void print_list(std::ostream&, list_terms const&, replay_of<rung::retail> const&);
template void print_list(std::ostream&, list_terms const&, replay_of<facts_table> const&);
template void print_list(std::ostream&, list_terms const&, replay_of<history_table> const&);

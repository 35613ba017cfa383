#include "lists.hpp"

#include "arguments.hpp"
#include "print.hpp"

#include <rung/notation/values.hpp>

#include <nlohmann/json.hpp>

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

struct listed {
    rung::client_id client = 0;
    std::int64_t by = 0;  // what the list is sorted by, the highest first
};

// The place of a fact in the vocabulary; its size if there is none of that name.
std::size_t place_of(std::string_view name) {
    std::size_t i = 0;
    while (i < vocabulary.size() && vocabulary[i].name != name) ++i;
    return i;
}

// The rule of --where, as the one of the upper stage of a ladder.
std::optional<replay::lifecycle_type> lifecycle_of(std::string const& where) {
    if (where.empty()) return std::nullopt;
    auto const read = rung::try_parse_lifecycle("ladder asked\nstage others\nstage these enter\n" + where);
    if (!read) {
        // The place is one of the lines above.
        std::ostringstream why;
        why << read.error();
        auto text = why.str();
        if (auto const end = text.find(": "); end != std::string::npos) text.erase(0, end + 2);
        throw usage_error{"--where " + where + ": " + text};
    }
    if (read->ladder().place_count() != 2) throw usage_error{"--where " + where + ": one rule, and no more"};
    return *read;
}

bool satisfies(replay::lifecycle_type const& asked, rung::client c, rung::instant now) {
    c.standing = {};
    return asked.explain(c, now).by_rules() == rung::stage_id{1};
}

// Instants as they stand in a list: always with the time of day, nothing for what never comes.
std::string text_of(rung::instant at) {
    if (!at.is_moment()) return {};
    std::string text{rung::to_text(at).view()};
    return text + (text.size() == 10 ? "T00:00:00Z" : "Z");
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
        auto const word = static_cast<std::size_t>(c.need.fact);
        bool const low = c.missing > 0;
        (out += out.empty() ? "" : " and ") += vocabulary[word].name;
        out += (low ? " >= " : " <= ") + value_of(word, low ? c.need.low : c.need.high);
    }
    return out;
}

// The conditions that hold at the instant of an explanation, and no longer at `then`; or the other way round.
template <class Explanation>
std::string turning(Explanation const& e, rung::instant then) {
    std::string out;
    for (std::size_t i = 0; i < e.ladder().condition_count(); ++i) {
        auto const& c = e[i];
        auto const turn = c.holds() ? c.until : c.from;
        if (turn > then || !turn.is_moment()) continue;
        auto const word = static_cast<std::size_t>(c.need.fact);
        bool const low = c.need.low > vocabulary[word].least;
        auto const text = std::string{vocabulary[word].name} + (low ? " >= " : " <= ") +
                          value_of(word, low ? c.need.low : c.need.high);
        if (out.find(text) == std::string::npos) (out += out.empty() ? "" : " and ") += text;
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
            nlohmann::ordered_json all;
            for (auto const& [name, text, is_count] : r) {
                auto& to = all[std::string{name}];
                if (auto const count = is_count ? rung::parse_count(text) : std::nullopt)
                    to = *count;
                else
                    to = printable(text);
            }
            out_ << (first_ ? "\n" : ",\n") << all.dump();
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
        {"since", text_of(c.since())},
        {"contacts", read(fact::contacts), true},
        {"purchases", read(fact::purchases), true},
        {"spend", read(fact::spend)},
        {"silence_days", std::to_string(rung::retail::read(c.facts(), fact::silence, now) / 86'400), true},
        {"recommendations", read(fact::recommendations), true},
        {"next_change", text_of(e.until())},
        {"missing", missing_in(e)}};
}

row row_of_move(replay::client_type const& c, replay const& r, rung::instant now) {
    auto const e = c.explain(now);
    auto copy = c.decided_client();
    std::string to;
    (void)r.lifecycle().settle(copy, e.moves_at(),
                               [&](auto const& moved) { to = r.ladder().name(moved.to); });
    return {{"client", std::string{r.client_name(c.id())}},
            {"at", text_of(e.moves_at())},
            {"from", std::string{c.stage_name()}},
            {"to", to},
            {"condition", turning(e, e.moves_at())}};
}

}  // namespace

void check_list(list_terms const& terms, replay const& r) {
    (void)lifecycle_of(terms.where);
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
    auto const now = r.as_of();
    auto const asked = lifecycle_of(terms.where);
    auto const word = place_of(terms.sort);
    std::vector<listed> all;
    r.each([&](replay::client_type const& c) {
        if (!terms.stage.empty() && terms.stage != "all" && c.stage_name() != terms.stage) return;
        if (asked && !satisfies(*asked, c.client(), now)) return;
        listed one{c.id(), 0};
        if (terms.due) {
            auto const at = c.explain(now).moves_at();
            if (!at.is_moment() || at > now + *terms.due) return;
            one.by = -at.unix_seconds;
        } else if (word < vocabulary.size()) {
            one.by = rung::retail::read(c.facts(), static_cast<fact>(word), now);
        }
        all.push_back(one);
    });
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.by > b.by; });
    if (terms.top != 0 && all.size() > terms.top) all.resize(terms.top);

    writer rows{out, terms.json};
    for (auto const& one : all) {
        r.visit(one.client, [&](replay::client_type const& c) {
            rows.write(terms.due ? row_of_move(c, r, now) : row_of_client(c, r, now));
        });
    }
    rows.finish(terms.due ? row{{"client", {}}, {"at", {}}, {"from", {}}, {"to", {}}, {"condition", {}}}
                          : row{{"client", {}},
                                {"stage", {}},
                                {"since", {}},
                                {"contacts", {}},
                                {"purchases", {}},
                                {"spend", {}},
                                {"silence_days", {}},
                                {"recommendations", {}},
                                {"next_change", {}},
                                {"missing", {}}});
}

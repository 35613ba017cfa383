#include "expect.hpp"

#include "arguments.hpp"
#include "columns.hpp"
#include "print.hpp"
#include "records.hpp"

#include <rung/core/explain.hpp>
#include <rung/notation/values.hpp>
#include <rung/report/explain.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace {

constexpr std::array<std::string_view, 3> names{"client", "at", "stage"};

std::unique_ptr<byte_source> text_in(std::string const& file) {
    try {
        return text_of(bytes_of(std::fopen(file.c_str(), "rb")));
    } catch (std::exception const& e) {
        throw unreadable{file + ": " + e.what()};
    }
}

// A file of expectations, line by line.
class expectations {
public:
    explicit expectations(std::string const& file)
        : file_{file}, records_{line_reader{text_in(file), std::size_t{1} << 20, std::size_t{1} << 16}} {}

    // The columns by name; false at the end.
    [[nodiscard]] bool next() {
        if (line_ == 0) read_header();
        return read_record();
    }
    [[nodiscard]] std::string_view operator[](std::size_t i) const {
        return place_[i] < fields_.fields().size() ? trimmed(fields_.fields()[place_[i]])
                                                   : std::string_view{};
    }
    [[noreturn]] void refuse(std::string const& why) const {
        throw unreadable{file_ + ": " + (line_ == 0 ? "" : "line " + std::to_string(line_) + ": ") + why};
    }

private:
    std::string file_;
    record_reader records_;
    dialect characters_{};
    splitter fields_;
    std::string text_;
    std::uint64_t line_ = 0;
    std::array<std::size_t, names.size()> place_{};

    bool read_record() {
        auto const record = records_.next(characters_);
        if (!record) return false;
        line_ = record->line;
        if (record->too_long) refuse("it is too long");
        text_.assign(record->text);
        text_.append(8, '\0');  // as the splitter wants it
        if (characters_.separator == 0) characters_.separator = guess_separator(record->text);
        auto const fault = fields_.split(text_.data(), record->text.size(), characters_);
        if (!fault.empty()) refuse(std::string{fault});
        return true;
    }
    void read_header() {
        if (!read_record()) refuse("there is nothing in it");
        for (std::size_t i = 0; i < names.size(); ++i) {
            std::size_t k = 0;
            while (k < fields_.fields().size() && !same_name(trimmed(fields_.fields()[k]), names[i])) ++k;
            if (k == fields_.fields().size())
                refuse("no column '" + std::string{names[i]} + "': the columns are client, at and stage");
            place_[i] = k;
        }
    }
};

// A date alone means the end of that day, as with --as-of.
rung::instant instant_of(expectations const& e) {
    auto const text = std::string{e[1]};
    auto at = rung::parse_instant(text);
    if (!at) e.refuse("'" + text + "' is no date: 2026-01-31, or 2026-01-31T08:26:00Z, in UTC");
    return text.find_first_of("T ") == std::string::npos ? *at + rung::duration{86'399} : *at;
}

template <class Ladder>
rung::stage_id stage_of(expectations const& e, Ladder const& ladder) {
    std::string list;
    for (auto const stage : ladder.places()) {
        if (stage.name() == e[2]) return stage;
        (list += list.empty() ? "" : ", ") += stage.name();
    }
    e.refuse("no stage '" + std::string{e[2]} + "'; there are " + list);
}

}  // namespace

template <class S>
bool check_expected(std::ostream& out, std::string const& file, replay_of<S> const& r) {
    expectations e{file};
    std::uint64_t looked_at = 0, differ = 0;
    while (e.next()) {
        auto const client = r.client_named(e[0]);
        if (!client) e.refuse("the log has no client '" + std::string{e[0]} + "'");
        auto const at = instant_of(e);
        if (r.terms().as_of && at > *r.terms().as_of)
            e.refuse("'" + std::string{e[1]} + "' is later than --as-of, and what is later was passed over");
        auto const wanted = stage_of(e, r.ladder());
        auto const found = r.client_at(*client, at);
        ++looked_at;
        if (r.lifecycle().stage(found) == wanted) continue;
        ++differ;
        out << printable(e[0]) << ", " << instant_in_full(at) << ": expected " << r.ladder().name(wanted)
            << ", found " << r.ladder().name(r.lifecycle().stage(found)) << '\n';
        rung::report::explain(out, r.lifecycle().explain(found, at));
        out << '\n';
    }
    if (looked_at == 0) e.refuse("there is no line after the header line");
    if (differ == 0)
        out << "all of " << grouped(looked_at) << " as expected\n";
    else
        out << grouped(differ) << " of " << grouped(looked_at) << " not as expected\n";
    return differ == 0;
}

template bool check_expected(std::ostream&, std::string const&, replay_of<rung::retail> const&);
template bool check_expected(std::ostream&, std::string const&, replay_of<facts_table> const&);
template bool check_expected(std::ostream&, std::string const&, replay_of<history_table> const&);

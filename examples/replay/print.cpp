#include "print.hpp"

#include <rung/report/json_writer.hpp>
#include <rung/report/sheet_csv.hpp>

#include <ostream>
#include <sstream>

std::string printable(std::string_view text) {
    std::ostringstream out;
    rung::write_printable(out, text);
    return out.str();
}

std::string csv_field(std::string_view text) {
    std::ostringstream out;
    rung::report::write_csv_field(out, text);
    return out.str();
}

namespace {

void print_if_any(std::ostream& out, std::uint64_t count, std::string_view one, std::string_view many) {
    if (count != 0) out << counted(count, one, many) << '\n';
}

}  // namespace

template <class S>
void print_tables(std::ostream& out, std::string const& ladder, replay_of<S> const& found) {
    auto const& events = found.events();
    auto const spend = found.spend();

    out << printable(ladder) << ": " << counted(found.clients(), "client", "clients") << ", "
        << counted(events.applied, "event", "events");
    if (found.as_of() != rung::instant::never()) out << ", as of " << found.as_of();
    out << "\n\n";
    bool const as_usual = found.terms().decimals == 2;
    rung::report::pyramid(out, found.ladder(), found.census(), as_usual && spend ? &*spend : nullptr);
    out << '\n';
    if (!as_usual && spend) {
        for (auto const stage : found.ladder().places()) {
            auto const sum = static_cast<std::uint64_t>((*spend)[stage].minor_units);
            auto const thousandths = std::to_string(1'000 + sum % 1'000).substr(1);
            out << "spend of " << stage.name() << ": " << grouped(sum / 1'000) << '.' << thousandths << '\n';
        }
        out << '\n';
    }
    rung::report::table(out, found.ladder(), found.funnel());
    out << '\n';
    rung::report::table(out, found.ladder(), found.flow());

    out << '\n' << grouped(events.refused) << " of " << counted(events.read, "event", "events") << " refused";
    char const* before = ": ";
    for (auto const& [reason, count] : events.reasons) {
        out << before << reason << ' ' << grouped(count);
        before = ", ";
    }
    out << '\n';
    print_if_any(out, events.repeated, "is repeated: known already, word for word",
                 "are repeated: known already, word for word");
    if (found.terms().on_conflict == rung::history::conflict::keep_last)
        print_if_any(out, events.conflicts, "is replaced by a later line of the same id",
                     "are replaced by a later line of the same id");
    else
        print_if_any(out, events.conflicts, "has the id of another event, which stays",
                     "have the id of another event, which stays");
    print_if_any(out, events.later, "is later than that", "are later than that");
    for (auto const& [reason, count] : events.skips)
        out << counted(count, "is", "are") << " passed over: " << reason << '\n';
    print_if_any(out, events.joined, "is a further line of an order, whose amounts are added up",
                 "are further lines of an order, whose amounts are added up");
    if (found.terms().facts_only)
        print_if_any(out, events.loose_refunds,
                     "refund names no purchase that is known: it lowers the spend only",
                     "refunds name no purchase that is known: they lower the spend only");
    else
        print_if_any(out, events.loose_refunds, "refund is held aside: its purchase is not known",
                     "refunds are held aside: their purchases are not known");
    if (auto const corrected = events.withdrawn + events.issued; corrected != 0)
        out << counted(corrected, "move", "moves")
            << " corrected, since lines came late or purchases were refunded: " << grouped(events.withdrawn)
            << " withdrawn, " << grouped(events.issued) << " made instead\n";
}

template <class S>
void print_json(std::ostream& out, std::string const& ladder, replay_of<S> const& found) {
    auto const& places = found.ladder();
    auto const& events = found.events();
    rung::report::json_writer json{out, rung::report::json_style::indented};
    json.begin_object().member("ladder", printable(ladder)).key("as_of");
    // Always with the time of day: a date alone would not say whether the day is included.
    if (auto const at = instant_in_full(found.as_of()); at.empty())
        json.null();
    else
        json.value(at);
    json.key("events").begin_object();
    json.member("read", events.read).member("applied", events.applied);
    json.member("repeated", events.repeated).member("conflicts", events.conflicts);
    json.member("later", events.later).member("skipped", events.skipped).member("joined", events.joined);
    json.member("refused", events.refused);
    json.member("held_aside", found.terms().facts_only ? 0 : events.loose_refunds);
    json.key("reasons").begin_object();
    for (auto const& [reason, count] : events.reasons) json.member(reason, count);
    json.end_object().end_object();
    json.key("corrections").begin_object();
    json.member("withdrawn", events.withdrawn).member("issued", events.issued).end_object();
    json.member("clients", found.clients()).member("decimals", found.terms().decimals);

    json.key("census").begin_array();
    for (auto const stage : places.places()) {
        json.begin_object().member("stage", stage.name()).member("clients", found.census()[stage]);
        json.end_object();
    }
    json.end_array().key("funnel").begin_array();
    for (auto const stage : places.stages()) {
        json.begin_object().member("stage", stage.name()).member("reached", found.funnel().reached(stage));
        json.member("landed", found.funnel().landed(stage)).end_object();
    }
    json.end_array().key("flow").begin_array();
    for (auto const stage : places.places()) {
        for (auto const to : places.places()) {
            auto const count = found.flow().count(stage, to);
            if (count == 0) continue;
            json.begin_object().member("from", stage.name()).member("to", to.name());
            json.member("count", count).end_object();
        }
    }
    json.end_array();
    if (auto const sums = found.spend()) {
        json.key("spend").begin_object();
        for (auto const stage : places.places()) json.member(stage.name(), (*sums)[stage].minor_units);
        json.end_object();
    }
    json.end_object();
    out << '\n';
}

template void print_tables(std::ostream&, std::string const&, replay_of<rung::retail> const&);
template void print_tables(std::ostream&, std::string const&, replay_of<facts_table> const&);
template void print_tables(std::ostream&, std::string const&, replay_of<history_table> const&);
template void print_json(std::ostream&, std::string const&, replay_of<rung::retail> const&);
template void print_json(std::ostream&, std::string const&, replay_of<facts_table> const&);
template void print_json(std::ostream&, std::string const&, replay_of<history_table> const&);

void print_remarks(std::ostream& out, replay const& found) {
    auto const& events = found.events();
    for (auto const& line : events.first_remarks) out << printable(line) << '\n';
    if (auto const more = events.remarks - events.first_remarks.size(); more != 0)
        out << "... and " << grouped(more) << " more\n";
}

#include "print.hpp"

#include <nlohmann/json.hpp>

#include <ostream>
#include <sstream>

std::string printable(std::string_view text) {
    std::ostringstream out;
    rung::write_printable(out, text);
    return out.str();
}

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string{text};
    std::string out{'"'};
    for (char const c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out += '"';
}

namespace {

void print_if_any(std::ostream& out, std::uint64_t count, std::string_view one, std::string_view many) {
    if (count != 0) out << counted(count, one, many) << '\n';
}

}  // namespace

void print_tables(std::ostream& out, std::string const& ladder, replay const& found) {
    auto const& events = found.events();
    auto const spend = found.spend();

    out << printable(ladder) << ": " << counted(found.clients(), "client", "clients") << ", "
        << counted(events.applied, "event", "events");
    if (found.as_of() != rung::instant::never()) out << ", as of " << found.as_of();
    out << "\n\n";
    bool const as_usual = found.terms().decimals == 2;
    rung::report::pyramid(out, found.ladder(), found.census(), as_usual ? &spend : nullptr);
    out << '\n';
    if (!as_usual) {
        for (auto const stage : found.ladder().places()) {
            auto const sum = static_cast<std::uint64_t>(spend[stage].minor_units);
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

void print_json(std::ostream& out, std::string const& ladder, replay const& found) {
    using json = nlohmann::ordered_json;
    auto const& places = found.ladder();
    auto const& events = found.events();
    json all;
    all["ladder"] = printable(ladder);
    // Always with the time of day: a date alone would not say whether the day is included.
    all["as_of"] = nullptr;
    if (auto const at = found.as_of(); at != rung::instant::never()) {
        std::string text{rung::to_text(at).view()};
        all["as_of"] = text + (text.size() == 10 ? "T00:00:00Z" : "Z");
    }
    all["events"] = {{"read", events.read},
                     {"applied", events.applied},
                     {"repeated", events.repeated},
                     {"conflicts", events.conflicts},
                     {"later", events.later},
                     {"skipped", events.skipped},
                     {"joined", events.joined},
                     {"refused", events.refused},
                     {"held_aside", found.terms().facts_only ? 0 : events.loose_refunds},
                     {"reasons", json::object()}};
    for (auto const& [reason, count] : events.reasons) all["events"]["reasons"][reason] = count;
    all["corrections"] = {{"withdrawn", events.withdrawn}, {"issued", events.issued}};
    all["clients"] = found.clients();
    all["decimals"] = found.terms().decimals;

    auto const sums = found.spend();
    json census = json::array(), funnel = json::array(), flow = json::array(), spend = json::object();
    for (auto const stage : places.places()) {
        census.push_back({{"stage", stage.name()}, {"clients", found.census()[stage]}});
        spend[std::string{stage.name()}] = sums[stage].minor_units;
        for (auto const to : places.places()) {
            if (auto const count = found.flow().count(stage, to); count != 0)
                flow.push_back({{"from", stage.name()}, {"to", to.name()}, {"count", count}});
        }
    }
    for (auto const stage : places.stages()) {
        funnel.push_back({{"stage", stage.name()},
                          {"reached", found.funnel().reached(stage)},
                          {"landed", found.funnel().landed(stage)}});
    }
    all["census"] = std::move(census);
    all["funnel"] = std::move(funnel);
    all["flow"] = std::move(flow);
    all["spend"] = std::move(spend);
    out << all.dump(2) << '\n';
}

void print_remarks(std::ostream& out, replay const& found) {
    auto const& events = found.events();
    for (auto const& line : events.first_remarks) out << printable(line) << '\n';
    if (auto const more = events.remarks - events.first_remarks.size(); more != 0)
        out << "... and " << grouped(more) << " more\n";
}

#include "print.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

std::string grouped(std::uint64_t n) {
    auto text = std::to_string(n);
    for (auto i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
    return text;
}

void print_tables(std::ostream& out, std::string const& ladder, replay const& found) {
    auto const& events = found.events();
    rung::insight::spend_census const spend{found.base()};

    out << ladder << ": " << grouped(found.base().size()) << " clients, " << grouped(events.applied)
        << " events";
    if (found.as_of() != rung::instant::never()) out << ", as of " << found.as_of();
    out << "\n\n";
    rung::report::pyramid(out, found.ladder(), found.base().census(), &spend);
    out << '\n';
    rung::report::table(out, found.ladder(), found.funnel());
    out << '\n';
    rung::report::table(out, found.ladder(), found.flow());

    out << '\n' << grouped(events.refused) << " of " << grouped(events.read) << " events refused";
    char const* before = ": ";
    for (auto const& [reason, count] : events.reasons) {
        out << before << reason << ' ' << grouped(count);
        before = ", ";
    }
    out << '\n';
    if (events.later != 0) out << grouped(events.later) << " are later than that\n";
    if (events.loose_refunds != 0)
        out << grouped(events.loose_refunds)
            << " refunds name no purchase of the client: they lower the spend only\n";
}

void print_json(std::ostream& out, std::string const& ladder, replay const& found) {
    using json = nlohmann::ordered_json;
    auto const& places = found.ladder();
    auto const& events = found.events();
    auto const stages = [&](std::size_t count, auto&& f) {
        for (std::size_t i = 0; i < count; ++i) {
            auto const stage = rung::stage_at<rung::stage_id>(i);
            f(stage, std::string{places.name(stage)});
        }
    };

    json all;
    all["ladder"] = ladder;
    // With the time of day always: a date alone would not say whether the day is in or out.
    all["as_of"] = nullptr;
    if (auto const at = found.as_of(); at != rung::instant::never()) {
        std::string text{rung::to_text(at).view()};
        all["as_of"] = text + (text.size() == 10 ? "T00:00:00Z" : "Z");
    }
    all["events"] = {{"read", events.read},
                     {"applied", events.applied},
                     {"later", events.later},
                     {"refused", events.refused},
                     {"reasons", json::object()}};
    for (auto const& [reason, count] : events.reasons) all["events"]["reasons"][reason] = count;
    all["clients"] = found.base().size();

    rung::insight::spend_census const sums{found.base()};
    json census = json::array(), funnel = json::array(), flow = json::array(), spend = json::object();
    stages(places.places(), [&](auto stage, std::string const& name) {
        census.push_back({{"stage", name}, {"clients", found.base().census()[stage]}});
        spend[name] = sums[stage].minor_units;
        stages(places.places(), [&](auto to, std::string const& name_of_to) {
            if (auto const count = found.flow().count(stage, to); count != 0)
                flow.push_back({{"from", name}, {"to", name_of_to}, {"count", count}});
        });
    });
    stages(places.stages(), [&](auto stage, std::string const& name) {
        funnel.push_back({{"stage", name},
                          {"reached", found.funnel().reached(stage)},
                          {"landed", found.funnel().landed(stage)}});
    });
    all["census"] = std::move(census);
    all["funnel"] = std::move(funnel);
    all["flow"] = std::move(flow);
    all["spend"] = std::move(spend);
    out << all.dump(2) << '\n';
}

void print_refused(std::ostream& out, replay const& found) {
    auto const& events = found.events();
    for (auto const& line : events.first_refused) out << line << '\n';
    if (auto const more = events.refused - events.first_refused.size(); more != 0)
        out << "... and " << grouped(more) << " more\n";
}

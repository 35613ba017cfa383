#include "replay.hpp"

#include "replay_on.hpp"

#include <algorithm>
#include <limits>

namespace {

// What was wrong. Not cut within a character.
std::string quoted(std::string_view text) {
    std::size_t most = 40;
    if (text.size() <= most) return " '" + std::string{text} + "'";
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0u) == 0x80u) --most;
    return " '" + std::string{text.substr(0, most)} + "...'";
}

constexpr std::size_t most_shown = 10;

// A detail that no kind of event has, so that the library refuses it by its own rules.
constexpr std::uint8_t no_detail = 255;

}  // namespace

// What the score means depends on the kind: who began a contact (1 the client, 2 we), the mark of an
// evaluation, the level of awareness, the step of the purchase, percent, 1 for a price rise taken calmly, the
// reason of a loss.
rung::retail_event replay::to_event(entry const& e) {
    auto const client = clients_[e.client];
    constexpr std::uint64_t most_channels = std::numeric_limits<std::uint16_t>::max();
    auto const channel =
        static_cast<std::uint16_t>(e.channel.empty() ? 0 : std::min(channels_[e.channel], most_channels));
    auto const detail = e.score.value_or(no_detail);
    auto const in_common = [&](auto event) {
        event.id = e.id;
        event.client = client;
        event.at = e.at;
        if constexpr (requires { event.channel; }) event.channel = channel;
        if constexpr (requires { event.amount; }) event.amount = e.amount;
        return event;
    };
    switch (e.kind) {
    case rung::event_kind::contact:
        return in_common(rung::contact{.by = static_cast<rung::initiator>(e.score.value_or(0)),
                                       .referred = e.channel == "referral"});
    case rung::event_kind::offer: return in_common(rung::offer{});
    case rung::event_kind::purchase: return in_common(rung::purchase{});
    case rung::event_kind::refund: return in_common(rung::refund{.of = e.of});
    case rung::event_kind::evaluation: return in_common(rung::evaluation{.score = detail, .of = e.of});
    case rung::event_kind::complaint: return in_common(rung::complaint{});
    case rung::event_kind::recommendation: return in_common(rung::recommendation{});
    case rung::event_kind::referral: return in_common(rung::referral{});
    case rung::event_kind::awareness:
        return in_common(rung::awareness{.level = static_cast<rung::knows>(detail)});
    case rung::event_kind::need: {
        auto const step = e.score ? static_cast<rung::step>(detail) : rung::step::need;
        // A client who is already looking for it wants it now.
        auto const level = step >= rung::step::search ? rung::urgency::now : rung::urgency::some_day;
        return in_common(rung::need{.level = level, .step = step});
    }
    case rung::event_kind::wallet: return in_common(rung::wallet{.share = detail});
    case rung::event_kind::price_rise: return in_common(rung::price_rise{.accepted = detail == 1});
    case rung::event_kind::competitor_purchase: return in_common(rung::competitor_purchase{});
    case rung::event_kind::refusal: return in_common(rung::declined{});
    case rung::event_kind::loss: {
        auto const other = static_cast<std::uint8_t>(rung::loss_reason::other);
        return in_common(rung::loss{.reason = static_cast<rung::loss_reason>(e.score.value_or(other))});
    }
    case rung::event_kind::decision: break;  // the log reader takes none: a stage has no column
    }
    return {};
}

void replay::take(std::span<entry const> lines) {
    counts_.read += lines.size();
    events_.clear();
    lines_.clear();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        constexpr std::size_t ahead = 32;
        if (i + ahead < lines.size()) clients_.ask_for(lines[i + ahead].client);
        auto const& e = lines[i];
        if (!e.refused.empty()) {
            refuse_line(e.line, e.refused, e.wrong);
        } else if (terms_.as_of && e.at > *terms_.as_of) {
            ++counts_.later;
        } else {
            events_.push_back(to_event(e));
            lines_.push_back(e.line);
        }
    }
    play(events_);
    show_remarks();
}

void replay::finish() { end(); }

void replay::refuse_line(std::uint64_t line, std::string_view why, std::string_view text) {
    ++counts_.refused;
    auto reason = counts_.reasons.find(why);
    if (reason == counts_.reasons.end()) reason = counts_.reasons.emplace(why, 0).first;
    ++reason->second;
    remark_line(line, why, text);
}

void replay::remark_line(std::uint64_t line, std::string_view what, std::string_view text) {
    ++counts_.remarks;
    if (counts_.first_remarks.size() == most_shown) return;
    remarks_.push_back({line, std::string{what} + (text.empty() ? std::string{} : quoted(text))});
}

void replay::show_remarks() {
    std::stable_sort(remarks_.begin(), remarks_.end(),
                     [](auto const& a, auto const& b) { return a.line < b.line; });
    for (auto const& r : remarks_) {
        if (counts_.first_remarks.size() == most_shown) break;
        counts_.first_remarks.push_back("line " + std::to_string(r.line) + ": " + r.text);
    }
    remarks_.clear();
}

std::unique_ptr<replay> make_replay(replay::lifecycle_type const& lifecycle, replay_terms const& terms) {
    return terms.facts_only ? make_replay_of_facts(lifecycle, terms)
                            : make_replay_of_history(lifecycle, terms);
}

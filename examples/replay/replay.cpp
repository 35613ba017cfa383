#include "replay.hpp"

#include "replay_on.hpp"

#include <algorithm>
#include <limits>

namespace {

// What was wrong. Not cut within a character.
std::string in_quotes(std::string_view text) {
    std::size_t most = 40;
    if (text.size() <= most) return " '" + std::string{text} + "'";
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0u) == 0x80u) --most;
    return " '" + std::string{text.substr(0, most)} + "...'";
}

constexpr std::uint64_t most_shown = 3;  // of each reason

// How many there are of it, to count up.
std::uint64_t& count_of(replay::counts::by_reason& counts, std::string_view reason) {
    auto at = counts.find(reason);
    if (at == counts.end()) at = counts.emplace(reason, 0).first;
    return at->second;
}

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
    auto const of = e.of_text.empty() ? e.of : ids_(e.of_text);
    auto const in_common = [&](auto event) {
        event.id = e.id_text.empty() ? e.id : ids_(e.id_text);
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
    case rung::event_kind::refund: return in_common(rung::refund{.of = of});
    case rung::event_kind::evaluation: return in_common(rung::evaluation{.score = detail, .of = of});
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
    // A kind of the ladder's own.
    auto own = in_common(rung::retail_event{});
    own.kind = e.kind;
    return own;
}

void replay::take(std::span<entry const> lines) {
    lines_.clear();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        constexpr std::size_t ahead = 32;
        if (i + ahead < lines.size()) clients_.ask_for(lines[i + ahead].client);
        auto const& e = lines[i];
        counts_.read += e.lines;
        counts_.joined += e.lines - 1;
        if (!e.refused.empty()) {
            refuse_line(e.line, e.refused, e.wrong, e.hint);
        } else if (!e.skipped.empty()) {
            ++counts_.skipped;
            ++count_of(counts_.skips, e.skipped);
        } else if (terms_.as_of && e.at > *terms_.as_of) {
            ++counts_.later;
        } else {
            auto const event = to_event(e);
            add(event, &e);
            lines_.push_back(e.line);
            if (e.refunded.minor_units != 0) add_refund(e, event.id, event.client);
        }
    }
    play_added();
    show_remarks();
}

// When it was given back a column does not say: it is as if that had been at once.
void replay::add_refund(entry const& e, rung::event_id purchase, rung::client_id client) {
    rung::refund refund{.of = purchase};
    refund.id = ids_.refund_in_line(purchase);
    refund.client = client;
    refund.at = e.at;
    refund.amount = e.refunded;
    ++counts_.read;
    add(refund, &e);
    lines_.push_back(e.line);
}

void replay::finish() { end(); }

void replay::refuse_line(std::uint64_t line, std::string_view why, std::string_view text,
                         std::string_view hint) {
    ++counts_.refused;
    ++count_of(counts_.reasons, why);
    remark_line(line, why, text, hint, true);
}

void replay::remark_line(std::uint64_t line, std::string_view what, std::string_view text,
                         std::string_view hint, bool is_refused) {
    ++counts_.remarks;
    if (!tell_refused_ && count_of(remarked_, what) >= most_shown) return;
    remarks_.push_back({line, what, std::string{text}, hint, is_refused});
}

void replay::show_remarks() {
    std::stable_sort(remarks_.begin(), remarks_.end(),
                     [](auto const& a, auto const& b) { return a.line < b.line; });
    for (auto const& r : remarks_) {
        if (tell_refused_ && r.is_refused) tell_refused_({r.line, r.what, r.text});
        if (++count_of(remarked_, r.what) > most_shown) continue;
        auto text = "line " + std::to_string(r.line) + ": " + std::string{r.what};
        if (!r.text.empty()) text += in_quotes(r.text);
        if (!r.hint.empty()) text += ": " + std::string{r.hint};
        counts_.first_remarks.push_back(std::move(text));
    }
    remarks_.clear();
}

std::unique_ptr<retail_replay> make_replay(retail_replay::lifecycle_type const& lifecycle,
                                           replay_terms const& terms) {
    return terms.facts_only ? make_replay_of_facts<rung::retail>(lifecycle, terms)
                            : make_replay_of_history<rung::retail>(lifecycle, terms);
}
std::unique_ptr<replay_of<facts_table>> make_replay(replay_of<facts_table>::lifecycle_type const& lifecycle,
                                                    replay_terms const& terms) {
    return make_replay_of_facts<facts_table>(lifecycle, terms);
}
std::unique_ptr<replay_of<history_table>>
make_replay(replay_of<history_table>::lifecycle_type const& lifecycle, replay_terms const& terms) {
    return make_replay_of_history<history_table>(lifecycle, terms);
}

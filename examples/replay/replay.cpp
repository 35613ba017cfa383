#include "replay.hpp"

#include <algorithm>
#include <limits>

std::uint64_t numbering::operator[](std::string_view text) {
    if (auto const known = numbers_.find(text); known != numbers_.end()) return known->second;
    auto const added = numbers_.emplace(text, numbers_.size() + 1).first;
    texts_.push_back(added->first);
    return added->second;
}

namespace {

// What was wrong, fit for a terminal.
std::string quoted(std::string_view text) {
    constexpr std::size_t most = 40;
    std::string out{" '"};
    for (char const c : text.substr(0, most))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    return out += text.size() > most ? "...'" : "'";
}

std::uint32_t day_of(rung::instant t) { return t.unix_seconds / 86'400; }

// A detail that no kind of event has, so that the library refuses it by its own rules.
constexpr std::uint8_t no_detail = 255;

}  // namespace

// What the score means depends on the kind: who began a contact (1 the client, 2 we), the mark of an
// evaluation, what he knows, the step of the purchase, percent, 1 for a price rise taken calmly, the reason
// of a loss.
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
        // Who looks for it already wants it now.
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

void replay::take(entry const& e) {
    ++counts_.read;
    if (!e.refused.empty()) return refuse(e.line, e.refused, e.wrong);
    if (as_of_ && e.at > *as_of_) {
        ++counts_.later;
        return;
    }
    auto const event = to_event(e);
    if (per_day_ && hold(event, e.line)) return;
    apply({event, e.line, {}});
}

// Whether the event is dealt with: held back, or refused. What is held is checked here as it would be
// when it is applied, so that lines are refused in their order.
bool replay::hold(rung::retail_event const& e, std::uint64_t line) {
    auto held = held_.find(e.client);
    if (held != held_.end() && day_of(e.at) > day_of(held->second.front().event.at)) {
        release(held->second);
        held_.erase(held);
        held = held_.end();
    }
    if (held == held_.end() && e.kind != rung::event_kind::purchase) return false;

    rung::client before;
    if (auto const known = base_.find(e.client)) before = known->client();
    if (held != held_.end()) {
        for (auto const& h : held->second)
            before.frontier = std::max(before.frontier, rung::event_order::of(h.event.at, h.event.id));
    }
    if (auto const why = base_.lifecycle().why_not(before, e); why != rung::refusal::none) {
        refuse(line, to_string(why));
        return true;
    }
    last_ = std::max(last_, e.at);
    if (held == held_.end()) {
        held_[e.client].push_back({e, line, {}});
    } else if (e.kind == rung::event_kind::purchase) {
        auto& first = held->second.front();
        first.event.amount += e.amount;
        first.merged.push_back(e.id);
    } else {
        held->second.push_back({e, line, {}});
    }
    return true;
}

void replay::release(std::vector<held_event> const& day) {
    for (auto const& h : day) apply(h);
}

void replay::apply(held_event const& h) {
    auto event = h.event;
    purchase_state* refunded = nullptr;
    if (event.kind == rung::event_kind::refund) {
        if (auto const of = purchase_of_.find(event.of); of != purchase_of_.end()) {
            auto& p = purchases_[of->second];
            if (p.client == event.client) refunded = &p;
        }
        if (refunded != nullptr && !refunded->taken_back &&
            refunded->refunded + event.amount >= refunded->amount)
            event.bought = refunded->at;
    }
    auto const outcome = base_.apply(event, funnel_, flow_);
    auto const lines = 1 + h.merged.size();
    if (outcome.answer() == rung::answer::refused) {
        for (std::size_t i = 0; i < lines; ++i) refuse(h.line, to_string(outcome.refusal()));
        return;
    }
    counts_.applied += lines;
    last_ = std::max(last_, event.at);

    if (event.kind == rung::event_kind::purchase) {
        purchase_of_[event.id] = purchases_.size();
        for (auto const id : h.merged) purchase_of_[id] = purchases_.size();
        purchases_.push_back({event.client, event.at, event.amount, {}, false});
    } else if (refunded != nullptr) {
        refunded->refunded += event.amount;
        refunded->taken_back = refunded->taken_back || event.bought != rung::instant::never();
    } else if (event.kind == rung::event_kind::refund) {
        ++counts_.loose_refunds;
    }
}

void replay::finish() {
    for (auto const& [client, day] : held_) release(day);
    held_.clear();
    base_.settle(as_of(), funnel_, flow_);
}

void replay::refuse(std::uint64_t line, std::string_view why, std::string_view text) {
    constexpr std::size_t most_shown = 10;
    ++counts_.refused;
    auto reason = counts_.reasons.find(why);
    if (reason == counts_.reasons.end()) reason = counts_.reasons.emplace(why, 0).first;
    ++reason->second;
    if (counts_.first_refused.size() == most_shown) return;
    counts_.first_refused.push_back("line " + std::to_string(line) + ": " + std::string{why} +
                                    (text.empty() ? std::string{} : quoted(text)));
}

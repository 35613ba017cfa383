// A log in order, event by event, in constant memory for each client: what is known of him, and of his last
// purchases what a refund needs.
#include "merge_days.hpp"
#include "replay_on.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_map>
#include <vector>

namespace {

using facts_base = rung::client_base<replay::lifecycle_type>;

class replay_of_facts final : public replay_on<facts_base> {
public:
    replay_of_facts(lifecycle_type const& lifecycle, replay_terms const& terms)
        : replay_on{facts_base{lifecycle}, terms} {}

private:
    struct purchase_state {
        std::vector<rung::event_id> ids;  // several where a day's purchases are one
        rung::instant at;
        rung::money amount;
        rung::money refunded;
        bool taken_back = false;
    };
    using events = std::vector<rung::retail_event>;
    // As many as the facts remember by their instant; the oldest makes room.
    struct last_purchases {
        std::array<purchase_state, 4> all;
        std::size_t oldest = 0;
    };

    std::unordered_map<rung::client_id, last_purchases> purchases_;
    // The amount of a day's purchase is known when the day is over: from a client's first purchase on a day
    // to its end his events are held, in order. By client, never empty.
    std::unordered_map<rung::client_id, events> held_;

    void play(rung::retail_event const& e, std::uint64_t line) override {
        if (terms().per_day && hold(e, line)) return;
        if (auto const why = apply(e); why != rung::refusal::none) return refuse(line, to_string(why));
        ++counts_.applied;
        last_ = std::max(last_, e.at);
    }

    void end() override {
        for (auto& [client, day] : held_) release(day);
        held_.clear();
        (void)base_.settle(as_of(), funnel_, flow_);
    }

    // Whether the event is dealt with: held, or refused. What is held is checked here as it would be when it
    // is applied, so that lines are refused in their order.
    bool hold(rung::retail_event const& e, std::uint64_t line) {
        auto day = held_.find(e.client);
        if (day != held_.end() && day_of(e.at) > day_of(day->second.front().at)) {
            release(day->second);
            held_.erase(day);
            day = held_.end();
        }
        if (day == held_.end() && e.kind != rung::event_kind::purchase) return false;

        rung::client before;
        if (auto const known = base_.find(e.client)) before = known->client();
        if (day != held_.end()) {
            auto const& last = day->second.back();
            before.frontier = std::max(before.frontier, rung::event_order::of(last.at, last.id));
        }
        if (auto const why = base_.lifecycle().why_not(before, e); why != rung::refusal::none) {
            refuse(line, to_string(why));
            return true;
        }
        ++counts_.applied;
        last_ = std::max(last_, e.at);
        held_[e.client].push_back(e);
        return true;
    }

    void release(events& day) {
        std::vector<rung::event_id> merged;
        merge_days(day, [&](rung::event_id id, rung::event_id) { merged.push_back(id); });
        (void)apply(day.front());  // a purchase
        auto* const bought = find_purchase(day.front().client, day.front().id);
        if (bought != nullptr) bought->ids.insert(bought->ids.end(), merged.begin(), merged.end());
        for (std::size_t i = 1; i < day.size(); ++i) (void)apply(day[i]);
    }

    rung::refusal apply(rung::retail_event e) {
        auto* const refunded = e.kind == rung::event_kind::refund ? find_purchase(e.client, e.of) : nullptr;
        if (refunded != nullptr && !refunded->taken_back && refunded->refunded + e.amount >= refunded->amount)
            e.bought = refunded->at;
        if (auto const out = base_.apply(e, funnel_, flow_); out.answer() == rung::answer::refused)
            return out.refusal();
        if (e.kind == rung::event_kind::purchase) {
            auto& last = purchases_[e.client];
            last.all[last.oldest] = {{e.id}, e.at, e.amount, {}, false};
            last.oldest = (last.oldest + 1) % last.all.size();
        } else if (refunded != nullptr) {
            refunded->refunded += e.amount;
            refunded->taken_back = refunded->taken_back || e.bought != rung::instant::never();
        } else if (e.kind == rung::event_kind::refund && e.of != 0) {
            ++counts_.loose_refunds;
        }
        return rung::refusal::none;
    }

    purchase_state* find_purchase(rung::client_id client, rung::event_id id) {
        auto const known = purchases_.find(client);
        if (id == 0 || known == purchases_.end()) return nullptr;
        for (auto& p : known->second.all) {
            if (std::find(p.ids.begin(), p.ids.end(), id) != p.ids.end()) return &p;
        }
        return nullptr;
    }
};

}  // namespace

std::unique_ptr<replay> make_replay_of_facts(replay::lifecycle_type const& lifecycle,
                                             replay_terms const& terms) {
    return std::make_unique<replay_of_facts>(lifecycle, terms);
}

// A log in order, in constant memory for each client: the facts, and of the last purchases what a
// refund needs.
#include "last_purchases.hpp"
#include "merge_days.hpp"
#include "replay_on.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <unordered_map>
#include <vector>

namespace {

template <class S>
using facts_base = rung::client_base<typename replay_of<S>::lifecycle_type>;

template <class S>
class replay_of_facts final : public replay_on<S, facts_base<S>> {
    using on = replay_on<S, facts_base<S>>;

public:
    replay_of_facts(typename on::lifecycle_type const& lifecycle, replay_terms const& how)
        : on{facts_base<S>{lifecycle}, how} {}

    [[nodiscard]] typename on::decided_client client_at(rung::client_id, rung::instant) const override {
        RUNG_ASSERT("facts alone do not say where a client stood before");
    }

private:
    using event = typename S::event;
    using events = std::vector<event>;
    using on::as_of;
    using on::base_;
    using on::client_names;
    using on::counts_;
    using on::flow_;
    using on::funnel_;
    using on::last_;
    using on::moves_;
    using on::refuse;
    using on::terms;

    last_purchases purchases_;
    // Whether the events to apply change what is known of a client's purchases.
    std::vector<bool> will_change_;
    // A client's events of a day, in order, and the client as they would be with each purchase by itself.
    struct held_day {
        events all{};
        rung::basic_client<S> client{};
    };
    // The amount of a day's purchase is known when the day is over: so from a client's first purchase on a
    // day to the day's end the client's events are held, in order. By client, never empty; the numbers of
    // clients are our own.
    std::unordered_map<rung::client_id, held_day> held_;

    void play(std::span<event> all) override {
        if (!terms().per_day) return apply(all, 0);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!hold(all[i], i)) apply(all.subspan(i, 1), i);
        }
    }

    void end() override {
        for (auto& [client, day] : held_) release(day.all);
        held_.clear();
        (void)base_.settle(as_of(), funnel_, flow_, moves_);
    }

    // Whether the event is dealt with: held, or refused. Held events are checked here as when they are
    // applied, so that lines are refused in their order.
    bool hold(event const& e, std::size_t place) {
        auto day = held_.find(e.client);
        if (day != held_.end() && day_of(e.at) > day_of(day->second.all.front().at)) {
            release(day->second.all);
            held_.erase(day);
            day = held_.end();
        }
        if (day == held_.end() && e.kind != rung::event_kind::purchase) return false;

        rung::basic_client<S> then;
        if (day != held_.end())
            then = day->second.client;
        else if (auto const known = base_.find(e.client))
            then = known->client();
        if (auto const out = base_.lifecycle().apply(then, e); out.answer() == rung::answer::refused) {
            refuse(place, to_string(out.refusal()));
            return true;
        }
        ++counts_.applied;
        last_ = std::max(last_, e.at);
        auto& today = held_[e.client];
        today.client = then;
        today.all.push_back(e);
        return true;
    }

    // The events of a day that is over. They were checked when they came: none is refused.
    void release(events& day) {
        std::vector<rung::event_id> parts;
        merge_days(day, [&](rung::event_id id, rung::event_id) { parts.push_back(id); });
        apply_held(day.front());  // a purchase
        for (auto const id : parts) purchases_.add_part(day.front().client, day.front().id, id);
        for (std::size_t i = 1; i < day.size(); ++i) apply_held(day[i]);
    }

    void apply_held(event e) {
        if (e.kind == rung::event_kind::refund) set_bought(e);
        if (base_.apply(e, funnel_, flow_, moves_).answer() != rung::answer::refused) note(e);
    }

    // Applies as many at once as possible: up to a refund of a client who has a purchase or refund among
    // them, since what it takes back depends on those. `place`: of the first one among those that are played.
    void apply(std::span<event> some, std::size_t place) {
        will_change_.resize(client_names() + 1);
        std::size_t first = 0;
        for (std::size_t i = 0; i < some.size(); ++i) {
            if (!changes_purchases(some[i])) continue;
            if (some[i].kind == rung::event_kind::refund) {
                if (will_change_[some[i].client]) {
                    apply_together(some.subspan(first, i - first), place + first);
                    first = i;
                }
                set_bought(some[i]);
            }
            will_change_[some[i].client] = true;
        }
        apply_together(some.subspan(first), place + first);
    }

    void apply_together(std::span<event const> some, std::size_t place) {
        auto const report = base_.apply(some, funnel_, flow_, moves_);
        counts_.applied += report.applied;
        // They are returned in order, and of equal events the refused ones come last.
        std::vector<bool> is_refused(some.size());
        auto next = report.refused.rbegin();
        for (auto i = some.size(); next != report.refused.rend();) {
            if (some[--i] != next->event) continue;
            refuse(place + i, to_string(next->why));
            is_refused[i] = true;
            ++next;
        }
        constexpr std::size_t ahead = 16;
        for (std::size_t i = 0; i < some.size(); ++i) {
            if (i + ahead < some.size() && changes_purchases(some[i + ahead]))
                purchases_.ask_for(some[i + ahead].client);
            if (changes_purchases(some[i])) will_change_[some[i].client] = false;
            if (is_refused[i]) continue;
            last_ = std::max(last_, some[i].at);
            note(some[i]);
        }
    }

    [[nodiscard]] static bool changes_purchases(event const& e) {
        return e.kind == rung::event_kind::purchase || e.kind == rung::event_kind::refund;
    }

    // A refund of all that is left of a purchase takes it back; of less, it lowers what was spent that day.
    void set_bought(event& refund) {
        auto const* const purchase = purchases_.find(refund.client, refund.of);
        if (purchase == nullptr) return;
        refund.bought = purchase->at;
        if (refund.amount < purchase->left)
            refund.mark = static_cast<std::uint8_t>(refund.mark | rung::detail::in_part_mark);
    }

    // How an applied event changes what is known of purchases.
    void note(event const& e) {
        if (e.kind == rung::event_kind::purchase) return purchases_.add(e);
        if (e.kind != rung::event_kind::refund || e.of == 0) return;
        if (auto* const purchase = purchases_.find(e.client, e.of); purchase == nullptr)
            ++counts_.loose_refunds;
        else if (rung::detail::takes_all(e))
            purchase->at = rung::instant::never();
        else
            purchase->left -= e.amount;
    }
};

}  // namespace

template <class S>
std::unique_ptr<replay_of<S>> make_replay_of_facts(typename replay_of<S>::lifecycle_type const& lifecycle,
                                                   replay_terms const& terms) {
    return std::make_unique<replay_of_facts<S>>(lifecycle, terms);
}
template std::unique_ptr<replay_of<rung::retail>>
make_replay_of_facts<rung::retail>(replay_of<rung::retail>::lifecycle_type const&, replay_terms const&);
template std::unique_ptr<replay_of<facts_table>>
make_replay_of_facts<facts_table>(replay_of<facts_table>::lifecycle_type const&, replay_terms const&);

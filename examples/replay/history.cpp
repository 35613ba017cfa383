// A log in any order: the base keeps the events, puts late ones in their place, and sets refunds off against
// their purchases.
#include "insights.hpp"
#include "merge_days.hpp"
#include "replay_on.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/base/shop_codec.hpp>
#include <rung/insight/histories.hpp>
#include <rung/insight/tell.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

namespace {

template <class S>
using base_of = rung::client_base<typename replay_of<S>::lifecycle_type, rung::history::kept>;

template <class S>
class replay_of_history final : public replay_on<S, base_of<S>> {
    using history_base = base_of<S>;
    using on = replay_on<S, history_base>;

public:
    replay_of_history(typename on::lifecycle_type const& lifecycle, replay_terms const& how)
        : on{history_base{lifecycle, {how.on_conflict}}, how} {
        if (how.per_day) whole_days_.emplace(lifecycle, rung::history::kept{how.on_conflict});
    }

    [[nodiscard]] typename on::decided_client client_at(rung::client_id id, rung::instant at) const override {
        auto events = base_.export_client(id).value_or(typename history_base::history_type{}).events;
        std::erase_if(events, [&](auto const& e) { return e.at > at; });
        history_base one{base_.lifecycle(), base_.history()};
        (void)one.apply(events);
        (void)one.settle(at);
        auto const found = one.find(id);
        return found ? found->decided_client() : typename on::decided_client{};
    }

    // Money is of the retail schema; a table of measures need not know it.
    void tell_insights(insights_of<S>& to) const override {
        if constexpr (std::is_same_v<S, rung::retail>)
            rung::insight::tell(base_, to.book, to.clock, to.moves);
        else
            rung::insight::tell(base_, to.clock, to.moves);
        rung::insight::each_life(base_, to);
    }
    [[nodiscard]] typename on::story story_of(rung::client_id id) const override {
        if (auto const all = base_.export_client(id)) return {all->events, all->moves};
        return {};
    }
    void tell_lives(std::function<void(rung::insight::life const&)> const& visit) const override {
        rung::insight::each_life(base_, visit);
    }

private:
    using event = typename S::event;
    using on::as_of;
    using on::base_;
    using on::counts_;
    using on::flow_;
    using on::funnel_;
    using on::last_;
    using on::moves_;
    using on::refuse;
    using on::remark;
    using on::terms;

    // What was bought on a day is known at the end of the log: until then all events are kept here.
    std::optional<history_base> whole_days_;
    bool was_replaced_ = false;

    // A client with several of the events has the history made anew once.
    void play(std::span<event> events) override {
        if (whole_days_) {
            count(events, whole_days_->apply(events));  // its moves are not counted
        } else {
            auto const report = base_.apply(events, funnel_, flow_);
            count(events, report);
            count_moves(report);
        }
    }

    void end() override {
        if (was_replaced_) last_ = last_of(whole_days_ ? *whole_days_ : base_);
        if (whole_days_) apply_days();
        (void)base_.settle(as_of(), funnel_, flow_);
        counts_.loose_refunds = base_.held_aside();
        if (!moves_.tell) return;
        base_.each_in_order(rung::lowest_first{[](auto const& client) { return client.id(); }},
                            [&](auto const& client) {
                                auto const all = base_.export_client(client.id());
                                for (auto const& t : all->moves) moves_(t);
                            });
    }

    void count(std::span<event const> events, typename history_base::report_type const& report) {
        bool const last_stays = terms().on_conflict == rung::history::conflict::keep_last;
        std::vector<bool> stands(events.size(), true);
        // What is returned is in the order of the batch.
        std::size_t place = 0;
        auto const place_of = [&](event const& e) {
            while (events[place] != e) ++place;
            return place++;
        };
        for (auto const& r : report.refused) {
            auto const i = place_of(r.event);
            refuse(i, to_string(r.why));
            stands[i] = false;
        }
        place = 0;
        for (auto const& c : report.conflicts) {
            auto const i = place_of(last_stays ? c.kept : c.dropped);
            remark(i, last_stays ? "another event of this id: it replaces the first"
                                 : "another event of this id: the first stays");
            stands[i] = last_stays;
        }
        for (std::size_t i = 0; i < events.size(); ++i) {
            if (stands[i]) last_ = std::max(last_, events[i].at);
        }
        // An event that was replaced had been applied.
        auto const replaced = last_stays ? report.conflicts.size() : 0;
        was_replaced_ = was_replaced_ || replaced != 0;
        counts_.applied += report.applied - replaced;
        counts_.repeated += report.repeated;
        counts_.conflicts += report.conflicts.size();
    }

    // The instant of the last event, if the event taken for it may have been replaced.
    [[nodiscard]] static rung::instant last_of(history_base const& base) {
        auto last = rung::instant::never();
        base.each([&](auto const& client) {
            last = std::max(last, base.export_client(client.id())->events.back().at);
        });
        return last;
    }

    void count_moves(typename history_base::report_type const& report) {
        counts_.withdrawn += report.withdrawn.size();
        counts_.issued += report.issued.size();
    }

    void apply_days() {
        whole_days_->each([this](auto const& client) {
            auto events = whole_days_->export_client(client.id())->events;
            std::map<rung::event_id, rung::event_id> part_of;  // sorted: the ids are the log's
            merge_days(events, [&](rung::event_id id, rung::event_id first) { part_of[id] = first; });
            for (auto& e : events) {
                if (e.kind != rung::event_kind::refund) continue;
                if (auto const part = part_of.find(e.of); part != part_of.end()) e.of = part->second;
            }
            count_moves(base_.apply(events, funnel_, flow_));
        });
        whole_days_.reset();
    }
};

}  // namespace

template <class S>
std::unique_ptr<replay_of<S>> make_replay_of_history(typename replay_of<S>::lifecycle_type const& lifecycle,
                                                     replay_terms const& terms) {
    return std::make_unique<replay_of_history<S>>(lifecycle, terms);
}
template std::unique_ptr<replay_of<rung::retail>>
make_replay_of_history<rung::retail>(replay_of<rung::retail>::lifecycle_type const&, replay_terms const&);
template std::unique_ptr<replay_of<history_table>>
make_replay_of_history<history_table>(replay_of<history_table>::lifecycle_type const&, replay_terms const&);

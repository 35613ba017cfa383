// The combinations of policies of random_worlds.hpp, compiled once. Not a test by itself.

#include "core/random_worlds.hpp"

namespace worlds {

namespace {

template <class Lifecycle>
class wrapped final : public any_lifecycle {
public:
    explicit wrapped(Lifecycle l) : lifecycle_{l} {}

    [[nodiscard]] rung::ladder const& ladder() const override { return lifecycle_.ladder(); }
    outcome apply(rung::client& c, rung::retail_event const& e, sink const& s) const override {
        return lifecycle_.apply(c, e, [&](seen const& t) {
            if (s) s(t);
        });
    }
    std::size_t settle(rung::client& c, rung::instant now, sink const& s, rung::client_id id) const override {
        return lifecycle_.settle(
            c, now,
            [&](seen const& t) {
                if (s) s(t);
            },
            id);
    }
    [[nodiscard]] rung::instant next_change(rung::client const& c) const override {
        return lifecycle_.next_change(c);
    }
    [[nodiscard]] rung::refusal why_not(rung::client const& c, rung::retail_event const& e) const override {
        return lifecycle_.why_not(c, e);
    }

private:
    Lifecycle lifecycle_;
};

}  // namespace

void each_policy(rung::ladder const& ladder, std::int64_t wait,
                 std::function<void(any_lifecycle const&, policies const&)> const& f) {
    auto const descents = [&](policies p, auto up, auto back) {
        p.falls = false;
        f(wrapped{rung::lifecycle{ladder, up, rung::descent::never{}, back}}, p);
        p.falls = true;
        for (bool const one_down : {false, true}) {
            p.one_down = one_down;
            auto const depth = one_down ? rung::one_down : rung::to_qualified;
            p.wait = 0;
            f(wrapped{rung::lifecycle{ladder, up, rung::descent::at_once{depth}, back}}, p);
            p.wait = wait;
            f(wrapped{rung::lifecycle{ladder, up, rung::descent::after{rung::duration{wait}, depth}, back}},
              p);
        }
    };
    auto const comebacks = [&](policies p, auto up) {
        p.comeback = policies::back::resume;
        descents(p, up, rung::comeback::resume{});
        p.comeback = policies::back::requalify;
        descents(p, up, rung::comeback::requalify{});
        p.comeback = policies::back::restart;
        descents(p, up, rung::comeback::restart{});
    };
    if (ladder.first_unreachable() == ladder.stage_count()) {
        comebacks({.ascent = policies::up::leap}, rung::ascent::leap{});
        comebacks({.ascent = policies::up::one_step}, rung::ascent::one_step{});
    }
    comebacks({.ascent = policies::up::direct}, rung::ascent::direct{});
}

}  // namespace worlds

// The service ladder as a machine of Boost.MSM. Compiled as C++17: see machines.hpp.
#ifdef RUNG_BENCHMARK_BOOST

#include "machines.hpp"

#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>

namespace machines {
namespace {

namespace msm = boost::msm;

struct machine : msm::front::state_machine_def<machine> {
    using no_exception_thrown = int;
    using no_message_queue = int;

    struct potential : msm::front::state<> {};
    struct visitor : msm::front::state<> {};
    struct buyer : msm::front::state<> {};
    struct client : msm::front::state<> {};
    struct advocate : msm::front::state<> {};
    using initial_state = potential;

    struct count {
        template <class Machine, class From, class To>
        void operator()(bought const& e, Machine& m, From&, To&) const {
            m.known.last = e.at;
            ++m.known.purchases;
        }
        template <class Machine, class From, class To>
        void operator()(recommended const&, Machine& m, From&, To&) const {
            ++m.known.recommendations;
        }
    };
    struct third {
        template <class Event, class Machine, class From, class To>
        bool operator()(Event const&, Machine& m, From&, To&) const {
            return m.known.purchases >= 2 && m.known.recommendations == 0;
        }
    };
    struct third_and_tells {
        template <class Event, class Machine, class From, class To>
        bool operator()(Event const&, Machine& m, From&, To&) const {
            return m.known.purchases >= 2 && m.known.recommendations != 0;
        }
    };

    template <class From, class Event, class To, class Action = msm::front::none,
              class Guard = msm::front::none>
    using row = msm::front::Row<From, Event, To, Action, Guard>;
    using none = msm::front::none;
    // clang-format off
    struct transition_table : boost::mpl::vector<
        row<potential, contacted,   visitor>,
        row<potential, bought,      buyer,    count>,
        row<potential, recommended, none,     count>,
        row<visitor,   bought,      buyer,    count>,
        row<visitor,   recommended, none,     count>,
        row<buyer,     bought,      none,     count>,
        row<buyer,     bought,      client,   count, third>,
        row<buyer,     bought,      advocate, count, third_and_tells>,
        row<buyer,     recommended, none,     count>,
        row<client,    bought,      none,     count>,
        row<client,    recommended, advocate, count>,
        row<client,    lapsed,      buyer>,
        row<advocate,  bought,      none,     count>,
        row<advocate,  recommended, none,     count>,
        row<advocate,  lapsed,      buyer>> {};
    // clang-format on

    template <class Machine, class Event>
    void no_transition(Event const&, Machine&, int) {}

    counts known;
};

class one {
public:
    one() { machine_.start(); }
    // The table names the states in the order of the ladder, and so they are numbered.
    std::size_t stage() const { return static_cast<std::size_t>(machine_.current_state()[0]); }
    std::uint32_t last() const { return machine_.known.last; }
    template <class Event>
    void on(Event const& e) {
        machine_.process_event(e);
    }

private:
    msm::back::state_machine<machine> machine_;
};

}  // namespace

struct by_boost_msm::all {
    std::vector<one> fresh;
    std::vector<one> now;
};

by_boost_msm::by_boost_msm(std::size_t clients)
    : all_{new all{std::vector<one>(clients), std::vector<one>(clients)}} {}
by_boost_msm::~by_boost_msm() = default;

void by_boost_msm::restart() { all_->now = all_->fresh; }

std::uint64_t by_boost_msm::pass(std::vector<seen> const& log) {
    std::uint64_t sum = 0;
    for (auto const& e : log) {
        auto& m = all_->now[e.client];
        hand_over(m, e);
        sum += m.stage();
    }
    return sum;
}

}  // namespace machines

#endif

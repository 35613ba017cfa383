// One event for one client, by a state machine of Boost.MSM with the same five stages, the same thresholds,
// and as many facts as they need.
#include "input.hpp"

#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>

namespace msm = boost::msm;
using msm::front::none;
using msm::front::Row;

namespace {

struct facts {
    unsigned contacts = 0;
    unsigned purchases = 0;
    unsigned recommendations = 0;
    unsigned bought = 0;
    unsigned now = 0;
};

struct contact {
    unsigned at;
};
struct purchase {
    unsigned at;
};
struct recommendation {
    unsigned at;
};
struct silence {
    unsigned at;
};

struct machine_def : msm::front::state_machine_def<machine_def> {
    facts known;

    struct potential : msm::front::state<> {};
    struct visitor : msm::front::state<> {};
    struct buyer : msm::front::state<> {};
    struct client : msm::front::state<> {};
    struct advocate : msm::front::state<> {};
    using initial_state = potential;

    struct count {
        template <class M, class S, class T>
        void operator()(contact const& e, M& m, S&, T&) const {
            ++m.known.contacts;
            m.known.now = e.at;
        }
        template <class M, class S, class T>
        void operator()(purchase const& e, M& m, S&, T&) const {
            ++m.known.purchases;
            m.known.now = m.known.bought = e.at;
        }
        template <class M, class S, class T>
        void operator()(recommendation const& e, M& m, S&, T&) const {
            ++m.known.recommendations;
            m.known.now = e.at;
        }
    };
    struct buys_again {
        template <class E, class M, class S, class T>
        bool operator()(E const&, M& m, S&, T&) const {
            return m.known.purchases >= 2 && m.known.recommendations == 0;
        }
    };
    struct buys_again_and_tells {
        template <class E, class M, class S, class T>
        bool operator()(E const&, M& m, S&, T&) const {
            return m.known.purchases >= 2 && m.known.recommendations != 0;
        }
    };
    struct too_long {
        template <class E, class M, class S, class T>
        bool operator()(E const& e, M& m, S&, T&) const {
            return e.at - m.known.bought > 90u * 86'400u;
        }
    };

    // Of the rows of one state and event the last whose guard holds is taken.
    struct transition_table
        : boost::mpl::vector<Row<potential, contact, visitor, count>, Row<potential, purchase, buyer, count>,
                             Row<potential, recommendation, none, count>, Row<visitor, contact, none, count>,
                             Row<visitor, purchase, buyer, count>, Row<visitor, recommendation, none, count>,
                             Row<buyer, contact, none, count>, Row<buyer, purchase, none, count>,
                             Row<buyer, purchase, client, count, buys_again>,
                             Row<buyer, purchase, advocate, count, buys_again_and_tells>,
                             Row<buyer, recommendation, none, count>, Row<client, contact, none, count>,
                             Row<client, purchase, none, count>, Row<client, recommendation, advocate, count>,
                             Row<client, silence, buyer, none, too_long>, Row<advocate, contact, none, count>,
                             Row<advocate, purchase, none, count>, Row<advocate, recommendation, none, count>,
                             Row<advocate, silence, buyer, none, too_long>> {};

    template <class M, class E>
    void no_transition(E const&, M&, int) {}
};

}  // namespace

int main() {
    msm::back::state_machine<machine_def> client;
    client.start();
    auto const at = input<unsigned>();
    client.process_event(silence{at});
    switch (input<char>()) {
    case 0: client.process_event(contact{at}); break;
    case 1: client.process_event(purchase{at}); break;
    default: client.process_event(recommendation{at}); break;
    }
    return client.current_state()[0];
}

#pragma once

#include <rung/core/client.hpp>
#include <rung/core/config.hpp>
#include <rung/core/sink.hpp>
#include <rung/core/time.hpp>

#include <exception>
#include <utility>

namespace rung {
inline namespace v0 {
namespace detail {

/// Keeps the first exception of several calls until all of them are made.
class held_exception {
public:
    template <class Call>
    void hold(Call const& call) {
        RUNG_TRY { call(); }
        RUNG_CATCH_ALL {
            if (first_ == nullptr) first_ = std::current_exception();
        }
    }
    void rethrow() {
        if (first_ != nullptr) std::rethrow_exception(std::exchange(first_, nullptr));
    }

private:
    std::exception_ptr first_;
};

/// Wraps an observer so that a base can go on when it throws.
template <class Observer>
struct held_observer {
    Observer& to;
    held_exception& thrown;

    template <class Transition>
    void operator()(Transition const& t) {
        thrown.hold([&] { detail::tell(to, t); });
    }
    template <class Transition>
    void withdrawn(Transition const& t) requires requires(Observer& o) {
        o.withdrawn(t);
    }
    {
        thrown.hold([&] { to.withdrawn(t); });
    }
    template <class Event, class Stage>
    void happened(Event const& e, Stage at) requires requires(Observer& o) {
        o.happened(e, at);
    }
    {
        thrown.hold([&] { to.happened(e, at); });
    }
    void joined(client_id id, instant at) requires requires(Observer& o) { o.joined(id, at); }
    {
        thrown.hold([&] { to.joined(id, at); });
    }
    void left(client_id id) requires requires(Observer& o) { o.left(id); }
    {
        thrown.hold([&] { to.left(id); });
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung

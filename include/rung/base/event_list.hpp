#pragma once

#include <rung/core/schema.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// The events of one client id, one behind the other.
template <schema S>
class event_list {
public:
    using event_type = typename S::event;

    [[nodiscard]] std::size_t size() const noexcept { return events_.size(); }
    void push_back(event_type const& e) { events_.push_back(e); }
    void clear() noexcept { events_ = {}; }
    /// All of them, behind what `out` holds already.
    void append_to(std::vector<event_type>& out, client_id) const {
        out.insert(out.end(), events_.begin(), events_.end());
    }

private:
    std::vector<event_type> events_;
};

}  // namespace detail
}  // namespace v0
}  // namespace rung

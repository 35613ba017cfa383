#pragma once

#include <rung/base/id_index.hpp>
#include <rung/base/make_room.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// Something that few clients have, by client.
template <class T>
class sparse {
public:
    explicit sparse(std::uint64_t seed) noexcept : index_{seed} {}

    /// The one of a client, valid until another is added or removed; null if there is none.
    [[nodiscard]] T const* find(client_id id) const noexcept {
        auto const at = index_.find(id);
        return at == id_index::none ? nullptr : &all_[at].what;
    }
    [[nodiscard]] T* find(client_id id) noexcept {
        auto const at = index_.find(id);
        return at == id_index::none ? nullptr : &all_[at].what;
    }

    /// Room for so many more: adding them then allocates nothing.
    void make_room(std::size_t more = 1) {
        index_.reserve(all_.size() + more);
        detail::make_room(all_, more);
    }
    /// Gives a client an empty one; they must have none.
    T& add(client_id id) {
        make_room();
        return add_in_room(id);
    }
    /// The same if there is room.
    T& add_in_room(client_id id) noexcept {
        index_.insert_in_room(id, static_cast<std::uint32_t>(all_.size()));
        return all_.emplace_back(entry{id, {}}).what;
    }
    /// Takes it from a client, if they have one.
    void remove(client_id id) noexcept {
        auto const at = index_.find(id);
        if (at == id_index::none) return;
        index_.erase(id);
        if (auto& last = all_.back(); last.client != id) {
            index_.assign(last.client, at);
            all_[at] = std::move(last);
        }
        all_.pop_back();
    }

    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    /// Calls visit(client, what they have), in no order.
    template <class Visit>
    void each(Visit const& visit) const {
        for (auto const& e : all_) visit(e.client, e.what);
    }

private:
    struct entry {
        client_id client;
        T what;
    };

    id_index index_;  // the place in the list
    std::vector<entry> all_;
};

}  // namespace detail
}  // namespace v0
}  // namespace rung

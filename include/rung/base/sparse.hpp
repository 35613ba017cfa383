#pragma once

#include <rung/base/id_index.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// Something that few clients have, by client.
template <class T>
class sparse {
public:
    explicit sparse(std::uint64_t seed) noexcept : index_{seed} {}

    /// That of a client, until another is added or removed; null if there is none.
    [[nodiscard]] T const* find(client_id id) const noexcept {
        auto const at = index_.find(id);
        return at == id_index::none ? nullptr : &all_[at].what;
    }
    [[nodiscard]] T* find(client_id id) noexcept {
        auto const at = index_.find(id);
        return at == id_index::none ? nullptr : &all_[at].what;
    }

    /// Room for one more without asking for memory.
    void make_room() {
        index_.reserve(all_.size() + 1);
        if (all_.size() == all_.capacity()) all_.reserve(2 * all_.size() + 1);
    }
    /// Gives a client an empty one who has none.
    void add(client_id id) {
        make_room();
        index_.insert(id, static_cast<std::uint32_t>(all_.size()));
        all_.push_back({id, {}});
    }
    /// Takes it from a client, if he has one.
    void remove(client_id id) noexcept {
        auto const at = index_.find(id);
        if (at == id_index::none) return;
        index_.erase(id);
        if (auto const& last = all_.back(); last.client != id) {
            all_[at] = last;
            index_.assign(last.client, at);
        }
        all_.pop_back();
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

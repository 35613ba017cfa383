#pragma once

#include <rung/base/id_index.hpp>
#include <rung/core/decision.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// The decisions by hand that are in force in a base, by client: they stand beside the clients, of whom few
/// have one.
class decisions {
public:
    explicit decisions(std::uint64_t seed) noexcept : index_{seed} {}

    /// The decision about a client, until another is added or removed; null if there is none.
    [[nodiscard]] decision* find(client_id id) noexcept { return find_in(*this, id); }
    [[nodiscard]] decision const* find(client_id id) const noexcept { return find_in(*this, id); }

    /// Room for one more without asking for memory.
    void make_room() {
        index_.reserve(all_.size() + 1);
        if (all_.size() == all_.capacity()) all_.reserve(2 * all_.size() + 1);
    }
    /// A decision about a client of whom there is none, as yet an empty one.
    void add(client_id id) {
        make_room();
        index_.insert(id, static_cast<std::uint32_t>(all_.size()));
        all_.push_back({id, {}});
    }
    /// Takes the decision about a client away, if there is one.
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
        decision what;
    };

    id_index index_;  // the place in the list
    std::vector<entry> all_;

    template <class Self>
    [[nodiscard]] static auto find_in(Self& self, client_id id) noexcept -> decltype(&self.all_[0].what) {
        auto const at = self.index_.find(id);
        return at == id_index::none ? nullptr : &self.all_[at].what;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung

#pragma once

#include <rung/base/id_index.hpp>
#include <rung/base/ids.hpp>
#include <rung/base/make_room.hpp>
#include <rung/core/assert.hpp>
#include <rung/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

// Packed: padded to whole cache lines a client of 68 bytes would take 128, and nothing was faster for it.
template <class Client>
struct client_record {
    Client client{};
};

// How many events ahead the record of a client is prefetched, and the cell of the index: far enough for
// memory to answer, but not more than it can have under way.
inline constexpr std::size_t records_ahead = 32;
inline constexpr std::size_t cells_ahead = 64;

/// The clients of a base by number, and which id has which number.
template <class Client, class Ids>
class client_records;

/// Numbers in the order in which the clients came.
template <class Client>
class client_records<Client, ids::hashed> {
public:
    static constexpr std::uint32_t none = id_index::none;

    explicit client_records(ids::hashed how) noexcept : how_{how}, index_{how.seed} {}

    [[nodiscard]] ids::hashed how() const noexcept { return how_; }
    [[nodiscard]] std::uint64_t seed() const noexcept { return how_.seed; }
    [[nodiscard]] std::size_t size() const noexcept { return ids_.size(); }
    /// All numbers are below this; not every number has a client.
    [[nodiscard]] std::size_t numbers() const noexcept { return ids_.size(); }
    [[nodiscard]] static bool is_there(std::size_t) noexcept { return true; }
    [[nodiscard]] static bool has_room_for(client_id id) noexcept { return id != no_client; }
    [[nodiscard]] std::size_t bytes() const noexcept {
        return records_.capacity() * sizeof(records_[0]) + ids_.capacity() * sizeof(ids_[0]) + index_.bytes();
    }

    [[nodiscard]] Client& operator[](std::size_t number) noexcept { return records_[number].client; }
    [[nodiscard]] Client const& operator[](std::size_t number) const noexcept {
        return records_[number].client;
    }
    [[nodiscard]] client_id id_of(std::size_t number) const noexcept { return ids_[number]; }
    /// The same for a client found by an id: it is their own as long as nobody has two.
    [[nodiscard]] client_id id_of(std::size_t number, client_id by) const noexcept {
        return index_.size() == ids_.size() ? by : ids_[number];
    }
    [[nodiscard]] std::uint32_t find(client_id id) const noexcept { return index_.find(id); }

    void reserve(std::size_t clients) {
        records_.reserve(clients);
        ids_.reserve(clients);
        index_.reserve(clients);
    }
    /// Room for so many more clients: adding them then allocates nothing. If memory fails, nothing has
    /// changed.
    void make_room(std::size_t more) {
        if (more > none - ids_.size()) RUNG_ASSERT("a base holds at most 4,294,967,295 clients");
        index_.reserve(index_.size() + more);
        detail::make_room(ids_, more);
        detail::make_room(records_, more);
    }
    /// The number of a new client.
    std::uint32_t add(client_id id) {
        make_room(1);
        return add_in_room(id);
    }
    /// The same if there is room.
    std::uint32_t add_in_room(client_id id) noexcept {
        auto const number = static_cast<std::uint32_t>(ids_.size());
        index_.insert_in_room(id, number);
        records_.emplace_back();
        ids_.push_back(id);
        return number;
    }
    /// Takes a client out; the last one gets the number.
    void remove(std::uint32_t number) noexcept {
        index_.erase(ids_[number]);
        if (number + 1 < ids_.size()) {
            ids_[number] = ids_.back();
            records_[number] = records_.back();
            index_.assign(ids_[number], number);
        }
        ids_.pop_back();
        records_.pop_back();
    }

    /// Another id of the same client.
    void name_too(client_id id, std::uint32_t number) {
        index_.reserve(index_.size() + 1);
        name_too_in_room(id, number);
    }
    /// The same if there is room.
    void name_too_in_room(client_id id, std::uint32_t number) noexcept {
        if (index_.find(id) == none)
            index_.insert_in_room(id, number);
        else
            index_.assign(id, number);
    }
    /// Takes such an id back.
    void unname(client_id id) noexcept { index_.erase(id); }
    /// All such ids of a client. Looks at all ids of the base, if anybody has two.
    [[nodiscard]] std::vector<client_id> other_ids(std::uint32_t number) const {
        std::vector<client_id> others;
        if (index_.size() == ids_.size()) return others;
        index_.each([&](client_id id, std::uint32_t n) {
            if (n == number && id != ids_[number]) others.push_back(id);
        });
        return others;
    }

    /// Numbers of the clients of `events` events, in order, prefetched. id_at(i) is the client of event i.
    template <class IdAt>
    class looking_ahead {
    public:
        looking_ahead(client_records const& records, std::size_t events, IdAt id_at) noexcept
            : records_{records}, id_at_{id_at}, events_{events} {
            for (std::size_t i = 0; i < cells_ahead && i < events; ++i) ask_for_cell(i);
            for (std::size_t i = 0; i < records_ahead && i < events; ++i) ask_for_record(i);
        }
        looking_ahead(looking_ahead const&) = delete;
        looking_ahead& operator=(looking_ahead const&) = delete;

        /// The number for event i, which is the next one; none if the base has no such client.
        [[nodiscard]] std::uint32_t number(std::size_t i) noexcept {
            auto const found = numbers_[i % records_ahead];
            if (i + cells_ahead < events_) ask_for_cell(i + cells_ahead);
            if (i + records_ahead < events_) ask_for_record(i + records_ahead);
            if (found != none) return found;
            // The client may have come in between; if that was with the event before this one, the number is
            // known from there.
            if (last_ == none || !is_same_as_before(i)) last_ = records_.find(id_at_(i));
            return last_;
        }
        /// The same for a later event, less than records_ahead after the next one, as far as it is known by
        /// now.
        [[nodiscard]] std::uint32_t later_number(std::size_t i) const noexcept {
            return i < events_ ? numbers_[i % records_ahead] : none;
        }

    private:
        client_records const& records_;
        IdAt id_at_;
        std::size_t events_;
        std::uint64_t mixed_[cells_ahead];
        std::uint32_t numbers_[records_ahead];
        std::uint32_t last_ = none;

        // In a log sorted by client, most events need no look-up.
        [[nodiscard]] bool is_same_as_before(std::size_t i) const noexcept {
            return i != 0 && id_at_(i) == id_at_(i - 1);
        }
        void ask_for_cell(std::size_t i) noexcept {
            if (is_same_as_before(i)) return;
            auto const mixed = records_.index_.mix(id_at_(i));
            mixed_[i % cells_ahead] = mixed;
            records_.index_.prefetch(mixed);
        }
        void ask_for_record(std::size_t i) noexcept {
            auto& number = numbers_[i % records_ahead];
            if (is_same_as_before(i)) {
                number = numbers_[(i - 1) % records_ahead];
                return;
            }
            number = records_.index_.find(id_at_(i), mixed_[i % cells_ahead]);
            if (number != none) detail::prefetch(&records_.records_[number]);
        }
    };

private:
    ids::hashed how_;
    id_index index_;
    std::vector<client_record<Client>> records_;
    std::vector<client_id> ids_;
};

/// The number is the id, counted from the first.
template <class Client>
class client_records<Client, ids::dense> {
public:
    static constexpr std::uint32_t none = id_index::none;

    explicit client_records(ids::dense how) noexcept : how_{how} {
        if (how.count > none) RUNG_ASSERT("a base holds at most 4,294,967,295 clients");
        if (how.count > ~client_id{0} - how.first)
            RUNG_ASSERT("dense ids go up to 18,446,744,073,709,551,614: these would pass it");
    }

    [[nodiscard]] ids::dense how() const noexcept { return how_; }
    /// Nobody from outside can choose such ids.
    [[nodiscard]] static std::uint64_t seed() noexcept { return 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t numbers() const noexcept { return records_.size(); }
    [[nodiscard]] bool is_there(std::size_t number) const noexcept {
        return !records_[number].client.is_new();
    }
    [[nodiscard]] bool has_room_for(client_id id) const noexcept { return place_of(id) < how_.count; }
    [[nodiscard]] std::size_t bytes() const noexcept { return records_.capacity() * sizeof(records_[0]); }

    [[nodiscard]] Client& operator[](std::size_t number) noexcept { return records_[number].client; }
    [[nodiscard]] Client const& operator[](std::size_t number) const noexcept {
        return records_[number].client;
    }
    [[nodiscard]] client_id id_of(std::size_t number) const noexcept { return how_.first + number; }
    [[nodiscard]] client_id id_of(std::size_t, client_id by) const noexcept { return by; }
    [[nodiscard]] std::uint32_t find(client_id id) const noexcept {
        auto const place = place_of(id);
        return place < records_.size() && is_there(static_cast<std::size_t>(place))
                   ? static_cast<std::uint32_t>(place)
                   : none;
    }

    void reserve(std::size_t) { make_room(); }
    std::uint32_t add(client_id id) {
        make_room();
        ++size_;
        return static_cast<std::uint32_t>(place_of(id));
    }
    void remove(std::uint32_t number) noexcept {
        records_[number] = {};
        --size_;
    }
    // Nobody has a second id.
    static void name_too(client_id, std::uint32_t) noexcept {}
    static void unname(client_id) noexcept {}
    [[nodiscard]] static std::vector<client_id> other_ids(std::uint32_t) { return {}; }

    template <class IdAt>
    class looking_ahead {
    public:
        looking_ahead(client_records const& records, std::size_t events, IdAt id_at) noexcept
            : records_{records}, id_at_{id_at}, events_{events} {
            for (std::size_t i = 0; i < records_ahead && i < events; ++i) ask_for_record(i);
        }
        looking_ahead(looking_ahead const&) = delete;
        looking_ahead& operator=(looking_ahead const&) = delete;

        [[nodiscard]] std::uint32_t number(std::size_t i) noexcept {
            if (i + records_ahead < events_) ask_for_record(i + records_ahead);
            return records_.find(id_at_(i));
        }

    private:
        client_records const& records_;
        IdAt id_at_;
        std::size_t events_;

        void ask_for_record(std::size_t i) const noexcept {
            auto const place = records_.place_of(id_at_(i));
            if (place < records_.records_.size())
                detail::prefetch(&records_.records_[static_cast<std::size_t>(place)]);
        }
    };

private:
    ids::dense how_;
    std::vector<client_record<Client>> records_;
    std::size_t size_ = 0;

    // An id below the first wraps around to one that is far too large.
    RUNG_WRAPS [[nodiscard]] std::uint64_t place_of(client_id id) const noexcept { return id - how_.first; }

    void make_room() {
        if (records_.empty()) records_.resize(how_.count);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung

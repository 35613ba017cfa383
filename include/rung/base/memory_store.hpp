#pragma once

#include <rung/base/durable_store.hpp>
#include <rung/base/store.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

/// What a memory_store keeps, for as long as it lives itself.
struct memory_disk {
    std::vector<std::byte> snapshot{};
    std::vector<std::byte> journal{};
    /// How many bytes of the journal outlive a crash.
    std::size_t synced = 0;
    /// It takes so many bytes, and no more.
    std::size_t room = ~std::size_t{0};
    bool in_use = false;

    [[nodiscard]] bool has_room_for(std::size_t bytes) const noexcept {
        return snapshot.size() + journal.size() + bytes <= room;
    }
};

/// The store that is memory: the simplest one, for tests of a host's, which shows what a store has to do.
class memory_store {
public:
    using place_type = memory_disk*;
    static constexpr std::string_view noun = "memory";
    static constexpr bool may_tear = true;

    /// The end of the journal.
    struct sink_type {
        memory_disk* disk;

        [[nodiscard]] bool write(std::span<std::byte const> bytes) const {
            if (!disk->has_room_for(bytes.size())) return false;
            disk->journal.insert(disk->journal.end(), bytes.begin(), bytes.end());
            return true;
        }
        [[nodiscard]] bool sync() const noexcept {
            disk->synced = disk->journal.size();
            return true;
        }
        [[nodiscard]] std::uint64_t size() const noexcept { return disk->journal.size(); }
    };

    [[nodiscard]] std::string enter(memory_disk* disk) {
        if (disk->in_use) return "the memory is in use already: another base lives in it";
        disk->in_use = true;
        disk_.reset(disk);
        return {};
    }
    void leave() noexcept { disk_.reset(); }

    [[nodiscard]] std::string read_snapshot(stored_bytes& out, std::uint64_t most) const {
        return read(disk_->snapshot, out, most);
    }
    [[nodiscard]] std::string journals(std::vector<std::uint64_t>& numbers) const {
        if (!disk_->journal.empty()) numbers.push_back(journal_reader{disk_->journal}.header().first);
        return {};
    }
    [[nodiscard]] std::string read_journal(std::uint64_t, stored_bytes& out, std::uint64_t most) const {
        return read(disk_->journal, out, most);
    }
    [[nodiscard]] std::string write_journal(std::span<std::byte const> bytes, journal_end const& end,
                                            std::optional<journal_writer<sink_type>>& out) const {
        std::vector<std::byte> written{bytes.begin(), bytes.end()};
        if (bytes.size() > disk_->journal.size() &&
            !disk_->has_room_for(bytes.size() - disk_->journal.size()))
            return "the memory has no room for a new journal";
        disk_->journal = std::move(written);
        disk_->synced = disk_->journal.size();
        out.emplace(sink_type{disk_.get()}, end);
        return {};
    }
    template <class Write>
    [[nodiscard]] std::string replace_snapshot(Write const& write) const {
        memory_sink written;
        if (!write(written) || (written.bytes.size() > disk_->snapshot.size() &&
                                !disk_->has_room_for(written.bytes.size() - disk_->snapshot.size())))
            return "the memory has no room for the snapshot";
        disk_->snapshot = std::move(written.bytes);
        return {};
    }
    [[nodiscard]] static std::string drop_journals_but(std::uint64_t) { return {}; }

    [[nodiscard]] std::string snapshot_name() const { return "the snapshot in memory"; }
    [[nodiscard]] std::string journal_name(std::uint64_t) const { return "the journal in memory"; }
    [[nodiscard]] static std::string why(sink_type const&) { return {}; }

private:
    struct releaser {
        void operator()(memory_disk* disk) const noexcept { disk->in_use = false; }
    };
    std::unique_ptr<memory_disk, releaser> disk_;

    [[nodiscard]] static std::string read(std::vector<std::byte> const& from, stored_bytes& out,
                                          std::uint64_t most) {
        if (from.size() > most)
            return "the memory has more bytes than are read: see store_options::most_bytes";
        out.bytes = from;
        out.is_there = !from.empty();
        return {};
    }
};

/// A base that lives in a memory_disk.
///
///     rung::memory_disk disk;
///     rung::durable_memory<my_base> shop;
///     (void)shop.open(&disk, my_base{my_lifecycle{}});
template <class Base>
using durable_memory = durable_store<Base, memory_store>;

}  // namespace v0
}  // namespace rung

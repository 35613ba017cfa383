#pragma once

#include <rung/base/codec.hpp>
#include <rung/base/make_room.hpp>
#include <rung/base/retail_codec.hpp>
#include <rung/base/timeline.hpp>
#include <rung/core/client.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// The events of one client id, in order, as they are.
template <schema S>
class event_list {
public:
    using event_type = typename S::event;

    /// Events that are ready to be added to lists.
    class batch {
    public:
        [[nodiscard]] std::size_t size() const noexcept { return events_.size(); }
        void push_back(event_type const& e) { events_.push_back(e); }
        /// Drops all but the first ones.
        void cut(std::size_t size) noexcept {
            while (events_.size() > size) events_.pop_back();
        }
        [[nodiscard]] client_id client_of(std::size_t i) const noexcept { return events_[i].client; }

    private:
        friend event_list;
        std::vector<event_type> events_;
    };

    void push_back(event_type const& e) {
        events_.push_back(e);
        note(e.id);
    }
    /// Room for some of the events of a batch, from `first` on and before `last`.
    void make_room(batch const&, std::size_t first, std::size_t last) {
        detail::make_room(events_, last - first);
    }
    /// Adds an event of a batch, if there is room for it.
    void push_back_in_room(batch const& b, std::size_t i) noexcept {
        events_.push_back(b.events_[i]);
        note(b.events_[i].id);
    }

    /// No event has a larger id.
    [[nodiscard]] event_id largest_id() const noexcept { return largest_id_; }
    /// An id that no event has, or that no event has any more.
    void note(event_id id) noexcept { largest_id_ = id > largest_id_ ? id : largest_id_; }

    /// Appends all of them to `out`.
    void append_to(std::vector<event_type>& out, client_id) const {
        out.insert(out.end(), events_.begin(), events_.end());
    }
    /// Whether an event with an id is among them, with the same content.
    [[nodiscard]] bool has(event_type const& e) const {
        auto const order = detail::place_of(e);
        auto it = std::lower_bound(events_.begin(), events_.end(), order, [](auto const& known, auto wanted) {
            return detail::place_of(known) < wanted;
        });
        for (; it != events_.end() && detail::place_of(*it) == order; ++it) {
            if (detail::equal(*it, e)) return true;
        }
        return false;
    }

private:
    std::vector<event_type> events_;
    event_id largest_id_ = 0;
};

/// The same as bytes, a fraction of their size, where the schema has a codec.
template <has_event_codec S>
class event_list<S> {
public:
    using event_type = typename S::event;

    class batch {
    public:
        [[nodiscard]] std::size_t size() const noexcept { return events_.size(); }
        void push_back(event_type const& e) {
            byte_writer to{bytes_};
            codec<S>::write(to, e);
            events_.push_back({e.client, e.id, detail::place_of(e), bytes_.size()});
        }
        void cut(std::size_t size) noexcept {
            while (events_.size() > size) events_.pop_back();
            while (bytes_.size() > begin_of(size)) bytes_.pop_back();
        }
        [[nodiscard]] client_id client_of(std::size_t i) const noexcept { return events_[i].client; }

    private:
        friend event_list;
        struct entry {
            client_id client;
            event_id id;
            event_order order;
            std::size_t end;  // of its bytes
        };
        std::vector<entry> events_;
        std::vector<std::byte> bytes_;

        [[nodiscard]] std::size_t begin_of(std::size_t i) const noexcept {
            return i == 0 ? 0 : events_[i - 1].end;
        }
    };

    void push_back(event_type const& e) {
        mark(detail::place_of(e));
        byte_writer to{bytes_};
        codec<S>::write(to, e);
        note(e.id);
    }
    void make_room(batch const& b, std::size_t first, std::size_t last) {
        auto const bytes = b.begin_of(last) - b.begin_of(first);
        detail::make_room(bytes_, bytes);
        detail::make_room(marks_, (bytes_.size() + bytes) / far_apart - marks_.size());
    }
    void push_back_in_room(batch const& b, std::size_t i) noexcept {
        mark(b.events_[i].order);
        for (auto at = b.begin_of(i); at < b.events_[i].end; ++at) bytes_.push_back(b.bytes_[at]);
        note(b.events_[i].id);
    }

    [[nodiscard]] event_id largest_id() const noexcept { return largest_id_; }
    void note(event_id id) noexcept { largest_id_ = id > largest_id_ ? id : largest_id_; }

    void append_to(std::vector<event_type>& out, client_id of) const { (void)read(bytes_, out, of); }
    [[nodiscard]] bool has(event_type const& e) const {
        auto const order = detail::place_of(e);
        auto const behind = std::lower_bound(marks_.begin(), marks_.end(), order,
                                             [](auto const& m, auto wanted) { return m.order < wanted; });
        byte_reader from{std::span{bytes_}.subspan(behind == marks_.begin() ? 0 : std::prev(behind)->offset)};
        while (!from.empty()) {
            event_type known{};
            known.client = e.client;
            if (!codec<S>::read(from, known)) return false;
            auto const at = detail::place_of(known);
            if (at > order) return false;
            if (at == order && detail::equal(known, e)) return true;
        }
        return false;
    }

    [[nodiscard]] std::span<std::byte const> bytes() const noexcept { return bytes_; }

    /// Reads events of a client from bytes; false if the bytes are not events.
    [[nodiscard]] static bool read(std::span<std::byte const> bytes, std::vector<event_type>& out,
                                   client_id of) {
        byte_reader from{bytes};
        while (!from.empty()) {
            event_type e{};
            e.client = of;
            if (!codec<S>::read(from, e)) return false;
            out.push_back(e);
        }
        return true;
    }

private:
    // Where an event begins, some bytes after the mark before: so a list need not be read from its beginning.
    struct mark_of_event {
        event_order order;
        std::size_t offset;
    };
    static constexpr std::size_t far_apart = 1'024;

    std::vector<std::byte> bytes_;
    std::vector<mark_of_event> marks_;
    event_id largest_id_ = 0;

    void mark(event_order next) {
        auto const last = marks_.empty() ? 0 : marks_.back().offset;
        if (bytes_.size() - last >= far_apart) marks_.push_back({next, bytes_.size()});
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung

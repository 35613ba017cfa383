#pragma once

#include <rung/base/codec.hpp>
#include <rung/base/retail_codec.hpp>
#include <rung/base/timeline.hpp>
#include <rung/core/client.hpp>
#include <rung/core/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// How far a list of events reaches.
struct list_extent {
    std::size_t size = 0;  // events, or bytes
    event_id largest_id = 0;
};

/// The events of one client id, in order, as they are.
template <schema S>
class event_list {
public:
    using event_type = typename S::event;

    void push_back(event_type const& e) {
        events_.push_back(e);
        note(e.id);
    }
    void prefetch_end() const noexcept { detail::prefetch(events_.data() + events_.size()); }
    [[nodiscard]] list_extent extent() const noexcept { return {events_.size(), largest_id_}; }
    /// Drops what was added since; what an addition left that failed, too.
    void cut(list_extent before) noexcept {
        while (events_.size() > before.size) events_.pop_back();
        largest_id_ = before.largest_id;
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

    void push_back(event_type const& e) {
        mark(detail::place_of(e));
        byte_writer to{bytes_};
        codec<S>::write(to, e);
        note(e.id);
    }
    void prefetch_end() const noexcept { detail::prefetch(bytes_.data() + bytes_.size()); }
    [[nodiscard]] list_extent extent() const noexcept { return {bytes_.size(), largest_id_}; }
    void cut(list_extent before) noexcept {
        bytes_.resize(before.size);
        while (!marks_.empty() && marks_.back().offset >= before.size) marks_.pop_back();
        largest_id_ = before.largest_id;
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

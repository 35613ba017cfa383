#pragma once

#include <rung/base/codec.hpp>
#include <rung/base/retail_codec.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// The events of one client id, one behind the other: as they are.
template <schema S>
class event_list {
public:
    using event_type = typename S::event;

    void push_back(event_type const& e) { events_.push_back(e); }
    void clear() noexcept { events_ = {}; }
    /// All of them, behind what `out` holds already.
    void append_to(std::vector<event_type>& out, client_id) const {
        out.insert(out.end(), events_.begin(), events_.end());
    }

private:
    std::vector<event_type> events_;
};

/// The same as bytes, a fraction of their size, where the schema has a codec.
template <has_event_codec S>
class event_list<S> {
public:
    using event_type = typename S::event;

    void push_back(event_type const& e) {
        byte_writer to{bytes_};
        codec<S>::write(to, e);
    }
    void clear() noexcept { bytes_ = {}; }
    void append_to(std::vector<event_type>& out, client_id of) const { (void)read(bytes_, out, of); }

    [[nodiscard]] std::span<std::byte const> bytes() const noexcept { return bytes_; }

    /// Reads events of a client from bytes; false if they are none.
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
    std::vector<std::byte> bytes_;
};

}  // namespace detail
}  // namespace v0
}  // namespace rung

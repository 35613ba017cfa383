#pragma once

#include <rung/core/config.hpp>
#include <rung/interop/arrow_abi.hpp>

#include <string>

namespace rung {
inline namespace v0 {
namespace arrow {

/// Why something of Arrow's was not read or made: a sentence; empty, and true, if it was.
struct [[nodiscard]] status {
    std::string why{};
    [[nodiscard]] explicit operator bool() const noexcept { return why.empty(); }
};

/// The one owner of an ArrowSchema, ArrowArray or ArrowArrayStream: it calls `release` once. To move such a
/// struct is to copy it and to mark the source as released; what it points at stays where it is.
///
///     ArrowArrayStream from_python = ...;
///     rung::arrow::owned_stream events{from_python};  // from_python.release is null now
template <class Struct>
class owner {
public:
    owner() = default;
    /// Takes over what another one made. Of a released struct there is nothing to own.
    explicit owner(Struct& source) noexcept : raw_{source} { source.release = nullptr; }
    owner(owner&& other) noexcept : owner{other.raw_} {}
    owner& operator=(owner&& other) noexcept {
        if (this == &other) return *this;
        reset();
        raw_ = other.raw_;
        other.raw_.release = nullptr;
        return *this;
    }
    owner(owner const&) = delete;
    owner& operator=(owner const&) = delete;
    ~owner() { reset(); }

    /// Whether there is something: it was neither released nor moved on.
    [[nodiscard]] explicit operator bool() const noexcept { return raw_.release != nullptr; }
    [[nodiscard]] Struct& operator*() noexcept { return raw_; }
    [[nodiscard]] Struct const& operator*() const noexcept { return raw_; }
    [[nodiscard]] Struct* operator->() noexcept { return &raw_; }
    [[nodiscard]] Struct const* operator->() const noexcept { return &raw_; }

    /// Releases it now.
    void reset() noexcept {
        if (raw_.release != nullptr) raw_.release(&raw_);
        raw_.release = nullptr;
    }
    /// Where a producer writes one: `stream->get_next(&*stream, array.to_fill())`.
    [[nodiscard]] Struct* to_fill() noexcept {
        reset();
        return &raw_;
    }
    /// Hands it to another owner, such as a consumer's struct, which must not own anything yet.
    void move_to(Struct& to) noexcept {
        to = raw_;
        raw_.release = nullptr;
    }

private:
    Struct raw_{};
};

using owned_schema = owner<ArrowSchema>;
using owned_array = owner<ArrowArray>;
using owned_stream = owner<ArrowArrayStream>;

}  // namespace arrow
}  // namespace v0
}  // namespace rung

#pragma once

#include <rung/core/config.hpp>
#include <rung/interop/arrow_owner.hpp>
#include <rung/interop/arrow_table.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace arrow {
namespace detail {

/// What a stream that is made keeps. Nothing that is thrown leaves its functions: they are called from C.
template <class Next>
struct made_stream {
    std::vector<field> fields;
    Next next;
    std::string error{};
    bool ended = false;

    static made_stream& of(ArrowArrayStream* stream) noexcept {
        return *static_cast<made_stream*>(stream->private_data);
    }
    template <class Call>
    int guarded(Call const& call) noexcept {
        error.clear();
        int failed = EIO;
        RUNG_TRY { failed = call(); }
        RUNG_CATCH_ALL {
            error = "it threw";  // so short that it needs no memory
        }
        return failed;
    }
    static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) noexcept {
        auto& made = of(stream);
        return made.guarded([&] {
            arrow::make_schema(made.fields).move_to(*out);
            return 0;
        });
    }
    static int get_next(ArrowArrayStream* stream, ArrowArray* out) noexcept {
        auto& made = of(stream);
        *out = ArrowArray{};  // released: the end
        return made.guarded([&] {
            if (std::exchange(made.ended, true)) return 0;  // also after an error
            owned_array batch;
            if (auto done = made.next(batch); !done) {
                made.error = std::move(done.why);
                return EIO;
            }
            made.ended = !batch;
            batch.move_to(*out);
            return 0;
        });
    }
    static char const* get_last_error(ArrowArrayStream* stream) noexcept {
        auto const& error = of(stream).error;
        return error.empty() ? nullptr : error.c_str();
    }
    static void release(ArrowArrayStream* stream) noexcept {
        delete &of(stream);
        stream->release = nullptr;
    }
};

}  // namespace detail

/// How many rows a batch has at most.
inline constexpr std::int64_t rows_of_batch = 8'192;

/// A stream for a consumer. `next(owned_array&)` makes the next batch of such columns, or leaves it empty at
/// the end; it returns a status, whose sentence the consumer gets as an error.
template <class Next>
[[nodiscard]] owned_stream make_stream(std::vector<field> fields, Next next) {
    using made = detail::made_stream<Next>;
    ArrowArrayStream out{};
    out.private_data = new made{std::move(fields), std::move(next)};
    out.get_schema = &made::get_schema;
    out.get_next = &made::get_next;
    out.get_last_error = &made::get_last_error;
    out.release = &made::release;
    return owned_stream{out};
}

/// A stream of batches that are made already.
[[nodiscard]] inline owned_stream make_stream(std::vector<field> fields, std::vector<owned_array> batches) {
    auto next = [all = std::move(batches), i = std::size_t{0}](owned_array& out) mutable -> status {
        if (i < all.size()) out = std::move(all[i++]);
        return {};
    };
    return arrow::make_stream(std::move(fields), std::move(next));
}
/// A stream of the rows that a builder has.
[[nodiscard]] inline owned_stream make_stream(batch_builder rows) {
    std::vector<owned_array> all;
    if (rows.rows() != 0) all.push_back(rows.take());
    return arrow::make_stream(rows.fields(), std::move(all));
}

}  // namespace arrow
}  // namespace v0
}  // namespace rung

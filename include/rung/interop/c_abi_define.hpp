#pragma once

// Defines the functions of c_abi.hpp. One source of a program or shared library includes it:
//
//     #include <rung/interop/c_abi_define.hpp>
//
//     g++ -std=c++20 -O2 -fPIC -shared -I rung/include rung.cpp -o librung.so

#include <rung/base/kept_history.hpp>
#include <rung/core/config.hpp>
#include <rung/interop/arrow_owner.hpp>
#include <rung/interop/arrow_run.hpp>
#include <rung/interop/c_abi.hpp>
#include <rung/interop/c_abi_base.hpp>
#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>
#include <rung/version.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct rung_ladder {
    std::optional<rung::c_abi::lifecycle> life{};
    std::string text{};
    std::string why{};
};

struct rung_base {
    std::shared_ptr<rung::c_abi::any_base> base{};
    std::string why{};
    std::string text{};
    std::vector<std::byte> bytes{};
};

namespace rung {
inline namespace v0 {
namespace c_abi {

/// Calls something for a base, alone; what it says, or throws, becomes the base's `why`.
template <class Call>
[[nodiscard]] int called(rung_base* of, Call const& call) noexcept {
    if (of == nullptr || of->base == nullptr) return 1;
    int failed = 1;
    RUNG_TRY {
        auto& one = of->base->one_at_a_time;
        if (one.is_of_this_thread()) {
            of->why = "the base is in another call of this thread";
            return 1;
        }
        // Until the end: another thread's call would put its own `why` there.
        std::scoped_lock const alone{one};
        RUNG_TRY {
            of->why.clear();
            of->why = call(*of->base).why;
            failed = of->why.empty() ? 0 : 1;
        }
        RUNG_CATCH_ALL {
            of->why = "no memory";  // so short that it needs none
        }
    }
    RUNG_CATCH_ALL {}
    return failed;
}

[[nodiscard]] inline char const* text_or_null(std::string const& text) noexcept {
    return text.empty() ? nullptr : text.c_str();
}
[[nodiscard]] inline std::string_view text_of(char const* text, std::size_t size) noexcept {
    return text == nullptr ? std::string_view{} : std::string_view{text, size};
}
[[nodiscard]] inline arrow::status no_moment() {
    return {"the moment is outside of the range from 1970-01-01T00:00:01 to 2106-02-07T06:28:14"};
}

[[nodiscard]] inline arrow::owned_stream run(rung_ladder const* ladder, bool with_history, std::int64_t as_of,
                                             arrow::owned_stream rows) {
    auto const failing = [](arrow::status why) {
        auto next = [why = std::move(why)](arrow::owned_array&) { return why; };
        return arrow::make_stream(arrow::detail::run_fields(true), std::move(next));
    };
    if (ladder == nullptr || !ladder->life) return failing({"there is no run for want of a ladder"});
    auto const until = instant::from_unix(as_of);
    if (!until.is_moment()) return failing(c_abi::no_moment());
    auto const& l = *ladder->life;
    if (with_history)
        return arrow::run_sorted<client_base<lifecycle, history::kept>>(l, until, std::move(rows));
    return arrow::run_sorted<client_base<lifecycle>>(l, until, std::move(rows));
}

}  // namespace c_abi
}  // namespace v0
}  // namespace rung

extern "C" {

char const* rung_version(void) {
#define RUNG_TEXT_OF(x) #x
#define RUNG_VERSION_TEXT(a, b, c) RUNG_TEXT_OF(a) "." RUNG_TEXT_OF(b) "." RUNG_TEXT_OF(c)
    return RUNG_VERSION_TEXT(RUNG_VERSION_MAJOR, RUNG_VERSION_MINOR, RUNG_VERSION_PATCH);
#undef RUNG_VERSION_TEXT
#undef RUNG_TEXT_OF
}

rung_ladder* rung_ladder_read(char const* text, std::size_t size) {
    std::unique_ptr<rung_ladder> made{new (std::nothrow) rung_ladder};
    if (made == nullptr) return nullptr;
    RUNG_TRY {
        auto const read = rung::try_parse_lifecycle(rung::c_abi::text_of(text, size));
        if (!read) {
            made->why = read.error().message();
        } else {
            made->life.emplace(*read);
            rung::c_abi::text_collector to{&made->text};
            rung::write_text(to, *read);
        }
    }
    RUNG_CATCH_ALL { return nullptr; }
    return made.release();
}
char const* rung_ladder_why(rung_ladder const* ladder) {
    return ladder == nullptr ? "no memory" : rung::c_abi::text_or_null(ladder->why);
}
char const* rung_ladder_text(rung_ladder const* ladder) {
    return ladder == nullptr ? "" : ladder->text.c_str();
}
void rung_ladder_release(rung_ladder* ladder) { delete ladder; }

rung_base* rung_base_open(rung_ladder const* ladder, int with_history) {
    std::unique_ptr<rung_base> made{new (std::nothrow) rung_base};
    if (made == nullptr) return nullptr;
    RUNG_TRY {
        if (ladder == nullptr || !ladder->life) {
            made->why = "the base was not opened, for want of a ladder";
            return made.release();
        }
        rung::client_base with_facts{*ladder->life};
        rung::client_base with_events{*ladder->life, rung::history::kept{}};
        if (with_history != 0)
            made->base =
                std::make_shared<rung::c_abi::base_of<decltype(with_events)>>(std::move(with_events));
        else
            made->base = std::make_shared<rung::c_abi::base_of<decltype(with_facts)>>(std::move(with_facts));
    }
    RUNG_CATCH_ALL { return nullptr; }
    return made.release();
}
void rung_base_release(rung_base* base) { delete base; }
char const* rung_base_why(rung_base const* base) {
    return base == nullptr ? "no memory" : rung::c_abi::text_or_null(base->why);
}

int rung_base_apply(rung_base* base, ArrowArrayStream* events, rung_applied* out) {
    rung_applied counts{};
    rung::arrow::owned_stream stream;
    if (events != nullptr) stream = rung::arrow::owned_stream{*events};
    auto const failed =
        rung::c_abi::called(base, [&](auto& to) { return to.apply(std::move(stream), counts); });
    if (out != nullptr) *out = counts;
    return failed;
}
int rung_base_settle(rung_base* base, std::int64_t at, std::uint64_t* moves) {
    return rung::c_abi::called(base, [&](auto& of) -> rung::arrow::status {
        auto const now = rung::instant::from_unix(at);
        if (!now.is_moment()) return rung::c_abi::no_moment();
        auto const made = of.settle(now);
        if (moves != nullptr) *moves = made;
        return {};
    });
}

int rung_base_clients(rung_base* base, std::int64_t at, ArrowArrayStream* out) {
    return rung::c_abi::called(base, [&](auto& of) -> rung::arrow::status {
        auto const now = rung::instant::from_unix(at);
        if (!now.is_moment()) return rung::c_abi::no_moment();
        rung::arrow::owned_stream stream;
        auto done = of.clients(now, stream, base->base);
        if (done && out != nullptr) stream.move_to(*out);
        return done;
    });
}
int rung_base_table(rung_base* base, char const* which, ArrowArrayStream* out) {
    return rung::c_abi::called(base, [&](auto& of) {
        rung::arrow::owned_stream stream;
        auto done = of.table(which == nullptr ? "" : which, stream);
        if (done && out != nullptr) stream.move_to(*out);
        return done;
    });
}

char const* rung_base_chart(rung_base* base, char const* which, int russian) {
    auto const failed = rung::c_abi::called(base, [&](auto& of) {
        auto const l = russian != 0 ? rung::language::ru : rung::language::en;
        return of.chart(which == nullptr ? "" : which, l, base->text);
    });
    return failed == 0 ? base->text.c_str() : nullptr;
}
int rung_base_add_states(rung_base* base, ArrowArrayStream* states) {
    rung::arrow::owned_stream stream;
    if (states != nullptr) stream = rung::arrow::owned_stream{*states};
    return rung::c_abi::called(base, [&](auto& to) { return to.add_states(std::move(stream)); });
}

char const* rung_base_explain(rung_base* base, char const* client, std::size_t size, std::int64_t at,
                              int russian) {
    char const* told = nullptr;
    auto const failed = rung::c_abi::called(base, [&](auto& of) -> rung::arrow::status {
        auto const now = rung::instant::from_unix(at);
        if (!now.is_moment()) return rung::c_abi::no_moment();
        auto const l = russian != 0 ? rung::language::ru : rung::language::en;
        auto done = of.explain(rung::c_abi::text_of(client, size), now, l, base->text);
        told = base->text.c_str();
        return done;
    });
    return failed == 0 ? told : nullptr;
}

unsigned char const* rung_base_save(rung_base* base, std::size_t* size) {
    std::span<std::byte const> saved;
    auto const failed = rung::c_abi::called(base, [&](auto& of) {
        auto done = of.save(base->bytes);
        saved = base->bytes;
        return done;
    });
    if (size != nullptr) *size = failed == 0 ? saved.size() : 0;
    return failed == 0 ? reinterpret_cast<unsigned char const*>(saved.data()) : nullptr;
}
int rung_base_restore(rung_base* base, unsigned char const* bytes, std::size_t size) {
    return rung::c_abi::called(base, [&](auto& of) {
        std::span<std::byte const> all;
        if (bytes != nullptr) all = {reinterpret_cast<std::byte const*>(bytes), size};
        return of.restore(all);
    });
}

int rung_run(rung_ladder const* ladder, int with_history, std::int64_t as_of, ArrowArrayStream* rows,
             ArrowArrayStream* out) {
    rung::arrow::owned_stream stream;
    if (rows != nullptr) stream = rung::arrow::owned_stream{*rows};
    int failed = 1;
    RUNG_TRY {
        auto made = rung::c_abi::run(ladder, with_history != 0, as_of, std::move(stream));
        if (out != nullptr) made.move_to(*out);
        failed = 0;
    }
    RUNG_CATCH_ALL {}
    return failed;
}

}  // extern "C"

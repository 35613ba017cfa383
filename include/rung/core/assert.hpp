#pragma once

#include <rung/core/config.hpp>

#include <cstdio>

/// The one hook of the library: what happens when the program itself is wrong (a ladder with a defect made at
/// run time, a stage name that does not exist). It gets a sentence and must not return: it ends the program,
/// breaks into a debugger, or throws. Define it before the first include, the same in all of a program. It
/// changes no type and no layout.
///
/// What it throws reaches whoever made the mistake: no function that can be called wrongly is noexcept.
/// Nothing has changed then: of a span of events nothing from the wrong one on, of shards none from the wrong
/// one on; unless an executor broke its contract in the middle of its work (in_parallel).
#ifndef RUNG_ASSERT
#define RUNG_ASSERT(sentence) ::rung::fail(sentence)
#endif

namespace rung {
inline namespace v0 {

[[noreturn]] inline void fail(char const* sentence) noexcept {
    std::fputs("rung: ", stderr);
    std::fputs(sentence, stderr);
    std::fputc('\n', stderr);
    detail::abort();
}

}  // namespace v0
}  // namespace rung

// The assertion handler of this program throws. It has a program of its own: one handler is all that a
// program has.
#pragma once

#include <string>

struct broken {
    std::string sentence;
};
[[noreturn]] inline void throw_sentence(char const* sentence) { throw broken{sentence}; }
#define RUNG_ASSERT(sentence) throw_sentence(sentence)

/// What the handler was told while f was called; empty if it was not.
template <class F>
std::string told_by(F&& f) {
    try {
        f();
    } catch (broken const& b) {
        return b.sentence;
    }
    return {};
}

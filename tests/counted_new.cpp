// Replaces the global operator new of a test program with one that counts, and fails where it is told to (see
// allocations.hpp). A source of its own of the programs that ask for it.

#include "allocations.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

// Inlined, a delete of this file is a free() of what a new returned, which is just what is meant here.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace {

bool counted(std::size_t size) {
    if (size > largest_request) largest_request = size;
    auto const n = allocations++;
    return n < first_failure || n > last_failure;
}

void* allocated(std::size_t size) {
    if (!counted(size)) return nullptr;
    return std::malloc(size == 0 ? 1 : size);
}

void* allocated(std::size_t size, std::align_val_t alignment) {
    if (!counted(size)) return nullptr;
    auto const a = static_cast<std::size_t>(alignment);
    return std::aligned_alloc(a, (size + a - 1) / a * a + (size == 0 ? a : 0));
}

void* or_throw(void* p) {
    if (p == nullptr) throw std::bad_alloc{};
    return p;
}

}  // namespace

void* operator new(std::size_t size) { return or_throw(allocated(size)); }
void* operator new[](std::size_t size) { return or_throw(allocated(size)); }
void* operator new(std::size_t size, std::align_val_t a) { return or_throw(allocated(size, a)); }
void* operator new[](std::size_t size, std::align_val_t a) { return or_throw(allocated(size, a)); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return allocated(size); }
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept { return allocated(size); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::nothrow_t const&) noexcept { std::free(p); }
void operator delete[](void* p, std::nothrow_t const&) noexcept { std::free(p); }

// The library behind the package: rung's functions for other languages, and what destroys a capsule of
// Python's, which cannot be Python code: it would lose an exception that is under way.
#include <rung/interop/arrow_abi.hpp>
#include <rung/interop/c_abi_define.hpp>

#include <new>

extern "C" {

/// PyCapsule_GetPointer: the package puts it here when it is loaded, once.
void* (*rung_python_pointer_of)(void* capsule, char const* name) = nullptr;

/// Takes a stream over for a capsule; null, and nothing is taken, where memory fails.
ArrowArrayStream* rung_python_keep(ArrowArrayStream* stream) {
    auto* const kept = new (std::nothrow) ArrowArrayStream{*stream};
    if (kept != nullptr) stream->release = nullptr;
    return kept;
}
/// The destructor of such a capsule: releases the stream if nobody has moved it out.
void rung_python_destroy(void* capsule) {
    auto* const kept = static_cast<ArrowArrayStream*>(rung_python_pointer_of(capsule, "arrow_array_stream"));
    if (kept->release != nullptr) kept->release(kept);
    delete kept;
}

}  // extern "C"

// expect: rung/interop is for POSIX systems
#ifndef RUNG_CORRECTED
#undef __unix__
#undef __APPLE__
#endif
#include <rung/interop/durable_folder.hpp>

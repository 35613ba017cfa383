// expect: rung/interop is for POSIX systems
// alone: what it undefines has to be gone before the first header
#ifndef RUNG_CORRECTED
#undef __unix__
#undef __APPLE__
#endif
#include <rung/interop/durable_folder.hpp>

// The library behind the package: rung's functions for other languages.
#include <rung/interop/c_abi_define.hpp>

// All of the library in one include, and the first ladder of the catalog.
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

int main() { return static_cast<int>(life.ladder().stage_count()); }

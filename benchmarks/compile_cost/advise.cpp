// What to do next for a client, in words: the umbrella, the playbooks of all ladders, and what prints advice.
#include <rung/ladders/playbooks.hpp>
#include <rung/report/advise.hpp>
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

int main() { return static_cast<int>(life.ladder().stage_count()); }

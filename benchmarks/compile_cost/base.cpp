// What every other figure is a ratio of: about what a small value library has to include. It has a main, as
// they have, because the first function alone costs 5 %.
#include <algorithm>
#include <array>
#include <span>
#include <string_view>

int main() {}

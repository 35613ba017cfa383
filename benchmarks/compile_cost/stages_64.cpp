// A ladder of 64 stages.
#include <rung/core/lifecycle.hpp>
#include <rung/core/retail.hpp>

using namespace rung::facts;

constexpr rung::ladder tall{
    rung::stage{"s0"},
    rung::stage{"s1", purchases >= 1},
    rung::stage{"s2", purchases >= 2},
    rung::stage{"s3", purchases >= 3},
    rung::stage{"s4", purchases >= 4},
    rung::stage{"s5", purchases >= 5},
    rung::stage{"s6", purchases >= 6},
    rung::stage{"s7", purchases >= 7},
    rung::stage{"s8", purchases >= 8},
    rung::stage{"s9", purchases >= 9},
    rung::stage{"s10", purchases >= 10},
    rung::stage{"s11", purchases >= 11},
    rung::stage{"s12", purchases >= 12},
    rung::stage{"s13", purchases >= 13},
    rung::stage{"s14", purchases >= 14},
    rung::stage{"s15", purchases >= 15},
    rung::stage{"s16", purchases >= 16},
    rung::stage{"s17", purchases >= 17},
    rung::stage{"s18", purchases >= 18},
    rung::stage{"s19", purchases >= 19},
    rung::stage{"s20", purchases >= 20},
    rung::stage{"s21", purchases >= 21},
    rung::stage{"s22", purchases >= 22},
    rung::stage{"s23", purchases >= 23},
    rung::stage{"s24", purchases >= 24},
    rung::stage{"s25", purchases >= 25},
    rung::stage{"s26", purchases >= 26},
    rung::stage{"s27", purchases >= 27},
    rung::stage{"s28", purchases >= 28},
    rung::stage{"s29", purchases >= 29},
    rung::stage{"s30", purchases >= 30},
    rung::stage{"s31", purchases >= 31},
    rung::stage{"s32", purchases >= 32},
    rung::stage{"s33", purchases >= 33},
    rung::stage{"s34", purchases >= 34},
    rung::stage{"s35", purchases >= 35},
    rung::stage{"s36", purchases >= 36},
    rung::stage{"s37", purchases >= 37},
    rung::stage{"s38", purchases >= 38},
    rung::stage{"s39", purchases >= 39},
    rung::stage{"s40", purchases >= 40},
    rung::stage{"s41", purchases >= 41},
    rung::stage{"s42", purchases >= 42},
    rung::stage{"s43", purchases >= 43},
    rung::stage{"s44", purchases >= 44},
    rung::stage{"s45", purchases >= 45},
    rung::stage{"s46", purchases >= 46},
    rung::stage{"s47", purchases >= 47},
    rung::stage{"s48", purchases >= 48},
    rung::stage{"s49", purchases >= 49},
    rung::stage{"s50", purchases >= 50},
    rung::stage{"s51", purchases >= 51},
    rung::stage{"s52", purchases >= 52},
    rung::stage{"s53", purchases >= 53},
    rung::stage{"s54", purchases >= 54},
    rung::stage{"s55", purchases >= 55},
    rung::stage{"s56", purchases >= 56},
    rung::stage{"s57", purchases >= 57},
    rung::stage{"s58", purchases >= 58},
    rung::stage{"s59", purchases >= 59},
    rung::stage{"s60", purchases >= 60},
    rung::stage{"s61", purchases >= 61},
    rung::stage{"s62", purchases >= 62},
    rung::stage{"s63", purchases >= 63},
};
constexpr auto life = rung::lifecycle{tall};

#ifdef APPLY_AN_EVENT
int main() {
    rung::client c;
    auto const at = rung::instant::from_unix(1);
    return static_cast<int>(rung::fixed<life>{}.apply(c, rung::purchase{.at = at}).answer());
}
#else
int main() { return static_cast<int>(life.ladder().stages()); }
#endif

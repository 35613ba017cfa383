#pragma once

#include <rung/insight/compare.hpp>
#include <rung/report/table.hpp>

namespace rung {
inline namespace v0 {
namespace report {

/// What new thresholds would do: who would move from where on the old ladder to where on the new, and sums.
template <text_sink Out, class Old, class New>
void table(Out& out, Old const& before, New const& after, insight::impact const& c) {
    using namespace detail;
    matrix(out, before, after, c.moves);
    put(out, grouped(c.clients));
    put(out, " clients: ");
    put(out, grouped(c.up));
    put(out, " up, ");
    put(out, grouped(c.down));
    put(out, " down");
    if (c.gone != 0) {
        put(out, ", ");
        put(out, grouped(c.gone));
        put(out, " from a stage that is gone");
    }
    if (c.kept != 0) {
        put(out, ", ");
        put(out, grouped(c.kept));
        put(out, " kept by a floor");
    }
    if (c.graces != 0) {
        put(out, ", ");
        put(out, grouped(c.graces));
        put(out, " in a grace that would begin");
    }
    if (c.lifted != 0) {
        put(out, "; decisions that would end: ");
        put(out, grouped(c.lifted));
    }
    put(out, "\n");
}

}  // namespace report
}  // namespace v0
}  // namespace rung

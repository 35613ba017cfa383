#pragma once

#include <rung/insight/compare.hpp>
#include <rung/report/table.hpp>

namespace rung {
inline namespace v0 {
namespace report {

/// What new thresholds would do: who would move from where on the old ladder to where on the new, and sums.
template <text_sink Out, class Old, class New>
void table(Out& out, Old const& before, New const& after,
           insight::impact<typename Old::stage_type, typename New::stage_type> const& c) {
    detail::matrix(out, before, after, c.moves);
    detail::put(out, detail::grouped(c.clients));
    detail::put(out, c.clients == 1 ? " client: " : " clients: ");
    detail::put(out, detail::grouped(c.up));
    detail::put(out, " up, ");
    detail::put(out, detail::grouped(c.down));
    detail::put(out, " down");
    if (c.gone != 0) {
        detail::put(out, ", ");
        detail::put(out, detail::grouped(c.gone));
        detail::put(out, " from a stage that is gone");
    }
    if (c.kept != 0) {
        detail::put(out, ", ");
        detail::put(out, detail::grouped(c.kept));
        detail::put(out, " kept by a floor");
    }
    if (c.graces != 0) {
        detail::put(out, ", ");
        detail::put(out, detail::grouped(c.graces));
        detail::put(out, " in a grace that would begin");
    }
    if (c.lifted != 0) {
        detail::put(out, "; decisions that would end: ");
        detail::put(out, detail::grouped(c.lifted));
    }
    detail::put(out, "\n");
}

}  // namespace report
}  // namespace v0
}  // namespace rung

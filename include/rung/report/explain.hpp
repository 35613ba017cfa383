#pragma once

#include <rung/core/explain.hpp>
#include <rung/report/measured.hpp>
#include <rung/report/rows.hpp>

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// What to say of an explanation, row by row.
template <class Ladder>
class explained {
public:
    using explanation_type = explanation<Ladder>;
    using stage_type = typename Ladder::stage_type;

    explained(explanation_type const& e, language l, lexicon const& words_of) noexcept
        : e_{e}, ladder_{e.ladder()}, lexicon_{words_of}, l_{l} {}

    template <text_sink Out>
    void first_line(Out& out) const {
        appender<Out> to{out};
        if (e_.is_out()) to += words::out.in(l_);
        to += name(e_.stage());
        if (e_.is_new()) {
            to += words::nothing_known.in(l_);
        } else {
            frame{words::since, l_}.put(to, report::date(e_.since(), e_.at()));
        }
        if (auto const by = e_.moved_by(); by.given()) {
            auto const kind = by.why() == cause::event
                                  ? rung::kind_name<typename Ladder::schema_type>(by.kind())
                                  : std::string_view{};
            to += " (";
            bool const ended = by.why() == cause::decision && !e_.decision();
            auto const& why = ended ? words::by_past_decision : detail::in_words(by.why());
            to += kind.empty() ? why.in(l_) : lexicon_.kind(kind, l_);
            to += ")";
        }
        if (!e_.is_out() && !e_.next()) to += words::top.in(l_);
        if (e_.moves_at() != instant::forever())
            frame{words::unless, l_}.put(to, report::date(e_.moves_at(), e_.at()));
        to += "\n";
    }

    template <class Table>
    void rows(Table& t) const {
        if (e_.is_out()) {
            way_back(t);
        } else {
            what_keeps_them(t);
            way_up(t);
            ways_out(t);
        }
        what_holds_them(t);
    }

private:
    explanation_type const& e_;
    Ladder const& ladder_;
    lexicon const& lexicon_;
    language l_;

    [[nodiscard]] std::string_view name(stage_type s) const { return lexicon_.stage(ladder_.name(s), l_); }
    [[nodiscard]] std::size_t place() const { return rung::index_of(e_.stage()); }
    [[nodiscard]] static stage_type rung_at(std::size_t i) { return rung::stage_at<stage_type>(i); }

    // How its conditions are told.
    enum class tone : std::uint8_t { wish, threat, reason };

    template <class Table, class Route>
    void route(Table& t, label of, Route const& r, tone as = tone::wish) const {
        label const none{{}, l_};
        if (r.size() == 0) t.note(of, [&](auto& to) { to += words::asks_nothing.in(l_); });
        bool closable = conditions(t, of, r.required(), as);
        if (r.least() != 0) {
            t.note(of, [&](auto& to) { count(to, r); });
            of = none;
            conditions(t, of, r.counted(), as);
            closable = closable && r.counted().to_hold() != remedy::never;
        }
        if (closable && r.to_hold() == remedy::never)
            t.note(none, [&](auto& to) { to += words::never_together.in(l_); });
    }

    // Whether none of them is one that cannot be closed.
    template <class Table, class Route>
    bool conditions(Table& t, label& of, Route const& r, tone as) const {
        bool closable = true;
        for (auto const& c : r) {
            auto m = detail::in_words(c, e_.at(), l_, lexicon_);
            if (as == tone::threat) m.remark = detail::threat(c, e_.at(), l_, lexicon_);
            // The label already says that it holds.
            if (as == tone::reason && c.until == instant::forever()) m.remark = {};
            t.row(of, m);
            of = label{{}, l_};
            closable = closable && c.to_hold() != remedy::never;
        }
        return closable;
    }

    // `at least 3 of these 5: 1 more`.
    template <class Text, class Route>
    void count(Text& to, Route const& r) const {
        auto const all = r.counted();
        auto const number = [](std::size_t n) { return small_text<20>{}.number(std::uint64_t{n}); };
        frame{words::at_least_some, l_}.put(to, number(r.least()));
        frame{words::of_these, l_}.put(to, number(all.size()));
        if (all.holds()) {
            if (all.until() == instant::forever())
                to += words::holds.in(l_);
            else
                frame{words::holds_until, l_}.put(to, report::date(all.until(), e_.at()));
            return;
        }
        frame{words::more_of_these, l_}.put(to, number(r.more()));
        if (all.to_hold() == remedy::never) to += words::cannot_close.in(l_);
        if (all.to_hold() != remedy::time) return;
        to += ", ";
        frame{words::from, l_}.put(to, report::date(all.from(), e_.at()));
        if (all.until() != instant::forever())
            frame{words::until, l_}.put(to, report::date(all.until(), e_.at()));
    }

    // The routes of a rule of which `shown` is true, with "or" between.
    template <class Table, class Rule, class Test>
    void routes(Table& t, label const& of, Rule const& rule, Test const& shown, tone as = tone::wish) const {
        bool first = true;
        for (auto const r : rule) {
            if (!shown(r)) continue;
            route(t, first ? of : label{words::or_else, l_}, r, as);
            first = false;
        }
    }
    template <class Table, class Rule>
    void routes(Table& t, label const& of, Rule const& rule) const {
        routes(t, of, rule, [](auto const&) { return true; });
    }

    // A rule that holds shows the routes that hold.
    template <class Table, class Rule>
    void kept(Table& t, label const& of, Rule const& rule) const {
        bool const holds = rule.holds();
        routes(t, of, rule, [&](auto const& r) { return r.holds() || !holds; });
    }

    // The door that stands in for the rule of a rung: of that rung or of one above.
    [[nodiscard]] std::size_t open_door(std::size_t of_rung) const {
        for (auto i = of_rung; i < ladder_.stage_count(); ++i) {
            if (auto const d = e_.door(rung_at(i)); !d.empty() && d.holds()) return i;
        }
        return ladder_.stage_count();
    }

    // Whatever the rule of the client's rung says.
    [[nodiscard]] bool decision_keeps_them() const {
        auto const d = e_.decision();
        return d && (d->what == decree::pin || (d->what == decree::floor && d->place >= place()));
    }

    template <class Table>
    void what_keeps_them(Table& t) const {
        auto const own = e_.keep(e_.stage());
        auto const floor = ladder_.floor_of(place());
        if (floor == place() && floor != 0) {
            t.note({words::to_stay, l_}, [&](auto& to) { to += words::kept_always.in(l_); });
            return;
        }
        if (auto const door = open_door(place()); !own.holds() && door < ladder_.stage_count()) {
            auto const by = e_.door(rung_at(door));
            if (by.to_cease() != remedy::never) kept(t, {words::by_door, l_}, by);
        } else if (!own.empty() && own.to_cease() != remedy::never) {
            kept(t, {decision_keeps_them() ? words::by_rules : words::to_stay, l_}, own);
        }
        // Of the rungs below, what ends by time and moves the client, or has ended.
        for (auto i = place(); i > floor + 1;) {
            --i;
            auto const lower = e_.keep(rung_at(i));
            if (open_door(i) < ladder_.stage_count()) continue;
            bool const ends =
                lower.holds() && lower.until() != instant::forever() && lower.until() == e_.until();
            bool const ended = !lower.holds() && rung::index_of(e_.by_rules()) < place();
            if (ends || ended) kept(t, {words::as_lower, l_, name(rung_at(i))}, lower);
        }
    }

    template <class Table>
    void way_up(Table& t) const {
        auto const next = e_.next();
        if (!next) return;
        auto const enter = e_.enter(*next);
        routes(t, {words::for_next, l_, name(*next)}, enter);
        stays_there(t, *next, enter);
        for (auto i = place() + 1; i < ladder_.stage_count(); ++i) {
            auto const door = e_.door(rung_at(i));
            if (door.empty() || door.to_hold() == remedy::never) continue;
            if (i == place() + 1 && same(ladder_.enter(*next), ladder_.door(*next))) continue;
            routes(t, {words::door, l_, name(rung_at(i))}, door);
        }
    }

    // What the next rung asks of clients who stand on it, beyond what it asks of those who come.
    template <class Table, class Rule>
    void stays_there(Table& t, stage_type next, Rule const& enter) const {
        auto const keep = e_.keep(next);
        if ((ladder_.own_keep() >> rung::index_of(next) & 1) == 0 || keep.holds()) return;
        label of{words::to_stay_there, l_};
        if (keep[0].least() != 0) return route(t, of, keep[0]);
        for (auto const& c : keep[0]) {
            bool told = c.holds();
            for (auto const r : enter) {
                for (auto const& asked : r) told = told || asked.need.fact == c.need.fact;
            }
            if (told) continue;
            t.row(of, detail::in_words(c, e_.at(), l_, lexicon_));
            of = label{{}, l_};
        }
    }

    [[nodiscard]] bool same(typename Ladder::rule_span a, typename Ladder::rule_span b) const {
        bool equal = a.count == b.count;
        for (std::size_t i = 0; equal && i < a.count; ++i)
            equal = ladder_.route_at(a.first + i).asks_as(ladder_.route_at(b.first + i));
        return equal;
    }

    // A route that time or an event can fulfil; not one that counts the time since something that never
    // happened: the event that it lacks would begin that count anew.
    template <class Route>
    [[nodiscard]] static bool threatens(Route const& r) {
        for (auto const& c : r.required()) {
            if (c.holds() && detail::never_was(c)) return false;
        }
        std::size_t left = 0;
        for (auto const& c : r.counted()) left += !c.holds() || !detail::never_was(c);
        return left >= r.least() && r.to_hold() != remedy::never;
    }

    template <class Table>
    void ways_out(Table& t) const {
        for (auto i = ladder_.stage_count(); i < ladder_.place_count(); ++i) {
            auto const exit = e_.enter(rung_at(i));
            bool const holds = exit.holds();  // only a decision keeps the client in
            routes(
                t, {holds ? words::leaves_later : words::leaves, l_, name(rung_at(i))}, exit,
                [&](auto const& r) { return holds ? r.holds() : threatens(r); }, tone::threat);
        }
    }

    template <class Table>
    void way_back(Table& t) const {
        auto const exit = e_.enter(e_.stage());
        if (!exit.holds()) return;  // somebody decided it
        routes(
            t, {words::because, l_}, exit, [](auto const& r) { return r.holds(); }, tone::reason);
        t.note({words::back, l_}, [&](auto& to) {
            if (exit.to_cease() == remedy::never) {
                to += words::back_never.in(l_);
            } else if (exit.to_cease() == remedy::time) {
                frame{words::back_by_time, l_}.put(to, report::date(exit.until(), e_.at()));
            } else {
                to += words::back_by_event.in(l_);
            }
        });
    }

    template <class Table>
    void what_holds_them(Table& t) const {
        bool const differs = e_.by_rules() != e_.stage();
        // What holds the client is said by the last line.
        if (e_.guaranteed_until().is_moment() && e_.hold() != hold::guarantee) {
            t.note({words::guaranteed, l_}, [&](auto& to) {
                frame{words::guaranteed_until, l_}.put(to, report::date(e_.guaranteed_until(), e_.at()));
            });
        }
        if (e_.waits_until().is_moment() && e_.hold() != hold::wait) {
            t.note({words::waits, l_, name(rung_at(rung::index_of(e_.stage()) + std::size_t{1}))},
                   [&](auto& to) { to += report::date(e_.waits_until(), e_.at()); });
        }
        if (differs) {
            t.note({words::why_not, l_, name(e_.by_rules())}, [&](auto& to) {
                switch (e_.hold()) {
                case hold::none: return;
                case hold::grace:
                    return frame{words::held_by_grace, l_}.put(to, report::date(e_.grace_until(), e_.at()));
                case hold::guarantee:
                    return frame{words::held_by_guarantee, l_}.put(
                        to, report::date(e_.guaranteed_until(), e_.at()));
                case hold::wait:
                    return frame{words::held_by_wait, l_}.put(to, report::date(e_.waits_until(), e_.at()));
                case hold::descent:
                    to += (e_.falls() ? words::held_a_rung : words::held_by_descent).in(l_);
                    return;
                case hold::ascent: to += words::held_by_ascent.in(l_); return;
                case hold::exit: to += words::held_by_exit.in(l_); return;
                case hold::decision: return put_decision(to);
                }
            });
        }
        if (e_.decision() && !(differs && e_.hold() == hold::decision))
            t.note({words::decided, l_}, [&](auto& to) { put_decision(to); });
    }

    template <class Text>
    void put_decision(Text& to) const {
        auto const d = *e_.decision();
        auto const number = [](std::uint64_t n) { return small_text<20>{}.number(n); };
        frame{detail::in_words(d.what), l_}.put(to, name(rung_at(d.place)));
        if (d.at.is_moment()) frame{words::decided_from, l_}.put(to, report::date(d.at, e_.at()));
        if (d.until == instant::forever())
            to += words::until_lifted.in(l_);
        else
            frame{words::decided_until, l_}.put(to, report::date(d.until, e_.at()));
        if (d.author != 0) frame{words::author, l_}.put(to, number(d.author));
        if (d.reason != 0) frame{words::reason, l_}.put(to, number(d.reason));
    }
};

}  // namespace detail

/// An explanation for people: where the client stands and since when, what keeps them there and until when,
/// what is missing for the next rung by each route, what would take them out or bring them back, and what
/// holds them where the rules would not. Columns are aligned.
template <text_sink Out, class Ladder>
void explain(Out& out, explanation<Ladder> const& e, language l = language::en,
             lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    detail::explained<Ladder> const told{e, l, words_of};
    told.first_line(out);
    detail::column_widths columns;
    told.rows(columns);
    detail::row_writer<Out> writer{out, columns};
    told.rows(writer);
}

}  // namespace report

/// In English; in another language with report::explain.
template <text_sink Out, class Ladder>
Out& operator<<(Out& out, explanation<Ladder> const& e) {
    report::explain(out, e);
    return out;
}

}  // namespace v0
}  // namespace rung

#pragma once

#include "out_file.hpp"
#include "print.hpp"
#include "replay.hpp"

#include <string>
#include <string_view>

/// Every move, as CSV. Text from the log is made printable.
template <class S>
class moves_file {
public:
    /// Throws std::runtime_error if it cannot be written.
    moves_file(std::string const& name, replay_of<S> const& r)
        : file_{name, "client,at,from,to,why,driver"}, replay_{r} {}

    void add(replay::move_type const& t) {
        auto const& ladder = replay_.ladder();
        auto const why = t.why == rung::cause::event ? rung::kind_name<S>(t.kind) : to_string(t.why);
        file_.row({printable(replay_.client_name(t.client)), instant_in_full(t.at),
                   std::string{ladder.name(t.from)}, std::string{ladder.name(t.to)}, std::string{why},
                   std::string{to_string(ladder.driver(t.to))}});
    }
    void close() { file_.close(); }

private:
    out_file file_;
    replay_of<S> const& replay_;
};

#pragma once

#include <rung/base/client_base.hpp>
#include <rung/base/codec.hpp>
#include <rung/base/journal.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/core/adoption.hpp>
#include <rung/core/fingerprint.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

/// The result of reading a snapshot or a journal. False if it could not be read; then `why` is a sentence,
/// otherwise it is empty.
struct [[nodiscard]] restored {
    std::string_view why{};
    /// Where in the bytes.
    std::uint64_t offset = 0;
    /// The number of the journal's record that comes next.
    std::uint64_t position = 0;
    /// It is intact, but of another ladder: migrate() takes it over.
    bool other_ladder = false;

    [[nodiscard]] explicit operator bool() const noexcept { return why.empty(); }
};

namespace detail {

[[nodiscard]] constexpr restored not_restored(std::string_view why, std::uint64_t offset) noexcept {
    restored out;
    out.why = why;
    out.offset = offset;
    return out;
}

// A snapshot has the form of a journal (base/journal_format.hpp), in full in docs/formats.md. Its records:
//
//     head     1, form of the snapshot, 0 or 1 for history, policy of conflicts, position (varint),
//              settled until (4 bytes), rungs, exits, then for each place the length of its name, the
//              name and how many were erased there (varint)
//     clients  2, as many clients as fill about 32 KiB: see write_one below
//     taken    4, the events that were taken back, of as many clients as fill about 32 KiB: see
//     back     write_taken_back; only if there are any
//     end      3, number of clients (varint)
//
// Forms that are read:
//
//     1  the place of a client's last event in its order is eight bytes: the low half of its id (all
//        ones: its second is over), the instant
//     2  it is the instant and the id (varint); records of kind 4

inline constexpr std::uint8_t snapshot_format = 2;
inline constexpr std::uint8_t snapshot_head = 1;
inline constexpr std::uint8_t snapshot_clients = 2;
inline constexpr std::uint8_t snapshot_end = 3;
inline constexpr std::uint8_t snapshot_taken_back = 4;
inline constexpr std::size_t snapshot_record_size = 32'768;

/// Writes into a sink owned by somebody else.
template <class Sink>
struct sink_reference {
    Sink* to;
    [[nodiscard]] bool write(std::span<std::byte const> bytes) { return to->write(bytes); }
    [[nodiscard]] bool sync() { return to->sync(); }
};
template <class Sink>
sink_reference(Sink*) -> sink_reference<Sink>;

/// The places of a ladder of which only the names are known.
struct remembered_ladder {
    using stage_type = stage_id;
    std::vector<std::string> names{};
    std::size_t rungs = 0;

    [[nodiscard]] std::size_t stage_count() const noexcept { return rungs; }
    [[nodiscard]] std::size_t place_count() const noexcept { return names.size(); }
    [[nodiscard]] std::string_view name(stage_id s) const noexcept { return names[s.index]; }
};

inline void write_text(byte_writer& w, std::string_view text) {
    w.varint(text.size());
    w.bytes(std::as_bytes(std::span{text.data(), text.size()}));
}
[[nodiscard]] inline std::string read_text(byte_reader& r) {
    auto const bytes = r.bytes(static_cast<std::size_t>(r.varint()));
    std::string text;
    for (auto const b : bytes) text += static_cast<char>(b);
    return text;
}

/// What both kinds of base have in common. `Form` knows one client: `write_one`, `read_one`; and `tell`s
/// observers if all went well.
template <class Base, class Form>
struct snapshot_records {
    using lifecycle_type = typename Base::lifecycle_type;
    using schema_type = typename lifecycle_type::schema_type;
    using stage_type = typename lifecycle_type::stage_type;

    /// What the head says, and where the old places are on the new ladder.
    struct context {
        remembered_ladder before;
        place_map places;
        adoption_terms const* terms = nullptr;
        std::uint64_t position = 0;
        instant settled_until{};
        std::uint8_t form = snapshot_format;
        bool migrates = false;
        bool by_place = false;  // what an id was merged into, as in write_one
        bool is_taken = false;  // the client who was read last has an id that the base had already
        bool falls = true;  // whether a grace can run under the lifecycle that wrote it, as far as is known
        std::vector<transition<stage_type>> moves;  // made by the new ladder
    };

    // Events whose numbers mean what a text named say so in the head.
    static constexpr bool names_are_written = Form::keeps_history != 0 && requires(byte_writer & w) {
        codec<schema_type>::write_names(w);
    };

    template <class Writer>
    [[nodiscard]] static bool write(Base const& base, Writer& out, std::uint64_t position) {
        std::vector<std::byte> record;
        byte_writer w{record};
        auto const& ladder = base.lifecycle().ladder();
        w.u8(snapshot_head);
        w.u8(snapshot_format);
        w.u8(Form::keeps_history);
        w.u8(Form::conflict_policy(base));
        w.varint(position);
        rung::write_bytes(w, Form::settled_until(base));
        w.u8(static_cast<std::uint8_t>(ladder.stage_count()));
        w.u8(static_cast<std::uint8_t>(ladder.exit_count()));
        for (auto const& [stage, clients] : base.erased()) {
            detail::write_text(w, ladder.name(stage));
            w.varint(clients);
        }
        if constexpr (names_are_written) codec<schema_type>::write_names(w);
        if (!out.append(record)) return false;

        record.clear();
        bool good = true;
        auto const flush = [&](std::size_t when) {
            if (record.size() <= when) return;
            good = good && out.append(record);
            record.clear();
        };
        for (std::uint32_t n = 0; n < Form::numbers(base) && good; ++n) {
            if (!Form::is_there(base, n)) continue;
            if (record.empty()) w.u8(snapshot_clients);
            Form::write_one(base, n, w);
            flush(snapshot_record_size);
        }
        flush(0);
        if constexpr (Form::keeps_history != 0) {
            Form::write_taken_back(base, w, [&] {
                flush(snapshot_record_size);
                if (record.empty()) w.u8(snapshot_taken_back);
            });
            flush(0);
        }
        w.u8(snapshot_end);
        w.varint(base.size());
        return good && out.append(record);
    }

    template <class... Observers>
    [[nodiscard]] static restored read(Base& base, std::span<std::byte const> bytes,
                                       adoption_terms const* terms, Observers&... observers) {
        if (!Form::is_empty(base)) return not_restored("a snapshot is read into an empty base", 0);
        journal_reader records{bytes};
        auto const head = records.next();
        if (!head) return ended(records, "the snapshot is empty");
        byte_reader r{head->payload};
        if (r.u8() != snapshot_head) return not_restored("this is a journal, not a snapshot", head->offset);
        context c;
        c.form = r.u8();
        if (c.form == 0 || c.form > snapshot_format)
            return not_restored("this version cannot read the format of the snapshot", head->offset);
        if (r.u8() != Form::keeps_history)
            return detail::not_restored(
                Form::keeps_history != 0 ? "the snapshot is of a base without history, and this one keeps it"
                                         : "the snapshot is of a base with history, and this one keeps none",
                head->offset);
        if (r.u8() != Form::conflict_policy(base))
            return not_restored("the snapshot is of a base with another policy for conflicts", head->offset);

        auto const& ladder = base.lifecycle().ladder();
        c.migrates = records.header().fingerprint != rung::fingerprint(base.lifecycle());
        if (c.migrates && terms == nullptr) {
            auto out = not_restored(
                "the snapshot is of another ladder, or of other thresholds: migrate() takes it over",
                head->offset);
            out.other_ladder = true;
            return out;
        }
        c.terms = terms;
        c.position = r.varint();
        (void)rung::read_bytes(r, c.settled_until);
        c.before.rungs = r.u8();
        std::size_t const places = c.before.rungs + r.u8();
        std::vector<std::uint64_t> erased;
        for (std::size_t i = 0; i < places && r.ok(); ++i) {
            c.before.names.push_back(read_text(r));
            erased.push_back(r.varint());
        }
        bool knows_names = true;
        if constexpr (names_are_written) knows_names = codec<schema_type>::knows_names(r);
        bool fits = c.before.rungs != 0 && c.before.rungs <= max_stages && places <= max_places;
        if (!c.migrates) {
            fits = fits && places == ladder.place_count() && c.before.rungs == ladder.stage_count();
            for (std::size_t i = 0; i < c.before.names.size() && fits; ++i)
                fits = c.before.names[i] == ladder.name(rung::stage_at<stage_type>(i));
            c.falls = base.lifecycle().descent().falls;
        }
        bool const when = c.settled_until == instant::never() || c.settled_until.is_moment();
        if (!r.ok() || !r.empty() || !fits || !when)
            return not_restored("the head of the snapshot says something impossible", head->offset);
        if (!knows_names)
            return not_restored("the events of the snapshot are of other kinds or names: the new text has to "
                                "mention those of the old one first, in the same order",
                                head->offset);
        c.places =
            place_map::by_name(c.before, ladder, terms != nullptr ? terms->renamed : list<renamed_stage>{});

        Base fresh = Form::begin(base, c);
        for (std::size_t i = 0; i < places; ++i)
            Form::count_erased(fresh, rung::stage_at<stage_type>(c.places.to[i]), erased[i]);
        for (;;) {
            auto const record = records.next();
            if (!record) return ended(records, "the snapshot ends too early");
            byte_reader from{record->payload};
            auto const kind = from.u8();
            if (kind == snapshot_end) {
                if (from.varint() != fresh.size() || !from.ok() || !from.empty())
                    return not_restored("the snapshot has lost clients", record->offset);
                break;
            }
            bool sound = true;
            if (kind == snapshot_clients) {
                while (sound && !from.empty()) sound = Form::read_one(fresh, from, c);
            } else if (kind == snapshot_taken_back && Form::keeps_history != 0 && c.form >= 2) {
                if constexpr (Form::keeps_history != 0) {
                    while (sound && !from.empty()) sound = Form::read_taken_back(fresh, from);
                }
            } else {
                return not_restored("the snapshot has a record that its form does not have", record->offset);
            }
            if (!sound) return detail::not_restored(cannot_exist(c), record->offset);
        }
        if (records.next())
            return not_restored("there are bytes after the end of the snapshot", records.end().offset);
        if (records.end().state != journal_state::clean)
            return not_restored("there are bytes after the end of the snapshot", records.end().offset);
        // Observers are called for the finished base; if one throws, it is empty again.
        struct put_in {
            Base& base;
            Base& fresh;
            bool stays = false;
            put_in(Base& b, Base& f) noexcept : base{b}, fresh{f} { std::swap(base, fresh); }
            ~put_in() {
                if (!stays) std::swap(base, fresh);
            }
        } filled{base, fresh};
        Form::tell(base, c, observers...);
        filled.stays = true;
        restored out;
        out.position = c.position;
        return out;
    }

private:
    // Facts of other measures are not read.
    [[nodiscard]] static std::string_view cannot_exist(context const& c) noexcept {
        if constexpr (Form::keeps_history == 0 && requires { schema_type::fingerprint(); }) {
            if (c.migrates)
                return "the snapshot is of other measures, and without history they cannot be counted anew: "
                       "give "
                       "the events to a base of the new ladder, or keep to the measures and change "
                       "thresholds "
                       "alone";
        }
        return "the snapshot has a client that cannot exist";
    }
    [[nodiscard]] static restored ended(journal_reader const& records, std::string_view otherwise) {
        auto const& end = records.end();
        return detail::not_restored(end.state == journal_state::clean ? otherwise : end.why, end.offset);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung

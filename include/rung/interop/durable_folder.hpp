#pragma once

// A base that lives in a folder of a POSIX system.

#include <rung/base/base_types.hpp>
#include <rung/base/durable_base.hpp>
#include <rung/base/observer.hpp>
#include <rung/interop/journal_files.hpp>
#include <rung/interop/posix_file.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace rung {
inline namespace v0 {

/// How a folder is opened.
struct folder_options {
    /// Open even if the journal after the snapshot is missing, empty or ends too early, without the records
    /// that it may have had. Otherwise this is refused: no crash leaves a folder like that.
    bool accept_loss = false;
    /// A snapshot or journal with more bytes is refused before memory is allocated.
    std::uint64_t most_bytes = std::uint64_t{16} << 30;
};

/// The result of opening a folder. False if it was not opened; then `why` is a sentence with the name of the
/// file.
struct [[nodiscard]] folder_opened {
    std::string why{};
    /// The files are intact, but of another ladder: see durable_folder::migrate.
    bool other_ladder = false;
    /// Whether a snapshot was read.
    bool had_snapshot = false;
    /// How many records of the journal were done again.
    std::uint64_t redone = 0;
    /// How many bytes of a record, left by a crash, were cut off.
    std::uint64_t cut = 0;
    /// The journal after the snapshot was not as it should be, and folder_options::accept_loss was set.
    bool lost = false;

    [[nodiscard]] explicit operator bool() const noexcept { return why.empty(); }
};

/// A base that lives in a folder: what was synced outlives a crash of the program and of the system.
///
///     rung::durable_folder<rung::client_base<my_lifecycle>> shop;
///     auto const opened = shop.open("shop", rung::client_base{my_lifecycle{}});
///     if (!opened) return complain(opened.why);
///     auto const report = shop.apply(event);
///     if (!shop.sync()) return complain(shop.why());
///
/// The folder holds
/// - `lock`: locked while somebody has the folder open; nobody else can open it then (a child process that
///   was forked meanwhile counts as having it open, until it calls exec or ends);
/// - `snapshot`: the base at some time, and the number of the first record that it does not have;
/// - `journal.<number>`: what was done since; it begins with the record of this number.
///
/// At every instant the snapshot is whole, and what it does not have is in journals without a gap; some
/// journal reaches the snapshot's position. A crash may leave files that a later `open` removes: an
/// unfinished `snapshot.new.*` or `journal.*.new.*`, a journal that is wholly in the snapshot.
template <class Base>
class durable_folder : public detail::wrapped_base_types<Base> {
    using types = detail::wrapped_base_types<Base>;

public:
    using typename types::event_type;
    using typename types::report_type;
    static constexpr bool keeps_history = Base::keeps_history;

    /// Opens a folder, and makes it if there is none (its parent must exist). `empty` is an empty base on the
    /// ladder of the folder. Observers of a base with history are told everything; those of a base of facts
    /// only what the journal says, not what the snapshot has.
    ///
    /// What a failed sync left in doubt is settled here: the journal is written anew and synced before this
    /// returns.
    template <class... Observers>
    folder_opened open(std::string folder, Base empty, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        return open(std::move(folder), std::move(empty), folder_options{}, observers...);
    }
    template <class... Observers>
    folder_opened open(std::string folder, Base empty, folder_options options, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        return open_with(std::move(folder), std::move(empty), nullptr, options, observers...);
    }

    /// The same for a folder of another ladder, or of other thresholds: the snapshot is taken over as by
    /// `rung::migrate`, and written anew before anything else happens. Everything must be in the snapshot:
    /// first open the folder with the previous ladder, settle, `checkpoint` and `close`.
    template <class... Observers>
    folder_opened migrate(std::string folder, Base empty, adoption_terms const& terms,
                          Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        return migrate(std::move(folder), std::move(empty), terms, folder_options{}, observers...);
    }
    template <class... Observers>
    folder_opened migrate(std::string folder, Base empty, adoption_terms const& terms, folder_options options,
                          Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        return open_with(std::move(folder), std::move(empty), &terms, options, observers...);
    }

    /// What was not synced before may still be lost in a later crash.
    void close() noexcept {
        close_files();
        why_.clear();
    }

    [[nodiscard]] bool is_open() const noexcept { return live_.has_value(); }
    /// Read-only, while it is open; it changes only through the members below.
    [[nodiscard]] Base const& base() const noexcept {
        need();
        return live_->base();
    }
    /// Whether all went well so far. Once the journal has failed nothing more is taken: close the folder, and
    /// open it again when there is room.
    [[nodiscard]] bool ok() const noexcept { return live_.has_value() && live_->ok(); }
    /// What failed last, as a sentence with the name of the file; empty while nothing did.
    [[nodiscard]] std::string why() const {
        if (!live_) return why_.empty() ? "the folder is not open" : why_;
        return live_->ok() ? why_ : said(live_->why(), live_->journal().sink().error(), journal_path_);
    }

    // As in durable_base. Changes are safe after the next sync() or checkpoint() that returns true.

    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const> events, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        need();
        return live_->apply(events, observers...);
    }
    template <class... Observers>
    void apply(std::span<event_type const> events, report_type& report, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        need();
        live_->apply(events, report, observers...);
    }
    template <class... Observers>
    [[nodiscard("an event that is refused changes nothing: look at the report, or cast to void")]] report_type
    apply(event_type const& e, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        need();
        return live_->apply(e, observers...);
    }
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        need();
        return live_->settle(now, observers...);
    }
    /// What the client did stays in the journal until the next checkpoint.
    [[nodiscard("false: nobody of that id was there, and nobody was erased")]] bool erase(client_id id) {
        need();
        return live_->erase(id);
    }
    template <class... Observers>
    merge_answer merge(client_id into, client_id from, report_type& report,
                       Observers&&... observers) requires keeps_history {
        detail::check_observers<Base, Observers...>();
        need();
        return live_->merge(into, from, report, observers...);
    }
    template <class... Observers>
    merge_answer split(client_id from, report_type& report, Observers&&... observers) requires keeps_history {
        detail::check_observers<Base, Observers...>();
        need();
        return live_->split(from, report, observers...);
    }
    template <class... Observers>
    retract_answer retract(client_id under, event_id event, report_type& report,
                           Observers&&... observers) requires keeps_history {
        detail::check_observers<Base, Observers...>();
        need();
        return live_->retract(under, event, report, observers...);
    }
    [[nodiscard]] bool sync() {
        need();
        return live_->sync();
    }

    /// Writes a snapshot, begins a new journal and removes the previous one: opening is fast again, and
    /// erased clients are gone. If it fails, everything is as safe as before, in the unchanged files; if the
    /// journal still works (see ok()) the base goes on, and you can try again.
    [[nodiscard]] bool checkpoint() {
        need();
        if (!live_->sync()) return false;
        auto const failed = rung::replace_file(path("snapshot"),
                                               [&](posix_file& file) { return live_->write_snapshot(file); });
        if (!failed.ok()) return fail(failed.message());
        return change_journal();
    }

private:
    using writer = journal_writer<posix_file>;

    std::string folder_;
    std::string journal_path_;
    std::string why_;
    posix_file lock_;
    std::uint64_t begins_ = 0;  // the number of the journal's first record
    std::optional<durable_base<Base, posix_file>> live_;

    void close_files() noexcept {
        live_.reset();
        lock_ = posix_file{};
    }
    [[nodiscard]] std::string path(std::string const& name) const { return folder_ + "/" + name; }
    [[nodiscard]] std::string path_of(std::uint64_t first) const {
        return detail::folder_files::journal_of(folder_, first);
    }
    void need() const noexcept {
        if (!live_) RUNG_ASSERT("a durable_folder was used that is not open");
    }
    bool fail(std::string why) {
        why_ = std::move(why);
        return false;
    }
    [[nodiscard]] static std::string said(std::string_view sentence, file_error const& error,
                                          std::string const& path) {
        auto out = "'" + path + "': " + std::string{sentence};
        return error.ok() ? out : out + ": " + error.message();
    }

    // Replaces whatever has this name by a journal of these bytes, which end at `end`, and opens it to
    // continue it. It does not use the old contents of the file: after a failed sync the system may show what
    // is not on the disk.
    [[nodiscard]] static file_error write_journal(std::string const& name, std::span<std::byte const> bytes,
                                                  journal_end const& end, std::optional<writer>& out) {
        auto failed = rung::replace_file(name, [&](posix_file& file) { return file.write(bytes); });
        if (!failed.ok()) return failed;
        posix_file file;
        if (!file.open(name)) return file.error();
        out.emplace(std::move(file), end);
        return out->ok() ? file_error{} : file_error{"open", EIO, name, std::string{out->why()}};
    }
    [[nodiscard]] file_error begin_journal(std::uint64_t first, std::uint64_t fingerprint,
                                           std::optional<writer>& out) const {
        journal_end end;
        end.header = {fingerprint, first};
        end.offset = detail::journal_header_size;
        end.next = first;
        std::vector<std::byte> bytes;
        byte_writer w{bytes};
        detail::write_header(w, end.header);
        return write_journal(path_of(first), bytes, end, out);
    }

    // The snapshot has everything: the journal continues in a new file, unless it is as good as new.
    [[nodiscard]] bool change_journal() {
        auto const first = live_->journal().next();
        if (first == begins_) return true;
        auto name = path_of(first);
        std::optional<writer> next;
        auto const failed = begin_journal(first, rung::fingerprint(live_->base().lifecycle()), next);
        if (!failed.ok()) return fail(failed.message());
        (void)live_->change_journal(std::move(*next));
        auto const old = std::exchange(journal_path_, std::move(name));
        begins_ = first;
        // If this fails, the file is removed when the folder is next opened.
        ::unlink(old.c_str());
        return true;
    }

    // Makes the folder, if it is not there, and locks it.
    [[nodiscard]] file_error enter() {
        bool const made = ::mkdir(folder_.c_str(), 0777) != -1;
        if (!made && errno != EEXIST) return {"mkdir", errno, folder_};
        auto const lock = path("lock");
        // If there is no lock, whoever made the folder may have died before its name was safe.
        if (made || ::access(lock.c_str(), F_OK) == -1) {
            auto failed = detail::sync_folder_of(folder_);
            // Others may have made it in a folder that we must not read.
            if (!failed.ok() && (made || failed.number != EACCES)) return failed;
        }
        if (lock_.open(lock)) return {};
        if (lock_.error().number != EWOULDBLOCK) return lock_.error();
        return {"flock", EWOULDBLOCK, folder_, "is open already, here or in another program"};
    }

    template <class... Observers>
    folder_opened open_with(std::string folder, Base base, adoption_terms const* terms,
                            folder_options const& options, Observers&... observers) {
        close();
        folder_ = std::move(folder);
        folder_opened out;
        // If an observer throws, or memory fails, it is closed again.
        struct closer {
            durable_folder& self;
            ~closer() {
                if (!self.live_) self.close_files();
            }
        } const closed_unless_open{*this};
        auto const refuse = [&](std::string why) {
            why_ = why;
            out.why = std::move(why);
            return out;
        };

        if (auto const failed = enter(); !failed.ok()) return refuse(failed.message());
        detail::folder_files files;
        if (auto const failed = files.list(folder_); !failed.ok()) return refuse(failed.message());

        std::vector<std::byte> bytes;
        std::uint64_t left_out = 0;  // zeros at the end of a file
        std::uint64_t position = 0;
        auto const read_into = [&](std::string const& name) {
            auto failed = detail::read_journal_file(name, bytes, options.most_bytes, left_out);
            if (failed.number == EFBIG) failed.what += ": see folder_options::most_bytes";
            return failed;
        };
        if (auto const failed = read_into(path("snapshot")); failed.ok()) {
            auto const read = terms != nullptr ? rung::migrate(base, bytes, *terms, observers...)
                                               : rung::restore(base, bytes, observers...);
            out.other_ladder = read.other_ladder;
            if (!read) return refuse(said(read.why, {}, path("snapshot")));
            out.had_snapshot = true;
            position = read.position;
        } else if (failed.number != ENOENT) {
            return refuse(failed.message());
        }

        // What is not in the snapshot is in the journals. The last one that ends where the base then stands
        // is continued; the others have nothing new by then.
        std::optional<journal_end> end;
        std::vector<std::byte> sound;  // of that one
        bool reached = !out.had_snapshot;
        auto const of_ladder = rung::fingerprint(base.lifecycle());
        for (auto const& [first, name] : files.journals) {
            if (auto const failed = read_into(name); !failed.ok()) return refuse(failed.message());
            journal_reader journal{bytes};
            bool const begun = journal.end().offset != 0;
            if (begun && journal.header().first != first)
                return refuse(
                    said("the journal begins with a number that is not the one in its name", {}, name));
            if (!begun && first > position)
                return refuse(said("the journal begins after all that is known: the snapshot before it is "
                                   "missing, or is an older one",
                                   {}, name));
            if (begun && journal.header().fingerprint != of_ladder) {
                // Fine if the snapshot has all of it, as after an interrupted change of ladders.
                while (journal.next()) {
                }
                if (journal.end().state == journal_state::damaged)
                    return refuse(said(journal.end().why, {}, name));
                reached = reached || journal.end().next == position;
                if (journal.end().next <= position) continue;
                out.other_ladder = true;
                return refuse(said(terms == nullptr
                                       ? "the journal is of another ladder, or of other thresholds"
                                       : "the journal has records that are not in the snapshot: open the "
                                         "folder with the previous ladder, and make a checkpoint",
                                   {}, name));
            }
            auto const read = rung::redo_journal(base, journal, position, observers...);
            if (!read) return refuse(said(read.why, {}, name));
            out.redone += read.position - position;
            position = read.position;
            if (!begun || journal.end().next != position) continue;
            reached = true;
            end = journal.end();
            out.cut = bytes.size() + left_out - end->offset;
            bytes.resize(end->offset);
            sound = std::move(bytes);
        }
        if (!reached) {
            if (!options.accept_loss)
                return refuse(said("the journal after the snapshot is missing or empty, or ends before it; "
                                   "records that were safe may be lost with it. To do without them, open the "
                                   "folder with folder_options{.accept_loss = true}",
                                   {}, path_of(position)));
            out.lost = true;
        }
        begins_ = end ? end->header.first : position;
        journal_path_ = path_of(begins_);
        std::optional<writer> journal;
        auto failed = end ? write_journal(journal_path_, sound, *end, journal)
                          : begin_journal(begins_, of_ladder, journal);
        if (!failed.ok()) return refuse(failed.message());
        // Last, so that at every instant there is a journal for it.
        if (terms != nullptr) {
            failed = rung::replace_file(path("snapshot"), [&](posix_file& file) {
                return rung::write_snapshot(base, file, position);
            });
            if (!failed.ok()) return refuse(failed.message());
        }
        live_.emplace(std::move(base), std::move(*journal));
        for (auto const& j : files.journals)
            if (j.path != journal_path_) ::unlink(j.path.c_str());
        for (auto const& l : files.leftovers) ::unlink(l.c_str());
        return out;
    }
};

}  // namespace v0
}  // namespace rung

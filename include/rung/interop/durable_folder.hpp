#pragma once

// A base that lives in a folder of a POSIX system.

#include <rung/base/durable_base.hpp>
#include <rung/interop/posix_file.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rung {
inline namespace v0 {

/// What came of opening a folder. False if it was not opened; then `why` is a sentence with the name of the
/// file that it is about.
struct [[nodiscard]] folder_opened {
    std::string why{};
    /// What is there is sound, but of another ladder: see durable_folder::migrate.
    bool other_ladder = false;
    /// Whether a snapshot was read.
    bool had_snapshot = false;
    /// How many records of the journal were done again.
    std::uint64_t redone = 0;
    /// How many bytes were cut off, that a crash had left of a record.
    std::uint64_t cut = 0;

    [[nodiscard]] explicit operator bool() const noexcept { return why.empty(); }
};

/// A base that lives in a folder: what was synced outlives a crash of the program and of the system.
///
///     rung::durable_folder<rung::client_base<my_lifecycle>> shop;
///     auto const opened = shop.open("shop", rung::client_base{my_lifecycle{}});
///     if (!opened) return complain(opened.why);
///     shop.apply(event);
///     if (!shop.sync()) return complain(shop.why());
///
/// The folder holds
/// - `lock`: while somebody has it open, it is locked, and nobody else can open the folder;
/// - `snapshot`: the base as it stood at some time, and the number of the first record that it does not have;
/// - `journal.<number>`: what was done since; it begins with the record of this number.
///
/// At every instant the snapshot is whole, and what it does not have is in journals without a gap. A crash
/// may leave beside them what a later `open` removes: a `snapshot.new.*` that was not finished, a journal
/// that the snapshot has all of, the beginning of a new one.
template <class Base>
class durable_folder {
public:
    using base_type = Base;
    using event_type = typename Base::event_type;
    using report_type = typename Base::report_type;
    static constexpr bool keeps_history = Base::keeps_history;

    /// Opens a folder, and makes it if there is none (the one that it is in has to be there). `empty` is an
    /// empty base on the ladder of the folder. Observers are told what the journal says, and of a base with
    /// history all; those of a base of facts do not hear again what the snapshot has.
    template <class... Observers>
    folder_opened open(std::string folder, Base empty, Observers&&... observers) {
        return open_with(std::move(folder), std::move(empty), nullptr, observers...);
    }

    /// The same for a folder of another ladder, or of other thresholds: the snapshot is taken over as
    /// `rung::migrate` does it, and written anew before anything else happens. All has to be in the snapshot:
    /// open the folder with the ladder before, settle, `checkpoint` and `close` first.
    template <class... Observers>
    folder_opened migrate(std::string folder, Base empty, adoption_terms const& terms,
                          Observers&&... observers) {
        return open_with(std::move(folder), std::move(empty), &terms, observers...);
    }

    /// What was not synced before may be lost in a crash after it, too.
    void close() {
        live_.reset();
        lock_ = posix_file{};
        why_.clear();
    }

    [[nodiscard]] bool is_open() const noexcept { return live_.has_value(); }
    /// To look at, while it is open; it changes only through the members below.
    [[nodiscard]] Base const& base() const noexcept {
        need();
        return live_->base();
    }
    /// Whether all went well so far. Once the journal failed nothing is taken any more: close it, and open it
    /// again when there is room.
    [[nodiscard]] bool ok() const noexcept { return live_.has_value() && live_->ok(); }
    /// What failed last, as a sentence with the name of the file; empty while nothing did.
    [[nodiscard]] std::string why() const {
        if (!live_) return why_.empty() ? "the folder is not open" : why_;
        return live_->ok() ? why_ : said(live_->why(), live_->journal().sink().error(), journal_path_);
    }

    // As of durable_base. They are safe after the next sync() or checkpoint() that answers true.

    template <class... Observers>
    report_type apply(std::span<event_type const> events, Observers&&... observers) {
        need();
        return live_->apply(events, observers...);
    }
    template <class... Observers>
    report_type apply(event_type const& e, Observers&&... observers) {
        need();
        return live_->apply(e, observers...);
    }
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        need();
        return live_->settle(now, observers...);
    }
    /// What he did stays in the journal until the next checkpoint.
    bool erase(client_id id) {
        need();
        return live_->erase(id);
    }
    template <class... Observers>
    merge_answer merge(client_id into, client_id from, report_type& report,
                       Observers&&... observers) requires keeps_history {
        need();
        return live_->merge(into, from, report, observers...);
    }
    template <class... Observers>
    merge_answer split(client_id from, report_type& report, Observers&&... observers) requires keeps_history {
        need();
        return live_->split(from, report, observers...);
    }
    template <class... Observers>
    retract_answer retract(client_id under, event_id event, report_type& report,
                           Observers&&... observers) requires keeps_history {
        need();
        return live_->retract(under, event, report, observers...);
    }
    [[nodiscard]] bool sync() {
        need();
        return live_->sync();
    }

    /// Writes a snapshot, begins a new journal and removes the one before: opening is fast again, and who was
    /// erased is gone. Where it fails, all that was done is as safe as before, in the files as they were; if
    /// the journal still works (see ok()) the base goes on, and it can be tried again.
    [[nodiscard]] bool checkpoint() {
        need();
        if (!live_->sync()) return false;
        auto const failed = rung::replace_file(path("snapshot"),
                                               [&](posix_file& file) { return live_->write_snapshot(file); });
        if (!failed.ok()) return fail(failed.message());
        return begin_journal();
    }

private:
    std::string folder_;
    std::string journal_path_;
    std::string why_;
    posix_file lock_;
    std::uint64_t begins_ = 0;  // the number of the journal's first record
    std::optional<durable_base<Base, posix_file>> live_;

    struct journal_file {
        std::uint64_t first = 0;
        std::string path;
    };

    [[nodiscard]] std::string path(std::string const& name) const { return folder_ + "/" + name; }
    [[nodiscard]] std::string path_of(std::uint64_t first) const {
        return path("journal." + std::to_string(first));
    }
    void need() const noexcept {
        if (!live_) RUNG_ASSERT("a durable_folder is used that is not open");
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

    // The snapshot has all: the journal goes on in a new file, unless it is as good as new.
    [[nodiscard]] bool begin_journal() {
        auto const first = live_->journal().next();
        if (first == begins_) return true;
        posix_file file;
        auto const name = path_of(first);
        // A try before this one may have left its beginning.
        if (!file.open(name) || !file.cut(0)) return fail(file.error().message());
        journal_writer<posix_file> next{std::move(file),
                                        journal_header{rung::fingerprint(live_->base().lifecycle()), first}};
        if (!next.sync()) {
            fail(said(next.why(), next.sink().error(), name));
            ::unlink(name.c_str());
            return false;
        }
        (void)live_->change_journal(std::move(next));
        auto const old = std::exchange(journal_path_, name);
        begins_ = first;
        // One that stays is removed when the folder is opened.
        ::unlink(old.c_str());
        return true;
    }

    // Names that mean nothing here are left alone.
    [[nodiscard]] file_error list(std::vector<journal_file>& journals, std::vector<std::string>& leftovers) {
        ::DIR* const all = ::opendir(folder_.c_str());
        if (all == nullptr) return {"opendir", errno, folder_};
        constexpr std::string_view journal = "journal.";
        constexpr std::string_view leftover = "snapshot.new.";
        int why = 0;
        for (;;) {
            errno = 0;
            auto const* const entry = ::readdir(all);
            if (entry == nullptr) {
                why = errno;
                break;
            }
            std::string_view const name{entry->d_name};
            if (name.substr(0, leftover.size()) == leftover) leftovers.push_back(path(std::string{name}));
            if (name.substr(0, journal.size()) != journal) continue;
            std::uint64_t first = 0;
            for (char const c : name.substr(journal.size())) {
                if (c < '0' || c > '9') break;
                first = first * 10 + static_cast<std::uint64_t>(c - '0');
            }
            if (path_of(first) == path(std::string{name})) journals.push_back({first, path_of(first)});
        }
        ::closedir(all);
        if (why != 0) return {"readdir", why, folder_};
        std::sort(journals.begin(), journals.end(),
                  [](auto const& a, auto const& b) { return a.first < b.first; });
        return {};
    }

    template <class... Observers>
    folder_opened open_with(std::string folder, Base base, adoption_terms const* terms,
                            Observers&... observers) {
        close();
        folder_ = std::move(folder);
        folder_opened out;
        auto const refuse = [&](std::string why) {
            close();
            why_ = why;
            out.why = std::move(why);
            return out;
        };

        if (::mkdir(folder_.c_str(), 0777) == -1) {
            if (errno != EEXIST) return refuse(file_error{"mkdir", errno, folder_}.message());
        } else if (auto const failed = detail::sync_folder_of(folder_); !failed.ok()) {
            return refuse(failed.message());
        }
        if (!lock_.open(path("lock"))) {
            if (lock_.error().number == EWOULDBLOCK)
                return refuse("'" + folder_ + "' is open already, here or in another program");
            return refuse(lock_.error().message());
        }
        std::vector<journal_file> journals;
        std::vector<std::string> leftovers;
        if (auto const failed = list(journals, leftovers); !failed.ok()) return refuse(failed.message());

        std::vector<std::byte> bytes;
        std::uint64_t position = 0;
        if (auto const failed = rung::read_file(path("snapshot"), bytes); failed.ok()) {
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
        // is gone on with; the others have nothing that is not known by then.
        std::optional<journal_end> end;
        auto const of_ladder = rung::fingerprint(base.lifecycle());
        for (auto const& [first, name] : journals) {
            if (auto const failed = rung::read_file(name, bytes); !failed.ok())
                return refuse(failed.message());
            journal_reader journal{bytes};
            bool const begun = journal.end().offset != 0;
            if (begun && journal.header().first != first)
                return refuse(said("the journal begins with another number than its name says", {}, name));
            if (begun && journal.header().fingerprint != of_ladder) {
                // Sound as long as the snapshot has all of it, as when a change of ladders was interrupted.
                while (journal.next()) {
                }
                if (journal.end().state == journal_state::damaged)
                    return refuse(said(journal.end().why, {}, name));
                if (journal.end().next <= position) continue;
                out.other_ladder = true;
                return refuse(said(terms == nullptr
                                       ? "the journal is of another ladder, or of other thresholds"
                                       : "the journal has records that are not in the snapshot: open the "
                                         "folder with the ladder before, and make a checkpoint",
                                   {}, name));
            }
            auto const read = rung::redo_journal(base, journal, position, observers...);
            if (!read) return refuse(said(read.why, {}, name));
            out.redone += read.position - position;
            position = read.position;
            if (!begun || journal.end().next != position) continue;
            end = journal.end();
            out.cut = bytes.size() - end->offset;
        }
        if (terms != nullptr) {
            auto const failed = rung::replace_file(path("snapshot"), [&](posix_file& file) {
                return rung::write_snapshot(base, file, position);
            });
            if (!failed.ok()) return refuse(failed.message());
        }

        begins_ = end ? end->header.first : position;
        journal_path_ = path_of(begins_);
        posix_file file;
        if (!file.open(journal_path_) || !file.cut(end ? end->offset : 0))
            return refuse(file.error().message());
        auto journal = end ? journal_writer<posix_file>{std::move(file), *end}
                           : journal_writer<posix_file>{std::move(file), journal_header{of_ladder, begins_}};
        // Nothing that the journal has is to be lost any more, and neither is its header.
        if (!journal.sync()) return refuse(said(journal.why(), journal.sink().error(), journal_path_));
        live_.emplace(std::move(base), std::move(journal));
        for (auto const& j : journals)
            if (j.path != journal_path_) ::unlink(j.path.c_str());
        for (auto const& l : leftovers) ::unlink(l.c_str());
        return out;
    }
};

}  // namespace v0
}  // namespace rung

#pragma once

#include <rung/base/byte_sink.hpp>
#include <rung/base/bytes.hpp>
#include <rung/base/journal_format.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

/// Writes a journal: records of bytes, one after the other, in a form that shows a reader what a crash or a
/// broken disk left of it (base/journal_format.hpp). A record is safe once a `sync` after it returned true.
///
/// A failed write or sync may have left anything behind. So the writer then stays failed and writes no more:
/// read the journal, cut it and open it anew.
template <byte_sink Sink>
class journal_writer {
public:
    /// A new journal in an empty sink. The header is written at once; see ok().
    journal_writer(Sink sink, journal_header const& header) : sink_{std::move(sink)} {
        byte_writer w{frame_};
        seed_ = detail::write_header(w, header);
        sequence_ = synced_ = header.first;
        if (!stands_at(0))
            fail("a new journal needs an empty sink");
        else if (!sink_.write(frame_))
            fail("the header of the journal could not be written");
    }

    /// Continues where a reader ended, in a sink that ends at `end.offset`: cut off anything after it first.
    /// A journal that is damaged or has no header cannot be continued.
    journal_writer(Sink sink, journal_end const& end) : sink_{std::move(sink)} {
        seed_ = detail::header_checksum(end.header);
        sequence_ = synced_ = end.next;
        if (end.state == journal_state::damaged)
            fail("a damaged journal cannot be continued");
        else if (end.offset < detail::journal_header_size)
            fail("a journal without a header cannot be continued: begin a new one");
        else if (!stands_at(end.offset))
            fail("cut the journal at its end before you continue it");
    }

    /// Adds a record of at least one byte. Its number is next() before the call. False if it failed, now or
    /// before.
    [[nodiscard]] bool append(std::span<std::byte const> payload) {
        if (!ok()) return false;
        if (payload.empty()) return fail("a record of a journal has at least one byte");
        if (payload.size() > UINT32_MAX) return fail("a record of a journal has at most 4,294,967,295 bytes");
        frame_.clear();
        byte_writer w{frame_};
        detail::write_record(w, seed_, sequence_, payload);
        // Also if the sink throws: a part of the record may be there.
        why_ = "a record of the journal could not be written";
        if (!sink_.write(frame_)) return false;
        why_ = {};
        ++sequence_;
        if (frame_.capacity() > large) frame_ = {};
        return true;
    }

    /// True: all records before next() outlive a crash. False if that failed, now or before; then it is
    /// unknown which records since synced() are safe.
    [[nodiscard]] bool sync() {
        if (!ok()) return false;
        why_ = "the journal could not be synced";
        if (!sink_.sync()) return false;
        why_ = {};
        synced_ = sequence_;
        return true;
    }

    /// Whether all went well so far.
    [[nodiscard]] bool ok() const noexcept { return why_.empty(); }
    /// What failed first, as a sentence; empty while nothing did. The sink knows more.
    [[nodiscard]] std::string_view why() const noexcept { return why_; }
    /// The number of the next record.
    [[nodiscard]] std::uint64_t next() const noexcept { return sequence_; }
    /// All records before this number are safe.
    [[nodiscard]] std::uint64_t synced() const noexcept { return synced_; }

    [[nodiscard]] Sink& sink() noexcept { return sink_; }
    [[nodiscard]] Sink const& sink() const noexcept { return sink_; }

private:
    static constexpr std::size_t large = std::size_t{1} << 20;  // a larger buffer is not kept

    Sink sink_;
    std::vector<std::byte> frame_;
    std::uint64_t sequence_ = 0;
    std::uint64_t synced_ = 0;
    std::uint32_t seed_ = 0;
    std::string_view why_{};  // a literal

    [[nodiscard]] bool stands_at(std::uint64_t offset) {
        if constexpr (requires { sink_.size() == offset; }) {
            return sink_.size() == offset;
        } else {
            return true;
        }
    }

    bool fail(std::string_view why) noexcept {
        why_ = why;
        return false;
    }
};
template <class Sink, class Where>
journal_writer(Sink, Where) -> journal_writer<Sink>;

/// Reads a journal from bytes, which must outlive it.
///
///     rung::journal_reader journal{bytes};
///     while (auto const record = journal.next()) take_in(record->payload);
///     if (journal.end().state == rung::journal_state::damaged) ...
class journal_reader {
public:
    explicit journal_reader(std::span<std::byte const> bytes) noexcept : bytes_{bytes} { open(); }

    /// The next whole record; none at the end, and then end() says which kind of end it is.
    [[nodiscard]] std::optional<journal_record> next() noexcept {
        if (ended_) return std::nullopt;
        auto const rest = bytes_.subspan(end_.offset);
        if (rest.empty()) return stop(journal_state::clean, "");
        if (rest.size() < detail::record_head_size)
            return stop(journal_state::torn, "the last record ends within its head");

        auto const head = detail::read_head(rest, seed_, end_.next);
        if (!head.holds) {
            // After a head that was not fully written there are zeros, or nothing.
            if (detail::all_zeros(rest.subspan(detail::record_head_size)) &&
                rest[detail::record_head_size - 1] == std::byte{0})
                return stop(journal_state::torn,
                            "there are zeros where the head of the last record should be");
            return stop(journal_state::damaged, "the head of a record is not what was written");
        }
        auto const left = rest.size() - detail::record_head_size;
        if (left <= head.size) return stop(journal_state::torn, "the last record ends too early");

        auto const payload = rest.subspan(detail::record_head_size, head.size);
        auto const behind = rest.subspan(detail::record_head_size + head.size);
        if (behind[0] != detail::record_close || !detail::holds(head, payload, seed_, end_.next)) {
            if (detail::all_zeros(behind))
                return stop(journal_state::torn,
                            "there are zeros where the end of the last record should be");
            return stop(journal_state::damaged, "a record is not what was written");
        }
        journal_record const record{end_.next, end_.offset, payload};
        end_.offset += detail::record_head_size + head.size + 1;
        ++end_.next;
        return record;
    }

    /// Which ladder it belongs to, and the number of its first record. All zero if there is no header.
    [[nodiscard]] journal_header const& header() const noexcept { return end_.header; }

    /// How it ends. Useful once `next` has returned none.
    [[nodiscard]] journal_end const& end() const noexcept { return end_; }

private:
    std::span<std::byte const> bytes_;
    journal_end end_{};
    std::uint32_t seed_ = 0;
    bool ended_ = false;

    std::optional<journal_record> stop(journal_state state, std::string_view why) noexcept {
        ended_ = true;
        end_.state = state;
        end_.why = why;
        return std::nullopt;
    }

    void open() noexcept {
        if (bytes_.empty()) return (void)stop(journal_state::torn, "it is empty: there is no header yet");
        if (detail::all_zeros(bytes_))
            return (void)stop(journal_state::torn, "it has only zeros: there is no header yet");
        if (!detail::read_header(bytes_, end_.header, seed_)) {
            if (detail::is_torn_header(bytes_))
                return (void)stop(journal_state::torn, "the journal ends within its header");
            return (void)stop(journal_state::damaged,
                              detail::begins_with_magic(bytes_)
                                  ? "the header of the journal is not what was written"
                                  : "this is not a journal of rung");
        }
        switch (detail::format_of(bytes_)) {
        case 1: break;  // the one that there is
        default:
            return (void)stop(journal_state::damaged, "this version cannot read the format of the journal");
        }
        end_.offset = detail::journal_header_size;
        end_.next = end_.header.first;
    }
};

}  // namespace v0
}  // namespace rung

#include "bytes.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#ifdef REPLAY_HAS_ZLIB
#include <zlib.h>
#endif
#ifdef REPLAY_HAS_ZSTD
#include <zstd.h>
#endif

namespace {

using source = std::unique_ptr<byte_source>;

class open_file final : public byte_source {
public:
    explicit open_file(std::FILE* file) : file_{file} {
        if (file_ == nullptr) fail();
    }

    std::size_t read(char* to, std::size_t most) override {
        auto const n = std::fread(to, 1, most, file_.get());
        if (std::ferror(file_.get()) != 0) fail();
        read_ += n;
        return n;
    }
    [[nodiscard]] std::uint64_t bytes_of_file() const noexcept override { return read_; }

private:
    struct closer {
        void operator()(std::FILE* file) const noexcept {
            if (file != stdin) std::fclose(file);
        }
    };

    std::unique_ptr<std::FILE, closer> file_;
    std::uint64_t read_ = 0;

    [[noreturn]] static void fail() { throw std::runtime_error{std::strerror(errno)}; }
};

/// A source whose first bytes can be looked at before they are read.
class peeked final : public byte_source {
public:
    explicit peeked(source from) : from_{std::move(from)} {
        while (size_ < first_.size()) {
            auto const n = from_->read(first_.data() + size_, first_.size() - size_);
            if (n == 0) break;
            size_ += n;
        }
    }

    [[nodiscard]] std::string_view first() const noexcept { return {first_.data(), size_}; }
    void skip(std::size_t n) noexcept { at_ += n; }

    std::size_t read(char* to, std::size_t most) override {
        if (at_ == size_) return from_->read(to, most);
        auto const n = std::min(most, size_ - at_);
        std::memcpy(to, first_.data() + at_, n);
        at_ += n;
        return n;
    }
    [[nodiscard]] std::uint64_t bytes_of_file() const noexcept override { return from_->bytes_of_file(); }

private:
    source from_;
    std::array<char, 4'096> first_{};
    std::size_t size_ = 0;
    std::size_t at_ = 0;
};

/// Bytes made of other bytes, block by block.
class block_source : public byte_source {
public:
    explicit block_source(source from) : from_{std::move(from)} {}
    [[nodiscard]] std::uint64_t bytes_of_file() const noexcept override { return from_->bytes_of_file(); }

protected:
    /// The bytes that were read and not taken yet; reads on if there are none. Empty at the end.
    std::string_view rest() {
        if (at_ == size_) {
            at_ = 0;
            size_ = from_->read(block_.data(), block_.size());
        }
        return {block_.data() + at_, size_ - at_};
    }
    void take(std::size_t n) noexcept { at_ += n; }

private:
    source from_;
    std::array<char, 65'536> block_;
    std::size_t at_ = 0;
    std::size_t size_ = 0;
};

#ifdef REPLAY_HAS_ZLIB
/// gzip, also several of them one after the other.
class gzip_source final : public block_source {
public:
    explicit gzip_source(source from) : block_source{std::move(from)} {
        if (inflateInit2(&state_, 15 + 16) != Z_OK) throw std::bad_alloc{};
    }
    ~gzip_source() override { inflateEnd(&state_); }

    std::size_t read(char* to, std::size_t most) override {
        most = std::min(most, std::size_t{1} << 30);
        state_.next_out = reinterpret_cast<Bytef*>(to);
        state_.avail_out = static_cast<uInt>(most);
        while (state_.avail_out == most) {
            auto const in = rest();
            if (in.empty()) {
                if (!whole_) throw std::runtime_error{"the gzip file ends too early"};
                return 0;
            }
            if (whole_) {
                // Zeros after the end fill up blocks of tapes.
                if (in.front() == '\0') {
                    take(1);
                    continue;
                }
                inflateReset(&state_);
                whole_ = false;
            }
            state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
            state_.avail_in = static_cast<uInt>(in.size());
            auto const answer = inflate(&state_, Z_NO_FLUSH);
            take(in.size() - state_.avail_in);
            if (answer == Z_STREAM_END)
                whole_ = true;
            else if (answer != Z_OK && answer != Z_BUF_ERROR)
                throw std::runtime_error{"the gzip file is damaged"};
        }
        return most - state_.avail_out;
    }

private:
    z_stream state_{};
    bool whole_ = false;
};
#endif

#ifdef REPLAY_HAS_ZSTD
class zstd_source final : public block_source {
public:
    explicit zstd_source(source from) : block_source{std::move(from)}, state_{ZSTD_createDStream()} {
        if (state_ == nullptr) throw std::bad_alloc{};
    }

    std::size_t read(char* to, std::size_t most) override {
        ZSTD_outBuffer out{to, most, 0};
        while (out.pos == 0) {
            auto const text = rest();
            if (text.empty() && whole_) return 0;
            ZSTD_inBuffer in{text.data(), text.size(), 0};
            auto const left = ZSTD_decompressStream(state_.get(), &out, &in);
            take(in.pos);
            if (ZSTD_isError(left) != 0) throw std::runtime_error{"the zstd file is damaged"};
            whole_ = left == 0;
            if (text.empty() && out.pos == 0 && !whole_)
                throw std::runtime_error{"the zstd file ends too early"};
        }
        return out.pos;
    }

private:
    struct closer {
        void operator()(ZSTD_DStream* s) const noexcept { ZSTD_freeDStream(s); }
    };
    std::unique_ptr<ZSTD_DStream, closer> state_;
    bool whole_ = false;
};
#endif

/// UTF-16 as UTF-8. What is no character becomes U+FFFD.
class utf16_source final : public block_source {
public:
    utf16_source(source from, bool big_endian) : block_source{std::move(from)}, big_endian_{big_endian} {}

    std::size_t read(char* to, std::size_t most) override {
        std::size_t n = 0;
        while (n + 8 <= most) {
            auto const unit = next_unit();
            if (unit == none) {
                if (high_ != 0) put(to, n, replacement);
                high_ = 0;
                break;
            }
            bool const is_low = unit >= 0xDC00 && unit < 0xE000;
            if (high_ != 0 && !is_low) put(to, n, replacement);
            if (is_low)
                put(to, n, high_ != 0 ? 0x1'0000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00) : replacement);
            high_ = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
            if (!is_low && high_ == 0) put(to, n, unit);
        }
        return n;
    }

private:
    static constexpr char32_t none = 0xFFFF'FFFF, replacement = 0xFFFD;
    bool big_endian_;
    char32_t high_ = 0;  // the first of a pair

    char32_t next_byte() {
        auto const bytes = rest();
        if (bytes.empty()) return none;
        take(1);
        return static_cast<unsigned char>(bytes.front());
    }
    char32_t next_unit() {
        auto const first = next_byte();
        if (first == none) return none;
        auto const second = next_byte();
        if (second == none) return replacement;
        return big_endian_ ? first << 8 | second : second << 8 | first;
    }

    static void put(char* to, std::size_t& n, char32_t c) {
        auto const add = [&](char32_t byte) {
            to[n++] = static_cast<char>(static_cast<unsigned char>(byte));
        };
        if (c < 0x80) return add(c);
        if (c < 0x800) {
            add(0xC0 | c >> 6);
        } else {
            if (c < 0x1'0000) {
                add(0xE0 | c >> 12);
            } else {
                add(0xF0 | c >> 18);
                add(0x80 | (c >> 12 & 0x3F));
            }
            add(0x80 | (c >> 6 & 0x3F));
        }
        add(0x80 | (c & 0x3F));
    }
};

source unpacked(std::unique_ptr<peeked> file) {
    auto const first = file->first();
    if (first.starts_with("\x1F\x8B")) {
#ifdef REPLAY_HAS_ZLIB
        return std::make_unique<gzip_source>(std::move(file));
#else
        throw unreadable{"a gzip file, and this program was built without zlib: gzip -dc FILE | replay -"};
#endif
    }
    if (first.starts_with("\x28\xB5\x2F\xFD")) {
#ifdef REPLAY_HAS_ZSTD
        return std::make_unique<zstd_source>(std::move(file));
#else
        throw unreadable{"a zstd file, and this program was built without zstd: zstd -dc FILE | replay -"};
#endif
    }
    return file;
}

}  // namespace

std::unique_ptr<byte_source> bytes_of(std::FILE* file) { return std::make_unique<open_file>(file); }

std::unique_ptr<byte_source> text_of(std::unique_ptr<byte_source> file) {
    auto const refuse_no_text = [](std::string_view first) {
        if (auto const why = why_no_text(first); !why.empty()) throw unreadable{std::string{why}};
    };
    auto packed = std::make_unique<peeked>(std::move(file));
    refuse_no_text(packed->first());
    auto text = std::make_unique<peeked>(unpacked(std::move(packed)));
    refuse_no_text(text->first());
    if (text->first().starts_with("\xEF\xBB\xBF")) {
        text->skip(3);
    } else if (text->first().starts_with("\xFF\xFE") || text->first().starts_with("\xFE\xFF")) {
        bool const big_endian = text->first().front() == '\xFE';
        text->skip(2);
        return std::make_unique<utf16_source>(std::move(text), big_endian);
    }
    return text;
}

#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

/// Makes batches on its own thread, a few ahead of whoever takes them. Their number is fixed: they are filled
/// again and again, so memory does not grow.
template <class Batch, std::size_t Batches = 4>
class read_ahead {
public:
    /// `fill(batch)` fills a batch, which may have been used before; false: nothing is left. It is called on
    /// the other thread, and next() rethrows what it throws.
    template <class Fill>
    explicit read_ahead(Fill fill) : worker_{[this, fill = std::move(fill)]() mutable { work(fill); }} {}
    /// Waits for the batch that is being filled.
    ~read_ahead() {
        {
            std::lock_guard const guard{lock_};
            stopped_ = true;
        }
        changed_.notify_all();
        worker_.join();
    }
    read_ahead(read_ahead const&) = delete;
    read_ahead& operator=(read_ahead const&) = delete;

    /// The next batch, to be read until the next call; null after the last.
    [[nodiscard]] Batch const* next() {
        std::unique_lock guard{lock_};
        if (reading_) {
            reading_ = false;
            ++taken_;
            changed_.notify_all();
        }
        changed_.wait(guard, [&] { return taken_ < filled_ || over_; });
        if (taken_ < filled_) {
            reading_ = true;
            return &batches_[taken_ % Batches];
        }
        if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
        return nullptr;
    }

private:
    std::array<Batch, Batches> batches_{};
    std::mutex lock_;  // of all that follows
    std::condition_variable changed_;
    std::size_t filled_ = 0;
    std::size_t taken_ = 0;
    bool reading_ = false;  // the batch after those taken
    bool over_ = false;
    bool stopped_ = false;
    std::exception_ptr error_;
    std::thread worker_;  // last: it uses the rest

    // A batch to fill; null if nobody wants more.
    Batch* wait_for_room() {
        std::unique_lock guard{lock_};
        changed_.wait(guard, [&] { return filled_ - taken_ < Batches || stopped_; });
        return stopped_ ? nullptr : &batches_[filled_ % Batches];
    }

    template <class Fill>
    void work(Fill& fill) noexcept {
        std::exception_ptr error;
        try {
            while (auto* const batch = wait_for_room()) {
                if (!fill(*batch)) break;
                std::lock_guard const guard{lock_};
                ++filled_;
                changed_.notify_all();
            }
        } catch (...) {
            error = std::current_exception();
        }
        std::lock_guard const guard{lock_};
        error_ = error;
        over_ = true;
        changed_.notify_all();
    }
};

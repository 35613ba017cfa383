#pragma once

#include <rung/core/language.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {

/// Goals that several playbooks share, each written once.
namespace goals {

inline constexpr phrase first_contact{"The client gets in touch with you for the first time",
                                      "Он впервые обращается к вам"};
inline constexpr phrase first_purchase{"The client makes a first purchase", "Он совершает первую покупку"};
inline constexpr phrase content_with_the_first{"The client is happy with the first purchase",
                                               "Он доволен первой покупкой"};
inline constexpr phrase comes_again{"The client comes again and buys", "Он приходит снова и покупает"};
inline constexpr phrase regular{"The client buys again and again", "Он покупает снова и снова"};
inline constexpr phrase stays_regular{"The client goes on buying from you", "Он продолжает покупать у вас"};
inline constexpr phrase recommends{"The client tells others how good you are",
                                   "Он рассказывает другим, как у вас хорошо"};
inline constexpr phrase stays_at_the_top{"The client stays with you for years, and brings others",
                                         "Он остаётся с вами на годы и приводит других"};
inline constexpr phrase buys_again_after_a_break{"The client buys again, in the usual rhythm",
                                                 "Он снова покупает в привычном ритме"};
inline constexpr phrase comes_back{"The client gives you another chance", "Он даёт вам ещё один шанс"};

}  // namespace goals
}  // namespace playbooks
}  // namespace v0
}  // namespace rung

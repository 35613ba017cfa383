#pragma once

#include <rung/core/language.hpp>

namespace rung {
inline namespace v0 {
namespace playbooks {

/// Goals that several playbooks share, each written once.
namespace goals {

inline constexpr phrase first_contact{"He gets in touch with you for the first time",
                                      "Он впервые обращается к вам"};
inline constexpr phrase first_purchase{"He makes his first purchase", "Он совершает первую покупку"};
inline constexpr phrase content_with_the_first{"He is content with his first purchase",
                                               "Он доволен первой покупкой"};
inline constexpr phrase comes_again{"He comes again and buys", "Он приходит снова и покупает"};
inline constexpr phrase regular{"He buys again and again", "Он покупает снова и снова"};
inline constexpr phrase stays_regular{"He goes on buying from you", "Он продолжает покупать у вас"};
inline constexpr phrase recommends{"He tells others how good you are",
                                   "Он рассказывает другим, как у вас хорошо"};
inline constexpr phrase stays_at_the_top{"He stays with you for years, and brings others",
                                         "Он остаётся с вами на годы и приводит других"};
inline constexpr phrase buys_again_after_a_break{"He buys again, in his usual rhythm",
                                                 "Он снова покупает в привычном ритме"};
inline constexpr phrase comes_back{"He gives you another chance", "Он даёт вам ещё один шанс"};

}  // namespace goals
}  // namespace playbooks
}  // namespace v0
}  // namespace rung

// alone
// expect: to write a ladder with measures, include <rung/notation/measures.hpp>
#include <rung/measures/run_time_table.hpp>
#include <rung/retail/shop.hpp>
#ifdef RUNG_CORRECTED
#include <rung/notation/measures.hpp>
#else
#include <rung/notation/write.hpp>
#endif

using table = rung::run_time_table<rung::shop_model>;

std::size_t size_of(rung::basic_ladder<table> const& ladder) { return rung::text_size(ladder); }

#pragma once

// All of rung in one include, but for the optional doors to other software in interop/.

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/core/retail.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/spend.hpp>
#include <rung/ladders/ladders.hpp>
#include <rung/notation/settings.hpp>
#include <rung/notation/values.hpp>
#include <rung/report/print.hpp>
#include <rung/report/table.hpp>
#include <rung/version.hpp>

#pragma once

// The ladders of the documents, each a function from its thresholds to a ladder.

#include <rung/ladders/familiarity.hpp>
#include <rung/ladders/journey.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/patronage.hpp>
#include <rung/ladders/purchase.hpp>
#include <rung/ladders/service.hpp>

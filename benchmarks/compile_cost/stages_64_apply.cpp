// The same as stages_64.cpp, bound at compile time and with an event applied: the engine is compiled to code.
#define APPLY_AN_EVENT
#include "stages_64.cpp"

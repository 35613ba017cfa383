// Gives each of the precompiled headers a unit to be compiled for.

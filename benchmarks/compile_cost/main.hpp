// The end of each of these programs: looks at the lifecycle `life`, or applies an event with it.
#ifdef APPLY_AN_EVENT
int main() {
    rung::client c;
    auto const at = rung::instant::from_unix(1);
    return static_cast<int>(rung::fixed<life>{}.apply(c, rung::purchase{.at = at}).answer());
}
#else
int main() { return static_cast<int>(life.ladder().stage_count()); }
#endif

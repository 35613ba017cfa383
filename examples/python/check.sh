#!/bin/sh
# check.sh WORK: installs the package by pip into WORK, and runs its tests, with the Python of build/venv, which has what
# requirements.txt lists: .ci/run makes it. Without it this is passed over.
# Run from the top of the checkout.
set -eu
work=$1
python=build/venv/bin/python

if ! "$python" -c 'import pyarrow, pytest, scikit_build_core' 2>/dev/null; then
    echo "skipped: $python does not have pyarrow, pytest and scikit-build-core: python3 -m venv build/venv &&" \
        "build/venv/bin/pip install -r examples/python/requirements.txt"
    exit 0
fi
rm -rf "$work"
mkdir -p "$work"
# Optimized a little: that is quicker as a whole.
CXXFLAGS="-O1" "$python" -m pip install --quiet --no-index --no-build-isolation --no-deps --target "$work/site" \
    --config-settings=cmake.build-type=None examples/python
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$work/site" "$python" -m pytest -q -p no:cacheprovider --basetemp="$work/temp" examples/python/tests

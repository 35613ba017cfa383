#!/bin/sh
# check.sh WORK: builds the package of examples/python into WORK and runs the tests of the job on a Spark of this machine,
# with the Python of build/spark, which has what requirements.txt lists: .ci/long makes it. Without it, or without Java,
# this is passed over. RUNG_SPARK_ONLY: a word that names tests, as pytest's -k has it.
# Run from the top of the checkout.
set -eu
work=$1
python=$PWD/build/spark/bin/python

if ! "$python" -c 'import pandas, pyarrow, pyspark, pytest, scikit_build_core' 2>/dev/null || ! command -v java >/dev/null; then
    echo "skipped: there is no Java, or $python does not have Spark: python3 -m venv build/spark &&" \
        "build/spark/bin/pip install -r examples/spark/requirements.txt"
    exit 0
fi
rm -rf "$work"
mkdir -p "$work"
CXXFLAGS="-O1" "$python" -m pip install --quiet --no-index --no-build-isolation --no-deps --target "$work/site" \
    --config-settings=cmake.build-type=None examples/python
PYSPARK_PYTHON="$python" PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$work/site" "$python" -m pytest -q -p no:cacheprovider \
    --basetemp="$work/temp" -k "${RUNG_SPARK_ONLY:-test}" examples/spark/tests

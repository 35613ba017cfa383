"""charts.py SCHEMA SPECIFICATION...: whether each specification is valid and is drawn, with marks and without NaN."""

import json
import re
import sys

import jsonschema
import vl_convert

schema, *files = sys.argv[1:]
with open(schema, encoding="utf-8") as file:
    valid = jsonschema.Draft7Validator(json.load(file))
faults = 0
for name in files:
    with open(name, encoding="utf-8") as file:
        text = file.read()
    fault = jsonschema.exceptions.best_match(valid.iter_errors(json.loads(text)))
    said = fault and f"{list(fault.absolute_path)}: {fault.message[:300]}"
    if not said:
        svg = vl_convert.vegalite_to_svg(text, vl_version="6.4")
        marks = len(re.findall(r'aria-roledescription="(?!axis|legend|title|group)', svg))
        said = "NaN in the picture" if "NaN" in svg else None if marks else "nothing is drawn"
    if said:
        faults += 1
        print(f"{name}: {said}")
print(f"{len(files)} charts")
sys.exit(faults != 0)

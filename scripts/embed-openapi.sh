#!/bin/sh
# Writes openapi.yaml into the sources, so that the one binary can serve it, and as JSON for the tests:
# run it after each change of openapi.yaml. A test holds both to the file.
# Needs a Python with PyYAML; `make lint` makes one in .build-lint.
set -eu
cd "$(dirname "$0")/.."
python=python3
[ ! -x .build-lint/bin/python ] || python=.build-lint/bin/python
{
    echo "// swift-format-ignore-file"
    echo "// Made by scripts/embed-openapi.sh from openapi.yaml; change that file and run the script again."
    echo ""
    echo "/// The description of the interface, as it stands in openapi.yaml."
    echo "enum OpenAPIDocument {"
    echo '    static let text = #"""'
    sed -e 's/^\(.\)/        \1/' openapi.yaml
    echo ''
    echo '        """#'
    echo "}"
} >Sources/Serving/OpenAPIDocument.swift
"$python" -c '
import json, sys, yaml
json.dump(yaml.safe_load(open("openapi.yaml")), open("Tests/Fixtures/openapi.json", "w"), indent=1, sort_keys=True)
'

#!/bin/sh
# Asks a build of mantissa thousands of questions made from openapi.yaml, sensible and not, with schemathesis (PyPI; it goes into
# .venv-schema): no answer may be a server error, of an undocumented status or type, or not as its schema says.
set -eu

binary=${1:?"usage: schema-test.sh PATH_OF_MANTISSA"}
cd "$(dirname "$0")/.."
. scripts/python-environment.sh
python_environment schema schemathesis schemathesis

. scripts/start-server.sh
start_server "$binary"

checks=status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance
checks=$checks,allow_header_conformance,unsupported_method
ask() {
    "$environment/bin/st" run openapi.yaml --url "$address" --phases examples,coverage,fuzzing --max-examples 20 \
        --generation-deterministic --suppress-health-check all --continue-on-failure --warnings off "$@"
}

# First with a model that stays, where nothing is unavailable; then those routes that take it out, where 503 is an answer.
repository='^/v2/repository/models/'
ask --checks "$checks,not_a_server_error" --exclude-path-regex "$repository"
ask --checks "$checks" --include-path-regex "$repository"

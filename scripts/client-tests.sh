#!/bin/sh
# Runs every program of Tests/Clients, which use clients as they come from PyPI, against a build of mantissa on a free port.
# The clients go into .venv-clients.
set -eu

binary=${1:?"usage: client-tests.sh PATH_OF_MANTISSA"}
cd "$(dirname "$0")/.."
. scripts/python-environment.sh
python_environment clients "openai, tritonclient.http" openai "tritonclient[http]"

. scripts/start-server.sh
start_server "$binary"

failed=0
for program in Tests/Clients/*.py; do
    if "$environment/bin/python" "$program" "$address"; then
        echo "passed: $program"
    else
        echo "failed: $program" >&2
        failed=1
    fi
done
exit $failed

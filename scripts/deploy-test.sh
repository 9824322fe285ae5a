#!/bin/bash
# Checks what deploy/ holds: deploy-test.sh PATH_OF_MANTISSA [TEST...]
# TEST is a module of Tests/Deploy, or a class or a test in one: monitoring_test, kubernetes_test.Kubernetes.
# What it needs comes from Debian (prometheus, nginx, systemd) and from PyPI (into .venv-deploy).
set -euo pipefail

binary=$(realpath "${1:?"usage: deploy-test.sh PATH_OF_MANTISSA [TEST...]"}")
shift
cd "$(dirname "$0")/.."
scripts/setup.sh --deploy
. scripts/python-environment.sh
python_environment deploy "yaml, jsonschema, kubernetes_validate" pyyaml jsonschema kubernetes-validate
# Its sources alone are read, so that what it would bring stays away.
[ -e "$environment"/lib/python3*/site-packages/kserve ] ||
    "$environment/bin/pip" install -q --disable-pip-version-check --no-deps kserve

tests=("$@")
if [ ${#tests[@]} -eq 0 ]; then
    tests=(discover -p "*_test.py")
fi
cd Tests/Deploy
MANTISSA=$binary exec "$environment/bin/python" -m unittest "${tests[@]}"

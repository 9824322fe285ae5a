#!/bin/sh
# Whether scikit-learn still says what Tests/Fixtures/evaluation holds, against which the figures of `mantissa evaluate` are tested.
# It goes into .venv-evaluation.
set -eu
cd "$(dirname "$0")/.."
. scripts/python-environment.sh
python_environment evaluation sklearn scikit-learn
"$environment/bin/python" Tests/Fixtures/scripts/make_evaluation_cases.py --check

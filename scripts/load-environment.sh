#!/bin/sh
# Runs a load test with the Python packages that some need: load-environment.sh deploy/load/NAME.py ARGUMENT...
# They (HdrHistogram, locust, Pillow; 120 MB) go into .venv-load.
set -eu

folder=$(cd "$(dirname "$0")/.." && pwd)
"$folder/scripts/setup.sh" --load
. "$folder/scripts/python-environment.sh"
python_environment load "hdrh, locust, PIL" hdrhistogram locust pillow
exec "$environment/bin/python" "$@"

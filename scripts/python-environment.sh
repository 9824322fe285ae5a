# To be read by a script (`. scripts/python-environment.sh`) that needs packages from PyPI: `python_environment NAME IMPORTS PACKAGE...`
# makes .venv-NAME in the project's `folder` (default: where it runs) unless its Python can import IMPORTS already, and sets
# `environment` to its path. Its status is pip's.

python_environment() {
    environment="${folder:-$PWD}/.venv-$1"
    imports=$2
    shift 2
    if ! "$environment/bin/python" -c "import $imports" 2>/dev/null; then
        "${folder:-$PWD}/scripts/setup.sh" --python || exit
        python3 -m venv "$environment" || exit
        "$environment/bin/pip" install -q --disable-pip-version-check "$@"
    fi
}

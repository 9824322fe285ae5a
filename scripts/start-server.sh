# To be read by a script (`. scripts/start-server.sh`) that tests a build against clients: `start_server PATH_OF_MANTISSA` serves
# Models on a free port of 127.0.0.1 until the script ends, and sets `address` once the models are ready.

start_server() {
    scratch=$(mktemp -d)
    mkfifo "$scratch/output"
    "$1" serve --models Models --port 0 >"$scratch/output" &
    server=$!
    trap 'kill $server 2>/dev/null || true; rm -rf "$scratch"' EXIT
    # The first line, written when the models are ready, ends in the address.
    read -r line <"$scratch/output"
    address=${line##* }
    case "$address" in
        http://*) ;;
        *)
            echo "${0##*/}: the server did not say where it listens, but: $line" >&2
            exit 1
            ;;
    esac
}

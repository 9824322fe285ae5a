-- For wrk: sends the same request over and over, and prints what was measured as one line of JSON.
--     wrk ... --script http.lua URL -- METHOD BYTES [NAME=VALUE]...
-- The body has so many bytes, all of them zero, which are float32 zeros to who takes tensors.

local bytes

function init(arguments)
    local headers = {}
    for index = 3, #arguments do
        local name, value = arguments[index]:match("^([^=]+)=(.*)$")
        headers[name] = value
    end
    local size = tonumber(arguments[2])
    bytes = wrk.format(arguments[1], nil, headers, size > 0 and string.rep("\0", size) or nil)
end

function request()
    return bytes
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests":%d,"microseconds":%d,"errors":%d,"p50":%d,"p99":%d}\n', summary.requests, summary.duration,
        errors.connect + errors.read + errors.write + errors.timeout + errors.status, latency:percentile(50),
        latency:percentile(99)))
end

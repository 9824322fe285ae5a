-- For wrk: posts files in turn, and prints what was measured as one line of JSON.
--     wrk ... --script post.lua URL -- [--form FIELD] FILE...
-- Requests are made once, so that sending one costs a look into a table.

local requests = {}
local position = 0

local function contents(path)
    local file = assert(io.open(path, "rb"))
    local bytes = file:read("*a")
    file:close()
    return bytes
end

function init(arguments)
    local field
    local index = 1
    if arguments[1] == "--form" then
        field = arguments[2]
        index = 3
    end
    local boundary = "mantissa-load"
    for number = index, #arguments do
        local body = contents(arguments[number])
        local contentType = "image/jpeg"
        if field then
            contentType = "multipart/form-data; boundary=" .. boundary
            body = "--" .. boundary .. '\r\nContent-Disposition: form-data; name="' .. field .. '"; filename="image.jpg"\r\n'
                .. "Content-Type: image/jpeg\r\n\r\n" .. body .. "\r\n--" .. boundary .. "--\r\n"
        end
        requests[#requests + 1] = wrk.format("POST", nil, { ["Content-Type"] = contentType }, body)
    end
    assert(#requests > 0, "no files to send")
end

function request()
    position = position % #requests + 1
    return requests[position]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests":%d,"microseconds":%d,"failed":%d,"refused":%d,"p50":%d,"p99":%d,"most":%d}\n',
        summary.requests, summary.duration, errors.connect + errors.read + errors.write + errors.timeout, errors.status,
        latency:percentile(50), latency:percentile(99), latency.max))
end

/// Routes by the segments of their patterns: what a path costs follows from its length, not from the number of routes.
struct RouteTree: Sendable {
    private struct Node {
        var literals: [String: Node] = [:]
        /// At most one: what comes after a segment that may be anything but empty.
        var parameter: [Node] = []
        var routes: [Router.Route] = []

        mutating func insert(_ route: Router.Route, _ segments: ArraySlice<Substring>) {
            guard let segment = segments.first else { return routes.append(route) }
            if segment.first == "{" {
                if parameter.isEmpty { parameter.append(Node()) }
                parameter[0].insert(route, segments.dropFirst())
            } else {
                literals[String(segment), default: Node()].insert(route, segments.dropFirst())
            }
        }

        func collect(_ segments: ArraySlice<String>, into found: inout [Router.Route]) {
            guard let segment = segments.first else {
                found += routes
                return
            }
            literals[segment]?.collect(segments.dropFirst(), into: &found)
            if !segment.isEmpty { parameter.first?.collect(segments.dropFirst(), into: &found) }
        }
    }

    private var root = Node()

    init(_ routes: [Router.Route]) {
        for route in routes { root.insert(route, route.segments[...]) }
    }

    /// All routes of a path, whatever their methods; those that spell out more of it from the left come first.
    func routes(_ segments: [String]) -> [Router.Route] {
        var found: [Router.Route] = []
        root.collect(segments[...], into: &found)
        return found
    }
}

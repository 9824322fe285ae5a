import Repository
import Testing

struct ModelStateTests {
    private static let events: [ModelEvent] = [
        .loadRequested, .becameReady, .loadFailed, .unloadRequested, .lastRequestAnswered, .memberLost,
    ]

    /// A row per state: what follows each event, nil for one that cannot happen.
    private static let table: [(ModelState, [ModelState?])] = [
        (.loading, [.loading, .ready, .failed, nil, nil, nil]),
        (.ready, [.ready, nil, nil, .draining, nil, .failed]),
        (.draining, [nil, nil, nil, nil, .unloaded, nil, nil]),
        (.unloaded, [.loading, nil, nil, .unloaded, nil, nil]),
        (.failed, [.loading, nil, nil, .unloaded, nil, nil]),
    ]

    @Test func everyEventInEveryState() {
        for (state, following) in Self.table {
            for (event, expected) in zip(Self.events, following) {
                #expect(state.after(event) == expected, "\(event) in \(state)")
            }
        }
    }
}

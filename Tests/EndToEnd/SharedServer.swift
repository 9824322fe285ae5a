import Foundation
import TestSupport

/// One server with the embedded model that the tests which only ask share.
enum SharedServer {
    /// Not isolated: it is made once and then only read; each test opens a connection of its own.
    nonisolated(unsafe) private static let server = Result { try ServerProcess() }

    static func client() throws -> HTTPClient { try server.get().client() }
}

/// The photographs that the tests send.
enum Photograph {
    static let names = ["chelsea.jpg", "coffee.jpg", "rocket.jpg", "astronaut.jpg"]

    static func bytes(_ name: String) throws -> [UInt8] { try Fixtures.bytes("images/\(name)") }
    static func cat() throws -> [UInt8] { try bytes("chelsea.jpg") }
    static func path(_ name: String) -> String { Fixtures.path("images/\(name)") }
}

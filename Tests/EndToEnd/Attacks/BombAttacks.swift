import TestSupport
import Testing

/// Little that becomes much.
extension AttackTests {
    @Test func twentyBombsOfAGigabyteAreRefused() throws {
        let server = try AttackedServer.server()
        let bomb = DeflateBomb.gzip(zeroBytes: (1 << 30) / 1032)
        #expect(bomb.count < 1_100_000)
        // Twenty bodies as they came, and what the decode pool unpacks at a time: two of the limit of 32 MiB, with what
        // growing arrays hold twice.
        try server.withstands(growthLimit: 256 << 20) {
            let clients = try (0..<20).map { _ in try server.client() }
            for (index, client) in clients.enumerated() {
                let route = Self.jsonRoutes[index % Self.jsonRoutes.count]
                client.write(
                    Self.json(
                        "POST \(route) HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n") + bomb)
            }
            for client in clients { #expect(try client.read().status == 413) }
        }
    }

    /// Refused by the ratio, long before the limit.
    @Test(arguments: ["gzip", "deflate"]) func smallBombsAreRefused(_ coding: String) throws {
        let server = try AttackedServer.server()
        let body = coding == "gzip" ? DeflateBomb.gzip(zeroBytes: 30_000) : DeflateBomb.deflate(zeroBytes: 30_000)
        try server.withstands(growthLimit: 32 << 20) {
            let response = try server.post("/v1/classify", "image/jpeg", body, [("Content-Encoding", coding)])
            #expect(response.status == 413, "\(response.text)")
        }
    }

    @Test func bombsWithinBombsAreRefused() throws {
        let server = try AttackedServer.server()
        try server.withstands {
            for (coding, status) in [
                ("gzip, gzip", 415), ("gzip, deflate", 415), ("br", 415), ("x", 415), ("identity, gzip", 413),
            ] {
                let response = try server.post(
                    "/v1/classify", "image/jpeg", DeflateBomb.gzip(zeroBytes: 10_000), [("Content-Encoding", coding)])
                #expect(response.status == status, "\(coding): \(response.text)")
            }
        }
    }

    /// Grey pixels: less than half a megabyte, and 1.4 GB as red, green and blue.
    @Test func aPictureOfHalfABillionPixelsIsRefused() throws {
        let server = try AttackedServer.server()
        let side = 21_603
        let zeroBytes = side * (side + 1) / 1032 + 1
        let picture = PlainPNG.encode(
            width: side, height: side, bitDepth: 8, colourType: 0, compressed: DeflateBomb.zlib(zeroBytes: zeroBytes))
        #expect(picture.count < 745_000)
        try server.withstands(growthLimit: 32 << 20) {
            let response = try server.post("/v1/classify", "image/png", picture)
            #expect(response.status == 422 && response.text.contains("21603"), "\(response.text)")
        }
    }

    /// Its data would go on for 4 GB behind its last row.
    @Test func aPictureWithMoreDataThanPixelsIsRefused() throws {
        let server = try AttackedServer.server()
        let picture = PlainPNG.encode(
            width: 8, height: 8, bitDepth: 8, colourType: 2, compressed: DeflateBomb.zlib(zeroBytes: 4 << 20))
        try server.withstands(growthLimit: 96 << 20) {
            let response = try server.post("/v1/classify", "image/png", picture)
            #expect(response.status == 422 && response.text.contains("last row"), "\(response.text)")
        }
    }

    /// It is refused by its announced size, and what came of it is nowhere.
    @Test func aDataURLOf133MegabytesIsRefusedAndNotRepeated() throws {
        let server = try AttackedServer.server()
        let marker = "TUFOVElTU0FNQVJLRVI"
        try server.withstands(growthLimit: 32 << 20) {
            for route in Self.jsonRoutes {
                let client = try server.client()
                client.write(
                    Self.json(
                        "POST \(route) HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 133000000\r\n\r\n{\"images\":[\"data:image/jpeg;base64,"
                            + String(repeating: marker, count: 50_000)))
                let response = try client.read()
                #expect(response.status == 413 && !response.text.contains(marker) && response.body.count < 1000)
            }
        }
        #expect(try !server.log().contains(marker))
    }

    @Test func aDataURLThatIsNoPictureIsNotRepeated() throws {
        let server = try AttackedServer.server()
        let marker = "TUFOVElTU0FOTU9SRQ"
        let payload = String(repeating: marker, count: 400_000)
        try server.withstands(growthLimit: 96 << 20) {
            for (prefix, status) in [
                ("data:image/jpeg;base64,", 415), ("data:image/jpeg,", 400), ("data:\(marker);base64;", 400), ("", 415),
                ("%\(marker)", 400),
            ] {
                let response = try server.post(
                    "/v1/classify", "application/json", Self.json("{\"images\":[\"\(prefix)\(payload)\"]}"))
                #expect(response.status == status, "\(prefix): \(response.text.prefix(300))")
                #expect(!response.text.contains(marker) && response.body.count < 1000)
            }
        }
        #expect(try !server.log().contains(marker))
    }
}

import HTTPServer
import Testing

/// Peers that leave in the middle of things, on both kinds of loop: nothing of them stays, neither descriptors nor memory.
///
/// Each has a process of its own, which cannot be told its argument.
@Suite(.timeLimit(.minutes(2)))
struct HostilePeerTests {
    @Test func aResetInAHeadLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            HostilePeer.resetsInAHead.visitBothLoops()
        }
    }

    @Test func aResetInABodyLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            HostilePeer.resetsInABody.visitBothLoops()
        }
    }

    @Test func aResetWhileTheAnswerIsMadeLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            HostilePeer.resetsWhileItsAnswerIsMade.visitBothLoops()
        }
    }

    @Test func aResetWithinTheAnswerLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            HostilePeer.resetsWithinItsAnswer.visitBothLoops()
        }
    }

    @Test func aPeerThatNeverReadsLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            HostilePeer.neverReads.visitBothLoops()
        }
    }

    @Test func aPeerThatClosesItsHalfLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            HostilePeer.closesItsHalf.visitBothLoops()
        }
    }

    @Test func connectingAndClosingLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            HostilePeer.connectsAndCloses.visitBothLoops()
        }
    }

    @Test func singleBytesLeaveNothing() async {
        await #expect(processExitsWith: .success) {
            HostilePeer.sendsSingleBytes.visitBothLoops()
        }
    }

    @Test func aPeerKilledInARequestLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            HostilePeer.isKilledInARequest.visitBothLoops()
        }
    }

    @Test func aPeerKilledInAnAnswerLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            HostilePeer.isKilledInAnAnswer.visitBothLoops()
        }
    }
}

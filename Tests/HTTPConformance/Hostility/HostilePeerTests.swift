import HTTPServer
import Testing

/// Peers that leave in the middle of things, on both kinds of loop: nothing of them stays, neither descriptors nor memory.
///
/// Each has a process of its own, which cannot be told its argument.
@Suite(.timeLimit(.minutes(2)))
struct HostilePeerTests {
    @Test func aResetInAHeadLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            for loop in LoopKind.allCases { try HostilePeer.resetsInAHead.visit(loop) }
        }
    }

    @Test func aResetInABodyLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            for loop in LoopKind.allCases { try HostilePeer.resetsInABody.visit(loop) }
        }
    }

    @Test func aResetWhileTheAnswerIsMadeLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            for loop in LoopKind.allCases { try HostilePeer.resetsWhileItsAnswerIsMade.visit(loop) }
        }
    }

    @Test func aResetWithinTheAnswerLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            for loop in LoopKind.allCases { try HostilePeer.resetsWithinItsAnswer.visit(loop) }
        }
    }

    @Test func aPeerThatNeverReadsLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            for loop in LoopKind.allCases { try HostilePeer.neverReads.visit(loop) }
        }
    }

    @Test func aPeerThatClosesItsHalfLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            for loop in LoopKind.allCases { try HostilePeer.closesItsHalf.visit(loop) }
        }
    }

    @Test func connectingAndClosingLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            for loop in LoopKind.allCases { try HostilePeer.connectsAndCloses.visit(loop) }
        }
    }

    @Test func singleBytesLeaveNothing() async {
        await #expect(processExitsWith: .success) {
            for loop in LoopKind.allCases { try HostilePeer.sendsSingleBytes.visit(loop) }
        }
    }

    @Test func aPeerKilledInARequestLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            for loop in LoopKind.allCases { try HostilePeer.isKilledInARequest.visit(loop) }
        }
    }

    @Test func aPeerKilledInAnAnswerLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            for loop in LoopKind.allCases { try HostilePeer.isKilledInAnAnswer.visit(loop) }
        }
    }
}

import PortableMath

/// Classifies embeddings by those most like them, without training anything: each of the k nearest votes for its class with
/// exp(cosine / temperature) (Wu et al., "Unsupervised feature learning via non-parametric instance discrimination", CVPR 2018,
/// section 3.4).
package enum NearestNeighbours {
    /// Which samples get their own class from the others. One whose class no other has cannot, and is left out.
    ///
    /// - Parameters:
    ///   - embeddings: of one length and of any norm, a row for each sample.
    ///   - labels: of each row.
    ///   - k: neighbours that vote, 1 and more; fewer where there are fewer.
    /// - Returns: of each sample that is not left out 1 for right, 0 for wrong.
    package static func leaveOneOut(
        _ embeddings: [[Float]], labels: [Int], k: Int = 20, temperature: Double = 0.07
    ) -> [Double] {
        let rows = embeddings.map(Vectors.unit)
        return Vectors.repeated(labels).map { index in
            let others = rows.indices.filter { $0 != index }
                .map { (similarity: Vectors.dot(rows[index], rows[$0]), index: $0) }
                .sorted { ($1.similarity, $0.index) < ($0.similarity, $1.index) }
            var votes: [Int: Double] = [:]
            for other in others.prefix(k) {
                votes[labels[other.index], default: 0] += PortableMath.exp(other.similarity / temperature)
            }
            // Of equal votes the lower class.
            let winner = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }
            return winner?.key == labels[index] ? 1 : 0
        }
    }
}

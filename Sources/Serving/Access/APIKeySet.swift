/// All keys that hold.
struct APIKeySet: Sendable {
    private let keys: [APIKey]

    init(_ keys: [APIKey]) { self.keys = keys }

    /// The key of this digest; nil if there is none.
    ///
    /// Every key is compared to its end, whichever it is: the time says neither which one it was nor how near another came.
    func key(of presented: KeyDigest) -> APIKey? {
        var position = -1
        for index in keys.indices {
            let isSame = keys[index].digest.equality(presented)
            position = (position & ~isSame) | (index & isSame)
        }
        return position < 0 ? nil : keys[position]
    }
}

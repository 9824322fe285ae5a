import Inference
import ModelGraph

extension ModelService {
    /// The extents of an input or output as the protocol tells them; nil for any.
    func declaredShape(_ port: Port) -> [Int?] {
        var shape = port.type.shape.map(\.fixed)
        // Rows are put together and taken apart, whatever number of them the model computes at once.
        if splitsRows, !shape.isEmpty { shape[0] = nil }
        return shape
    }
}

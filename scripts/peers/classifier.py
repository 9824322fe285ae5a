"""EfficientNet-Lite0 with ONNX Runtime and Pillow, as a Python service would do it; what both peers serve."""
import io
import json
import os

import numpy
import onnxruntime
from PIL import Image


class Classifier:
    """Settings come from the environment, so that every worker process finds them."""

    def __init__(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = int(os.environ["PEER_INTRA_OP_THREADS"])
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            os.environ["PEER_MODEL"], options, providers=["CPUExecutionProvider"])
        self.input = self.session.get_inputs()[0].name
        # As in the checkpoint's metadata: shorter side, crop, mean, std.
        self.preprocessing = json.loads(os.environ["PEER_PREPROCESSING"])
        self.labels = json.loads(os.environ["PEER_LABELS"])
        self.predict(self.decode_pixels(Image.new("RGB", (300, 300))))

    def decode(self, body):
        return self.decode_pixels(Image.open(io.BytesIO(body)).convert("RGB"))

    def decode_pixels(self, image):
        """Resize the shorter side, crop the middle, normalize: (1, 3, height, width)."""
        shorter = self.preprocessing["resize"]["shorter_side"]
        height, width = self.preprocessing["center_crop"]["size"]
        scale = shorter / min(image.size)
        image = image.resize([round(side * scale) for side in image.size], Image.BICUBIC)
        left, top = round((image.width - width) / 2), round((image.height - height) / 2)
        pixels = numpy.asarray(image.crop((left, top, left + width, top + height)), numpy.float32)
        pixels = (pixels - numpy.float32(self.preprocessing["mean"])) / numpy.float32(self.preprocessing["std"])
        return numpy.ascontiguousarray(pixels.transpose(2, 0, 1))[None]

    def predict(self, pixels):
        return self.session.run(None, {self.input: pixels})[0]

    def answer(self, logits, top=5):
        """The best classes of one image."""
        exponentials = numpy.exp(logits - logits.max())
        scores = exponentials / exponentials.sum()
        best = numpy.argpartition(-scores, top)[:top]
        best = best[numpy.argsort(-scores[best], kind="stable")]
        return {"predictions": [[
            {"index": int(index), "label": self.labels[index], "score": float(scores[index])} for index in best]]}

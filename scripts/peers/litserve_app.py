"""LitServe + ONNX Runtime + Pillow: worker processes decode and compute. It takes images as multipart forms."""
import os

import litserve
from classifier import Classifier


class ClassifierAPI(litserve.LitAPI):
    def setup(self, device):
        self.classifier = Classifier()

    def decode_request(self, request):
        return self.classifier.decode(request["image"].file.read())

    def predict(self, pixels):
        return self.classifier.predict(pixels)

    def encode_response(self, logits):
        return self.classifier.answer(logits[0])


if __name__ == "__main__":
    server = litserve.LitServer(
        ClassifierAPI(api_path="/classify"), accelerator="cpu", workers_per_device=int(os.environ["PEER_WORKERS"]),
        fast_queue=True)
    server.run(
        host="127.0.0.1", port=int(os.environ["PEER_PORT"]), num_api_servers=1, generate_client_file=False,
        log_level="warning", access_log=False)

"""Users for locust, each with photographs, a pause and a mix of tasks.

    locust -f deploy/load/locustfile.py --host http://localhost:8000

then open http://localhost:8089; or `--headless --users 50 --spawn-rate 10 --run-time 1m`. MANTISSA_IMAGES=folder names other JPEGs,
MANTISSA_KEY=key an API key, MANTISSA_PAUSE=0 the seconds between a user's requests at most.
"""
import json
import os
import pathlib
import random

from locust import HttpUser, between, task

FOLDER = pathlib.Path(os.environ.get("MANTISSA_IMAGES", pathlib.Path(__file__).resolve().parents[2] / "Tests/Fixtures/images"))
IMAGES = [path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix.lower() in {".jpg", ".jpeg"}]
if not IMAGES:
    raise SystemExit(f"no JPEG files in {FOLDER}")
KEY = os.environ.get("MANTISSA_KEY")


class Client(HttpUser):
    wait_time = between(0, float(os.environ.get("MANTISSA_PAUSE", "1")))

    def ask(self, path, member, image=None):
        headers = {"Content-Type": "image/jpeg"}
        if KEY:
            headers["Authorization"] = f"Bearer {KEY}"
        with self.client.post(path, data=image or random.choice(IMAGES), headers=headers, catch_response=True) as answer:
            # A good status with an answer that cannot be used would be a failure too.
            if answer.status_code == 200 and not json.loads(answer.content or b"{}").get(member):
                answer.failure(f"no {member} in the answer")

    @task(6)
    def classify(self):
        self.ask("/v1/classify", "predictions")

    @task(2)
    def embed(self):
        self.ask("/v1/embed", "embeddings")

    @task(1)
    def multilabel(self):
        self.ask("/v1/multilabel?threshold=0.0001", "predictions")

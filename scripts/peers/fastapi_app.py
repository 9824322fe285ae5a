"""uvicorn + FastAPI + ONNX Runtime + Pillow: the event loop takes the body, a pool of threads does the rest.

Pillow, numpy's larger operations and ONNX Runtime let go of the interpreter's lock while they work.
"""
import asyncio
import concurrent.futures
import json
import os

from classifier import Classifier
from fastapi import FastAPI, Request, Response

application = FastAPI()
classifier = Classifier()
pool = concurrent.futures.ThreadPoolExecutor(int(os.environ["PEER_POOL_THREADS"]))


def classify(body):
    return json.dumps(classifier.answer(classifier.predict(classifier.decode(body))[0])).encode()


@application.get("/health")
async def health():
    return Response(b"ok")


@application.post("/classify")
async def classify_image(request: Request):
    body = await request.body()
    answer = await asyncio.get_running_loop().run_in_executor(pool, classify, body)
    return Response(answer, media_type="application/json")

"""uvicorn + FastAPI with the two routes that scripts/bench-http.py asks: a small text, and the size of a body."""
import fastapi
from fastapi.responses import PlainTextResponse

app = fastapi.FastAPI()


@app.get("/livez", response_class=PlainTextResponse)
async def livez():
    return "alive\n"


@app.post("/upload", response_class=PlainTextResponse)
async def upload(request: fastapi.Request):
    return f"{len(await request.body())}\n"

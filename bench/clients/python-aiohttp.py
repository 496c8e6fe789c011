"""Baseline: aiohttp as vLLM's benchmark and others use it: iter_any, split by events, json.loads for every event.

Tokens are stamped at the first content that is not empty. `firstChunkMs` is what those tools call the first token: the
first chunk with choices, which is the role frame.
"""

import argparse
import asyncio
import json
import resource
import ssl
import time

import aiohttp

TEXT = (
    "The regional library moved its catalogue to a new system in spring. Readers can reserve books from home, and the "
    "branch nearest to them keeps a copy for seven days. Summarise the situation and name two next steps."
)


def chat_request(number):
    return {
        "model": "bench-model",
        "messages": [{"role": "user", "content": f"ID:{number} {TEXT}"}],
        "max_tokens": 256,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


class Events:
    """Cuts a byte stream into the texts of its SSE events."""

    def __init__(self):
        self.buffer = ""

    def add(self, chunk):
        self.buffer += chunk.decode("utf-8")
        *events, self.buffer = self.buffer.split("\n\n")
        return [event.removeprefix("data: ") for event in events if event]


async def ask(session, url, number, round_number):
    tokens, first_chunk = [], None
    sent = time.perf_counter()
    async with session.post(url, json=chat_request(number), headers={"Authorization": "Bearer bench"}) as response:
        events = Events()
        async for chunk in response.content.iter_any():
            for event in events.add(chunk):
                if event == "[DONE]":
                    continue
                at = time.perf_counter()
                choices = json.loads(event)["choices"]
                if choices and first_chunk is None:
                    first_chunk = at
                if choices and choices[0]["delta"].get("content"):
                    tokens.append(at)
    return number, round_number, sent, first_chunk, tokens


async def stream(session, settings, url, slot, results):
    await asyncio.sleep(settings.spread / 1000 * slot / settings.streams)
    for round_number in range(settings.requests):
        results.append(await ask(session, url, slot * settings.requests + round_number, round_number))


async def run_load(settings):
    results = []
    secure = ssl.create_default_context(cafile=settings.ca) if settings.ca else None
    connector = aiohttp.TCPConnector(limit=0, limit_per_host=0, ttl_dns_cache=300, keepalive_timeout=60, ssl=secure or True)
    timeout = aiohttp.ClientTimeout(total=6 * 60 * 60)
    url = f"{settings.url}/chat/completions"
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        await asyncio.gather(*(stream(session, settings, url, slot, results) for slot in range(settings.streams)))
    return results


def print_results(results):
    # perf_counter reads CLOCK_MONOTONIC, as the server does.
    for number, round_number, sent, first_chunk, tokens in results:
        line = {
            "id": str(number),
            "round": round_number,
            "sentMs": sent * 1e3,
            "firstMs": tokens[0] * 1e3 if tokens else None,
            "firstChunkMs": first_chunk * 1e3 if first_chunk else None,
            "tokensUs": [round((at - sent) * 1e6) for at in tokens],
        }
        print(json.dumps(line))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url")
    parser.add_argument("--streams", type=int)
    parser.add_argument("--requests", type=int)
    parser.add_argument("--spread", type=float)
    parser.add_argument("--directory")
    parser.add_argument("--ca")
    settings = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    begun, cpu = time.perf_counter(), time.process_time()
    results = asyncio.run(run_load(settings))
    summary = {
        "cpuMs": (time.process_time() - cpu) * 1e3,
        "rssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "wallMs": (time.perf_counter() - begun) * 1e3,
    }
    print_results(results)
    print(json.dumps({"summary": summary}))


main()

import asyncio
class Hub:
    def __init__(self): self.waiting = []
    async def wait(self):
        future = asyncio.get_running_loop().create_future()
        self.waiting.append(future)
        return await future
hub = Hub()
async def client(n):
    body = {"n": n, "text": "client %d" % n}
    await hub.wait()
    return body
async def main():
    tasks = []
    for i in range(70):
        task = asyncio.ensure_future(client(i))
        await asyncio.sleep(0)
        if i % 10 == 0: tasks.append(task)
    print(len(hub.waiting))
    for future in hub.waiting: future.cancel()
asyncio.run(main())
#> Future | modules: __main__.hub.waiting | coroutines_pending.py:6 in Hub.wait

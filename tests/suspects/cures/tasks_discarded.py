import asyncio
running = set()
async def notify(n):
    await asyncio.sleep(0)
    return {"n": n}
async def main():
    for i in range(80):
        task = asyncio.create_task(notify(i))
        running.add(task)
        task.add_done_callback(running.discard)
        if i % 10 == 9: await asyncio.gather(*running)
    await asyncio.sleep(0)
    print(len(running))
asyncio.run(main())

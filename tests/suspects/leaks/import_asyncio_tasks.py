import asyncio, contextlib, json, logging, typing
background = set()
done = []
async def notify(n):
    await asyncio.sleep(0)
    done.append(n)
    return {"n": n}
async def main():
    for i in range(100):
        task = asyncio.create_task(notify(i))
        background.add(task)
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(len(done), len(background))
asyncio.run(main())
#> Task | modules: __main__.background | import_asyncio_tasks.py:11 in main

import asyncio
async def n(): return asyncio.current_task().get_name()
async def sh(): 
    async def p(tag):
        t = asyncio.create_task(n()); print(tag, await t)
    await p("a")
    try: await asyncio.wait_for(asyncio.sleep(1), 0.001)
    except TimeoutError: pass
    await p("wait_for")
    try:
        async with asyncio.timeout(0.001): await asyncio.sleep(1)
    except TimeoutError: pass
    await p("timeout")
    await asyncio.gather(n(), n()); await p("gather")
    async with asyncio.TaskGroup() as tg: tg.create_task(n())
    await p("tg")
    for f in asyncio.as_completed([n(), n()]): await f
    await p("asc")
    await asyncio.shield(n()); await p("shield")
    await asyncio.to_thread(len, "abc"); await p("thread")
    await asyncio.wait([asyncio.create_task(n())]); await p("wait")
asyncio.run(sh())
print(asyncio.run(n()))

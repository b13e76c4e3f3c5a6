import asyncio, contextvars, time
async def say(n, d):
    print("start", n)
    await asyncio.sleep(d)
    print("end", n)
    return n * 10
async def main():
    print(await asyncio.gather(say(1, 0.03), say(2, 0.01), say(3, 0)))
    t = asyncio.create_task(say(4, 0.01), name="four")
    print(t.get_name(), t.done(), asyncio.current_task().get_name())
    print(await t, t.done(), t.result())
    try: await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except asyncio.TimeoutError as e: print("timeout", repr(e), repr(e.__cause__))
    try:
        async with asyncio.timeout(0.01) as tm: await asyncio.sleep(5)
    except TimeoutError: print("timeout 2", tm.expired())
    q = asyncio.Queue(2)
    async def producer():
        for i in range(5): await q.put(i); print("put", i)
        await q.put(None)
    async def consumer():
        while (x := await q.get()) is not None:
            print("got", x); q.task_done()
        q.task_done()
    await asyncio.gather(producer(), consumer())
    await q.join()
    pq = asyncio.PriorityQueue()
    for x in (3, 1, 2): pq.put_nowait(x)
    print([pq.get_nowait() for _ in range(3)])
    lq = asyncio.LifoQueue(); lq.put_nowait(1); lq.put_nowait(2); print(lq.get_nowait())
    lock = asyncio.Lock()
    async def locked(n):
        async with lock:
            print("lock", n); await asyncio.sleep(0)
        print("unlock", n)
    await asyncio.gather(*(locked(i) for i in range(3)))
    ev = asyncio.Event()
    async def waiter(i): await ev.wait(); print("event", i)
    ws = [asyncio.create_task(waiter(i)) for i in range(2)]
    await asyncio.sleep(0); ev.set(); await asyncio.wait(ws)
    sem = asyncio.Semaphore(2)
    active = 0
    async def worker(i):
        nonlocal active
        async with sem:
            active += 1; print("active", active); await asyncio.sleep(0); active -= 1
    await asyncio.gather(*(worker(i) for i in range(4)))
    cond = asyncio.Condition()
    async def cw(i):
        async with cond: await cond.wait(); print("cond", i)
    cs = [asyncio.create_task(cw(i)) for i in range(2)]
    await asyncio.sleep(0)
    async with cond: cond.notify_all()
    await asyncio.gather(*cs)
    try:
        async with asyncio.TaskGroup() as tg:
            a = tg.create_task(say("tg", 0.01)); tg.create_task(fail(0))
    except* ValueError as eg: print("group", eg.exceptions, a.cancelled())
    async with asyncio.TaskGroup() as tg:
        b = tg.create_task(say("ok", 0))
    print(b.result())
    for f in asyncio.as_completed([asyncio.sleep(0.03, "x"), asyncio.sleep(0.01, "y")]): print("completed", await f)
    done, pending = await asyncio.wait([asyncio.create_task(say("w1", 0)), asyncio.create_task(say("w2", 1))], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending)); [p.cancel() for p in pending]
    t = asyncio.create_task(say("cancel", 1)); await asyncio.sleep(0); t.cancel("why")
    try: await t
    except asyncio.CancelledError as e: print("cancelled", repr(e), t.cancelled())
    print(await asyncio.gather(fail(1), say("g", 0), return_exceptions=True))
    s = asyncio.shield(say("shielded", 0.01)); s.cancel()
    try: await s
    except asyncio.CancelledError: print("shield cancelled")
    await asyncio.sleep(0.02)
    print(await asyncio.to_thread(lambda a, b: a + b, 1, b=2))
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    loop.call_soon(fut.set_result, 5); print(await fut, fut)
    loop.call_later(0.01, print, "later"); loop.call_soon(print, "soon"); await asyncio.sleep(0.02)
    print(len(asyncio.all_tasks()), loop.is_running())
    v = contextvars.ContextVar("v", default=0)
    async def setter(i): v.set(i); await asyncio.sleep(0); return v.get()
    print(await asyncio.gather(*(setter(i) for i in range(3))), v.get())
    return "done"
async def fail(n): 
    await asyncio.sleep(0)
    raise ValueError(n)
print(asyncio.run(main()))
async def never():
    asyncio.create_task(fail("lost"))
    await asyncio.sleep(0.01)
    import gc; gc.collect()
asyncio.run(never())
async def pend():
    asyncio.create_task(asyncio.sleep(100)); await asyncio.sleep(0)
asyncio.run(pend())
async def agen():
    try:
        for i in range(10): yield i; await asyncio.sleep(0)
    finally: print("agen closed")
async def brk():
    async for x in agen():
        if x == 2: break
    await asyncio.sleep(0.01); print("after")
asyncio.run(brk())
with asyncio.Runner() as r: print(r.run(say("r1", 0)), r.run(say("r2", 0)))
try: asyncio.run(5)
except ValueError as e: print(e)
async def nested(): asyncio.run(say(1, 1))
try: asyncio.run(nested())
except RuntimeError as e: print(e)

import asyncio, contextlib, typing
async def one(n):
    await asyncio.sleep(0)
    return [n, str(n)]
async def main():
    total = 0
    for i in range(8): total += sum(r[0] for r in await asyncio.gather(*(one(k) for k in range(10))))
    return total
print(asyncio.run(main()))

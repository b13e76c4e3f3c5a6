"""Tasks that wait for something that never comes: nobody cancels them, and the loop keeps them.

What leaks:  each request starts a task that waits for its reply; where no reply comes, the task, its
             coroutine with all local variables, and the future that it waits for stay in `pending`.
What shows it:
    growth     --from warm --to end                Task, Future, coroutine and Request grow by exactly 50
    referrers  --object OID --at end --depth 9     of a Request: the local variable of a frame, its coroutine,
                                                   the Task, the Future that calls it, the dict
    survivors  --from warm --to end --type Future  50 of them were born in wait_for_reply
"""

import asyncio

import heapledger

pending = {}


class Request:
    __slots__ = ("number", "payload")

    def __init__(self, number):
        self.number = number
        self.payload = bytes(100)


async def wait_for_reply(request):
    reply = pending[request.number] = asyncio.get_running_loop().create_future()
    answer = await reply
    del pending[request.number]
    return answer


def send(number):
    return asyncio.create_task(wait_for_reply(Request(number)))


async def serve(numbers):
    tasks = [send(number) for number in numbers]
    await asyncio.sleep(0)
    for number in numbers:
        if number % 2 == 0:  # every other reply is lost
            pending[number].set_result("reply")
    done, lost = await asyncio.wait(tasks, timeout=0)
    return len(done), len(lost)


async def main():
    print(await serve(range(20)))
    heapledger.snapshot("warm")
    print(await serve(range(20, 120)))
    heapledger.snapshot("end")
    print("pending:", len(pending))
    for reply in pending.values():
        reply.cancel()
    await asyncio.sleep(0)


asyncio.run(main())

"""os.register_at_fork: before, newest first; after, in the order of registration; errors are reported."""
import os


def say(text):
    return lambda: print(text, flush=True)


def fails():
    raise ValueError("reported, and swallowed")


for wrong in ({}, {"before": 5}, {"nonsense": print}):
    try:
        os.register_at_fork(**wrong)
    except TypeError as error:
        print(error, flush=True)
os.register_at_fork(before=say("before 1"), after_in_child=say("child 1"))
os.register_at_fork(before=say("before 2"), after_in_child=fails, after_in_parent=fails)
os.register_at_fork(after_in_child=say("child 3"))
process = os.fork()
if process == 0:
    os._exit(7)
print(os.WEXITSTATUS(os.waitpid(process, 0)[1]), flush=True)

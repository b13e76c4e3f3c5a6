class Handler:
    def __init__(self, level, stream): self.level = level; self.stream = stream; self.buffer = []
    def emit(self, record): self.buffer.append(record)
class Logger:
    def __init__(self, name): self.name = name; self.handlers = []
    def add_handler(self, h): self.handlers.append(h)
    def info(self, text):
        for h in self.handlers: h.level
loggers = {}
def get_logger(name):
    if name not in loggers: loggers[name] = Logger(name)
    return loggers[name]
def job(n):
    log = get_logger("app")
    log.add_handler(Handler(10, ["stream", n]))
    log.info("job %d" % n)
for i in range(150): job(i)
print(len(get_logger("app").handlers))
#> Handler | modules: __main__.loggers['app'].handlers | logging_handlers.py:6 in Logger.add_handler

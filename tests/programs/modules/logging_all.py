# Handlers, filters, adapters, configuration of logging, which is the installed library's.
import logging, logging.handlers, logging.config, sys, io, os, tempfile, warnings
log = logging.getLogger('app'); log.setLevel('DEBUG'); log.propagate = False
class F(logging.Filter):
    def filter(self, r): r.extra = 'E'; return r.levelno != logging.INFO
h = logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter('{levelname}:{extra}:{message}', style='{')); h.addFilter(F()); log.addHandler(h)
log.debug('a %d', 1); log.info('hidden'); log.warning('w %(k)s', {'k': 2}); log.log(35, 'custom')
ad = logging.LoggerAdapter(log, {'user': 'bob'}); ad.error('adapted')
try: 1 / 0
except ZeroDivisionError: log.exception('failed')
with tempfile.TemporaryDirectory() as d:
    p = os.path.join(d, 'x.log'); r = logging.handlers.RotatingFileHandler(p, maxBytes=100, backupCount=2); log.addHandler(r)
    for i in range(10): log.error('line number %d', i)
    print(sorted(os.listdir(d))); r.close(); log.removeHandler(r)
m = logging.handlers.MemoryHandler(10, target=h); log.addHandler(m); log.error('buffered'); m.flush(); log.removeHandler(m)
logging.config.dictConfig({'version': 1, 'formatters': {'f': {'format': '%(name)s|%(message)s'}}, 'handlers': {'h': {'class': 'logging.StreamHandler', 'stream': 'ext://sys.stdout', 'formatter': 'f'}}, 'loggers': {'cfg': {'handlers': ['h'], 'level': 'INFO', 'propagate': False}}})
logging.getLogger('cfg').info('configured'); logging.captureWarnings(True); print(logging.getLevelName('INFO'), logging.getLevelNamesMapping()['ERROR'], log, h, logging.root, logging.getLogger('app.x').getEffectiveLevel())
print(logging.getLogRecordFactory().__name__, logging.lastResort, logging.makeLogRecord({'msg': 'm', 'levelname': 'X'}).getMessage())
logging.basicConfig(format='%(levelname)s:%(name)s:%(message)s', stream=sys.stdout, force=True); logging.warning('root %s', 'arg'); logging.info('no')
logging.getLogger('nohandler').error('goes to root')
h2 = logging.StreamHandler(io.StringIO()); h2.handleError = lambda r: print('handle error', r.msg); log.addHandler(h2); log.error('bad %d', 'x')
logging.disable(logging.CRITICAL); log.critical('disabled'); logging.shutdown()

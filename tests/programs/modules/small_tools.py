# Small tools of the library: pools of threads, shelves, cmd, formatters, addresses, threading, contexts, math.
import concurrent.futures as cf, threading, queue, time, sched, shelve, tempfile, os, cmd, string, codecs, fileinput, io, tokenize, keyword, ipaddress, mimetypes, colorsys, wave, contextvars, contextlib, types, itertools, sys, math
with cf.ThreadPoolExecutor(4) as ex: print(list(ex.map(lambda x: x * x, range(5)))); f = ex.submit(pow, 2, 5); print(f.result(), f.done()); fs = [ex.submit(lambda i=i: 1 / i) for i in range(3)]; print(sorted(str(f.exception()) for f in cf.as_completed(fs)))
def sq(x): return x * x
s = sched.scheduler(time.monotonic, time.sleep); s.enter(0.02, 1, print, ('second',)); s.enter(0.01, 1, print, ('first',)); s.run()
with tempfile.TemporaryDirectory() as d:
    with shelve.open(os.path.join(d, 'sh')) as db: db['k'] = [1, {'a': 2}]; db['j'] = 'x'; print(sorted(db), db['k'])
    with shelve.open(os.path.join(d, 'sh')) as db: print(db['k'][1])
    p = os.path.join(d, 'f.txt'); open(p, 'w').write('a\nb\nc\n')
    for line in fileinput.input([p]): print(fileinput.lineno(), line.strip(), end=';')
    print()
    with fileinput.input([p], inplace=True) as fi:
        for line in fi: print(line.strip().upper())
    print(open(p).read().split())
    w = wave.open(os.path.join(d, 'w.wav'), 'wb'); w.setnchannels(1); w.setsampwidth(2); w.setframerate(8000); w.writeframes(b'\0\0' * 100); w.close(); w = wave.open(os.path.join(d, 'w.wav')); print(w.getparams()); w.close()
    with codecs.open(p, 'w', 'utf-16') as f: f.write('é')
    print(open(p, 'rb').read(), codecs.open(p, encoding='utf-16').read())
class Sh(cmd.Cmd):
    prompt = '> '
    def do_add(self, a): "add numbers"; print(sum(map(int, a.split())))
    def do_quit(self, a): return True
Sh(stdin=io.StringIO('add 1 2\nhelp add\nfoo\nquit\n'), stdout=sys.stdout).onecmd('add 3 4'); sh = Sh(stdin=io.StringIO('add 1 2\nhelp add\nfoo\nquit\n'), stdout=sys.stdout); sh.use_rawinput = False; sh.cmdloop('hi')
class Fmt(string.Formatter):
    def get_value(self, k, a, kw): return kw.get(k, f'<{k}>') if isinstance(k, str) else super().get_value(k, a, kw)
print(Fmt().format('{0} {x} {y}', 1, x=2), list(string.Formatter().parse('a{b!r:>5}c')), codecs.encode('hello', 'rot13'), codecs.decode('68690a', 'hex'), codecs.lookup('utf8').name, codecs.getincrementaldecoder('utf-8')().decode(b'\xc3'), codecs.BOM_UTF8)
print([t.string for t in tokenize.generate_tokens(io.StringIO('x = f(1) # c\n').readline)], keyword.iskeyword('for'), keyword.kwlist[:3], keyword.softkwlist)
n = ipaddress.ip_network('192.168.0.0/29'); print(n, n.num_addresses, list(n.hosts())[:2], ipaddress.ip_address('10.0.0.1') in n, ipaddress.ip_address('::1').is_loopback, ipaddress.ip_address('1.2.3.4') + 1, n.netmask)
print(mimetypes.guess_type('a.html'), colorsys.rgb_to_hsv(1, 0.5, 0), colorsys.hsv_to_rgb(0.5, 1, 1))
var = contextvars.ContextVar('v', default=0)
def run(): var.set(5); return var.get()
ctx = contextvars.copy_context(); print(ctx.run(run), var.get(), ctx[var]); tok = var.set(1); var.reset(tok); print(var.get())
lock = threading.RLock(); cond = threading.Condition(); ev = threading.Event(); sem = threading.BoundedSemaphore(2); bar = threading.Barrier(2); loc = threading.local(); res = []
def w():
    loc.x = threading.current_thread().name; ev.wait()
    with sem: res.append(loc.x)
    bar.wait()
ts = [threading.Thread(target=w, name=f't{i}') for i in range(2)]; [t.start() for t in ts]; ev.set(); [t.join() for t in ts]; print(sorted(res), hasattr(loc, 'x'), threading.active_count(), threading.main_thread().name)
tm = threading.Timer(0.01, lambda: res.append('timer')); tm.start(); tm.join(); print(res[-1]); t = threading.Thread(target=lambda: 1 / 0); threading.excepthook = lambda a: print('hook', a.exc_type.__name__, a.thread is t); t.start(); t.join()
q = queue.PriorityQueue(); [q.put(x) for x in (3, 1, 2)]; print([q.get() for _ in range(3)], q.empty()); q = queue.Queue(1); q.put(1)
try: q.put(2, timeout=0.01)
except queue.Full: print('full')
try: queue.LifoQueue().get_nowait()
except queue.Empty: print('empty')
@contextlib.contextmanager
def tag(n): print(f'<{n}>'); yield; print(f'</{n}>')
with contextlib.ExitStack() as st: [st.enter_context(tag(n)) for n in 'ab']; st.callback(print, 'cb')
@tag('f')
def deco(): print('body')
deco(); print(contextlib.nullcontext(3).__enter__()); buf = io.StringIO()
with contextlib.redirect_stdout(buf): print('captured')
print(buf.getvalue().strip(), types.SimpleNamespace(a=1, b=2), contextlib.closing(io.StringIO()).__enter__().closed)
class Cx(contextlib.ContextDecorator):
    def __enter__(s): print('in'); return s
    def __exit__(s, *a): print('out')
@Cx()
def z(): print('z')
z(); print(math.inf, math.nan, math.tau, math.e, math.hypot(3, 4), math.log(8, 2), math.log10(1000), math.log2(8), math.exp(1), math.sin(1), math.atan2(1, 1), math.degrees(math.pi), math.ceil(1.2), math.floor(-1.2), math.trunc(-1.7), math.fmod(-7, 3), math.remainder(7, 4), math.copysign(1, -0.0), math.frexp(8), math.ldexp(.5, 4), math.modf(1.5), math.isclose(.1 + .2, .3), math.gamma(5), math.erf(1), math.cbrt(27), math.exp2(3), math.nextafter(1, 2), math.ulp(1.0), math.factorial(20))
for c in ('math.sqrt(-1)', 'math.log(0)', 'math.factorial(-1)', 'math.factorial(1.5)', 'math.gcd(1.5)', 'math.exp(1000)', 'math.acos(2)', 'math.comb(-1, 2)', 'math.isqrt(-1)', 'math.pow(0, -1)', 'math.fsum(["a"])', 'math.floor("a")', 'math.log(-1)', 'math.sin("x")', 'math.dist([1], [1, 2])', 'math.ldexp(1, 10000)'):
    try: print(c, eval(c))
    except Exception as e: print(c, type(e).__name__, e)

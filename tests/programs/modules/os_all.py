"""os: paths, files, the environment, processes."""
# needs the usual thresholds
import os
import os.path
from os.path import join, basename
import sys
print(join('a', 'b', '/c', 'd'), basename('/x/y.txt'), os.path.splitext('a/b.tar.gz'), os.path.split('/a/b/'), os.path.dirname('/a/b'))
print(os.path.normpath('a/./b/../c//d'), os.path.isabs('/x'), os.path.relpath('/a/b/c', '/a/d'), os.path.commonprefix(['abc', 'abd']))
print(os.path.exists('/nonexistent'), os.path.isdir('/'), os.path.isfile('/etc/passwd'), os.sep, os.name, os.linesep == '\n')
os.environ['FRONT_TEST'] = 'yes'
print(os.environ.get('FRONT_TEST'), os.getenv('FRONT_NONE', 'no'), 'PATH' in os.environ)
base = '/tmp/os_test_%d' % os.getpid()
os.makedirs(base + '/a/b')
with open(base + '/a/f.txt', 'w') as f:
    f.write('hello')
print(sorted(os.listdir(base + '/a')), os.path.getsize(base + '/a/f.txt'), os.stat(base + '/a/f.txt').st_size)
print([(t[len(base):], d, f) for t, d, f in os.walk(base)])
os.rename(base + '/a/f.txt', base + '/g'); os.remove(base + '/g'); os.rmdir(base + '/a/b'); os.rmdir(base + '/a'); os.rmdir(base)
try:
    os.remove(base)
except FileNotFoundError as e:
    print(type(e).__name__, e.errno, e.strerror)
r, w = os.pipe()
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    os.close(r)
    os.write(w, b'from child %d' % (1 + 1))
    os._exit(7)
os.close(w)
print(os.read(r, 100))
os.close(r)
pid2, status = os.waitpid(pid, 0)
print(pid2 == pid, os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status))
sys.stdout.flush()
data = [object() for _ in range(10)]
pid = os.fork()
if pid == 0:
    data.append(data)
    del data
    import gc
    print('child', gc.collect() >= 1)
    sys.exit(3)
print('parent', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

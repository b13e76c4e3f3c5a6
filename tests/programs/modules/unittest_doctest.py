"""Tests of tests.

>>> double(4)
8
"""
import doctest, unittest, sys, io, traceback, inspect

def double(x):
    """Doubles.

    >>> double(2)
    4
    >>> double('ab')
    'abab'
    >>> double(None)
    Traceback (most recent call last):
      ...
    TypeError: unsupported operand type(s) for *: 'NoneType' and 'int'
    >>> [1, 2, 3] # doctest: +ELLIPSIS
    [1, ..., 3]
    """
    return x * 2

class Box:
    """
    >>> b = Box(3)
    >>> b.v
    3
    >>> b
    Box(3)
    """
    def __init__(self, v): self.v = v
    def __repr__(self): return f'Box({self.v})'
    def wrong(self):
        """
        >>> Box(1).wrong()
        5
        """
        return 4

class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.shared = []
    def setUp(self): self.x = 1
    def tearDown(self): self.shared.append(self.id())
    def test_ok(self): self.assertEqual(self.x, 1)
    def test_fail(self): self.assertEqual([1, 2, 3], [1, 2, 4])
    def test_err(self): {}['k']
    def test_dict(self): self.assertEqual({'a': 1, 'b': 2}, {'a': 1, 'b': 3}, 'message')
    def test_multiline(self): self.assertMultiLineEqual('a\nb\n', 'a\nc\n')
    @unittest.skip('no reason')
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_xfail(self): self.fail('expected')
    def test_raises(self):
        with self.assertRaises(ValueError) as cm: int('x')
        self.assertIn('invalid', str(cm.exception))
        self.assertRaisesRegex(ValueError, 'lit.*', int, 'q')
    def test_chain(self):
        try: 1 / 0
        except ZeroDivisionError as e: raise RuntimeError('chained') from e
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_almost(self): self.assertAlmostEqual(0.1 + 0.2, 0.3); self.assertTrue(0, 'zero')
    def test_set(self): self.assertSetEqual({1, 2}, {2, 3})
    def test_is(self): self.assertIsNone(5)
    def test_logs(self):
        import logging
        with self.assertLogs('x', 'INFO') as cm: logging.getLogger('x').info('hello')
        self.assertEqual(cm.output, ['INFO:x:hello'])
    def test_count(self): self.assertCountEqual([1, 1, 2], [1, 2, 2])

if __name__ == '__main__':
    print(doctest.testmod())
    import re
    out = io.StringIO()
    unittest.main(exit=False, argv=['x'], testRunner=unittest.TextTestRunner(stream=out, verbosity=2))
    print(re.sub(r'in [\d.]+s', 'in Xs', out.getvalue()))
    def f(n):
        if n == 0: raise ValueError('deep')
        f(n - 1)
    try: f(4)
    except ValueError as e:
        print(traceback.format_exc(limit=2)); print(traceback.format_exc(limit=-1)); print(len(traceback.format_exception(e)), traceback.format_tb(e.__traceback__, 1))
        te = traceback.TracebackException.from_exception(e); print(''.join(te.format()), te.exc_type, str(te), len(te.stack), te.stack[-1].name, list(te.format_exception_only()))
        traceback.print_exception(type(e), e, e.__traceback__.tb_next, limit=1, file=sys.stdout)
    try:
        try: f(0)
        except ValueError: raise KeyError('x')
    except KeyError as e: print(traceback.format_exc(chain=False), ''.join(traceback.format_exception(e)))
    print(inspect.getsource(double).splitlines()[0], inspect.getdoc(double).splitlines()[0], inspect.getsourcefile(double) == __file__, inspect.getmodule(double).__name__, inspect.getsourcelines(Box)[1], [n for n, _ in inspect.getmembers(Box, inspect.isfunction)], inspect.isclass(Box), inspect.getmro(Box), inspect.signature(Box), inspect.getfile(Box) == __file__, inspect.currentframe().f_lineno, inspect.stack()[0].function, inspect.getfullargspec(double), inspect.getcomments(double), inspect.isgeneratorfunction(f), inspect.cleandoc('  a\n   b'))

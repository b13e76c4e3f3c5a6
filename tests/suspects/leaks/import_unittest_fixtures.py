import collections, io, json, logging, unittest
created = []
class Account:
    def __init__(self, n): self.n = n; self.entries = {"n": n, "rows": [n]}
class AccountTest(unittest.TestCase):
    def setUp(self):
        for i in range(20): created.append(Account(i))
    def test_a(self): self.assertEqual(created[-1].n, 19)
    def test_b(self): self.assertIn("rows", created[0].entries)
    def test_c(self): self.assertTrue(created)
    def test_d(self): self.assertEqual(len(created) % 20, 0)
    def test_e(self): self.assertEqual(created[-20].n, 0)
suite = unittest.defaultTestLoader.loadTestsFromTestCase(AccountTest)
result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
print(result.testsRun, len(created))
#> Account | modules: __main__.created | import_unittest_fixtures.py:7 in AccountTest.setUp

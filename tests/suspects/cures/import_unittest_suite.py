import io, unittest
class ListTest(unittest.TestCase):
    def test_append(self):
        rows = []
        for n in range(50): rows.append({"n": n})
        self.assertEqual(len(rows), 50)
    def test_sort(self): self.assertEqual(sorted([3, 1, 2]), [1, 2, 3])
    def test_error(self):
        with self.assertRaises(ValueError): int("x")
suite = unittest.defaultTestLoader.loadTestsFromTestCase(ListTest)
result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
print(result.testsRun, result.wasSuccessful())

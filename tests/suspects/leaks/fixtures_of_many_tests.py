import io, unittest
made = []
class Fixture:
    def __init__(self, n): self.n = n; self.rows = [n, n + 1]
def fixture(n):
    made.append(Fixture(n))
    return made[-1]
class Suite(unittest.TestCase):
    def test_00(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_01(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_02(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_03(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_04(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_05(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_06(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_07(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_08(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_09(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_10(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_11(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_12(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_13(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_14(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_15(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_16(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_17(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_18(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_19(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_20(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_21(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_22(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_23(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_24(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_25(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_26(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_27(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_28(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
    def test_29(self): self.assertEqual(sum(fixture(k).rows[0] for k in range(3)), 3)
result = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(Suite))
print(result.testsRun, len(made))
#> Fixture | modules: __main__.made | fixtures_of_many_tests.py:6 in fixture

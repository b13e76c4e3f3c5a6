from array import array
samples = array("d")
class Sensor:
    def read(self, n): samples.append(n * 0.5)
s = Sensor()
for i in range(20000): s.read(i)
print(len(samples))
#> array.array | modules: __main__.samples | array_growing.py:4 in Sensor.read

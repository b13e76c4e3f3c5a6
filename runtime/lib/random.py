"""Random numbers: the same ones as CPython's, from the same seeds.

The generator is in C (_random.Random); here is what is made of its numbers. Each method asks the
generator for as many numbers as CPython's does, in the same order.
"""

import math as _math
from _random import Random as _Generator, _digest
from bisect import bisect as _bisect
from operator import index as _index
from posix import urandom as _urandom

_SAMPLE_CONSTANT = 4 * _math.exp(-0.5) / _math.sqrt(2.0)


def _running_totals(numbers):
    totals = []
    total = None
    for number in numbers:
        total = number if total is None else total + number
        totals.append(total)
    return totals


class Random(_Generator):
    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def seed(self, a=None, version=2):
        if isinstance(a, (str, bytes, bytearray)):
            if isinstance(a, str):
                a = a.encode()
            a = int.from_bytes(a + _digest(a), 'big')
        elif not isinstance(a, (type(None), int, float)):
            raise TypeError('The only supported seed types are: None,\n'
                            'int, float, str, bytes, and bytearray.')
        super().seed(a)
        self.gauss_next = None

    def getstate(self):
        return 3, super().getstate(), self.gauss_next

    def setstate(self, state):
        version, internal, self.gauss_next = state
        super().setstate(internal)

    def __getstate__(self):
        return self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def __reduce__(self):
        return type(self), (), self.getstate()

    def _randbelow(self, n):
        bits = n.bit_length()
        number = self.getrandbits(bits)
        while number >= n:
            number = self.getrandbits(bits)
        return number

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, 'little')

    # --- whole numbers ---------------------------------------------------------------------------

    def randrange(self, start, stop=None, step=1):
        start = _index(start)
        if stop is None:
            if start > 0:
                return self._randbelow(start)
            raise ValueError("empty range for randrange()")
        stop = _index(stop)
        step = _index(step)
        width = stop - start
        if step == 1:
            if width > 0:
                return start + self._randbelow(width)
            raise ValueError("empty range for randrange() (%d, %d, %d)" % (start, stop, width))
        if step == 0:
            raise ValueError("zero step for randrange()")
        count = (width + step - (1 if step > 0 else -1)) // step
        if count <= 0:
            raise ValueError("empty range for randrange()")
        return start + step * self._randbelow(count)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    # --- sequences -------------------------------------------------------------------------------

    def choice(self, seq):
        if not len(seq):
            raise IndexError('Cannot choose from an empty sequence')
        return seq[self._randbelow(len(seq))]

    def shuffle(self, x):
        for i in range(len(x) - 1, 0, -1):
            j = self._randbelow(i + 1)
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k, *, counts=None):
        if isinstance(population, (set, frozenset, dict)) or not hasattr(population, '__getitem__'):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        n = len(population)
        if counts is not None:
            totals = _running_totals(counts)
            if len(totals) != n:
                raise ValueError('The number of counts does not match the population')
            total = totals.pop()
            if not isinstance(total, int):
                raise TypeError('Counts must be integers')
            if total <= 0:
                raise ValueError('Total of counts must be greater than zero')
            return [population[_bisect(totals, place)] for place in self.sample(range(total), k)]
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population or is negative")
        pool_limit = 21  # below it a list of the whole population is smaller than a set of the places
        if k > 5:
            pool_limit += 4 ** _math.ceil(_math.log(k * 3, 4))
        if n <= pool_limit:
            return self._sample_pool(list(population), n, k)
        taken = set()
        result = []
        for _ in range(k):
            place = self._randbelow(n)
            while place in taken:
                place = self._randbelow(n)
            taken.add(place)
            result.append(population[place])
        return result

    def _sample_pool(self, pool, n, k):
        result = []
        for i in range(k):
            place = self._randbelow(n - i)
            result.append(pool[place])
            pool[place] = pool[n - i - 1]
        return result

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        random = self.random
        n = len(population)
        if cum_weights is None:
            if weights is None:
                return [population[_math.floor(random() * n)] for _ in range(k)]
            if isinstance(weights, int):
                raise TypeError(f'The number of choices must be a keyword argument: k={weights}')
            cum_weights = _running_totals(weights)
        elif weights is not None:
            raise TypeError('Cannot specify both weights and cumulative weights')
        if len(cum_weights) != n:
            raise ValueError('The number of weights does not match the population')
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError('Total of weights must be greater than zero')
        if not _math.isfinite(total):
            raise ValueError('Total of weights must be finite')
        return [population[_bisect(cum_weights, random() * total, 0, n - 1)] for _ in range(k)]

    # --- real numbers ----------------------------------------------------------------------------

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self.random()
        if high == low:
            return low
        c = 0.5 if mode is None else (mode - low) / (high - low)
        if u > c:
            u = 1.0 - u
            c = 1.0 - c
            low, high = high, low
        return low + (high - low) * _math.sqrt(u * c)

    def normalvariate(self, mu=0.0, sigma=1.0):
        while True:
            u1 = self.random()
            u2 = 1.0 - self.random()
            z = _SAMPLE_CONSTANT * (u1 - 0.5) / u2
            if z * z / 4.0 <= -_math.log(u2):
                return mu + z * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        z = self.gauss_next
        self.gauss_next = None
        if z is None:
            angle = self.random() * (2.0 * _math.pi)
            radius = _math.sqrt(-2.0 * _math.log(1.0 - self.random()))
            z = _math.cos(angle) * radius
            self.gauss_next = _math.sin(angle) * radius
        return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        return _math.exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd):
        return -_math.log(1.0 - self.random()) / lambd

    def gammavariate(self, alpha, beta):
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError('gammavariate: alpha and beta must be > 0.0')
        if alpha == 1.0:
            return -_math.log(1.0 - self.random()) * beta
        return (self._gamma_large(alpha) if alpha > 1.0 else self._gamma_small(alpha)) * beta

    def _gamma_large(self, alpha):
        """Cheng's method."""
        scale = _math.sqrt(2.0 * alpha - 1.0)
        b = alpha - _math.log(4.0)
        c = alpha + scale
        while True:
            u1 = self.random()
            if not 1e-7 < u1 < 0.9999999:
                continue
            u2 = 1.0 - self.random()
            v = _math.log(u1 / (1.0 - u1)) / scale
            x = alpha * _math.exp(v)
            z = u1 * u1 * u2
            r = b + c * v - x
            if r + (1.0 + _math.log(4.5)) - 4.5 * z >= 0.0 or r >= _math.log(z):
                return x

    def _gamma_small(self, alpha):
        """Kennedy and Gentle's algorithm GS."""
        while True:
            b = (_math.e + alpha) / _math.e
            p = b * self.random()
            x = p ** (1.0 / alpha) if p <= 1.0 else -_math.log((b - p) / alpha)
            u = self.random()
            if p > 1.0:
                if u <= x ** (alpha - 1.0):
                    return x
            elif u <= _math.exp(-x):
                return x

    def vonmisesvariate(self, mu, kappa):
        """Angles around mu: Best and Fisher's method."""
        if kappa <= 1e-6:
            return 2.0 * _math.pi * self.random()
        s = 0.5 / kappa
        r = s + _math.sqrt(1.0 + s * s)
        while True:
            z = _math.cos(_math.pi * self.random())
            d = z / (r + z)
            u = self.random()
            if u < 1.0 - d * d or u <= (1.0 - d) * _math.exp(d):
                break
        q = 1.0 / r
        f = (q + z) / (1.0 + q * z)
        angle = _math.acos(f) if self.random() > 0.5 else -_math.acos(f)
        return (mu + angle) % (2.0 * _math.pi)

    def betavariate(self, alpha, beta):
        y = self.gammavariate(alpha, 1.0)
        return y / (y + self.gammavariate(beta, 1.0)) if y else 0.0

    def paretovariate(self, alpha):
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        return alpha * (-_math.log(1.0 - self.random())) ** (1.0 / beta)


class SystemRandom(Random):
    """Numbers from the system's source of chance: without a seed, and without a state."""

    def random(self):
        return (int.from_bytes(_urandom(7), "big") >> 3) * 2**-53

    def getrandbits(self, k):
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        size = (k + 7) // 8
        return int.from_bytes(_urandom(size), "big") >> size * 8 - k

    def randbytes(self, n):
        return _urandom(n)

    def seed(self, *arguments, **names):
        return None

    def _notimplemented(self, *arguments, **names):
        raise NotImplementedError("System entropy source does not have state.")

    getstate = setstate = _notimplemented


_shared = Random()
seed = _shared.seed
random = _shared.random
getrandbits = _shared.getrandbits
randbytes = _shared.randbytes
getstate = _shared.getstate
setstate = _shared.setstate
randrange = _shared.randrange
randint = _shared.randint
choice = _shared.choice
shuffle = _shared.shuffle
sample = _shared.sample
choices = _shared.choices
uniform = _shared.uniform
triangular = _shared.triangular
normalvariate = _shared.normalvariate
gauss = _shared.gauss
lognormvariate = _shared.lognormvariate
expovariate = _shared.expovariate
gammavariate = _shared.gammavariate
betavariate = _shared.betavariate
vonmisesvariate = _shared.vonmisesvariate
paretovariate = _shared.paretovariate
weibullvariate = _shared.weibullvariate

"""Averages and spreads of numbers."""

import math as _math

from collections import namedtuple as _namedtuple

__all__ = ['NormalDist', 'StatisticsError', 'correlation', 'covariance', 'fmean', 'geometric_mean', 'harmonic_mean',
           'linear_regression', 'mean', 'median', 'median_grouped', 'median_high', 'median_low', 'mode', 'multimode',
           'pstdev', 'pvariance', 'quantiles', 'stdev', 'variance']


class StatisticsError(ValueError):
    pass


def _exact_sum(data):
    """The sum as a fraction (numerator, denominator): no rounding until the end."""
    numerator, denominator = 0, 1
    for number in data:
        try:
            n, d = number.as_integer_ratio()
        except AttributeError:
            raise TypeError(f"can't convert type {type(number).__name__!r} to numerator/denominator") from None
        numerator = numerator * d + n * denominator
        denominator *= d
        common = _math.gcd(numerator, denominator)
        numerator //= common
        denominator //= common
    return numerator, denominator


def _kind(data):
    """The type of an average of the data: int, float, or that of fractions or decimal numbers."""
    kind = int
    for number in data:
        if isinstance(number, float):
            return float
        if not isinstance(number, int):
            kind = type(number)
    return kind


def _quotient(numerator, denominator, data):
    kind = _kind(data)
    if kind is int or kind is float:
        return numerator // denominator if kind is int and numerator % denominator == 0 else numerator / denominator
    return kind(numerator) / kind(denominator)


def _require(data, least, message):
    data = list(data)
    if len(data) < least:
        raise StatisticsError(message)
    return data


def mean(data):
    data = _require(data, 1, 'mean requires at least one data point')
    numerator, denominator = _exact_sum(data)
    return _quotient(numerator, denominator * len(data), data)


def fmean(data, weights=None):
    data = _require(data, 1, 'fmean requires at least one data point')
    if weights is None:
        return _math.fsum(data) / len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError('data and weights must be the same length')
    total = _math.fsum(weights)
    if not total:
        raise StatisticsError('sum of weights must be non-zero')
    return _math.fsum(x * w for x, w in zip(data, weights)) / total


def geometric_mean(data):
    try:
        return _math.exp(fmean(map(_math.log, data)))
    except ValueError:
        raise StatisticsError('geometric mean requires a non-empty dataset containing positive numbers') from None


def harmonic_mean(data, weights=None):
    data = _require(data, 1, 'harmonic_mean requires at least one data point')
    if weights is None:
        if len(data) == 1:
            if data[0] < 0:
                raise StatisticsError('harmonic mean does not support negative values')
            return data[0]
        weights = [1] * len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError('Number of weights does not match data size')
    if min(data) < 0 or min(weights) < 0:
        raise StatisticsError('harmonic mean does not support negative values')
    if sum(weights) <= 0:
        raise StatisticsError('Weighted sum must be positive')
    if 0 in data:
        return 0
    parts = [weight / number for number, weight in zip(data, weights)]
    numerator, denominator = _exact_sum(parts)
    total, total_denominator = _exact_sum(weights)
    return _quotient(total * denominator, total_denominator * numerator, parts)


def median(data):
    data = sorted(_require(data, 1, 'no median for empty data'))
    middle = len(data) // 2
    return data[middle] if len(data) % 2 else (data[middle - 1] + data[middle]) / 2


def median_low(data):
    data = sorted(_require(data, 1, 'no median for empty data'))
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(_require(data, 1, 'no median for empty data'))
    return data[len(data) // 2]


def median_grouped(data, interval=1):
    """The median of data that stand for the middles of intervals, interpolated."""
    data = sorted(_require(data, 1, 'no median for empty data'))
    middle = data[len(data) // 2]
    below = sum(number < middle for number in data)
    inside = data.count(middle)
    lower, width = float(middle) - float(interval) / 2, float(interval)
    return lower + width * (len(data) / 2 - below) / inside


def _counts(data):
    counts = {}
    for value in data:
        counts[value] = counts.get(value, 0) + 1
    return counts


def mode(data):
    counts = _counts(_require(data, 1, 'no mode for empty data'))
    return max(counts, key=counts.get)


def multimode(data):
    counts = _counts(data)
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def _squares(data, center=None):
    """The exact sum of squared distances from the center, or else from the mean, as a fraction."""
    if center is not None:
        return _exact_sum((number - center) * (number - center) for number in data)
    total, denominator = _exact_sum(data)
    squares, square_denominator = _exact_sum(_Ratio(*number.as_integer_ratio()).squared() for number in data)
    count = len(data)
    # Σ(x - mean)² = Σx² - (Σx)²/n
    numerator = squares * denominator * denominator * count - total * total * square_denominator
    return numerator, square_denominator * denominator * denominator * count


class _Ratio:
    def __init__(self, numerator, denominator):
        self.numerator = numerator
        self.denominator = denominator

    def squared(self):
        return _Ratio(self.numerator ** 2, self.denominator ** 2)

    def as_integer_ratio(self):
        return self.numerator, self.denominator


def variance(data, xbar=None):
    data = _require(data, 2, 'variance requires at least two data points')
    numerator, denominator = _squares(data, xbar)
    return _quotient(numerator, denominator * (len(data) - 1), data)


def pvariance(data, mu=None):
    data = _require(data, 1, 'pvariance requires at least one data point')
    numerator, denominator = _squares(data, mu)
    return _quotient(numerator, denominator * len(data), data)


def _root(numerator, denominator, data=()):
    """The square root of a fraction, from 109 bits of it: rounded once, but for rare ties."""
    kind = _kind(data)
    if hasattr(kind, 'sqrt'):
        return (kind(numerator) / kind(denominator)).sqrt()
    shift = max(0, 109 - (numerator.bit_length() - denominator.bit_length()))
    shift += shift % 2
    root = _math.isqrt((numerator << shift) // denominator)
    if root * root * denominator != numerator << shift:
        root |= 1
    return root / (1 << shift // 2)


def stdev(data, xbar=None):
    data = _require(data, 2, 'stdev requires at least two data points')
    numerator, denominator = _squares(data, xbar)
    return _root(numerator, denominator * (len(data) - 1), data)


def pstdev(data, mu=None):
    data = _require(data, 1, 'pstdev requires at least one data point')
    numerator, denominator = _squares(data, mu)
    return _root(numerator, denominator * len(data), data)


def quantiles(data, *, n=4, method='exclusive'):
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(_require(data, 2, 'must have at least two data points'))
    size = len(data)
    result = []
    for i in range(1, n):
        if method == 'inclusive':
            place, rest = divmod(i * (size - 1), n)
            result.append((data[place] * (n - rest) + data[place + 1] * rest) / n)
        elif method == 'exclusive':
            place = min(max(i * (size + 1) // n, 1), size - 1)
            rest = i * (size + 1) - place * n
            result.append((data[place - 1] * (n - rest) + data[place] * rest) / n)
        else:
            raise ValueError(f'Unknown method: {method!r}')
    return result


# --- two variables --------------------------------------------------------------------------------

def _require_pairs(x, y, what):
    x, y = list(x), list(y)
    if len(x) != len(y):
        raise StatisticsError(f'{what} requires that both inputs have same number of data points')
    if len(x) < 2:
        raise StatisticsError(f'{what} requires at least two data points')
    return x, y


def _deviations(data):
    center = _math.fsum(data) / len(data)
    return [number - center for number in data]


def _products(x, y):
    return _math.fsum(a * b for a, b in zip(x, y))


def covariance(x, y, /):
    x, y = _require_pairs(x, y, 'covariance')
    return _products(_deviations(x), _deviations(y)) / (len(x) - 1)


def correlation(x, y, /):
    x, y = map(_deviations, _require_pairs(x, y, 'correlation'))
    try:
        return _products(x, y) / _math.sqrt(_products(x, x) * _products(y, y))
    except ZeroDivisionError:
        raise StatisticsError('at least one of the inputs is constant') from None


LinearRegression = _namedtuple('LinearRegression', ('slope', 'intercept'))


def linear_regression(x, y, /, *, proportional=False):
    x, y = _require_pairs(x, y, 'linear regression')
    dx, dy = (x, y) if proportional else (_deviations(x), _deviations(y))
    try:
        slope = _products(dx, dy) / _products(dx, dx)
    except ZeroDivisionError:
        raise StatisticsError('x is constant') from None
    intercept = 0.0 if proportional else _math.fsum(y) / len(y) - slope * (_math.fsum(x) / len(x))
    return LinearRegression(slope=slope, intercept=intercept)


# --- the normal distribution ----------------------------------------------------------------------

def _polynomial(coefficients, x):
    value = 0.0
    for coefficient in coefficients:
        value = value * x + coefficient
    return value


# Wichura's algorithm AS 241: numerator and denominator near the center, in the tails, and far out
_CENTER = ((2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
            1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0),
           (5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
            5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1.0))
_TAIL = ((7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
          3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0),
         (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
          6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1.0))
_FAR = ((2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
         2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0),
        (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
         1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0))


def _normal_quantile(p, mu, sigma):
    q = p - 0.5
    if _math.fabs(q) <= 0.425:
        r = 0.180625 - q * q
        return mu + _polynomial(_CENTER[0], r) * q / _polynomial(_CENTER[1], r) * sigma
    r = _math.sqrt(-_math.log(p if q <= 0.0 else 1.0 - p))
    numerator, denominator = _TAIL if r <= 5.0 else _FAR
    r -= 1.6 if r <= 5.0 else 5.0
    x = _polynomial(numerator, r) / _polynomial(denominator, r)
    return mu + (-x if q < 0.0 else x) * sigma


class NormalDist:
    """A normal distribution, as a number with a spread."""

    __slots__ = ('_mu', '_sigma')

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError('sigma must be non-negative')
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        data = _require(data, 2, 'stdev requires at least two data points')
        return cls(fmean(data), stdev(data))

    def samples(self, n, *, seed=None):
        import random
        gauss = random.gauss if seed is None else random.Random(seed).gauss
        return [gauss(self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        variance = self._sigma * self._sigma
        if not variance:
            raise StatisticsError('pdf() not defined when sigma is zero')
        diff = x - self._mu
        return _math.exp(diff * diff / (-2.0 * variance)) / _math.sqrt(_math.tau * variance)

    def cdf(self, x):
        if not self._sigma:
            raise StatisticsError('cdf() not defined when sigma is zero')
        return 0.5 * (1.0 + _math.erf((x - self._mu) / (self._sigma * _math.sqrt(2.0))))

    def inv_cdf(self, p):
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError('p must be in the range 0.0 < p < 1.0')
        if self._sigma <= 0.0:
            raise StatisticsError('cdf() not defined when sigma at or below zero')
        return _normal_quantile(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        if not isinstance(other, NormalDist):
            raise TypeError('Expected another NormalDist instance')
        X, Y = (self, other) if (self._sigma, self._mu) <= (other._sigma, other._mu) else (other, self)
        if not X.variance or not Y.variance:
            raise StatisticsError('overlap() not defined when sigma is zero')
        difference = Y.variance - X.variance
        distance = _math.fabs(Y._mu - X._mu)
        if not difference:
            return 1.0 - _math.erf(distance / (2.0 * X._sigma * _math.sqrt(2.0)))
        a = X._mu * Y.variance - Y._mu * X.variance
        b = X._sigma * Y._sigma * _math.sqrt(distance * distance + difference * _math.log(Y.variance / X.variance))
        low, high = (a + b) / difference, (a - b) / difference
        return 1.0 - (_math.fabs(Y.cdf(low) - X.cdf(low)) + _math.fabs(Y.cdf(high) - X.cdf(high)))

    def zscore(self, x):
        if not self._sigma:
            raise StatisticsError('zscore() not defined when sigma is zero')
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        return self._mu

    median = mode = mean

    @property
    def stdev(self):
        return self._sigma

    @property
    def variance(self):
        return self._sigma * self._sigma

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, _math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, _math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __mul__(self, factor):
        return NormalDist(self._mu * factor, self._sigma * _math.fabs(factor))

    def __truediv__(self, divisor):
        return NormalDist(self._mu / divisor, self._sigma / _math.fabs(divisor))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return -(self - other)

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return self._mu == other._mu and self._sigma == other._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f'{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})'

"""Averages and spreads of numbers."""

import math as _math

__all__ = ['mean', 'fmean', 'median', 'median_low', 'median_high', 'mode', 'multimode', 'variance', 'pvariance',
           'stdev', 'pstdev', 'quantiles', 'StatisticsError']


class StatisticsError(ValueError):
    pass


def _exact_sum(data):
    """The sum as a fraction (numerator, denominator): no rounding until the end."""
    numerator, denominator = 0, 1
    for number in data:
        n, d = number.as_integer_ratio()
        numerator = numerator * d + n * denominator
        denominator *= d
        common = _math.gcd(numerator, denominator)
        numerator //= common
        denominator //= common
    return numerator, denominator


def _quotient(numerator, denominator, data):
    if all(isinstance(number, int) for number in data) and numerator % denominator == 0:
        return numerator // denominator
    return numerator / denominator


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


def _squares(data):
    """The exact sum of squared distances from the mean, as a fraction."""
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
    numerator, denominator = _squares(data)
    return _quotient(numerator, denominator * (len(data) - 1), data)


def pvariance(data, mu=None):
    data = _require(data, 1, 'pvariance requires at least one data point')
    numerator, denominator = _squares(data)
    return _quotient(numerator, denominator * len(data), data)


def _root(numerator, denominator):
    """The square root of a fraction, from 109 bits of it: rounded once, but for rare ties."""
    shift = max(0, 109 - (numerator.bit_length() - denominator.bit_length()))
    shift += shift % 2
    root = _math.isqrt((numerator << shift) // denominator)
    if root * root * denominator != numerator << shift:
        root |= 1
    return root / (1 << shift // 2)


def stdev(data, xbar=None):
    data = _require(data, 2, 'stdev requires at least two data points')
    numerator, denominator = _squares(data)
    return _root(numerator, denominator * (len(data) - 1))


def pstdev(data, mu=None):
    data = _require(data, 1, 'pstdev requires at least one data point')
    numerator, denominator = _squares(data)
    return _root(numerator, denominator * len(data))


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

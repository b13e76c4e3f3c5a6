# Averages, spreads, two variables, the normal distribution; angles of random.
import statistics as st, random
from fractions import Fraction as F
from decimal import Decimal as D
def t(c):
    try: print(c, '->', repr(eval(c)))
    except Exception as e: print(c, '!!', type(e).__name__, e)
d = [2.5, 3.25, 5.5, 11.25, 11.75]
for c in ('st.harmonic_mean([40, 60])', 'st.harmonic_mean([40, 60], weights=[5, 30])', 'st.harmonic_mean([2.5, 3, 10])', 'st.harmonic_mean([])', 'st.harmonic_mean([-1])', 'st.harmonic_mean([0, 1])', 'st.harmonic_mean([5])', 'st.harmonic_mean([F(1, 2), F(1, 3)])',
    'st.geometric_mean([54, 24, 36])', 'st.geometric_mean([])', 'st.geometric_mean([-1, 2])', 'st.median_grouped([52, 52, 53, 54])', 'st.median_grouped([1, 3, 3, 5, 7], interval=2)', 'st.covariance([1, 2, 3], [1, 2, 3])', 'st.correlation([1, 2, 4], [7, 5, 1])', 'st.correlation([1, 1], [1, 2])', 'st.linear_regression([1971, 1975, 1979], [1, 2, 3])', 'st.linear_regression([1, 2, 3], [2, 4, 6.5], proportional=True)', 'st.linear_regression([1], [1])',
    'st.mean([F(3, 7), F(1, 21)])', 'st.mean([D("0.5"), D("0.75"), D("0.625")])', 'st.mean([1, F(1, 2)])', 'st.mean([1, 2.5])', 'st.mean([1, 2])', 'st.mean([1, 3])', 'st.mean(["a"])', 'st.variance([F(1, 6), F(1, 2), F(5, 3)])', 'st.variance([D("27.5"), D("30.25"), D("30.25")])', 'st.stdev([F(1, 6), F(1, 2)])', 'st.stdev([D("27.5"), D("30.25")])', 'st.variance(d, 6)', 'st.pvariance(d, 6.5)', 'st.stdev(d)', 'st.pstdev(d, 6)', 'st.variance([1])', 'st.stdev([])', 'st.median([D(1), D(2)])', 'st.mode("aab")', 'st.mode([])', 'st.multimode([])', 'st.quantiles(range(10), n=5)', 'st.quantiles([1, 2], method="inclusive")', 'st.quantiles([1])', 'st.quantiles([1, 2, 3], n=0)', 'st.fmean([1, 2, 3], weights=[1, 2, 3])'): t(c)
n = st.NormalDist(100, 15); m = st.NormalDist.from_samples([1, 2, 3.5, 7])
for c in ('n', 'm', 'n.mean', 'n.stdev', 'n.variance', 'n.median', 'n.mode', 'n.pdf(110)', 'n.cdf(110)', 'n.inv_cdf(0.9)', 'n.inv_cdf(0.5)', 'n.inv_cdf(1e-10)', 'n.inv_cdf(1e-30)', 'n.inv_cdf(0.999)', 'n.inv_cdf(2)', 'n.quantiles(4)', 'n.overlap(m)', 'n.overlap(st.NormalDist(90, 15))', 'n.zscore(130)', 'n + m', 'n - m', 'n + 5', '5 - n', 'n * 2', '2 * n', 'n / 3', '-n', '+n', 'n == st.NormalDist(100, 15)', 'n == 5', 'hash(n) == hash(st.NormalDist(100, 15))', 'st.NormalDist(0, -1)', 'st.NormalDist(0, 0).pdf(1)', 'n.samples(3, seed=5)', 'n.mean + 1'): t(c)
random.seed(7)
print([random.vonmisesvariate(1, k) for k in (0, 0.5, 4, 100)], random.vonmisesvariate(0, 1))
